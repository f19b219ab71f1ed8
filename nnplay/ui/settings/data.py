"""The choice of the data with their question, and of the features."""

import streamlit as st

from nnplay.datasets import Dataset, dataset_names, load_dataset, recommended_settings
from nnplay.fields import FIELDS
from nnplay.ui.own_table.session import choose_table
from nnplay.ui.own_table.sidebar import draw_own_table
from nnplay.ui.settings.setting import cell_width, setting_widget
from nnplay.ui.state import is_shown, page, set_config, set_setting
from nnplay.ui.state.page_state import OWN, is_own


def draw_data_choice() -> None:
    """Draw the choice of the data and, if they are the learner's own table, of its question."""
    chosen_own = is_own(page().config)
    if is_shown("dataset"):
        setting_widget(
            st.selectbox,
            FIELDS["dataset"].label,
            (*dataset_names(), OWN),
            format_func=lambda name: "Your own table" if name == OWN else load_dataset(name).label,
            key="dataset",
            value=OWN if chosen_own else page().config.dataset,
            on_change=_choose,
            help=FIELDS["dataset"].help,
            width=cell_width(2),
        )
    if chosen_own:  # a link can't bring a table along, so this is never hidden
        draw_own_table()


def _choose(name: str) -> None:
    """Switch to other data, with the settings last used for them; remember the present ones."""
    remembered = st.session_state.settings_of
    before = page().config
    remembered[OWN if is_own(before) else before.dataset] = before
    if name in remembered:
        set_config(remembered[name])
    elif name == OWN:
        choose_table()
    else:
        set_config(recommended_settings(name))


def draw_features(dataset: Dataset) -> None:
    """Draw the choice of the features."""
    chosen = page().config.features or dataset.default_features or dataset.features
    setting_widget(
        st.pills,
        FIELDS["features"].label,
        dataset.features,
        selection_mode="multi",
        key="features",
        value=list(chosen),
        on_change=lambda names: set_setting("features", tuple(names)),
        help=FIELDS["features"].help,
        width=cell_width(2),
        wrap=True,
    )
