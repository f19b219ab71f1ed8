"""A lesson's question, drawn before its run is shown."""

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.lessons import Estimate, Lesson, fill
from nnplay.numbers import exact
from nnplay.ui.lessons.navigation import (
    Prediction,
    asked_config,
    numbers_for,
    place_of,
    predictions,
)
from nnplay.ui.lessons.progress import mark_seen
from nnplay.ui.runs import Run
from nnplay.ui.state import is_projector, is_shown

ANSWER = "answer_{}"  # key of the widget with the answer to a lesson's question


def draw_question(lesson: Lesson, run: Run) -> None:
    """Draw the question and its buttons."""
    question, config = lesson.question, asked_config(lesson, run.config)
    numbers = numbers_for(lesson, config)
    with st.container(border=True, key="lesson"):
        if not is_projector():
            st.markdown(f"{place_of(lesson)} {lesson.finds}")
        with st.form("prediction", border=False):
            st.markdown(f"**{fill(question.text, numbers)}**")
            _draw_answers(lesson, fill(question.text, numbers))
            with st.container(horizontal=True):
                st.form_submit_button(
                    "Run",
                    key="run_lesson",
                    type="primary",
                    icon=":material/play_arrow:",
                    on_click=_commit,
                    args=(lesson, config),
                )
                if is_shown("skip"):
                    st.form_submit_button(
                        "Skip the question",
                        key="skip_question",
                        type="tertiary",
                        on_click=_skip,
                        args=(lesson, config),
                    )
        if st.session_state.no_answer:
            st.session_state.no_answer = False
            skip = ", or skip the question" if is_shown("skip") else ""
            st.info(f"Give an answer first{skip}.", icon=":material/help:")


def _draw_answers(lesson: Lesson, label: str) -> None:
    """Draw the possible answers: a box for a number, or a list with letters."""
    question, key = lesson.question, ANSWER.format(lesson.name)
    if isinstance(question, Estimate):
        st.number_input(
            label,
            question.low,
            question.high,
            value=None,
            placeholder=f"A number from {exact(question.low)} to {exact(question.high)}",
            key=key,
            label_visibility="collapsed",
            width=260,
        )
    else:
        st.radio(
            label,
            [choice.text for choice in question.choices],
            index=None,
            format_func=question.lettered,
            key=key,
            horizontal=is_projector(),  # which leaves more height for the stage
            label_visibility="collapsed",
        )


def _commit(lesson: Lesson, config: TrainingConfig) -> None:
    said = st.session_state.get(ANSWER.format(lesson.name))
    if said is None:
        st.session_state.no_answer = True
    else:
        _remember(lesson, Prediction(said, config))


def _skip(lesson: Lesson, config: TrainingConfig) -> None:
    _remember(lesson, Prediction(None, config))


def _remember(lesson: Lesson, prediction: Prediction) -> None:
    predictions()[lesson.name] = prediction
    mark_seen(lesson.name)
