"""Projector mode: text and marks for the back of the room, the main thing on one screen."""

from pathlib import Path

import streamlit as st

from nnplay.ui.state import is_projector, page
from nnplay.ui.url import PROJECTOR

KEY = "mode"  # of what the browser is in
DESK = "desk"

_component = st.components.v2.component(
    "nnplay_mode",
    css=Path(__file__).with_name("projector.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("projector.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # it is the whole page that becomes large
)


def draw_mode() -> None:
    """Bring the browser into the mode that the page is in."""
    modes = {
        "wanted": PROJECTOR if page().projector else DESK,
        "drawn": PROJECTOR if is_projector() else DESK,
    }
    _component(key=KEY, data=modes, on_entered_change=_enter)


def _enter() -> None:
    st.session_state.projects = st.session_state[KEY]["entered"] == PROJECTOR
