"""The settings of the training: how weights change, what is made small, and for how long."""

import streamlit as st

from nnplay.choices import OPTIMIZERS
from nnplay.fields import FIELDS, MAX_SEED, TRAINING
from nnplay.numbers import exact
from nnplay.ui.controls import BESIDE, GROUPS
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.setting import draw_setting
from nnplay.ui.state import is_any_shown, is_shown, page, set_setting
from nnplay.ui.widgets import controlled

DEFAULT_RATE = FIELDS["learning_rate"].kind.write(None)
LEARNING_RATES = (
    *(DEFAULT_RATE, "0.000001", "0.00001", "0.0001", "0.0003", "0.001", "0.003"),
    *("0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
)
REGULARIZATION = ("l1", "l2", "dropout")
# Settings with a place of their own; the others follow in the order of their table.
APART = ("optimizer", "learning_rate", "loss", *REGULARIZATION, "seed")


def draw_training_settings(notes: Notes) -> None:
    """Draw the settings of the training under their heading."""
    if is_any_shown(*GROUPS["Training"]):
        st.subheader("Training")
    draw_setting(notes, "optimizer")
    if is_shown("learning_rate"):
        _learning_rate()
        notes.draw("learning_rate")
    draw_setting(notes, "loss")
    if is_any_shown(*REGULARIZATION):
        _regularization(notes)
    for row in TRAINING:
        if row.name not in APART:
            draw_setting(notes, row.name)
    if is_any_shown("seed", "new_start"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _seed(notes)


def _learning_rate() -> None:
    row, optimizer = FIELDS["learning_rate"], OPTIMIZERS[page().config.optimizer]
    rate = page().config.learning_rate
    default = f"Keras's default for {optimizer.name} is {exact(optimizer.learning_rate)}"
    controlled(
        st.selectbox,
        row.label,
        LEARNING_RATES,
        accept_new_options=True,
        # a label that changed with the optimizer would come back as a typed rate
        format_func=lambda text: "Keras's default" if text == DEFAULT_RATE else text,
        key=row.name,
        value=DEFAULT_RATE if rate is None else exact(rate),
        on_change=lambda text: set_setting(
            row.name, row.kind.read((text or DEFAULT_RATE).replace(",", "."))
        ),
        help=row.help.replace("; Keras:", f" ({default}); Keras:"),
    )


def _regularization(notes: Notes) -> None:
    expander = st.expander(
        "Regularisation",
        # beside few other settings it is what the page is about
        expanded=not is_shown("optimizer"),
        key="regularization",
        on_change="rerun",
    )
    if expander.open:
        with expander:
            for name in REGULARIZATION:
                draw_setting(notes, name)


def _seed(notes: Notes) -> None:
    draw_setting(notes, "seed")
    if is_shown("new_start"):
        st.button(
            BESIDE["Training"]["new_start"],
            key="new_start",
            icon=":material/casino:",
            help="Take the next seed: other random numbers for initial weights and the rows' "
            "order.",
            on_click=lambda: set_setting("seed", (page().config.seed + 1) % (MAX_SEED + 1)),
        )
