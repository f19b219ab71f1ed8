"""Which data and which question, on which the other settings depend, and what is held out."""

import streamlit as st

from nnplay.datasets import DATASETS, Dataset, load_dataset, recommended_settings
from nnplay.fields import DATA, FIELDS, OF_DATA
from nnplay.presets import PRESETS
from nnplay.ui.controls import GROUPS
from nnplay.ui.page_state import DEFAULT, OWN, is_own
from nnplay.ui.settings.csv_upload import draw_own_data
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.setting import draw_setting
from nnplay.ui.state import forget_file, is_any_shown, is_shown, page, set_config, set_setting
from nnplay.ui.widgets import controlled

BEGINNINGS = {"The default network": DEFAULT, **PRESETS}
OF_PATTERNS = tuple(name for name in OF_DATA if name != "dataset")


def draw_data_settings(dataset: Dataset, notes: Notes) -> None:
    """Draw the choice of the data, and how they are given to the network."""
    chosen_own = st.session_state.own_chosen or is_own(page().config)
    shown = [name for name in GROUPS["Data"] if dataset.pattern or name not in OF_PATTERNS]
    # a file can't come with a link, so its choice is always shown
    if chosen_own or is_any_shown(*shown):
        st.subheader("Data")
    if is_shown("presets"):
        _presets()
    if is_shown("dataset"):
        controlled(
            st.selectbox,
            FIELDS["dataset"].label,
            (*DATASETS, OWN),
            format_func=lambda name: "Your own CSV" if name == OWN else load_dataset(name).label,
            key="dataset",
            value=OWN if chosen_own else page().config.dataset,
            on_change=_choose,
            help=FIELDS["dataset"].help,
        )
    if chosen_own:
        draw_own_data()
    elif dataset.pattern:
        for name in OF_PATTERNS:
            draw_setting(notes, name)
    if not is_own(page().config):  # whose columns are chosen with the question
        _features(dataset)
    notes.draw("features")
    for row in DATA:
        if row.name not in (*OF_DATA, "features"):
            off = row.name == "validation_rows" and page().config.validation_split == 0
            draw_setting(notes, row.name, disabled=off)


def _presets() -> None:
    """Draw the measured configurations to begin with, once they are looked for."""
    popover = st.popover(
        "Presets",
        key="presets",
        icon=":material/rocket_launch:",
        width="stretch",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            for label, config in BEGINNINGS.items():
                st.button(label, key=f"preset_{label}", on_click=set_config, args=(config,))


def _choose(name: str) -> None:
    """Remember the settings made for the data that were shown; bring those of the data chosen."""
    remembered = st.session_state.settings_of
    before = page().config
    remembered[OWN if is_own(before) else before.dataset] = before
    forget_file()
    if name in remembered:
        set_config(remembered[name])
    elif name == OWN:
        st.session_state.own_chosen = True
    else:
        set_config(recommended_settings(name))


def _features(dataset: Dataset) -> None:
    if not is_shown("features"):
        return
    chosen = page().config.features or dataset.default_features or dataset.features
    controlled(
        st.pills,
        FIELDS["features"].label,
        dataset.features,
        selection_mode="multi",
        key="features",
        value=list(chosen),
        on_change=lambda names: set_setting("features", tuple(names)),
        help=FIELDS["features"].help,
    )
