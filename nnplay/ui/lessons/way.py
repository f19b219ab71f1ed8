"""The buttons through the course: back, on to the next lesson, and out."""

import streamlit as st

from nnplay.lessons import CLOSING, Lesson
from nnplay.ui.lessons.navigation import (
    begin,
    is_held_back,
    leave,
    lesson_before,
    next_after,
)
from nnplay.ui.state import is_projector, page


def draw_way(lesson: Lesson) -> None:
    """Draw the buttons; on a projector *Leave* is in the list of lessons instead."""
    small = is_projector()  # which has little room in a line
    _draw_back(lesson, small=small)
    following = next_after(lesson.name)
    label = "Sum up" if following == CLOSING else "Next lesson"
    st.button(
        label,
        key="next_lesson",
        icon=None if small else ":material/skip_next:",
        type="tertiary" if small else "secondary",
        on_click=begin,
        args=(following,),
    )
    if not small:
        draw_leave()


def draw_leave() -> bool:
    """Draw the button that leaves the lesson; return whether it was pressed.

    A locked link has none: outside a lesson nothing is held back.
    """
    return not page().locked and st.button(
        "Leave",
        key="leave_lesson",
        type="tertiary",
        icon=":material/close:",
        help="Back to the playground with all settings, as they are now.",
        on_click=leave,
    )


def _draw_back(lesson: Lesson, *, small: bool) -> None:
    """Draw the button back to the question or, before that is answered, to the lesson before."""
    name, explanation = lesson.name, "Ask this lesson's question again."
    if is_held_back():
        before = lesson_before(lesson.name)
        if before is None:
            return
        name, explanation = before, "The lesson before."
    st.button(
        "Back",
        key="lesson_back",
        icon=None if small else ":material/skip_previous:",
        type="tertiary",
        help=explanation,
        on_click=begin,
        args=(name,),
    )
