"""The kept runs from many starts: how much of each result is luck."""

from functools import partial

import pandas as pd
import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.seeds import SEEDS, Repetition, Starts
from nnplay.figures import spread_figure
from nnplay.numbers import number, percent
from nnplay.ui.charts import draw_chart
from nnplay.ui.sessions import session_watch
from nnplay.ui.stage.payload import axis_of
from nnplay.ui.tables import draw_table
from nnplay.ui.ticking import draw_ticking
from nnplay.ui.url import plain
from nnplay.workers.calls import advance_starts_in_worker

PATIENCE = 0.8  # seconds that a press of the button waits: small networks are done by then


def draw_many_starts(names: list[str], configs: list[TrainingConfig], dataset: Dataset) -> None:
    """Draw the spread of every kept run over many seeds, and the button that trains it."""
    repetition = _repetition(dataset)
    draw_ticking(partial(_controls, configs, repetition), repetition)
    found = [repetition.find(config) for config in configs]
    if repetition.error:
        st.error(repetition.error, icon=":material/error:")
    for refusal in dict.fromkeys(each.refusal for each in found if each and each.refusal):
        st.markdown(refusal)
    shown = [(name, each) for name, each in zip(names, found, strict=True) if each]
    if shown:
        _table(shown, dataset)
        _figure(shown, dataset)


def forget_starts(configs: list[TrainingConfig]) -> None:
    """Train on with these runs alone, if any are trained; for a callback that removes a run."""
    repetition = st.session_state.get("repetition")
    if repetition and repetition.running:
        repetition.start(configs)


def _repetition(dataset: Dataset) -> Repetition:
    """Return the session's own; its thread ends with the session."""
    if "repetition" not in st.session_state:
        st.session_state.repetition = Repetition(dataset, advance_starts_in_worker, session_watch())
    return st.session_state.repetition


def _controls(configs: list[TrainingConfig], repetition: Repetition) -> None:
    """Draw the button that begins, stops or goes on, and how far it is."""
    found = [repetition.find(config) for config in configs]
    with st.container(horizontal=True, vertical_alignment="center", key="starts_controls"):
        if repetition.running:
            st.button("Stop", key="stop_starts", icon=":material/stop:", on_click=repetition.stop)
            st.progress(repetition.progress, f"{percent(repetition.progress)} trained")
            return
        done = all(each and each.finished for each in found)
        cut_short = repetition.cut_short and not done
        st.button(
            "Go on" if cut_short else f"Train each from {len(SEEDS)} starts",
            key="repeat_starts",
            icon=":material/casino:",
            help=f"Trains every kept run again with the seeds 0 to {SEEDS[-1]}, side by side; the "
            "page can be used meanwhile. One lucky start convinces nobody.",
            disabled=done,
            on_click=_start,
            args=(repetition, configs),
        )
        if cut_short:
            st.markdown("Stopped; what was trained is kept.")


def _start(repetition: Repetition, configs: list[TrainingConfig]) -> None:
    repetition.start(configs)
    repetition.wait(PATIENCE)


def _table(shown: list[tuple[str, Starts]], dataset: Dataset) -> None:
    quartiles = [starts.quartiles or (None, None, None) for _, starts in shown]
    columns: dict[str, list] = {
        "name": [name for name, _ in shown],
        _median(dataset): [middle for _, middle, _ in quartiles],
        "lower quartile": [low for low, _, _ in quartiles],
        "upper quartile": [high for _, _, high in quartiles],
        "failed": [100 * float(starts.failed.mean()) for _, starts in shown],
    }
    if any(starts.config.validation_split for _, starts in shown):
        columns["measured on"] = [
            "held-out rows" if starts.config.validation_split else "training rows"
            for _, starts in shown
        ]
    if not all(starts.finished for _, starts in shown):
        columns["epochs so far"] = [starts.epoch for _, starts in shown]
    draw_table(
        pd.DataFrame(columns),
        "many starts",
        "Median and quartiles of the error, and the share of failed starts, of every kept run",
        formats={
            **dict.fromkeys((_median(dataset), "lower quartile", "upper quartile"), number),
            "failed": lambda each: percent(each / 100),
        },
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(pinned=True),
            "failed": st.column_config.NumberColumn(
                help="Share of the starts that end without a number or no better than an answer "
                "that looks at no feature",
            ),
        },
        placeholder="not a number",
    )


def _error(dataset: Dataset) -> str:
    return "share of wrong answers" if dataset.classes else "MSE"


def _median(dataset: Dataset) -> str:
    return f"median {_error(dataset)}"


def _figure(shown: list[tuple[str, Starts]], dataset: Dataset) -> None:
    spreads = [(name, starts.errors) for name, starts in shown]
    log = bool(axis_of([errors for _, errors in spreads])["log"])
    draw_chart(
        spread_figure(spreads, _error(dataset), logarithmic=log),
        "many-starts",
        "The error of every start, and a box from a quarter to three quarters of them",
        key="spread",
    )
    st.caption(
        f"Every point is one of {len(SEEDS)} starts: other initial weights and another order of "
        "the rows. The box holds the middle half of those that end with a number. A start has "
        "failed when it ends without one, or no better than an answer that looks at no feature."
    )
    broken = [name for name, starts in shown if starts.quartiles is None]
    if broken:
        st.caption(f"Nothing to draw, as no start ends with a number: {plain(', '.join(broken))}.")
