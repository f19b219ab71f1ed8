"""The tab bar below the stage."""

import streamlit as st

from nnplay.ui.drawing.boundary import one_sentence
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.panels import PANELS
from nnplay.ui.runs import Run
from nnplay.ui.state import is_shown, open_panel, page
from nnplay.ui.state.controls import PANEL


def draw_panels(run: Run, epoch: int) -> None:
    """Draw the tab bar and the open panel."""
    shown = {panel.name: panel for panel in PANELS if is_shown(PANEL + panel.name)}
    if not shown:
        return
    opened = shown.get(page().panel, next(iter(shown.values())))  # the open one may be hidden
    # Streamlit's own tabs would cost a message each, and all but one would be empty
    controlled(
        st.segmented_control,
        "Panel",
        list(shown),
        format_func=lambda name: shown[name].label,
        key="tabs",
        value=opened.name,
        on_change=open_panel,
        required=True,
        label_visibility="collapsed",
    )
    with one_sentence():
        opened.draw(run, epoch)
