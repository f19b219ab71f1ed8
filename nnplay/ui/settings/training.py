"""The settings of the training: how weights change, what is made small, and for how long."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from nnplay.choices import LOSSES, OPTIMIZERS
from nnplay.datasets import Dataset
from nnplay.fields import FIELDS, MAX_EPOCHS, MAX_SEED
from nnplay.numbers import exact
from nnplay.ui.panels.diagnosis import Notes
from nnplay.ui.settings.choice import BOUND, choose
from nnplay.ui.state import DEFAULT, KEPT_BY_DEFAULT
from nnplay.ui.teaching.visibility import GROUPS, control, is_any_shown, is_shown

LEARNING_RATES = (
    *(KEPT_BY_DEFAULT, "1e-06", "1e-05", "0.0001", "0.0003", "0.001", "0.003"),
    *("0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
)


def draw_training_settings(dataset: Dataset, notes: Notes) -> None:
    """Draw the settings of the training under their heading."""
    if is_any_shown(*GROUPS["Training"]):
        st.subheader("Training")
    optimizer = choose(
        notes,
        "optimizer",
        "Optimizer",
        tuple(OPTIMIZERS),
        "The rule that turns the error's slope into a change of the weights; Keras: `optimizer`.",
    )
    with control("learning_rate"):
        st.selectbox(
            "Learning rate",
            LEARNING_RATES,
            accept_new_options=True,
            # a label that changed with the optimizer would come back as a typed rate
            format_func=lambda rate: "Keras's default" if rate == KEPT_BY_DEFAULT else rate,
            key="learning_rate",
            help="What the size of every step is multiplied by; choose one or type a number from "
            f"0.000001 to 10 (Keras's default for {optimizer} is "
            f"{exact(OPTIMIZERS[optimizer].learning_rate)}); "
            "Keras: `learning_rate`.",
            **BOUND,
        )
    notes.reserve("learning_rate")
    choose(
        notes,
        "loss",
        "Loss",
        tuple(LOSSES),
        "The error that training makes small; Keras: `loss`.",
    )
    _regularization()
    rows = len(dataset.frame)
    with control("epochs"):
        st.number_input(
            "Epochs",
            1,
            MAX_EPOCHS,
            value=DEFAULT.epochs,
            step=100,
            key="epochs",
            help=f"How often the network goes through all training rows, 1 to {MAX_EPOCHS:,}; "
            "Keras: `epochs`.",
            **BOUND,
        )
    notes.reserve("epochs")
    with control("batch_size"):
        st.number_input(
            "Batch size",
            1,
            rows,
            value=min(DEFAULT.batch_size, rows),
            key="batch_size",
            help=f"How many rows are looked at before each change of the weights, 1 to {rows}; "
            "Keras: `batch_size`.",
            **BOUND,
        )
    with control("shuffle"):
        st.toggle(
            "Shuffle",
            value=DEFAULT.shuffle,
            key="shuffle",
            help="Take the rows in a new random order every epoch; Keras: `shuffle`.",
            **BOUND,
        )
    _seed()


def _seed() -> None:
    any_shown = is_any_shown("seed", "new_start")
    with st.container(horizontal=True, vertical_alignment="bottom") if any_shown else nullcontext():
        with control("seed"):
            st.number_input(
                "Seed",
                0,
                MAX_SEED,
                value=DEFAULT.seed,
                key="seed",
                help="The start of the training's random numbers: the same seed gives the same "
                "run; Keras: `keras.utils.set_random_seed`.",
                **BOUND,
            )
        if is_shown("new_start"):
            st.button(
                "New start",
                key="new_start",
                icon=":material/casino:",
                help="Take the next seed: other random numbers for initial weights and the rows' "
                "order.",
                on_click=_next_seed,
            )


def _regularization() -> None:
    any_shown = is_any_shown("l1", "l2", "dropout")
    place: AbstractContextManager = nullcontext()
    if any_shown:  # beside few other settings it is what the page is about
        place = st.expander(
            "Regularisation", expanded=not is_shown("optimizer"), key="regularization"
        )
    with place:
        for key, what in (("l1", "size"), ("l2", "square")):
            with control(key):
                st.number_input(
                    key.upper(),
                    0.0,
                    FIELDS[key].kind.arguments[1],
                    value=0.0,
                    step=0.001,
                    format="%.4g",
                    key=key,
                    help=f"Adds this times the {what} of every weight to the loss, which keeps "
                    f"weights small; Keras: `kernel_regularizer`, `{key}`.",
                    **BOUND,
                )
        with control("dropout"):
            st.slider(
                "Dropout",
                0.0,
                FIELDS["dropout"].kind.arguments[1],
                step=0.1,
                key="dropout",
                help="The share of every hidden layer's values that a training step sets to 0, so "
                "that no unit is relied upon alone; Keras: a `Dropout` layer.",
                **BOUND,
            )


def _next_seed() -> None:
    st.session_state.seed = (st.session_state.seed + 1) % (MAX_SEED + 1)
