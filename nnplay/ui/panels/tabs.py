"""The tab bar below the stage."""

import streamlit as st

from nnplay.ui.boundary import one_sentence
from nnplay.ui.controls import PANEL
from nnplay.ui.panels import PANELS
from nnplay.ui.runs import Run
from nnplay.ui.state import is_shown, open_panel, page

KEY = "tabs"  # the stage brings what has it into view


def draw_panels(run: Run, epoch: int) -> None:
    """Draw the panel that is open; the others are drawn when they are."""
    shown = {panel.label: panel for panel in PANELS if is_shown(PANEL + panel.name)}
    if not shown:
        return
    names = {panel.name: label for label, panel in shown.items()}
    wanted = names.get(page().panel, next(iter(shown)))  # the open one may be hidden
    if st.session_state.get(KEY) != wanted:
        st.session_state[KEY] = wanted
    tabs = st.tabs(
        list(shown), key=KEY, on_change=lambda: open_panel(shown[st.session_state[KEY]].name)
    )
    for panel, tab in zip(shown.values(), tabs, strict=True):
        if tab.open:
            with tab, one_sentence():
                panel.draw(run, epoch)
