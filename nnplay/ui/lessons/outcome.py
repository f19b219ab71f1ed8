"""The outcome of a lesson: the result beside the learner's prediction, and the explanation."""

from collections.abc import Mapping

import streamlit as st

from nnplay.lessons import Choice, Estimate, Lesson, Question, fill
from nnplay.numbers import exact
from nnplay.ui.lessons.challenge import MET, NOT_YET
from nnplay.ui.lessons.navigation import Prediction, numbers_for, place_of, predictions
from nnplay.ui.runs import Run
from nnplay.ui.state import is_shown

RIGHT = ":green-badge[right]"
OF_LESSON = ":gray-badge[the lesson's run]"  # before a text about it when the page has another run


def draw_outcome(lesson: Lesson, run: Run) -> None:
    """Draw the question, the prediction and the result, and what to watch; above the film."""
    with st.container(border=True, key="lesson"):
        st.markdown(f"{place_of(lesson)} {_answered(lesson, run)}  \n{_watch(lesson, run)}")


def draw_answer(lesson: Lesson, run: Run) -> None:
    """Draw only the question, the prediction and the result: a projector has no room for more."""
    with st.container(key="answer"):
        st.markdown(_answered(lesson, run))


def draw_watch(lesson: Lesson, run: Run) -> None:
    """Draw what to watch; on a projector this is below the film."""
    with st.container(border=True, key="watch"):
        st.markdown(f"{place_of(lesson)} {_watch(lesson, run)}")


def draw_explanation(lesson: Lesson, run: Run, *, met: bool) -> None:
    """Draw the explanation, with the numbers of the run that was asked about; below the film."""
    config = predictions()[lesson.name].config
    to_do = "Change the settings; » at the top shows them where they are folded away."
    stands = MET if met else f"{NOT_YET} {to_do}"
    why = fill(lesson.explanation, numbers_for(lesson, config))
    with st.container(border=True, key="explanation"):
        st.markdown(f"{_of_lesson(lesson, run)}**Why?** {why}")
        st.markdown(f"**Your challenge:** {lesson.challenge.task} {stands}")


def _watch(lesson: Lesson, run: Run) -> str:
    """Say what to watch in the lesson's run, or that the page has another run now."""
    if _is_other(lesson, run):
        way_back = "; Reset restores the lesson's" if is_shown("reset") else ""
        return f"*You have changed the settings{way_back}.*"
    return f"**Watch:** {fill(lesson.watch, numbers_for(lesson, run.config))}"


def _answered(lesson: Lesson, run: Run) -> str:
    """Put together the question, the prediction, what happened, and why."""
    question, prediction = lesson.question, predictions()[lesson.name]
    numbers = numbers_for(lesson, prediction.config)
    if isinstance(question, Estimate):
        came, because = _estimated(question, prediction, numbers), question.because
    else:
        answer = question.answer(numbers)
        came, because = _chosen(question, prediction, answer), answer.because if answer else ""
    asked = f"*{fill(question.short, numbers)}*"
    return f"{_of_lesson(lesson, run)}{asked} {came} {fill(because, numbers)}"


def _estimated(question: Estimate, prediction: Prediction, numbers: Mapping[str, float]) -> str:
    said = prediction.said
    if not isinstance(said, float):
        return ""
    near = question.is_near(said, numbers[question.measure])
    return f"You predicted **{exact(said)}**: {'close' if near else 'far off'}."


def _chosen(question: Question, prediction: Prediction, answer: Choice | None) -> str:
    if answer is None:
        return "What happened is none of the answers."
    happened = question.lettered(answer.text)
    if not isinstance(prediction.said, str):
        return f"**{happened}.**"
    said = question.lettered(prediction.said)
    if said == happened:
        return f"{RIGHT} You predicted **{said}**, and you were right."
    return f"You predicted **{said}**. Not this time: **{happened}.**"


def _of_lesson(lesson: Lesson, run: Run) -> str:
    return f"{OF_LESSON} " if _is_other(lesson, run) else ""


def _is_other(lesson: Lesson, run: Run) -> bool:
    """Tell whether the run on the page is not the one that was asked about."""
    return run.config != predictions()[lesson.name].config
