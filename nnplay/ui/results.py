"""The results of a run; in a lesson they are held back until its question is answered."""

from functools import partial

import streamlit as st

from nnplay.lessons import Lesson
from nnplay.ui.drawing.boundary import one_sentence
from nnplay.ui.drawing.widgets import draw_receipt
from nnplay.ui.lessons.challenge import draw_challenge
from nnplay.ui.lessons.list import draw_closing
from nnplay.ui.lessons.navigation import current_lesson, is_closing, is_held_back
from nnplay.ui.lessons.outcome import draw_answer, draw_explanation, draw_outcome, draw_watch
from nnplay.ui.lessons.question import draw_question
from nnplay.ui.lessons.race import draw_lesson_race
from nnplay.ui.panels.compare.lesson_runs import draw_compare_button
from nnplay.ui.panels.compare.save_button import draw_save_button
from nnplay.ui.panels.diagnosis import draw_verdict
from nnplay.ui.panels.formula.unit import show_row, show_unit
from nnplay.ui.panels.predictions.ask import ask_about
from nnplay.ui.panels.tabs import draw_panels
from nnplay.ui.runs import Run, untrained_payload
from nnplay.ui.runs.scores import draw_scores
from nnplay.ui.stage.gradients import get_gradients
from nnplay.ui.stage.packing import starting_at
from nnplay.ui.stage.stage import draw_stage, epoch_let_go
from nnplay.ui.state import (
    change,
    is_any_shown,
    is_projector,
    is_shown,
    page,
    set_setting,
    write_address,
)
from nnplay.ui.state.receipt import begin_drawing


def draw_run(run: Run, beside: st.delta_generator.DeltaGenerator) -> None:
    """Draw the run, the lesson that it belongs to, or the end of the course.

    Args:
        beside: Where a lesson's challenge is drawn.
    """
    lesson = current_lesson()
    if is_closing():
        draw_closing()
    elif lesson is None:
        _draw_results(run)
    elif is_held_back():
        draw_question(lesson, run)
        if lesson.preview:
            draw_stage(untrained_payload(run))
    else:
        if not is_projector():
            draw_outcome(lesson, run)
        with beside:
            met = draw_challenge(lesson, run)
        if lesson.races:
            draw_lesson_race(lesson)
        _draw_results(run, lesson, met=met)


def chosen_epoch(run: Run) -> int:
    """Return the epoch at which the learner stopped the film, else the link's, else the last."""
    let_go = epoch_let_go(run.id)
    if let_go is not None:
        return let_go
    recorded = run.history.epochs_recorded
    wanted = page().epoch
    return int(recorded[-1] if wanted is None else recorded[recorded <= wanted][-1])


@st.fragment
@one_sentence()
def _draw_results(run: Run, lesson: Lesson | None = None, *, met: bool = False) -> None:
    """Draw all that depends on the chosen epoch; choosing another one reruns only this.

    Args:
        met: Whether the run meets the lesson's challenge.
    """
    number, epoch = begin_drawing(), chosen_epoch(run)
    above = st.container(gap="xsmall")
    _draw_film(run, epoch)  # first, as it is what the learner waits for
    with above:
        if lesson and is_projector():
            draw_answer(lesson, run)
        if is_shown("scores"):
            draw_scores(run, epoch)
        if not is_projector():
            _draw_worth(run, epoch)
    if is_projector():  # below the stage, so that all of it fits on the screen
        _draw_worth(run, epoch)
        if lesson:
            draw_watch(lesson, run)
    if lesson:
        draw_explanation(lesson, run, met=met)
        draw_compare_button(lesson)
    draw_panels(run, epoch)
    write_address()
    draw_receipt(number)


def _draw_film(run: Run, epoch: int) -> None:
    """Draw the stage; what a press in it does is offered only where the page shows its result."""
    opens = is_shown("panel_formula")
    draw_stage(
        run.payload if page().epoch is None else starting_at(run.payload, epoch),
        partial(show_unit, run.history.sizes) if opens else None,
        on_epoch=lambda: change(epoch=None),
        on_more_epochs=partial(set_setting, "epochs") if _can_train_on(run) else None,
        on_row=partial(show_row, run),
        on_place=ask_about if is_shown("panel_predictions") else None,
        on_units=partial(set_setting, "hidden_units") if is_shown("hidden_units") else None,
        gradients=None if run.history.refusal else partial(get_gradients, run),
    )


def _can_train_on(run: Run) -> bool:
    """Tell whether more epochs may be asked for; they change nothing once a run has stopped."""
    return is_shown("epochs") and run.history.stopped_at is None


def _draw_worth(run: Run, epoch: int) -> None:
    """Draw what the run is worth, and the button that saves it."""
    if not is_any_shown("verdict", "save"):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="verdict"):
        if is_shown("verdict"):
            draw_verdict(run, epoch)
        if is_shown("save"):
            draw_save_button(run)
