"""The runs that a learner has saved: their configurations, names and results.

Configurations and names are part of the page's state, and so of its address. The results are kept
in the session; whoever opens a link trains the runs again.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.diagnosis import verdict
from nnplay.evaluation.comparison import Result, name_of, result_of
from nnplay.ui.runs import Run, get_run
from nnplay.ui.runs.judgement import findings_of
from nnplay.ui.state import change, find_dataset, page
from nnplay.ui.state.page_state import MOST_SAVED, SavedRun, clean_name, save

TAKEN = ("abbrev", "state", "name", "row", "actual")  # names that other columns may have


def names_of(saved: list[SavedRun]) -> list[str]:
    """Return the names of saved runs, with a number if another run or column has the same."""
    names: list[str] = []
    for each in saved:
        given = each.given_name or name_of(each.config)
        name, number = given, 1
        while name in (*TAKEN, *names):
            number += 1
            name = f"{given} ({number})"
        names.append(name)
    return names


def is_saved(config: TrainingConfig) -> bool:
    return config.normalized in {each.config for each in page().saved}


def is_full(more: int = 1) -> bool:
    """Tell whether there is no room for this many more runs."""
    return len(page().saved) + more > MOST_SAVED


def save_run(run: Run) -> None:
    """Save a finished run; for a callback."""
    if not is_full():
        config = run.config.normalized
        st.session_state.saved_results[config] = _result(run)
        change(saved=save(page(), SavedRun(config)).saved)


def save_configs(configs: Iterable[TrainingConfig]) -> None:
    """Save runs by their configurations; for a callback."""
    state = page()
    for config in configs:
        state = save(state, SavedRun(config))
    change(saved=state.saved)


def rename(config: TrainingConfig, name: str) -> None:
    """Give a saved run another name, "" for the automatic one; for a callback."""
    name = clean_name(name)
    change(
        saved=tuple(
            replace(each, given_name=name) if each.config == config else each
            for each in page().saved
        )
    )


def remove(config: TrainingConfig) -> None:
    """Remove a saved run; for a callback."""
    change(saved=tuple(each for each in page().saved if each.config != config))
    st.session_state.saved_results.pop(config, None)


def results_of(saved: list[SavedRun], tell: Callable[..., None]) -> list[Result]:
    """Return the results of saved runs, which are trained now if the session has none.

    Args:
        tell: Called with the index of a run before it is trained, and then again and again with the
            index and its history so far.

    Raises:
        WorkerError: If the worker died twice.
    """
    results = st.session_state.saved_results
    for number, each in enumerate(saved):
        if each.config not in results:
            tell(number)
            dataset = find_dataset(each.config)
            run = get_run(each.config, dataset, on_progress=partial(tell, number))
            results[each.config] = _result(run)
    return [results[each.config] for each in saved]


def _result(run: Run) -> Result:
    return result_of(run.config, run.examples, run.history, verdict(findings_of(run)))
