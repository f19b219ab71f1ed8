"""The settings: those that a learner tries first are in sight, all others folded away."""

from collections.abc import Iterable

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.diagnosis import determined_by_data
from nnplay.fields import FIELDS
from nnplay.ui.settings.data import draw_data_choice, draw_features
from nnplay.ui.settings.fold_button import draw_fold_button
from nnplay.ui.settings.folds import FOLDED, FOLDS, OF_PATTERNS, Fold
from nnplay.ui.settings.layers import draw_activation, draw_layer_activations, draw_layers
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.presets import draw_presets
from nnplay.ui.settings.reset import draw_reset
from nnplay.ui.settings.setting import cell_width, draw_setting
from nnplay.ui.settings.training import draw_learning_rate, draw_new_start
from nnplay.ui.state import is_shown, page
from nnplay.ui.state.controls import GROUPS
from nnplay.ui.state.page_state import is_own

WIDE = ("loss", "learning_rate_schedule", "patience", "restore_best_weights")
FEWEST_TO_DIFFER = 2  # hidden layers, before their activations can differ
FEW = 6  # settings, or fewer, are not folded
OF_VALIDATION = ("validation_rows", "patience", "restore_best_weights")  # need validation rows


def draw_main_settings(dataset: Dataset, notes: Notes) -> None:
    """Draw the settings that are in sight, in as many columns as there is room for."""
    shown = _shown(dataset)
    folded = _folded(shown)
    names = [name for name in shown if name not in folded]
    if "dataset" in names:
        draw_data_choice()
    with _block():
        for name in names:
            if name != "dataset":
                _draw(name, dataset)
        if is_shown("new_start"):
            draw_new_start()
    notes.draw(names)


def draw_other_settings(dataset: Dataset, notes: Notes) -> None:
    """Draw the folds, and the buttons that change many settings at once."""
    folded = _folded(_shown(dataset))
    for fold in FOLDS:
        names = [name for name in fold.settings if name in folded]
        if names:
            _draw_fold(fold, names, dataset, notes)
    if is_shown("fixed"):
        _draw_fixed(dataset)
    if is_shown("presets"):
        draw_presets()
    if is_shown("reset"):
        draw_reset(dataset)


def _shown(dataset: Dataset) -> list[str]:
    """Return the settings that these data have and that are not hidden."""
    without = {"features"} if is_own(page().config) else set()  # `draw_own_table` has them
    if not dataset.pattern:
        without |= set(OF_PATTERNS)
    if len(page().config.hidden_units) < FEWEST_TO_DIFFER and not page().config.layer_activations:
        without.add("layer_activations")
    chooses_own = is_own(page().config)
    return [
        name
        for name in FIELDS
        if name not in without and (is_shown(name) or (name == "dataset" and chooses_own))
    ]


def _folded(shown: list[str]) -> list[str]:
    return [name for name in shown if name in FOLDED] if len(shown) > FEW else []


def _block() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom")


def _draw(name: str, dataset: Dataset) -> None:
    config, width = page().config, cell_width(2 if name in WIDE else 1)
    if name == "features":
        draw_features(dataset)
    elif name == "hidden_units":
        draw_layers()
    elif name == "learning_rate":
        draw_learning_rate()
    elif name == "activation":
        draw_activation()
    elif name == "layer_activations":
        draw_layer_activations()
    elif name == "kernel_initializer":
        draw_setting(name, width, disabled=not config.hidden_units)
    elif name in OF_VALIDATION:
        draw_setting(name, width, disabled=config.validation_split == 0)
    else:
        draw_setting(name, width)


def _draw_fold(fold: Fold, names: Iterable[str], dataset: Dataset, notes: Notes) -> None:
    """Draw a fold, open at first if a setting in it does not have the recommended value."""
    is_recommended = fold.is_recommended(page().config, dataset)
    says = fold.says(page().config, dataset)
    is_open = st.session_state.folds.setdefault(fold.key, not is_recommended)
    text = f"{fold.label}: {says if is_recommended else f'**{says}**'}"
    draw_fold_button(fold.key, text, is_open=is_open)
    if is_open:
        with _block():
            for name in names:
                _draw(name, dataset)
    notes.draw(fold.settings)  # not only `names`: a note may be about one that is chosen elsewhere


def _draw_fixed(dataset: Dataset) -> None:
    """Say what the data and the question determine."""
    expander = st.expander(GROUPS["Network"]["fixed"], key="fixed", on_change="rerun")
    if not expander.open:
        return
    with expander:
        for name, text in determined_by_data(dataset.recommended_settings, dataset):
            label = FIELDS[name].label if name in FIELDS else name.capitalize()
            st.markdown(f"**{label}:** {text}")
