"""The settings: one widget for every field of `TrainingConfig`, each kept in the address."""

from contextlib import nullcontext
from typing import Any

import streamlit as st

from nnplay.config import (
    ACTIVATIONS,
    CONSTANT,
    KERNEL_INITIALIZERS,
    LOSSES,
    MAX_DROPOUT,
    MAX_EPOCHS,
    MAX_HIDDEN_LAYERS,
    MAX_PENALTY,
    MAX_SEED,
    MAX_UNITS,
    MAX_VALIDATION_SPLIT,
    OPTIMIZERS,
    OUTPUT_ACTIVATIONS,
    VALIDATION_ROWS,
    TrainingConfig,
)
from nnplay.datasets import Dataset
from nnplay.diagnosis import check, fixed_by_data
from nnplay.ui.course import current_lesson, is_held_back
from nnplay.ui.doctor import Notes
from nnplay.ui.own_data import find_dataset
from nnplay.ui.settings import (
    DEFAULT,
    KEPT_BY_DEFAULT,
    OWN_FEATURES,
    UNITS,
    features_key,
    read_widgets,
    set_widgets,
    usual_features,
    widget_values,
)
from nnplay.ui.visibility import GROUPS, control, is_any_shown, is_shown

LEARNING_RATES = (
    *(KEPT_BY_DEFAULT, "1e-06", "1e-05", "0.0001", "0.0003", "0.001", "0.003"),
    *("0.01", "0.03", "0.1", "0.3", "1", "10"),
)
BOUND: dict[str, Any] = {"bind": "query-params"}


def draw_sidebar(dataset: Dataset) -> TrainingConfig:
    """Draw the settings and return the configuration they make.

    Raises:
        ConfigError: For a setting that can't be used; the widgets are drawn all the same.
    """
    notes = Notes()
    with st.sidebar:
        _data_settings(dataset, notes)
        _network_settings(dataset, notes)
        _training_settings(dataset, notes)
        if is_shown("reset"):
            _reset_button(dataset)
    # a widget that these data do not need has its default
    drawn = {name: st.session_state[name] for name in st.session_state}
    config = read_widgets({**widget_values(DEFAULT, dataset), **drawn}, dataset)
    if not is_held_back():  # it would give the answer away
        notes.write(check(config, dataset))
    return config


def _data_settings(dataset: Dataset, notes: Notes) -> None:
    usual = usual_features(dataset)
    with control("features"):
        st.pills(
            "Features",
            dataset.features,
            selection_mode="multi",
            default=usual,
            key=features_key(dataset),
            help="The columns that the network may look at; their number is Keras's "
            f"`Input(({len(usual)},))`.",
            **({} if features_key(dataset) == OWN_FEATURES else BOUND),
        )
    notes.reserve("features")
    with control("standardize"):
        st.toggle(
            "Standardise",
            key="standardize",
            help="Shift and scale every feature to mean 0 and deviation 1, as Keras's "
            "`Normalization` layer does.",
            **BOUND,
        )
    notes.reserve("standardize")
    with control("validation_split"):
        validation_split = st.slider(
            "Validation split",
            0.0,
            MAX_VALIDATION_SPLIT,
            step=0.1,
            format="percent",
            key="validation_split",
            help="The share of the rows that is held out, to see how the network does on rows it "
            "has not learned from; Keras: `validation_split`.",
            **BOUND,
        )
    notes.reserve("validation_split")
    with control("validation_rows"):
        st.segmented_control(
            "Held-out rows",
            VALIDATION_ROWS,
            default=DEFAULT.validation_rows,
            required=True,
            disabled=validation_split == 0,
            key="validation_rows",
            help="Keras's `validation_split` holds out the last rows of the table; random rows are "
            "drawn by the seed.",
            **BOUND,
        )


def _network_settings(dataset: Dataset, notes: Notes) -> None:
    if is_any_shown(*GROUPS["Network"]):
        st.subheader("Network")
    if is_shown("fixed"):
        _fixed(dataset)
    layers = _layers()
    notes.reserve("hidden_units")
    _choice(
        notes,
        "activation",
        "Activation",
        ACTIVATIONS,
        "What every hidden unit does to its weighted sum before passing it on; Keras: "
        "`activation`.",
        disabled=layers == 0,
    )
    _choice(
        notes,
        "kernel_initializer",
        "Initial weights",
        KERNEL_INITIALIZERS,
        f"How the hidden layers' weights are set before training (constant is {CONSTANT}); "
        "Keras: `kernel_initializer`.",
        disabled=layers == 0,
    )
    _choice(
        notes,
        "output_activation",
        "Output activation",
        OUTPUT_ACTIVATIONS,
        "What the output unit does to its weighted sum, which decides what can be predicted "
        "at all; Keras: `activation` of the last `Dense`.",
    )
    _choice(
        notes,
        "output_kernel_initializer",
        "Initial output weights",
        KERNEL_INITIALIZERS,
        "How the output layer's weights are set before training; Keras: `kernel_initializer` "
        "of the last `Dense`.",
    )


def _layers() -> int:
    """Draw how many hidden layers there are and how many units each has."""
    with control("hidden_units"):
        layers = st.slider(
            "Hidden layers",
            0,
            MAX_HIDDEN_LAYERS,
            value=len(DEFAULT.hidden_units),
            key="hidden_layers",
            help="How many layers lie between the inputs and the output; each is one Keras "
            "`Dense`.",
            **BOUND,
        )
    for layer, key in enumerate(UNITS[:layers], start=1):
        with control("hidden_units"):
            st.slider(
                "Units" if layers == 1 else f"Units of layer {layer}",
                1,
                MAX_UNITS,
                value=DEFAULT.hidden_units[0],
                key=key,
                help="How many neurons the hidden layer has; Keras: `units`.",
                **BOUND,
            )
    return layers


def _fixed(dataset: Dataset) -> None:
    """Say what may not be chosen freely, as it follows from the data and the question."""
    names = {"output_activation": "Output activation", "loss": "Loss"}
    with st.expander("What the data decide", key="fixed"):
        for name, text in fixed_by_data(dataset.suited_config, dataset):
            st.markdown(f"**{names.get(name, name.capitalize())}:** {text}")


def _training_settings(dataset: Dataset, notes: Notes) -> None:
    if is_any_shown(*GROUPS["Training"]):
        st.subheader("Training")
    optimizer = _choice(
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
            help="How large a step every update takes; choose one or type a number from 0.000001 "
            f"to 10 (Keras's default for {optimizer} is {OPTIMIZERS[optimizer]:g}); Keras: "
            "`learning_rate`.",
            **BOUND,
        )
    notes.reserve("learning_rate")
    _choice(
        notes,
        "loss",
        "Loss",
        LOSSES,
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
                help="The start of all random numbers: the same seed gives the same run; Keras: "
                "`keras.utils.set_random_seed`.",
                **BOUND,
            )
        if is_shown("new_start"):
            st.button(
                "New start",
                key="new_start",
                icon=":material/casino:",
                help="Take the next seed: other initial weights, another order of the rows.",
                on_click=_next_seed,
            )


def _regularization() -> None:
    any_shown = is_any_shown("l1", "l2", "dropout")
    with st.expander("Regularisation", key="regularization") if any_shown else nullcontext():
        for key, what in (("l1", "size"), ("l2", "square")):
            with control(key):
                st.number_input(
                    key.upper(),
                    0.0,
                    MAX_PENALTY,
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
                MAX_DROPOUT,
                step=0.1,
                key="dropout",
                help="The share of every hidden layer's values that a training step sets to 0, so "
                "that no unit is relied upon alone; Keras: a `Dropout` layer.",
                **BOUND,
            )


def _choice(
    notes: Notes,
    field: str,
    label: str,
    options: tuple[str, ...],
    explanation: str,
    *,
    disabled: bool = False,
) -> str:
    with control(field):
        chosen = st.selectbox(
            label,
            options,
            index=options.index(getattr(DEFAULT, field)),
            key=field,
            help=explanation,
            disabled=disabled,
            **BOUND,
        )
    notes.reserve(field)
    return chosen


def _reset_button(dataset: Dataset) -> None:
    lesson = current_lesson()
    st.button(
        "Reset",
        key="reset",
        icon=":material/restart_alt:",
        help="Every setting as the lesson begins."
        if lesson
        else "Every setting gets the value that suits these data; for the number of accidents "
        "that is the notebook's network.",
        on_click=_reset,
        args=(lesson.config if lesson else dataset.suited_config,),
        width="stretch",
    )


def _next_seed() -> None:
    st.session_state.seed = (st.session_state.seed + 1) % (MAX_SEED + 1)


def _reset(config: TrainingConfig) -> None:
    set_widgets(widget_values(config, find_dataset(config)))
