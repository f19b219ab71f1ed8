"""The teacher's tools at the top of the sidebar, and the dialogs that they open."""

import streamlit as st

from nnplay.ui.class_view import draw_class_view, prepare_class_view
from nnplay.ui.lesson_list import draw_lessons
from nnplay.ui.visibility import draw_show_all, is_locked


def draw_tools() -> str | None:
    """Draw the tools in the sidebar; return the key of the button that was pressed."""
    with st.sidebar, st.container(horizontal=True, gap="small", key="tools"):
        if not is_locked():
            st.button(
                "What is shown",
                key="class_view",
                icon=":material/visibility:",
                help="Choose which controls and panels the class sees.",
                on_click=prepare_class_view,
            )
        draw_show_all()
    return next((key for key in DIALOGS if st.session_state.get(key)), None)


def open_dialog(pressed: str | None) -> None:
    """Open the dialog of the button that was pressed."""
    if pressed:
        DIALOGS[pressed]()


DIALOGS = {"class_view": draw_class_view, "lessons": draw_lessons}
