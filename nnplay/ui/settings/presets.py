"""The presets: configurations to begin with, and a gallery of common errors."""

from typing import Literal

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.presets import COMMON_ERRORS, PRESETS
from nnplay.ui.state import set_config
from nnplay.ui.state.page_state import DEFAULT

BEGINNINGS = {"The default network": DEFAULT, **PRESETS}
IN_A_COLUMN = 5  # fit on a projector without scrolling


def draw_presets() -> None:
    """Draw the button that opens the presets."""
    if st.button("Presets", key="presets", icon=":material/rocket_launch:", width="stretch"):
        _draw_dialog()


@st.dialog("Presets", width="large", icon=":material/rocket_launch:")
def _draw_dialog() -> None:
    """List the configurations to begin with and the common errors; a press sets one."""
    with st.container(horizontal=True):
        for label, config in BEGINNINGS.items():
            _draw_preset(label, config, type="secondary")
    st.markdown("**Common errors:** see what goes wrong, read why, then apply the fix.")
    starts = range(0, len(COMMON_ERRORS), IN_A_COLUMN)
    for start, column in zip(starts, st.columns(len(starts)), strict=True):
        for error in COMMON_ERRORS[start : start + IN_A_COLUMN]:
            with column.container(gap=None):
                _draw_preset(error.label, error.config, type="tertiary")
                st.caption(error.sight)


def _draw_preset(
    label: str,
    config: TrainingConfig,
    *,
    type: Literal["secondary", "tertiary"],  # noqa: A002  Streamlit's name
) -> None:
    if st.button(
        label,
        key=f"preset_{label}",
        type=type,
        icon=":material/play_circle:",
        on_click=set_config,
        args=(config,),
    ):
        st.rerun()  # of the whole page, which also closes the dialog
