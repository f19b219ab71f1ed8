"""The chain rule for one weight, with the numbers of one row and of the whole batch."""

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.explain.formula import latex_number
from nnplay.explain.gradient_step import (
    Chain,
    bracketed,
    chain_latex,
    mean_latex,
    ways,
)
from nnplay.numbers import digits
from nnplay.step import Step
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.tables import draw_table
from nnplay.ui.panels.units import Names
from nnplay.ui.runs import Run

MOST_WAYS = 6


def draw_chain(run: Run, step: Step, chain: Chain, names: Names) -> None:
    """Draw the product of slopes in symbols, for one row with its numbers, and for the batch."""
    st.markdown(f"**The gradient of {plain(chain.place.text(names))}, by the chain rule**")
    st.markdown(f"${chain_latex(chain)}$")
    row = _choose_row(run, step, chain)
    st.table(
        _factors(chain, row),
        border="horizontal",
        hide_index=True,
        alt="The factors of the gradient for one row",
    )
    if chain.factors[0].kind == "ways":
        _ways(step, chain, names, row)
    if chain.factors[0].kind == "sum":
        st.caption(
            "The first factor goes straight to the sum before the output's activation: Keras "
            "computes this loss from that sum, or the activation mixes all outputs."
        )
    st.markdown(f"${mean_latex(chain)}$")
    if len(step.rows) > 1:
        with st.expander(f"All {len(step.rows)} rows of the batch", key="step_rows"):
            _all_rows(run, step, chain)


def _choose_row(run: Run, step: Step, chain: Chain) -> int:
    """Ask for a row of the batch, at first the one that counts most; return its index there."""
    labels = run.dataset.row_labels.astype(str)
    products = np.nan_to_num(np.abs(chain.products), posinf=np.inf)
    first = int(products.argmax())
    if len(step.rows) == 1:
        return 0
    return st.selectbox(
        f"One {run.dataset.row_noun} of the batch",
        range(len(step.rows)),
        index=first,
        format_func=lambda i: labels.iloc[step.rows[i]],
        key=f"step_row {run.id} {step.number} {chain.place}",
        width=260,
        help="At first the one that counts most in this gradient.",
    )


def _factors(chain: Chain, row: int) -> pd.DataFrame:
    lines = [
        (plain(factor.name), f"${factor.latex}$", digits(float(factor.values[row])))
        for factor in chain.factors
    ]
    lines.append(("**their product**", "", f"**{digits(float(chain.products[row]))}**"))
    return pd.DataFrame(lines, columns=["factor", "symbol", "number"])


def _ways(step: Step, chain: Chain, names: Names, row: int) -> None:
    """Write the sum that the first factor is."""
    found = ways(step, names, chain.place, row)
    unit = names[chain.place.layer + 1][chain.place.unit]
    terms = [rf"{bracketed(slope)} \cdot {bracketed(weight)}" for _, slope, weight in found]
    total = r" \allowbreak + ".join(f"{{{term}}}" for term in terms[:MOST_WAYS])
    if len(terms) > MOST_WAYS:
        total += rf" \allowbreak + \dots\text{{ {len(terms) - MOST_WAYS} more}}"
    st.caption(
        f"{plain(unit)} acts through all {len(found)} units of the next layer. So its slope is a "
        f"sum over these units, each time the slope by the unit's sum times the weight to it: "
        f"${total} \\allowbreak = {latex_number(float(chain.factors[0].values[row]))}$"
    )


def _all_rows(run: Run, step: Step, chain: Chain) -> None:
    columns = {factor.name: factor.values for factor in chain.factors}
    table = pd.DataFrame(
        {**columns, "product": chain.products},
        index=pd.Index(run.dataset.row_labels.astype(str).iloc[step.rows], name="row"),
    )
    draw_table(
        table,
        "rows of the step",
        "The factors and their product for every row of the batch",
        formats=dict.fromkeys(table.columns, digits),
    )
