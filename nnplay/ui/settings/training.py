"""The choice of the learning rate, and the button that takes the next seed."""

from typing import Any

import streamlit as st

from nnplay.choices import OPTIMIZERS
from nnplay.fields import FIELDS, MAX_SEED
from nnplay.numbers import exact
from nnplay.ui.settings.setting import cell_width, setting_widget
from nnplay.ui.state import ask, page, set_setting
from nnplay.ui.state.controls import BESIDE

DEFAULT_RATE = FIELDS["learning_rate"].kind.write(None)
LEARNING_RATES = (
    *("0.000001", "0.00001", "0.0001", "0.0003", "0.001", "0.003"),
    *("0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
)


def draw_learning_rate() -> None:
    """Draw a list of learning rates; any other can be typed, also as 0,05 or 1e-2."""
    row, optimizer = FIELDS["learning_rate"], OPTIMIZERS[page().config.optimizer]
    rate = page().config.learning_rate
    default = f"Keras's default for {optimizer.name} is {exact(optimizer.learning_rate)}"
    text = DEFAULT_RATE if rate is None else exact(rate)
    setting_widget(
        st.selectbox,
        row.label,
        offered_rates(text),
        accept_new_options=True,
        # not with the optimizer's number: a label that changes would come back as a typed rate
        format_func=lambda text: "Keras's default" if text == DEFAULT_RATE else text,
        key=row.name,
        value=text,
        on_change=lambda text: set_setting(row.name, read_rate(text)),
        help=row.help.replace("; Keras:", f" ({default}); Keras:"),
        width=cell_width(),
    )


def offered_rates(chosen: str) -> tuple[str, ...]:
    """Return the rates of the list, including the chosen one in its place."""
    return DEFAULT_RATE, *sorted({*LEARNING_RATES, chosen} - {DEFAULT_RATE}, key=float)


def read_rate(text: str | None) -> Any:
    """Read a typed or chosen rate; a text that is none is returned as it is, to be refused."""
    return FIELDS["learning_rate"].kind.read((text or DEFAULT_RATE).strip().replace(",", "."))


def draw_new_start() -> None:
    """Draw the button that takes the next seed."""
    st.button(
        BESIDE["Training"]["new_start"],
        key="new_start",
        icon=":material/casino:",
        help="Take the next seed: other random numbers for initial weights and the rows' order.",
        on_click=ask,
        args=(_take_next_seed,),
        width=cell_width(),
    )


def _take_next_seed() -> None:
    set_setting("seed", (page().config.seed + 1) % (MAX_SEED + 1))
