"""The page, top to bottom: settings, run, stage, panels."""

import gc
from functools import partial
from pathlib import Path

import streamlit as st

from nnplay import ui, workers
from nnplay.config import ConfigError
from nnplay.history import TrainingHistory
from nnplay.lessons import Lesson
from nnplay.ui.address import read_address, show_complaints, sign_address
from nnplay.ui.course import current_lesson, is_closing, is_held_back, read_lesson
from nnplay.ui.data_choice import choose_data
from nnplay.ui.doctor import draw_verdict
from nnplay.ui.keep_button import draw_keep_button
from nnplay.ui.kept import read_kept
from nnplay.ui.lesson_card import (
    draw_challenge,
    draw_explanation,
    draw_outcome,
    draw_question,
    draw_way,
)
from nnplay.ui.lesson_list import CLOSING_TITLE, draw_closing, draw_lessons_button
from nnplay.ui.lesson_race import draw_lesson_race
from nnplay.ui.panels import draw_panels, show_unit
from nnplay.ui.runs import Run, get_run, untrained_payload
from nnplay.ui.scores import draw_scores
from nnplay.ui.sidebar import draw_sidebar
from nnplay.ui.stage.stage import draw_stage, epoch_let_go
from nnplay.ui.tools import draw_tools, open_dialog
from nnplay.ui.visibility import is_any_shown, is_shown, read_hidden


@st.fragment
def draw_results(run: Run, lesson: Lesson | None) -> None:
    """Draw everything that depends on the chosen epoch; letting go of the scrubber comes here."""
    last = int(run.history.epochs_recorded[-1])
    chosen = epoch_let_go(run.id)
    epoch = last if chosen is None else chosen
    if is_shown("scores"):
        draw_scores(run, epoch)
    if is_any_shown("verdict", "keep"):
        with st.container(horizontal=True, vertical_alignment="center", key="verdict"):
            if is_shown("verdict"):
                draw_verdict(run, epoch)
            if is_shown("keep"):
                draw_keep_button(run)
    draw_stage(run.payload, on_unit=partial(show_unit, run.history.sizes))
    if lesson:
        draw_explanation(lesson)
    draw_panels(run, epoch)


def draw_page(run: Run) -> None:
    """Draw the results, or what comes before them in a lesson."""
    if is_closing():
        draw_closing()
    elif lesson and is_held_back():
        draw_question(lesson, run)
        if lesson.preview:
            draw_stage(untrained_payload(run))
    else:
        if lesson:
            draw_outcome(lesson)
            with challenge:
                draw_challenge(lesson, run)
            if lesson.races:
                draw_lesson_race(lesson)
        draw_results(run, lesson)


icon = Path(ui.__file__).with_name("icon.svg")  # named icons are fetched from the network


@st.cache_resource
def spare_garbage_collector() -> None:
    """Take what is loaded by now out of the collections that Streamlit makes after every run."""
    gc.collect()
    gc.freeze()


st.set_page_config(page_title="nnplay", page_icon=str(icon), layout="wide")
workers.start()
read_address()
read_kept()
read_hidden()
read_lesson()

title, beside = st.columns([3, 1], vertical_alignment="center")
pressed = draw_tools()
challenge = st.sidebar.container()
status = beside.empty()  # beside the title, so that little moves when it comes and goes
dataset = choose_data()
lesson = current_lesson()
with title, st.container(horizontal=True, vertical_alignment="center", key="title"):
    heading = CLOSING_TITLE if is_closing() else lesson.title if lesson else dataset.question
    st.header(heading, anchor=False, width="content")
    draw_lessons_button()
    if lesson:
        draw_way(lesson)


def say_waiting() -> None:
    if not workers.is_ready():
        status.info(
            "TensorFlow is starting; the first run follows in a few seconds.",
            icon=":material/hourglass_top:",
        )


def show_progress(history: TrainingHistory) -> None:
    if not history.refusal and history.epochs < config.epochs:
        status.progress(
            history.epochs / config.epochs,
            f"Training: epoch {history.epochs:,} of {config.epochs:,}, "
            f"loss {history.loss[-1]:,.4g}. Any change of a setting ends it.",
        )


try:
    config = draw_sidebar(dataset)
    show_complaints(config)
    sign_address(config)
    run = get_run(config, dataset, say_waiting, show_progress)
    st.session_state.run = run
except (ConfigError, workers.WorkerError) as error:
    status.empty()
    kept = " The last run is still shown." if "run" in st.session_state else ""
    st.error(f"{error}{kept}", icon=":material/error:")
else:
    status.empty()
if "run" in st.session_state:
    draw_page(st.session_state.run)
    spare_garbage_collector()
open_dialog(pressed)
