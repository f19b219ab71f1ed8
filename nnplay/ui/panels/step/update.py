"""The optimizer's update of the chosen weight."""

import pandas as pd
import streamlit as st

from nnplay.choices import OPTIMIZERS
from nnplay.explain.place import Place
from nnplay.explain.update_rule import DIGITS, meanings, numbers_of, symbol, update_lines
from nnplay.numbers import digits
from nnplay.step import Step
from nnplay.ui.runs import Run


def draw_update(run: Run, step: Step, place: Place) -> None:
    """Draw the update rule, the rule with numbers, the optimizer's memory, and the new weight."""
    optimizer = run.config.optimizer
    numbers = numbers_of(step, optimizer, place.index_in(run.history.sizes))
    st.markdown(f"**The update by {optimizer}**")
    for line in update_lines(optimizer, numbers):
        st.markdown(rf"$\displaystyle {line.symbols}$  " f"\n" rf"$\displaystyle {line.numbers}$")
    st.caption("; ".join(f"${latex}$: {words}" for latex, words in meanings(optimizer)) + ".")
    memory = OPTIMIZERS[optimizer].memory
    if memory:
        lines = [
            (
                f"${symbol(name)}$",
                digits(numbers[name], DIGITS),
                digits(numbers[f"new_{name}"], DIGITS),
            )
            for name in memory
        ]
        st.table(
            pd.DataFrame(lines, columns=["memory", "before", "after"]),
            border="horizontal",
            hide_index=True,
            alt="What the optimizer remembers of this weight, before and after the step",
        )
    _weights(run, step, place, numbers)


def _weights(run: Run, step: Step, place: Place, numbers: dict[str, float]) -> None:
    """Draw the weight before and after the step, and the one recorded after the epoch."""
    with st.container(horizontal=True):
        for label, value in (("Weight before", "w"), ("Weight after", "new_w")):
            st.metric(label, digits(numbers[value], DIGITS), width=150)
        following = step.epoch + 1
        if following in run.history.epochs_recorded:
            recorded = place.value_in(run.history.weights_at(following))
            st.metric(f"Recorded at epoch {following:,}", digits(recorded, DIGITS), width=170)
    left = step.batches - step.batch - 1
    if following not in run.history.epochs_recorded:
        return
    if left:
        st.caption(
            f"The recorded weight is the one after the epoch's last batch; {left:,} more "
            f"{'step follows' if left == 1 else 'steps follow'} until then."
        )
