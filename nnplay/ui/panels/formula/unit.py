"""The arithmetic of one unit for one row, and the choice of both."""

from functools import partial

import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.explain.activation import activation_latex, activation_words
from nnplay.explain.forward_pass import UnitTrace
from nnplay.numbers import digits
from nnplay.ui.drawing.widgets import choose
from nnplay.ui.panels.units import Names, choose_layer, choose_unit
from nnplay.ui.runs import Run
from nnplay.ui.state import open_panel

ROW_KEY = "formula_state"
DIGITS = 6  # of all numbers: enough for predictions exact to 1e-5
ROWS_WITHOUT_SCROLLING, TABLE_HEIGHT = 16, 430


def open_unit(sizes: tuple[int, ...], layer: int, unit: int) -> None:
    """Choose the unit whose arithmetic the panel will show.

    Args:
        layer: The first layer after the inputs is 0.
    """
    st.session_state.chosen[_layer_key(sizes)] = layer
    st.session_state.chosen[_unit_key(sizes, layer)] = unit


def show_unit(sizes: tuple[int, ...], layer: int, unit: int) -> None:
    """Open the panel with the arithmetic of a unit; for a callback."""
    open_unit(sizes, layer, unit)
    open_panel("formula")


def show_row(run: Run, row: int) -> None:
    """Open the panel with the last step of a row's forward pass; for a callback.

    If there are several outputs, it is that of the row's own class.
    """
    sizes, own = run.history.sizes, run.examples.y[row].item()
    st.session_state.chosen[ROW_KEY] = row
    show_unit(sizes, len(sizes) - 2, int(own) if sizes[-1] > 1 else 0)


def choose_row_and_unit(dataset: Dataset, names: Names) -> tuple[int, int, int]:
    """Ask for a row, and for a layer and a unit in it, each counted from 0."""
    sizes = tuple(map(len, names))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = choose(
            st.selectbox,
            dataset.row_noun.capitalize(),
            range(len(dataset.frame)),
            format_func=lambda i: str(dataset.row_labels.iloc[i]),
            key=ROW_KEY,
            first=0,
            width=230,
        )
        layer = choose_layer(sizes, _layer_key(sizes))
        unit = choose_unit("Unit", names[layer + 1], _unit_key(sizes, layer))
    return row, layer, unit


def draw_arithmetic(unit: UnitTrace) -> None:
    """Show a unit's inputs times weights, their sum, the bias and the activation."""
    table = _table(unit)
    st.table(
        table,
        border="horizontal",
        hide_index=True,
        height=TABLE_HEIGHT if len(table) > ROWS_WITHOUT_SCROLLING else "content",
        alt=f"The arithmetic of {unit.name}",
    )
    st.markdown(f"${activation_latex(unit.activation)}$")
    st.caption(
        f"{activation_words(unit.activation)} Every number is rounded to {DIGITS} digits, so those "
        "shown may not add up exactly; the network computes with all digits."
    )


def _table(unit: UnitTrace) -> pd.DataFrame:
    write = partial(digits, count=DIGITS)
    lines = [
        (name, f"{write(value)} × {_factor(weight)}", write(product))
        for name, value, weight, product in zip(
            unit.inputs, unit.values, unit.weights, unit.products, strict=True
        )
    ]
    lines += [
        ("sum", "of the products", write(unit.total)),
        ("bias", "", write(unit.bias)),
        ("s", "sum + bias", f"**{write(unit.before)}**"),
        (f"**{unit.name}**", f"{unit.activation}(s)", f"**{write(unit.after)}**"),
    ]
    return pd.DataFrame(lines, columns=["input", "input × weight", "= product"])


def _factor(weight: float) -> str:
    text = digits(weight, DIGITS)
    return f"({text})" if weight < 0 else text


def _layer_key(sizes: tuple[int, ...]) -> str:
    return f"formula_layer of {sizes}"


def _unit_key(sizes: tuple[int, ...], layer: int) -> str:
    return f"formula_unit {layer} of {sizes}"
