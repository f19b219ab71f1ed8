"""The page, top to bottom: settings, run, stage, panels."""

from functools import cache
from pathlib import Path

import streamlit as st

from nnplay import ui
from nnplay.config import ConfigError
from nnplay.diagnosis import check
from nnplay.history import TrainingHistory
from nnplay.numbers import number
from nnplay.ui.back import join_steps
from nnplay.ui.boundary import one_sentence
from nnplay.ui.collector import collect_on_a_clock
from nnplay.ui.lessons.list import draw_closing
from nnplay.ui.lessons.navigation import current_lesson, is_closing, is_held_back, read_lesson
from nnplay.ui.lessons.progress import exchange_marks
from nnplay.ui.opened import read_opened
from nnplay.ui.panels.compare.saved_runs import read_kept
from nnplay.ui.panels.diagnosis import Notes
from nnplay.ui.results import draw_lesson, draw_results
from nnplay.ui.runs import Run, get_run
from nnplay.ui.settings.data import choose_data
from nnplay.ui.settings.sidebar import draw_sidebar
from nnplay.ui.state import settle_widgets
from nnplay.ui.teaching.projector import is_projector, read_mode
from nnplay.ui.teaching.shortcuts import listen_to_keys
from nnplay.ui.teaching.tools import draw_tools, open_dialog
from nnplay.ui.teaching.visibility import read_hidden
from nnplay.ui.title import draw_title
from nnplay.ui.url import read_address, show_complaints, sign_address
from nnplay.workers import calls

here = Path(ui.__file__).parent
icon = here / "icon.svg"  # named icons are fetched from the network


calls.start()
collect_on_a_clock()
read_address()
settle_widgets()
read_mode()
st.set_page_config(
    page_title="nnplay",
    page_icon=str(icon),
    layout="wide",
    initial_sidebar_state="collapsed" if is_projector() else "auto",
)
st.html(here / "contrast.css")
read_kept()
read_hidden()
read_opened()
read_lesson()

title, beside = st.columns([3, 1], vertical_alignment="center")
pressed = draw_tools()
challenge = st.sidebar.container()
status = beside.empty()  # beside the title, so that little moves when it comes and goes
dataset = choose_data()
lesson = current_lesson()
with title:
    draw_title(dataset, lesson)
wrong = st.container()  # has its place at all times, or the stage behind it would be made anew


def say_waiting() -> None:
    if not calls.is_ready():
        status.info(
            "TensorFlow is starting; the first run follows in a few seconds.",
            icon=":material/hourglass_top:",
        )


@cache
def note_causes() -> None:
    """Say beside the settings what is known before a run, where it takes its time."""
    if not is_held_back():  # it would give the answer away
        notes.write(calls.call(check, config, dataset))


def show_progress(history: TrainingHistory) -> None:
    if not history.refusal and history.epochs < config.epochs:
        status.progress(
            history.epochs / config.epochs,
            f"Training: epoch {history.epochs:,} of {config.epochs:,}, "
            f"loss {number(float(history.loss[-1]))}. Any change of a setting ends it.",
        )
        note_causes()


def draw_page(run: Run) -> None:
    if is_closing():
        draw_closing()
    elif lesson:
        draw_lesson(lesson, run, challenge)
    else:
        draw_results(run)


notes = Notes()
try:
    config = draw_sidebar(dataset, notes)
    with wrong:
        show_complaints(config)
    sign_address(config)
    run = get_run(config, dataset, say_waiting, show_progress)
    st.session_state.run = run
    if not is_held_back():
        notes.write(run.causes)
except (ConfigError, calls.WorkerError) as error:
    status.empty()
    kept = " The last run is still shown." if "run" in st.session_state else ""
    wrong.error(f"{error}{kept}", icon=":material/error:")
else:
    status.empty()
if "run" in st.session_state:
    with one_sentence():
        draw_page(st.session_state.run)
open_dialog(pressed)
listen_to_keys()
join_steps()
exchange_marks("page")
