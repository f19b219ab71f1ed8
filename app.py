"""The page, top to bottom: settings, run, stage, panels."""

import gc
from pathlib import Path

import streamlit as st

from nnplay import ui, workers
from nnplay.config import ConfigError
from nnplay.history import TrainingHistory
from nnplay.ui.address import read_address, show_complaints, sign_address
from nnplay.ui.back import join_steps
from nnplay.ui.course import current_lesson, is_closing, read_lesson
from nnplay.ui.data_choice import choose_data
from nnplay.ui.kept import read_kept
from nnplay.ui.keys.keys import listen_to_keys
from nnplay.ui.lesson_list import draw_closing
from nnplay.ui.marks import exchange_marks
from nnplay.ui.opened import read_opened
from nnplay.ui.projector import is_projector, read_mode
from nnplay.ui.results import draw_lesson, draw_results
from nnplay.ui.runs import Run, get_run
from nnplay.ui.settings import settle_widgets
from nnplay.ui.sidebar import draw_sidebar
from nnplay.ui.title import draw_title
from nnplay.ui.tools import draw_tools, open_dialog
from nnplay.ui.visibility import read_hidden

icon = Path(ui.__file__).with_name("icon.svg")  # named icons are fetched from the network


@st.cache_resource
def spare_garbage_collector() -> None:
    """Take what is loaded by now out of the collections that Streamlit makes after every run."""
    gc.collect()
    gc.freeze()


workers.start()
read_address()
settle_widgets()
read_mode()
st.set_page_config(
    page_title="nnplay",
    page_icon=str(icon),
    layout="wide",
    initial_sidebar_state="collapsed" if is_projector() else "auto",
)
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


def draw_page(run: Run) -> None:
    if is_closing():
        draw_closing()
    elif lesson:
        draw_lesson(lesson, run, challenge)
    else:
        draw_results(run)


try:
    config = draw_sidebar(dataset)
    with wrong:
        show_complaints(config)
    sign_address(config)
    run = get_run(config, dataset, say_waiting, show_progress)
    st.session_state.run = run
except (ConfigError, workers.WorkerError) as error:
    status.empty()
    kept = " The last run is still shown." if "run" in st.session_state else ""
    wrong.error(f"{error}{kept}", icon=":material/error:")
else:
    status.empty()
if "run" in st.session_state:
    draw_page(st.session_state.run)
    spare_garbage_collector()
open_dialog(pressed)
listen_to_keys()
join_steps()
exchange_marks("page")
