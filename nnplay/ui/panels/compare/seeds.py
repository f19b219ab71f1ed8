"""The saved runs trained with many seeds, to see how much of each result is luck."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.seeds import ADVANCE_SEEDS, SEEDS, SeedResults, SeedSweep
from nnplay.figures.curves import spread_figure
from nnplay.numbers import number, percent
from nnplay.ui.drawing.charts import draw_chart
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.tables import draw_table
from nnplay.ui.drawing.ticking import draw_ticking, session_watch
from nnplay.ui.panels.compare.saved_runs import names_of
from nnplay.ui.stage.axes import axis_of
from nnplay.ui.state.page_state import SavedRun
from nnplay.workers.background import Job
from nnplay.workers.calls import call_in_turn

PATIENCE = 0.8  # seconds that a press of the button waits: small networks finish within


def draw_seeds(saved: list[SavedRun], dataset: Dataset) -> None:
    """Draw the spread of every saved run over many seeds, and the button that trains them."""
    runs = _without_seeds(saved)
    names, configs = names_of(runs), [each.config for each in runs]
    sweep, job = _sweep()
    draw_ticking(partial(_controls, configs, dataset, sweep, job), job)
    found = [sweep.find(config) for config in configs]
    if job.error:
        st.error(job.error, icon=":material/error:")
    for refusal in dict.fromkeys(each.refusal for each in found if each and each.refusal):
        st.markdown(refusal)
    shown = [(name, each) for name, each in zip(names, found, strict=True) if each]
    if shown:
        _table(shown, dataset)
        _figure(shown, dataset)


def _without_seeds(saved: list[SavedRun]) -> list[SavedRun]:
    """Return the runs with the default seed, once for those that differ by their seed alone."""
    runs: dict[TrainingConfig, SavedRun] = {}
    for each in saved:
        config = replace(each.config, seed=TrainingConfig().seed)
        runs.setdefault(config, SavedRun(config, each.given_name))
    return list(runs.values())


def forget_seeds(configs: list[TrainingConfig]) -> None:
    """Continue a training with these runs alone; for a callback that has removed a run."""
    if st.session_state.seed_sweep:
        sweep, job = st.session_state.seed_sweep
        if job.running:
            job.stop()
            sweep.keep(configs)
            job.start(sweep.train, session_watch())


def _sweep() -> tuple[SeedSweep, Job]:
    """Return the session's sweep and its job."""
    if st.session_state.seed_sweep is None:
        sweep = SeedSweep(partial(call_in_turn, ADVANCE_SEEDS))
        st.session_state.seed_sweep = sweep, Job()
    return st.session_state.seed_sweep


def _controls(configs: list[TrainingConfig], dataset: Dataset, sweep: SeedSweep, job: Job) -> None:
    """Draw the button that starts, stops or continues the training, and its progress."""
    found = [sweep.find(config) for config in configs]
    with st.container(horizontal=True, vertical_alignment="center", key="seeds_controls"):
        if job.running:
            st.button("Stop", key="stop_seeds", icon=":material/stop:", on_click=job.stop)
            st.progress(sweep.progress, f"{percent(sweep.progress)} trained")
            return
        done = all(each and each.finished for each in found)
        cut_short = not (sweep.finished or done)
        st.button(
            "Continue" if cut_short else f"Train each with {len(SEEDS)} seeds",
            key="train_seeds",
            icon=":material/casino:",
            help=f"Trains every saved run again with the seeds 0 to {SEEDS[-1]}, side by side; the "
            "page can be used meanwhile. One lucky seed convinces nobody.",
            disabled=done,
            on_click=_start,
            args=(configs, dataset, sweep, job),
        )
        if cut_short:
            st.markdown("Stopped; what has been trained is not lost.")


def _start(configs: list[TrainingConfig], dataset: Dataset, sweep: SeedSweep, job: Job) -> None:
    job.stop()
    sweep.choose(configs, dataset)
    job.start(sweep.train, session_watch())
    job.wait(PATIENCE)


def _table(shown: list[tuple[str, SeedResults]], dataset: Dataset) -> None:
    quartiles = [results.quartiles or (None, None, None) for _, results in shown]
    columns: dict[str, list] = {
        "name": [name for name, _ in shown],
        _median(dataset): [middle for _, middle, _ in quartiles],
        "lower quartile": [low for low, _, _ in quartiles],
        "upper quartile": [high for _, _, high in quartiles],
        "failed": [100 * float(results.failed.mean()) for _, results in shown],
    }
    if any(results.config.validation_split for _, results in shown):
        columns["measured on"] = [
            "validation rows" if results.config.validation_split else "training rows"
            for _, results in shown
        ]
    if not all(results.finished for _, results in shown):
        columns["epochs so far"] = [results.epoch for _, results in shown]
    draw_table(
        pd.DataFrame(columns),
        "many seeds",
        "Median and quartiles of the error, and the share of failed seeds, of every saved run",
        formats={
            **dict.fromkeys((_median(dataset), "lower quartile", "upper quartile"), number),
            "failed": lambda each: percent(each / 100),
        },
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(pinned=True),
            "failed": st.column_config.NumberColumn(
                help="Share of the seeds that diverge (NaN) or do no better than the baseline, an "
                "answer that looks at no feature",
            ),
        },
        placeholder="not a number",
    )


def _error(dataset: Dataset) -> str:
    return "error rate" if dataset.classes else "MSE"


def _median(dataset: Dataset) -> str:
    return f"median {_error(dataset)}"


def _figure(shown: list[tuple[str, SeedResults]], dataset: Dataset) -> None:
    spreads = [(name, results.errors) for name, results in shown]
    log = bool(axis_of([errors for _, errors in spreads])["log"])
    draw_chart(
        spread_figure(spreads, _error(dataset), logarithmic=log),
        "many-seeds",
        "The error of every seed, and a box from the lower to the upper quartile",
        key="spread",
    )
    st.caption(
        f"Every point is one of {len(SEEDS)} seeds: other initial weights and another order of "
        "the rows. The box holds the middle half of those that end with a number. A seed has "
        "failed if it diverges (NaN) or does no better than the baseline: the same answer for "
        "every row."
    )
    broken = [name for name, results in shown if results.quartiles is None]
    if broken:
        st.caption(f"Nothing to draw, as no seed ends with a number: {plain(', '.join(broken))}.")
