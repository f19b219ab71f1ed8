"""Projector mode: text and marks for the back of the room, the main thing on one screen."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnplay.ui.url import MODE_KEY, PROJECTOR, forget

KEY, ENTERED = "projector", "mode"  # keys of the switch and of what the browser is in
DESK = "desk"

_component = st.components.v2.component(
    "nnplay_mode",
    css=Path(__file__).with_name("projector.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("projector.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # it is the whole page that becomes large
)


def read_mode() -> None:
    """Take the mode from a session's first address, and wherever the browser goes back to."""
    context = get_script_run_ctx()
    if KEY not in st.session_state or (context and context.is_history_navigation):
        st.session_state[KEY] = st.query_params.get(MODE_KEY) == PROJECTOR
    st.session_state.setdefault("projects", st.session_state[KEY])


def is_projector() -> bool:
    """Tell whether the page is to be drawn for a projector: once the browser is in that mode."""
    return st.session_state.projects


def draw_mode() -> None:
    """Draw the switch, and bring the browser into the mode that it says."""
    st.toggle(
        "Projector",
        key=KEY,
        help="Large text and marks, a slower film, the network and its result on one screen, but "
        "not on a phone.",
        on_change=_sign,
    )
    modes = {
        "wanted": PROJECTOR if st.session_state[KEY] else DESK,
        "drawn": PROJECTOR if is_projector() else DESK,
    }
    _component(key=ENTERED, data=modes, on_entered_change=_enter)


def _enter() -> None:
    st.session_state.projects = st.session_state[ENTERED]["entered"] == PROJECTOR


def _sign() -> None:
    if st.session_state[KEY]:
        st.query_params[MODE_KEY] = PROJECTOR
    else:
        forget(MODE_KEY)
