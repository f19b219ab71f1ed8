"""The layout of the page, drawn in an order that brings the film to the screen first."""

from pathlib import Path

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis import Finding, check
from nnplay.history import TrainingHistory
from nnplay.numbers import count, number
from nnplay.ui.drawing.boundary import one_sentence
from nnplay.ui.drawing.charts import scheme
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.lessons.navigation import current_lesson, is_held_back
from nnplay.ui.lessons.progress import marks_to_keep, take_marks
from nnplay.ui.listener import PAGE_CSS, listen
from nnplay.ui.own_table.dialog import draw_preview
from nnplay.ui.own_table.session import choose_table
from nnplay.ui.panels.diagnosis import draw_judgement, expect_judgement
from nnplay.ui.results import chosen_epoch, draw_run
from nnplay.ui.runs import Run, get_run
from nnplay.ui.runs.scores import headline
from nnplay.ui.settings.notes import Notes
from nnplay.ui.settings.setting import SIDEBAR
from nnplay.ui.settings.sidebar import draw_main_settings, draw_other_settings
from nnplay.ui.state import find_dataset, is_projector, is_shown, page
from nnplay.ui.teaching.projector import enter_mode, modes
from nnplay.ui.teaching.shortcuts import ACTIONS
from nnplay.ui.teaching.strip import draw_strip, is_strip_open
from nnplay.ui.teaching.tools import open_dialog, use_tool
from nnplay.ui.title import draw_title
from nnplay.workers import calls

ICON = str(Path(__file__).with_name("icon.svg"))  # named icons are fetched from the network
MOST_COMPLAINTS = 8


def draw_page() -> None:
    """Draw the page as its state says."""
    _set_up()
    frame = Frame(page().config, find_dataset(page().config))
    run = frame.wait_for_run()
    if run is not None:
        expect_judgement(run)
        with one_sentence():
            draw_run(run, frame.challenge)
    frame.draw(run.findings if run and run.config == frame.config else [])
    if run is not None:
        frame.draw_foot(run)
    if st.session_state.own_open:
        draw_preview()
    else:
        open_dialog(run, chosen_epoch(run) if run else 0)
    listen(
        {"keys": ACTIONS, "mode": modes(), "scheme": scheme(), "marks": marks_to_keep()},
        on_tool_change=use_tool,
        on_entered_change=enter_mode,
        on_brought_change=take_marks,
        on_scheme_change=lambda: None,  # it is enough that the page is drawn again
    )
    if run is not None:
        with one_sentence():
            draw_judgement(run)


def _set_up() -> None:
    """Set the browser up once, and again only when projector mode begins or ends."""
    session = st.session_state
    if session.set_up_for == is_projector():
        return
    session.set_up_for = is_projector()
    st.set_page_config(
        page_title="nnplay",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="collapsed" if is_projector() else SIDEBAR,
    )
    st.html(PAGE_CSS)  # what the listener brings comes after the first paint


class Frame:
    """The page around the run: its head and the sidebar.

    It is drawn after the run, or before it if training takes long.

    Attributes:
        challenge: Where a lesson's challenge is drawn.
    """

    def __init__(self, config: TrainingConfig, dataset: Dataset) -> None:
        self.config, self.dataset = config, dataset
        # One place for all of it: one more would mount the stage again and replay the film.
        self._head = st.container(gap="xsmall")
        self.challenge = st.sidebar.container() if current_lesson() else st.sidebar
        self._status: st.delta_generator.DeltaGenerator | None = None
        self._error = ""
        self._notes: Notes | None = None
        self._checked = False

    def wait_for_run(self) -> Run | None:
        """Return the run of the settings; if it fails, note why and return the run before."""
        session = st.session_state
        try:
            session.run = get_run(self.config, self.dataset, self._say_waiting, self._show_progress)
        except (ConfigError, calls.WorkerError) as error:
            said = error.labelled if isinstance(error, ConfigError) else error
            stays = " The last run is still shown." if session.run else ""
            self._error = f"{said}{stays}"
        if self._status:
            self._status.empty()
        return session.run

    def draw(self, findings: list[Finding] | None = None) -> None:
        """Draw the head and the sidebar the first time, and later only what has become known.

        Args:
            findings: What to note beside the settings; None while that is not known.
        """
        if is_held_back() or not is_shown("notes"):  # they would give the answer away
            findings = []
        if self._notes is None:
            self._notes = Notes(findings)
            self._draw_all(self._notes)
        elif findings is not None:
            self._notes.write(findings)
        if self._error:
            self._head.error(self._error, icon=":material/error:")

    def draw_foot(self, run: Run) -> None:
        """Repeat the result below the settings, which cover the page on a phone."""
        if is_shown("scores") and not is_held_back():
            with st.sidebar.container(key="foot"):
                st.markdown(headline(run, chosen_epoch(run)))

    def _draw_all(self, notes: Notes) -> None:
        with self._head:
            draw_title(self.dataset)
            draw_strip(self.dataset)
            _draw_complaints()
        with st.sidebar:
            if not is_strip_open():
                draw_main_settings(self.dataset, notes)
            draw_other_settings(self.dataset, notes)

    def _say_waiting(self) -> None:
        if not calls.is_ready():
            self._place_of_status().info(
                "TensorFlow is starting; the first run follows in a few seconds.",
                icon=":material/hourglass_top:",
            )

    def _show_progress(self, history: TrainingHistory) -> None:
        is_over = history.stopped_at or history.epochs_trained >= self.config.epochs
        if history.refusal or is_over:
            return
        self._place_of_status().progress(
            history.epochs / self.config.epochs,
            f"Training: epoch {history.epochs:,} of {self.config.epochs:,}, "
            f"loss {number(float(history.loss[-1]))}. Any change of a setting ends it.",
        )
        if not self._checked:
            self._checked = True
            self.draw(calls.call(check, self.config, self.dataset))

    def _place_of_status(self) -> st.delta_generator.DeltaGenerator:
        """Return where to say how far the run is, below the head of the page."""
        if self._status is None:
            self.draw()
            self._status = self._head.empty()
        return self._status


def _draw_complaints() -> None:
    """Say what is wrong with the link, and why a setting could not be changed."""
    complaints = st.session_state.complaints
    for sentence in complaints[:MOST_COMPLAINTS]:
        st.warning(plain(sentence), icon=":material/link_off:")
    if len(complaints) > MOST_COMPLAINTS:
        more = count(len(complaints) - MOST_COMPLAINTS, "more part")
        st.caption(f"{more} of this link can't be used.")
    if st.session_state.complaints and st.session_state.own_awaited:
        st.button(
            "Choose the table",
            key="own_choose",
            icon=":material/upload_file:",
            on_click=choose_table,
        )
    if st.session_state.refused:
        stays = "The setting stays as it was."
        st.error(f"{plain(st.session_state.refused)} {stays}", icon=":material/error:")
