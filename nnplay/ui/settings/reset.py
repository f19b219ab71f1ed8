"""The button *Reset*: sets the lesson's or the recommended settings, and undoes that again."""

from functools import partial

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.ui.lessons.navigation import current_lesson, first_config
from nnplay.ui.state import ask, page, set_config


def draw_reset(dataset: Dataset) -> None:
    """Draw the button; after a reset it undoes that, until another setting is changed."""
    lesson = current_lesson()
    first = first_config(lesson) if lesson else dataset.recommended_settings
    result, before = st.session_state.before_reset or (None, None)
    undo = partial(_undo, before) if before and result == page().config else None
    st.button(
        "Undo reset" if undo else "Reset",
        key="reset",
        icon=":material/undo:" if undo else ":material/restart_alt:",
        width="stretch",
        help=_explain(can_undo=undo is not None, in_lesson=bool(lesson)),
        on_click=ask,
        args=(undo or partial(_reset, first),),
    )


def _explain(*, can_undo: bool, in_lesson: bool) -> str:
    if can_undo:
        return "The settings from before the reset. The key R and the browser's Back do the same."
    if in_lesson:
        return "Every setting as the lesson begins; another press brings yours back."
    return (
        "Every setting gets the value that is recommended for these data; for the accidents of the "
        "states that is the default network. Another press brings yours back."
    )


def _reset(config: TrainingConfig) -> None:
    before = page().config
    set_config(config)
    if page().config != before:
        st.session_state.before_reset = page().config, before
        st.toast(
            "Settings reset. R, or the browser's Back, brings yours back.", icon=":material/undo:"
        )


def _undo(config: TrainingConfig) -> None:
    st.session_state.before_reset = None
    set_config(config)
