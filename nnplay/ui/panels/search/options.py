"""The widgets for what a search may try: settings, ranges of values, folds and seeds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.crossvalidation import Folds
from nnplay.numbers import exact
from nnplay.search.candidates import SAMPLERS, Plan
from nnplay.search.space import (
    BY_DEFAULT,
    SETTINGS,
    SIZES,
    Options,
    Range,
    Setting,
    fit_to_data,
)
from nnplay.ui.state import is_shown

SAMPLER_LABELS = {"tpe": "learn on the way (TPE)", "random": "at random"}
MOST_FOLDS, MOST_SEEDS = 10, 10
LASTING: dict[str, Any] = {"persist_state": "session"}  # keeps values while another panel is open


def may_vary() -> list[str]:
    """Return the names of the settings that may vary: all that are not hidden."""
    return [name for name in SETTINGS if is_shown("hidden_units" if name in SIZES else name)]


def choose_settings(names: list[str]) -> list[str]:
    """Draw the choice of settings that vary; return their names."""
    return st.multiselect(
        "What may vary",
        names,
        default=[name for name in BY_DEFAULT if name in names],
        format_func=lambda name: SETTINGS[name].label,
        key="search_vary",
        help="Values of these are tried; every other setting stays as it is. The validation split "
        "is ignored: the rows are cut into folds, and each fold is held out once for every seed.",
        **LASTING,
    )


def choose_ranges(names: Sequence[str], dataset: Dataset) -> None:
    """Draw the ranges of these settings, and the numbers of folds and seeds."""
    for name in names:
        _choose_range(SETTINGS[name])
    most = _most_folds(dataset)
    st.slider(
        "Folds",
        2,
        most,
        value=min(Folds().count, most),
        key=f"search_folds_{most}",
        help="How many parts the rows are cut into; each is held out in turn.",
        **LASTING,
    )
    st.slider(
        "Seeds",
        1,
        MOST_SEEDS,
        value=len(Folds().seeds),
        key="search_seeds",
        help="How often every candidate is trained on all folds, each time with other initial "
        "weights and other folds.",
        **LASTING,
    )
    st.segmented_control(
        "New candidates",
        SAMPLERS,
        default=SAMPLERS[0],
        required=True,
        format_func=SAMPLER_LABELS.__getitem__,
        key="search_sampler",
        **LASTING,
    )
    st.number_input(
        "Seed of the search",
        0,
        10_000,
        key="search_seed",
        help="Another number draws other candidates.",
        **LASTING,
    )


def read_plan(base: TrainingConfig, dataset: Dataset) -> Plan:
    """Return the search that the widgets ask for, without early stopping.

    Raises:
        ConfigError: If a range does not fit the data set or nothing is left to vary.
    """
    chosen = st.session_state.search_vary
    settings = [_read_range(SETTINGS[name]) for name in SETTINGS if name in chosen]
    if not settings:
        raise ConfigError("Choose at least one setting that may vary.")
    count = st.session_state[f"search_folds_{_most_folds(dataset)}"]
    folds = Folds(count, tuple(range(st.session_state.search_seeds)))
    fitted = fit_to_data(settings, dataset)
    base = replace(base, patience=0) if base.stops_early else base
    return Plan(base, fitted, folds, st.session_state.search_sampler, st.session_state.search_seed)


def _choose_range(setting: Setting) -> None:
    """Draw the choice of the values that may be tried."""
    label, key = setting.label[0].upper() + setting.label[1:], _key(setting)
    if isinstance(setting, Options):
        options = list(setting.options)
        st.multiselect(label, options, default=options, format_func=str, key=key, **LASTING)
        return
    value = (setting.low, setting.high)
    st.select_slider(label, _steps(setting), value=value, format_func=_written, key=key, **LASTING)


def _read_range(setting: Setting) -> Setting:
    chosen = st.session_state.get(_key(setting))
    if chosen is None:  # not drawn yet
        return setting
    if isinstance(setting, Range):
        return replace(setting, low=chosen[0], high=chosen[1])
    if not chosen:
        raise ConfigError(f"No value is left to try for {setting.label}; choose at least one.")
    return replace(setting, options=tuple(chosen))


def _most_folds(dataset: Dataset) -> int:
    return min(MOST_FOLDS, len(dataset.frame))


def _key(setting: Setting) -> str:
    return f"search_range_{setting.name}"


def _steps(setting: Range) -> list[float]:
    """Return the possible ends of a range: all whole numbers if few, else 1, 3, 10, 30, ..."""
    low, high = setting.lowest, setting.highest
    if setting.whole and high <= 100:
        return [float(number) for number in range(int(low), int(high) + 1)]
    if not setting.logarithmic:
        count = round((high - low) / 0.1)
        return [round(low + 0.1 * step, 1) for step in range(count + 1)]
    powers = [digit * 10.0**power for power in range(-8, 5) for digit in (1, 3)]
    rounded = [float(f"{power:g}") for power in powers]
    return sorted({*(step for step in rounded if low <= step <= high), setting.low, setting.high})


def _written(number: float) -> str:
    return exact(number)
