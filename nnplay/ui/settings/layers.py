"""The choices of the hidden layers: how many, their units and their activations."""

from dataclasses import replace
from functools import partial

import streamlit as st

from nnplay.fields import FIELDS, MAX_HIDDEN_LAYERS, MAX_UNITS, NEW_UNITS, Whole
from nnplay.ui.settings.choice import draw_choice
from nnplay.ui.settings.setting import cell_width, number_box, setting_widget
from nnplay.ui.state import page, set_setting


def draw_layers() -> None:
    """Draw a box for the number of hidden layers and one for the units of each."""
    units = page().config.hidden_units
    number_box(
        FIELDS["hidden_units"].label,
        Whole(0, MAX_HIDDEN_LAYERS),
        key="hidden_layers",
        value=len(units),
        on_change=_set_layers,
        help="How many layers lie between the inputs and the output; each is one Keras `Dense`.",
        width=cell_width(1 + (1 + len(units)) % 2),  # wide if it would leave a gap in the last row
    )
    for layer, count in enumerate(units):
        number_box(
            "Units" if len(units) == 1 else f"Units of layer {layer + 1}",
            Whole(1, MAX_UNITS),
            key=f"units_{layer + 1}",
            value=count,
            on_change=partial(_set_units, layer),
            help="How many neurons the hidden layer has; Keras: `units`.",
            width=cell_width(),
        )


def _set_layers(count: int) -> None:
    units = page().config.hidden_units
    set_setting("hidden_units", (*units, *(NEW_UNITS,) * count)[:count])


def _set_units(layer: int, count: int) -> None:
    units = list(page().config.hidden_units)
    if layer < len(units):  # else the layer has just been removed
        units[layer] = count
        set_setting("hidden_units", tuple(units))


def draw_activation() -> None:
    """Draw the choice of one activation for all hidden layers, even if they differ now."""
    config = page().config
    draw_choice(
        FIELDS["activation"],
        key="activation",
        value="different per layer" if config.layer_activations else config.activation,
        on_change=partial(set_setting, "activation"),
        help=FIELDS["activation"].help,
        width=cell_width(),
        disabled=not config.hidden_units,
    )


def draw_layer_activations() -> None:
    """Draw whether the hidden layers' activations differ, and if so the choice of each."""
    row, names = FIELDS["layer_activations"], page().config.hidden_activations
    differ = bool(page().config.layer_activations)
    setting_widget(
        st.toggle,
        "Different per layer",
        key=row.name,
        value=differ,
        on_change=lambda on: set_setting(row.name, names if on else ()),
        help=row.help,
        width=cell_width(2),
    )
    for layer, name in enumerate(names if differ else ()):
        draw_choice(
            replace(FIELDS["activation"], label=f"Layer {layer + 1}"),
            key=f"activation_{layer + 1}",
            value=name,
            on_change=partial(_set_activation, layer),
            help=FIELDS["activation"].help,
            width=cell_width(),
        )


def _set_activation(layer: int, name: str) -> None:
    names = list(page().config.hidden_activations)
    if layer < len(names):
        names[layer] = name
        set_setting("layer_activations", tuple(names))
