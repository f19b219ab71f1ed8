"""The main settings in a strip above the stage, for a projector."""

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.sidebar import draw_main_settings
from nnplay.ui.state import is_projector


def is_strip_open() -> bool:
    return is_projector() and st.session_state.strip_open


def draw_strip(dataset: Dataset) -> None:
    """Draw the main settings, or those that a lesson shows, if the strip is open.

    They have no notes, which would take height from the stage.
    """
    if is_strip_open():
        with st.container(key="strip"):
            draw_main_settings(dataset, Notes([]))


def draw_strip_button() -> None:
    """Draw the button that opens and closes the strip, on a projector only."""
    if is_projector():
        st.button(
            "Settings",
            key="strip_button",
            type="tertiary",
            help="Show or hide the main settings above the network; » has all of them.",
            on_click=_toggle,
        )


def _toggle() -> None:
    st.session_state.strip_open = not st.session_state.strip_open
