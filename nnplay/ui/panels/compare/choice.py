"""Choices of saved runs, remembered by the runs' configurations: their names may change."""

from collections.abc import Collection, Mapping
from functools import partial

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.ui.drawing.widgets import choose, controlled


def choose_run(
    label: str, names: Mapping[TrainingConfig, str], key: str, first: int = 0
) -> TrainingConfig:
    """Ask for one of some runs.

    Args:
        names: Their names, at least one.
        first: The index of the run that is chosen at first.
    """
    configs = list(names)
    chosen: TrainingConfig = choose(
        st.selectbox,
        label,
        configs,
        format_func=partial(_name, names),
        key=key,
        first=configs[min(first, len(configs) - 1)],
    )
    return chosen


def choose_runs(label: str, names: Mapping[TrainingConfig, str], key: str) -> list:
    """Ask for some of the runs, at first all."""
    chosen = st.session_state.chosen.get(key)
    chosen = list(names) if chosen is None else [each for each in chosen if each in names]
    controlled(
        st.multiselect,
        label,
        list(names),
        format_func=partial(_name, names),
        key=key,
        value=chosen,
        on_change=partial(_choose, key),
    )
    return chosen


def _name(names: Mapping[TrainingConfig, str], config: TrainingConfig) -> str:
    return names.get(config, str(config))


def chosen_run(key: str, saved: Collection[TrainingConfig]) -> TrainingConfig | None:
    """Return the run that is chosen now, for a callback: nothing may be drawn since then.

    Where the browser still has its name of before, the one that was drawn last is meant.
    """
    now = st.session_state.get(key)
    if now not in saved:
        now = st.session_state.chosen.get(key)
    return now if now in saved else None


def _choose(key: str, chosen: list) -> None:
    if all(isinstance(each, TrainingConfig) for each in chosen):  # else a name of before
        st.session_state.chosen[key] = chosen
