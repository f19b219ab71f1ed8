"""The teacher's tools at the top of the sidebar, and the dialogs that they open."""

import streamlit as st

from nnplay.ui.lessons.list import draw_lessons
from nnplay.ui.opened import chosen_epoch
from nnplay.ui.teaching.projector import draw_mode
from nnplay.ui.teaching.share import draw_share
from nnplay.ui.teaching.shortcuts import draw_keys
from nnplay.ui.teaching.visibility import draw_show_all, is_locked
from nnplay.ui.teaching.visibility_dialog import draw_class_view, prepare_class_view

BUTTONS = ("share", "class_view", "keys", "lessons")  # what opens a dialog


def draw_tools() -> str | None:
    """Draw the tools in the sidebar; return the key of the button that was pressed."""
    with (
        st.sidebar,
        st.container(horizontal=True, vertical_alignment="center", gap="small", key="tools"),
    ):
        st.button(
            "Share",
            key="share",
            icon=":material/share:",
            help="The link to exactly this page, and its QR code.",
        )
        if not is_locked():
            st.button(
                "What is shown",
                key="class_view",
                icon=":material/visibility:",
                help="Choose which controls and panels the class sees.",
                on_click=prepare_class_view,
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


def open_dialog(pressed: str | None) -> None:
    """Open the dialog of the button that was pressed."""
    run = st.session_state.get("run")
    if pressed == "share" and run:
        draw_share(run, chosen_epoch(run))
    elif pressed == "class_view":
        draw_class_view()
    elif pressed == "keys":
        draw_keys()
    elif pressed == "lessons":
        draw_lessons()
