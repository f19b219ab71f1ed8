"""The first line of the page: the question or the lesson, and the way through the course."""

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.lessons import Lesson
from nnplay.ui.lessons.card import draw_way
from nnplay.ui.lessons.list import CLOSING_TITLE
from nnplay.ui.lessons.navigation import is_closing
from nnplay.ui.teaching.projector import is_projector
from nnplay.ui.teaching.visibility import is_shown


def draw_title(dataset: Dataset, lesson: Lesson | None) -> None:
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
    meaning = _meaning(dataset)
    # a projector has no room for it: there the axes say it
    if meaning and not (lesson or is_closing() or is_projector()):
        st.caption(meaning)


def _meaning(dataset: Dataset) -> str:
    """Say in a sentence what the question's own word means; nothing where it says all."""
    if dataset.unit:
        return f"{dataset.target_label.capitalize()}: {dataset.unit}."
    if dataset.cut_from is not None:
        return f"{dataset.descriptions[dataset.target].capitalize()}."
    return ""
