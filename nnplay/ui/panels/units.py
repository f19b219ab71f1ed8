"""The names of a run's units in the formula, and the choice of a layer and a unit."""

from collections.abc import Sequence

import streamlit as st

from nnplay.explain.formula import names_of
from nnplay.ui.drawing.names import layer_names
from nnplay.ui.drawing.widgets import choose
from nnplay.ui.runs import Run

Names = list[tuple[str, ...]]


def names_in(run: Run) -> Names:
    """Return the formula's names of the inputs and of every layer's units."""
    return names_of(
        run.examples.features,
        run.history.sizes,
        run.dataset.output_names,
        standardized=run.config.standardize,
    )


def choose_layer(sizes: tuple[int, ...], key: str) -> int:
    """Ask for a layer that has weights, counted from 0."""
    return choose(
        st.selectbox,
        "Layer",
        range(len(sizes) - 1),
        format_func=layer_names(sizes).__getitem__,
        key=key,
        first=0,
        width=170,
    )


def choose_unit(label: str, names: Sequence[str], key: str, *, or_bias: bool = False) -> int:
    """Ask for a unit, counted from 0; -1 is the bias, where that may be chosen."""
    return choose(
        st.selectbox,
        label,
        [*range(len(names)), *[-1] * or_bias],
        format_func=lambda i: "bias" if i < 0 else names[i],
        key=key,
        first=0,
        width=200 if or_bias else 170,
    )
