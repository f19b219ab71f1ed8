"""The settings: one widget for every field of `TrainingConfig`."""

from functools import partial

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.diagnosis import determined_by_data
from nnplay.fields import FIELDS, MAX_HIDDEN_LAYERS, MAX_UNITS, NETWORK
from nnplay.ui.controls import GROUPS
from nnplay.ui.settings.data import draw_data_settings
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.reset import draw_reset
from nnplay.ui.settings.setting import draw_setting
from nnplay.ui.settings.training import draw_training_settings
from nnplay.ui.state import is_any_shown, is_shown, page, set_setting
from nnplay.ui.widgets import controlled

NEW_UNITS = 3  # of a layer that is added
OF_HIDDEN_LAYERS = ("activation", "kernel_initializer")


def draw_settings(dataset: Dataset, notes: Notes) -> None:
    """Draw all settings that are shown."""
    draw_data_settings(dataset, notes)
    _network_settings(dataset, notes)
    draw_training_settings(notes)
    if is_shown("reset"):
        draw_reset(dataset)


def _network_settings(dataset: Dataset, notes: Notes) -> None:
    if is_any_shown(*GROUPS["Network"]):
        st.subheader("Network")
    if is_shown("fixed"):
        _fixed(dataset)
    if is_shown("hidden_units"):
        _layers(page().config.hidden_units)
        notes.draw("hidden_units")
    for row in NETWORK:
        if row.name != "hidden_units":
            off = row.name in OF_HIDDEN_LAYERS and not page().config.hidden_units
            draw_setting(notes, row.name, disabled=off)


def _layers(units: tuple[int, ...]) -> None:
    """Draw how many hidden layers there are and how many units each has."""
    controlled(
        st.slider,
        FIELDS["hidden_units"].label,
        0,
        MAX_HIDDEN_LAYERS,
        key="hidden_layers",
        value=len(units),
        on_change=_set_layers,
        help="How many layers lie between the inputs and the output; each is one Keras `Dense`.",
    )
    for layer, count in enumerate(units):
        controlled(
            st.slider,
            "Units" if len(units) == 1 else f"Units of layer {layer + 1}",
            1,
            MAX_UNITS,
            key=f"units_{layer + 1}",
            value=count,
            on_change=partial(_set_units, layer),
            help="How many neurons the hidden layer has; Keras: `units`.",
        )


def _set_layers(count: int) -> None:
    units = page().config.hidden_units
    set_setting("hidden_units", (*units, *(NEW_UNITS,) * count)[:count])


def _set_units(layer: int, count: int) -> None:
    units = list(page().config.hidden_units)
    if layer < len(units):  # of a layer that has just been taken away nothing is left to change
        units[layer] = count
        set_setting("hidden_units", tuple(units))


def _fixed(dataset: Dataset) -> None:
    """Say what may not be chosen freely, as it follows from the data and the question."""
    expander = st.expander(GROUPS["Network"]["fixed"], key="fixed", on_change="rerun")
    if not expander.open:
        return
    with expander:
        for name, text in determined_by_data(dataset.recommended_settings, dataset):
            label = FIELDS[name].label if name in FIELDS else name.capitalize()
            st.markdown(f"**{label}:** {text}")
