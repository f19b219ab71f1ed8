"""A lesson on the page: the question before the run, what came of it, the challenge."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.lessons import CLOSING, LESSONS, Estimate, Lesson, fill, is_met, steps
from nnplay.numbers import exact
from nnplay.ui.lessons.navigation import (
    Prediction,
    asked_config,
    begin,
    leave,
    next_after,
    numbers_for,
    predictions,
)
from nnplay.ui.lessons.progress import mark_challenge, mark_seen
from nnplay.ui.runs import Run
from nnplay.ui.state import set_config

CHANGED = "*You have changed the settings; Reset restores the lesson's.*"
ANSWER = "answer_{}"  # key of the widget that holds what is said in a lesson
MET, NOT_YET, RIGHT = ":green-badge[met]", ":orange-badge[not yet]", ":green-badge[right]"


def draw_question(lesson: Lesson, run: Run) -> None:
    """Ask before the run is shown."""
    question, config = lesson.question, asked_config(lesson, run.config)
    numbers = numbers_for(lesson, config)
    with st.container(border=True, key="lesson"):
        st.markdown(f"{_count(lesson)} {lesson.finds}")
        with st.form("prediction", border=False):
            st.markdown(f"**{fill(question.text, numbers)}**")
            key = ANSWER.format(lesson.name)
            if isinstance(question, Estimate):
                st.number_input(
                    fill(question.text, numbers),
                    question.low,
                    question.high,
                    value=None,
                    placeholder=f"A number from {exact(question.low)} to {exact(question.high)}",
                    key=key,
                    label_visibility="collapsed",
                    width=260,
                )
            else:
                texts = [choice.text for choice in question.choices]
                st.radio(
                    fill(question.text, numbers),
                    texts,
                    index=None,
                    key=key,
                    label_visibility="collapsed",
                )
            with st.container(horizontal=True):
                st.form_submit_button(
                    "Run",
                    key="run_lesson",
                    type="primary",
                    icon=":material/play_arrow:",
                    on_click=_commit,
                    args=(lesson, config),
                )
                st.form_submit_button(
                    "Skip the question",
                    key="skip_question",
                    type="tertiary",
                    on_click=_skip,
                    args=(lesson, config),
                )
        if st.session_state.no_answer:
            st.session_state.no_answer = False
            st.info("Give an answer first, or skip the question.", icon=":material/help:")


def draw_outcome(lesson: Lesson, run: Run) -> None:
    """Say what was predicted, what came of it and what to look at; in few lines, above the film."""
    prediction = predictions()[lesson.name]
    numbers = numbers_for(lesson, prediction.config)
    changed = "" if run.config == prediction.config else f" {CHANGED}"
    with st.container(border=True, key="lesson"):
        st.markdown(
            f"{_count(lesson)} {_said_and_done(lesson, prediction, numbers)} "
            f"**Watch:** {fill(lesson.watch, numbers)}{changed}"
        )


def draw_answer(lesson: Lesson) -> None:
    """Say in one line what was predicted and what came of it."""
    prediction = predictions()[lesson.name]
    st.markdown(_answered(lesson, prediction, numbers_for(lesson, prediction.config)))


def draw_explanation(lesson: Lesson, *, met: bool) -> None:
    """Explain what happened, with the numbers of the run that was asked about; below the film."""
    config = predictions()[lesson.name].config
    to_do = "Change the settings; » at the top shows them where they are folded away."
    stands = MET if met else f"{NOT_YET} {to_do}"
    with st.container(border=True, key="explanation"):
        st.markdown(f"**Why?** {fill(lesson.explanation, numbers_for(lesson, config))}")
        st.markdown(f"**Your challenge:** {lesson.challenge.task} {stands}")


def draw_challenge(lesson: Lesson, run: Run) -> bool:
    """Draw the challenge beside the settings that are to meet it; return whether this run does."""
    found = steps(lesson, run.config, run.numbers)
    met = is_met(found)
    mark_challenge(lesson.name, run.config, met=met)
    with st.container(border=True, key="challenge"):
        if met:
            st.markdown("**Challenge met!**")
        else:
            st.markdown("**Challenge**")
        st.markdown(lesson.challenge.task)
        lines = [f"{MET if step.met else NOT_YET} {step.text}" for step in found]
        st.caption("  \n".join(lines))
        with st.popover("Hint", icon=":material/lightbulb:"):
            st.markdown(lesson.challenge.hint)
            st.button(
                "Show a solution",
                key="show_solution",
                icon=":material/key:",
                help="Sets the settings so that the challenge is met.",
                on_click=_solve,
                args=(lesson,),
            )
    return met


def draw_way(lesson: Lesson) -> None:
    """Draw the ways out of a lesson: to the next one, and back to the playground."""
    following = next_after(lesson.name)
    st.button(
        "Sum up" if following == CLOSING else "Next lesson",
        key="next_lesson",
        icon=":material/skip_next:",
        on_click=begin,
        args=(following,),
    )
    st.button(
        "Leave",
        key="leave_lesson",
        type="tertiary",
        icon=":material/close:",
        help="Back to the playground with all settings, as they are now.",
        on_click=leave,
    )


def _count(lesson: Lesson) -> str:
    names = list(LESSONS)
    return f"**Lesson {names.index(lesson.name) + 1} of {len(names)}.**"


def _said_and_done(lesson: Lesson, prediction: Prediction, numbers: Mapping[str, float]) -> str:
    """Put what was said beside what happened, and why it came so."""
    question = lesson.question
    if isinstance(question, Estimate):
        because = question.because
    else:
        answer = question.answer(numbers)
        because = answer.because if answer else ""
    return f"{_answered(lesson, prediction, numbers)} {fill(because, numbers)}"


def _answered(lesson: Lesson, prediction: Prediction, numbers: Mapping[str, float]) -> str:
    """Put what was said beside what happened."""
    question, said = lesson.question, prediction.said
    if isinstance(question, Estimate):
        if not isinstance(said, float):
            return "**What happened:**"
        near = question.is_near(said, numbers[question.measure])
        return f"You predicted **{exact(said)}**: {'close' if near else 'far off'}."
    answer = question.answer(numbers)
    if answer is None:
        return "What happened is none of the answers."
    if said is None:
        return f"**What happened: {answer.text}.**"
    if said == answer.text:
        return f"{RIGHT} You predicted **{said}**, and you were right."
    return f"You predicted **{said}**. Not this time: **{answer.text}.**"


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


def _solve(lesson: Lesson) -> None:
    set_config(replace(lesson.config, **lesson.challenge.solution))
