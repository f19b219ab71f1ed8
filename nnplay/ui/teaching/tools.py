"""The tools of a teacher: a menu beside the title, and its dialogs."""

import streamlit as st

from nnplay.ui.lessons.list import draw_lessons
from nnplay.ui.listener import told
from nnplay.ui.runs import Run
from nnplay.ui.state import change, page
from nnplay.ui.teaching.share import draw_share
from nnplay.ui.teaching.shortcuts import draw_keys
from nnplay.ui.teaching.visibility import draw_visibility, prepare_visibility

MENU = "tools"


def draw_tools() -> None:
    """Draw the menu."""
    labels = _labels()
    st.menu_button(
        "Tools",
        list(labels),
        key=MENU,
        icon=":material/co_present:",
        format_func=labels.__getitem__,
        on_click=use_tool,
    )


def open_dialog(run: Run | None, epoch: int) -> None:
    """Open the dialog of the chosen tool, or the list of lessons, if either was asked for."""
    tool = _asked()
    if tool == "share" and run:
        draw_share(run, epoch)
    elif tool == "visibility":
        draw_visibility()
    elif tool == "keys":
        draw_keys()
    elif st.session_state.get("lessons"):
        draw_lessons()


def _labels() -> dict[str, str]:
    projector = "Leave projector mode" if page().projector else "Projector mode"
    labels = {"share": ":material/share: Share", "projector": f":material/tv: {projector}"}
    if not page().locked:
        labels["visibility"] = ":material/checklist: Visible to students"
        if page().hidden:
            labels["hidden"] = (
                ":material/visibility_off: Hide again"
                if st.session_state.all_shown
                else ":material/visibility: Show all"
            )
    return {**labels, "keys": ":material/keyboard: Keys"}


def _asked() -> str | None:
    """Return the tool that was chosen from the menu or by its key."""
    return st.session_state.get(MENU) or told("tool")


def use_tool() -> None:
    """Do what the chosen tool has to do before the page is drawn; for a callback."""
    tool = _asked()
    if tool == "projector":
        change(projector=not page().projector)
    elif tool == "visibility":
        prepare_visibility()
    elif tool == "hidden":
        st.session_state.all_shown = not st.session_state.all_shown
