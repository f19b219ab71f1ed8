"""The settings: one widget for every field of `TrainingConfig`, each kept in the address."""

import streamlit as st

from nnplay.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS, INITIALIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis import determined_by_data
from nnplay.fields import FIELDS, MAX_HIDDEN_LAYERS, MAX_UNITS, VALIDATION_ROWS
from nnplay.ui.lessons.navigation import current_lesson
from nnplay.ui.panels.diagnosis import Notes
from nnplay.ui.settings.choice import BOUND, choose
from nnplay.ui.settings.csv_upload import set_config
from nnplay.ui.settings.training import draw_training_settings
from nnplay.ui.state import (
    DEFAULT,
    OWN_FEATURES,
    UNITS,
    default_features,
    features_key,
    read_widgets,
    widget_values,
)
from nnplay.ui.teaching.visibility import GROUPS, control, is_any_shown, is_shown


def draw_sidebar(dataset: Dataset, notes: Notes) -> TrainingConfig:
    """Draw the settings, with places for notes, and return the configuration they make.

    Raises:
        ConfigError: For a setting that can't be used; the widgets are drawn all the same.
    """
    with st.sidebar:
        _data_settings(dataset, notes)
        _network_settings(dataset, notes)
        draw_training_settings(dataset, notes)
        if is_shown("reset"):
            _reset_button(dataset)
    # a widget that these data do not need has its default
    values = widget_values(DEFAULT, dataset)
    values |= {name: st.session_state[name] for name in values if name in st.session_state}
    return read_widgets(values, dataset)


def _data_settings(dataset: Dataset, notes: Notes) -> None:
    if features_key(dataset) != OWN_FEATURES:  # whose columns are chosen with the question
        _features(dataset)
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
            FIELDS["validation_split"].kind.arguments[1],
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


def _features(dataset: Dataset) -> None:
    usual = default_features(dataset)
    with control("features"):
        st.pills(
            "Features",
            dataset.features,
            selection_mode="multi",
            default=usual,
            key=features_key(dataset),
            help="The columns that the network may look at; Keras: `Input((n,))` for n of them.",
            **BOUND,
        )


def _network_settings(dataset: Dataset, notes: Notes) -> None:
    if is_any_shown(*GROUPS["Network"]):
        st.subheader("Network")
    if is_shown("fixed"):
        _fixed(dataset)
    layers = _layers()
    notes.reserve("hidden_units")
    choose(
        notes,
        "activation",
        "Activation",
        HIDDEN_ACTIVATIONS,
        "What every hidden unit does to its weighted sum before passing it on; Keras: "
        "`activation`.",
        disabled=layers == 0,
    )
    choose(
        notes,
        "kernel_initializer",
        "Initial weights",
        tuple(INITIALIZERS),
        f"How the hidden layers' weights are set before training "
        f"(constant is {INITIALIZERS['constant'].constant}); "
        "Keras: `kernel_initializer`.",
        disabled=layers == 0,
    )
    choose(
        notes,
        "output_activation",
        "Output activation",
        tuple(ACTIVATIONS),
        "What the output unit does to its weighted sum, which decides what can be predicted "
        "at all; Keras: `activation` of the last `Dense`.",
    )
    choose(
        notes,
        "output_kernel_initializer",
        "Initial output weights",
        tuple(INITIALIZERS),
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
    expander = st.expander("What the data decide", key="fixed", on_change="rerun")
    if not expander.open:
        return
    with expander:
        for name, text in determined_by_data(dataset.recommended_settings, dataset):
            st.markdown(f"**{names.get(name, name.capitalize())}:** {text}")


def _reset_button(dataset: Dataset) -> None:
    lesson = current_lesson()
    st.button(
        "Reset",
        key="reset",
        icon=":material/restart_alt:",
        help="Every setting as the lesson begins."
        if lesson
        else "Every setting gets the value that suits these data; for the accidents of the states "
        "that is the notebook's network.",
        on_click=set_config,
        args=(lesson.config if lesson else dataset.recommended_settings,),
        width="stretch",
    )
