"""The ways through the course: a step back, a step on, and out."""

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
    """Draw the ways out of a lesson; on a projector *Leave* stands in the list of lessons."""
    small = is_projector()  # where a line has room for few letters
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
    """Offer the way out, unless the link is locked: outside a lesson nothing is held back.

    Returns:
        Whether it was taken.
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
    """Offer the question again or, before it is answered, the lesson before."""
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
