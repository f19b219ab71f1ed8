"""Projector mode: text and marks for the back of the room, the main thing on one screen."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnplay.ui.address import MODE_KEY, PROJECTOR, forget

KEY = "projector"
STYLE = Path(__file__).with_name("projector.css")


def read_mode() -> None:
    """Take the mode from a session's first address, and wherever the browser goes back to."""
    context = get_script_run_ctx()
    if KEY not in st.session_state or (context and context.is_history_navigation):
        st.session_state[KEY] = st.query_params.get(MODE_KEY) == PROJECTOR


def is_projector() -> bool:
    return st.session_state[KEY]


def draw_mode() -> None:
    """Draw the switch, and what makes everything large while it is on."""
    st.toggle(
        "Projector",
        key=KEY,
        help="Large text and marks, a slower film, the network and its result on one screen.",
        on_change=_sign,
    )
    # one takes the other's place before anything below is drawn, or what is drawn would measure
    # itself by the text of before
    st.html(STYLE if is_projector() else "<style>html { --stage-mode: desk }</style>")


def _sign() -> None:
    if is_projector():
        st.query_params[MODE_KEY] = PROJECTOR
    else:
        forget(MODE_KEY)
