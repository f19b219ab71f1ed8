"""A test of the gradient: nudge the weight and compute the loss again."""

import streamlit as st

from nnplay.explain.place import Place
from nnplay.numbers import digits
from nnplay.step import Step
from nnplay.ui.panels.step.steps import nudged_losses
from nnplay.ui.runs import Run

NUDGE, MOST = 0.001, 10.0
DIGITS, MOST_DIGITS = 7, 17  # of a loss; a computer holds no more


def draw_check(run: Run, step: Step, place: Place, gradient: float) -> None:
    """Draw how the batch's loss changes with a nudge, and what the gradient predicts."""
    st.markdown("**Check it: nudge the weight**")
    nudge = st.number_input(
        "Nudge the weight by",
        -MOST,
        MOST,
        NUDGE,
        step=NUDGE,
        format="%.6g",
        key="step_nudge",
        persist_state="session",
        width=200,
    )
    before, after = nudged_losses(run, step, place, nudge)
    with st.container(horizontal=True):
        st.metric("The loss changes by", digits(after - before), width=150)
        st.metric("gradient × nudge", digits(gradient * nudge), width=150)
    was, becomes = _told_apart(before, after)
    st.caption(
        f"The loss of the batch is {was} with the weight as it is and {becomes} with the nudge. "
        "The gradient is the slope at the weight itself, so the smaller the nudge, the better the "
        "two numbers agree."
    )


def _told_apart(*losses: float) -> list[str]:
    """Write losses with as many digits as show that they differ."""
    for count in range(DIGITS, MOST_DIGITS):
        texts = [digits(loss, count) for loss in losses]
        if len({*texts}) == len({*losses}):
            break
    return texts
