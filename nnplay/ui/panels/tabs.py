"""The tab bar below the stage."""

from functools import partial

import streamlit as st

from nnplay.ui.boundary import one_sentence
from nnplay.ui.panels import PANELS
from nnplay.ui.runs import Run
from nnplay.ui.teaching.visibility import PANEL, is_shown
from nnplay.ui.url import PANEL_KEY, forget


def draw_panels(run: Run, epoch: int) -> None:
    """Draw the panel that is open; the others are drawn when they are."""
    shown = [panel for panel in PANELS if is_shown(PANEL + panel.name)]
    if not shown:
        return
    labels = [panel.label for panel in shown]
    if st.session_state.get("panel") not in labels:
        st.session_state.pop("panel", None)
    with st.container(key="panels"):  # the stage brings it into view
        tabs = st.tabs(labels, key="panel", on_change=partial(forget, PANEL_KEY))
    for panel, tab in zip(shown, tabs, strict=True):
        if tab.open:
            with tab, one_sentence():
                panel.draw(run, epoch)
