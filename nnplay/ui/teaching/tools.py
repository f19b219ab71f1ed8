"""The teacher's tools at the top of the sidebar, and the dialogs that they open."""

import streamlit as st

from nnplay.ui.lessons.list import draw_lessons
from nnplay.ui.runs import Run
from nnplay.ui.state import page
from nnplay.ui.teaching.projector import draw_mode
from nnplay.ui.teaching.share import draw_share
from nnplay.ui.teaching.shortcuts import draw_keys
from nnplay.ui.teaching.visibility import draw_show_all
from nnplay.ui.teaching.visibility_dialog import draw_visibility, prepare_visibility

BUTTONS = ("share", "visibility", "keys", "lessons")  # what opens a dialog


def draw_tools() -> str | None:
    """Draw the tools; return the key of the button that was pressed."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tools"):
        st.button(
            "Share",
            key="share",
            icon=":material/share:",
            help="The link to exactly this page, and its QR code.",
        )
        if not page().locked:
            st.button(
                "Visible to students",
                key="visibility",
                help="Choose which controls and panels students see.",
                on_click=prepare_visibility,
            )
        st.button(
            "Keys",
            key="keys",
            icon=":material/keyboard:",
            help="Which keys play, step and reset.",
        )
        draw_show_all()
        draw_mode()
    return next((key for key in BUTTONS if st.session_state.get(key)), None)


def open_dialog(pressed: str | None, run: Run | None, epoch: int) -> None:
    """Open the dialog of the button that was pressed."""
    if pressed == "share" and run:
        draw_share(run, epoch)
    elif pressed == "visibility":
        draw_visibility()
    elif pressed == "keys":
        draw_keys()
    elif pressed == "lessons":
        draw_lessons()
