"""Projector mode: text and marks large enough for the back of the room."""

import streamlit as st

from nnplay.ui.listener import told
from nnplay.ui.state import is_projector, page
from nnplay.ui.state.url import PROJECTOR

DESK = "desk"


def modes() -> dict[str, str]:
    """Return the mode that the browser is to enter, and the one that the page is drawn for."""
    return {
        "wanted": PROJECTOR if page().projector else DESK,
        "drawn": PROJECTOR if is_projector() else DESK,
    }


def enter_mode() -> None:
    """Draw the page for the mode that the browser has entered; for a callback."""
    st.session_state.projects = told("entered") == PROJECTOR
