"""The list of lessons, and the end of the course, which sums them up."""

import streamlit as st

from nnplay.lessons import CHAPTERS, CLOSING, LESSONS, Lesson
from nnplay.ui.lessons.navigation import begin, current_lesson, leave
from nnplay.ui.lessons.progress import forget_marks, marks, marks_to_keep
from nnplay.ui.lessons.way import draw_leave
from nnplay.ui.listener import listen
from nnplay.ui.state import is_projector, page

MET, SEEN = ":green-badge[met]", ":blue-badge[seen]"
CLOSING_TITLE = "What have I found out?"


@st.dialog("Lessons", width="medium", icon=":material/school:")
def draw_lessons() -> None:
    """List every lesson by chapters; a press begins it."""
    st.markdown(
        "Each lesson asks before it shows: predict, run, see why, and meet a challenge. "
        f"The marks {MET} and {SEEN} are stored in this browser only."
    )
    current = current_lesson()
    number = 0
    for chapter, lessons in CHAPTERS.items():
        st.markdown(f"**{chapter}**")
        for lesson in lessons:
            number += 1
            if st.button(
                f"{number}. {lesson.title}{_mark(lesson)}",
                key=f"begin_lesson_{lesson.name}",
                help=lesson.finds,
                type="secondary" if lesson is current else "tertiary",
                on_click=begin,
                args=(lesson.name,),
            ):
                st.rerun()  # which closes the dialog
    with st.container(horizontal=True):
        is_asked = st.button(
            CLOSING_TITLE, key="sum_up", icon=":material/flag:", on_click=begin, args=(CLOSING,)
        )
        _draw_forget()
        is_left = is_projector() and current is not None and draw_leave()
    if is_asked or is_left:
        st.rerun()
    listen({"marks": marks_to_keep()}, key="listener_of_lessons")


def draw_closing() -> None:
    """Sum the course up: how many lessons were seen, and what each has shown."""
    came = marks()
    with st.container(border=True, key="closing"):
        st.markdown(
            f"**{len(came.seen)} of {len(LESSONS)}** lessons seen, "
            f"**{len(came.met)}** challenges met. This is what they are about:"
        )
        for chapter, lessons in CHAPTERS.items():
            lines = [f"- {_shown_of(lesson)}{_mark(lesson)}" for lesson in lessons]
            st.markdown(f"**{chapter}**\n" + "\n".join(lines))
        if not page().locked:
            st.button(
                "To the playground", key="leave_lesson", icon=":material/tune:", on_click=leave
            )


def _shown_of(lesson: Lesson) -> str:
    """Return what a lesson has shown or, if a locked link must not give that away, its title."""
    is_told = not page().locked or lesson.name in marks().seen
    return lesson.in_short if is_told else lesson.title


def _draw_forget() -> None:
    """Draw the button that forgets the marks, as a classroom's computer has many learners.

    It stays when they are gone: it has the focus, and without that Escape would not close the list.
    """
    with st.popover("Forget my marks", icon=":material/delete:"):
        if marks().seen:
            st.markdown("This makes every lesson new again in this browser and can't be undone.")
        else:
            st.markdown("There are no marks: every lesson is new in this browser.")
        st.button("Forget them", key="forget_marks", on_click=forget_marks)


def _mark(lesson: Lesson) -> str:
    """Return the mark after a lesson's title, "" if it is new."""
    came = marks()
    if lesson.name in came.met:
        return f" {MET}"
    return f" {SEEN}" if lesson.name in came.seen else ""
