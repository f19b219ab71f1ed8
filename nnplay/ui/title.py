"""The head of the page: the title, the buttons beside it, and a line with the settings below."""

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.lessons import LESSONS
from nnplay.ui.lessons.list import CLOSING_TITLE
from nnplay.ui.lessons.navigation import begin, current_lesson, is_closing
from nnplay.ui.lessons.progress import marks
from nnplay.ui.lessons.way import draw_way
from nnplay.ui.settings.summary import summary
from nnplay.ui.state import is_projector, is_shown, page
from nnplay.ui.teaching.strip import draw_strip_button
from nnplay.ui.teaching.tools import draw_tools


def draw_title(dataset: Dataset) -> None:
    """Draw the question or the lesson's title, the buttons beside it, and the line of settings."""
    lesson = current_lesson()
    text = CLOSING_TITLE if is_closing() else lesson.title if lesson else dataset.question
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        heading = st.subheader if is_projector() else st.header
        heading(text, anchor=False, width="content")
        if is_shown("lessons"):
            st.button(
                "Lessons", key="lessons", icon=":material/school:", help="A course in short steps."
            )
        if lesson:
            draw_way(lesson)
        draw_strip_button()
        draw_tools()
    if is_closing():
        return
    lines = [summary(page().config, dataset)]
    # what the classes mean; a projector has no room for it
    if dataset.cut_from is not None and not (lesson or is_projector()):
        lines.append(f"{dataset.descriptions[dataset.target].capitalize()}.")
    st.caption(" · ".join(lines))
    if not (lesson or is_projector()):
        _draw_welcome()


def _draw_welcome() -> None:
    """Say what one can do here, until a setting was changed or a lesson was seen."""
    if not is_shown("lessons") or marks().seen or st.session_state.changed:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="welcome"):
        st.markdown(
            "Change a setting: the network learns again, and the film shows how.",
            width="content",
        )
        st.button(
            "Start lesson 1",
            key="first_lesson",
            icon=":material/play_lesson:",
            type="primary",
            on_click=begin,
            args=(next(iter(LESSONS)),),
        )
