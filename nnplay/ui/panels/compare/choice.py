"""Choices of saved runs, which are remembered by their configurations, whatever they are called."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.ui.drawing.widgets import controlled


def choose_run(
    label: str, names: Mapping[TrainingConfig, str], key: str, first: int = 0
) -> TrainingConfig:
    """Ask for one of some runs.

    Args:
        names: What each is called; not empty.
        first: The place of the one that is chosen at first.
    """
    configs = list(names)
    chosen = st.session_state.chosen_runs.get(key)
    if chosen not in names:
        chosen = configs[min(first, len(configs) - 1)]
    st.session_state.chosen_runs[key] = chosen
    _draw(st.selectbox, label, names, key, chosen)
    return chosen


def choose_runs(label: str, names: Mapping[TrainingConfig, str], key: str) -> list:
    """Ask for some of the runs, at first all."""
    chosen = st.session_state.chosen_runs.get(key)
    chosen = list(names) if chosen is None else [each for each in chosen if each in names]
    _draw(st.multiselect, label, names, key, chosen)
    return chosen


def _draw(
    widget: Callable[..., Any],
    label: str,
    names: Mapping[TrainingConfig, str],
    key: str,
    value: Any,
) -> None:
    controlled(
        widget,
        label,
        list(names),
        format_func=lambda config: names.get(config, str(config)),
        key=key,
        value=value,
        on_change=partial(_choose, key),
    )


def chosen_run(key: str, saved: Collection[TrainingConfig]) -> TrainingConfig | None:
    """Return the run that is chosen now, for a callback: nothing may be drawn since then.

    Where the browser still has its name of before, the one that was drawn last is meant.
    """
    now = st.session_state.get(key)
    if now not in saved:
        now = st.session_state.chosen_runs.get(key)
    return now if now in saved else None


def _choose(key: str, chosen: Any) -> None:
    runs = chosen if isinstance(chosen, list) else [chosen]
    if all(isinstance(each, TrainingConfig) for each in runs):  # else a name of before
        st.session_state.chosen_runs[key] = chosen
