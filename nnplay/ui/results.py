"""What a run has come to: in a lesson after its question, else at once."""

from functools import partial

import streamlit as st

from nnplay.lessons import Lesson
from nnplay.ui.boundary import one_sentence
from nnplay.ui.lessons.card import (
    draw_answer,
    draw_challenge,
    draw_explanation,
    draw_outcome,
    draw_question,
)
from nnplay.ui.lessons.navigation import is_held_back
from nnplay.ui.lessons.race import draw_lesson_race
from nnplay.ui.opened import chosen_epoch, payload_of
from nnplay.ui.panels.compare.save_button import draw_keep_button
from nnplay.ui.panels.diagnosis import draw_verdict
from nnplay.ui.panels.formula.unit import show_unit
from nnplay.ui.panels.tabs import draw_panels
from nnplay.ui.runs import Run, untrained_payload
from nnplay.ui.scores import draw_scores
from nnplay.ui.stage.stage import draw_stage
from nnplay.ui.teaching.projector import is_projector
from nnplay.ui.teaching.visibility import is_any_shown, is_shown


@st.fragment
@one_sentence()
def draw_results(run: Run, lesson: Lesson | None = None, *, met: bool = False) -> None:
    """Draw everything that depends on the chosen epoch; letting go of the scrubber comes here.

    Args:
        met: Whether the run meets the lesson's challenge.
    """
    epoch = chosen_epoch(run)
    if lesson and is_projector():
        draw_answer(lesson)  # in the place of the scores, as all shall be on one screen
    elif is_shown("scores"):
        draw_scores(run, epoch)
    if not is_projector():
        _draw_worth(run, epoch)
    opens = is_shown("panel_formula")
    draw_stage(payload_of(run), partial(show_unit, run.history.sizes) if opens else None)
    if is_projector():  # below the stage, which shall be seen whole
        _draw_worth(run, epoch)
        if lesson:
            draw_outcome(lesson, run)
    if lesson:
        draw_explanation(lesson, met=met)
    draw_panels(run, epoch)


def draw_lesson(lesson: Lesson, run: Run, beside: st.delta_generator.DeltaGenerator) -> None:
    """Draw the question of a lesson or, once it is answered, its run with what is said about it.

    Args:
        beside: The place of the challenge.
    """
    if is_held_back():
        draw_question(lesson, run)
        if lesson.preview:
            draw_stage(untrained_payload(run))
        return
    if not is_projector():
        draw_outcome(lesson, run)
    with beside:
        met = draw_challenge(lesson, run)
    if lesson.races:
        draw_lesson_race(lesson)
    draw_results(run, lesson, met=met)


def _draw_worth(run: Run, epoch: int) -> None:
    """Draw what the run is worth, and the button that keeps it."""
    if not is_any_shown("verdict", "keep"):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="verdict"):
        if is_shown("verdict"):
            draw_verdict(run, epoch)
        if is_shown("keep"):
            draw_keep_button(run)
