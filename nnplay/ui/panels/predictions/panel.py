"""The panel *Predictions*: for every row, or for a row that the learner makes up."""

import streamlit as st

from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.panels.predictions.ask import draw_asked
from nnplay.ui.panels.predictions.rows import draw_rows
from nnplay.ui.runs import Run
from nnplay.ui.state import change, page

ROWS, ASK = "Every row", "Ask the network"
KEY = "predictions_view"


def draw(run: Run, epoch: int) -> None:
    """Draw the predictions at an epoch, in the chosen view."""
    choices = st.container(horizontal=True, vertical_alignment="bottom")
    with choices:
        controlled(
            st.segmented_control,
            "View",
            (ROWS, ASK),
            key=KEY,
            value=ASK if page().asks else ROWS,
            on_change=lambda view: change(asks=view == ASK),
            required=True,
            label_visibility="collapsed",
        )
    if page().asks:
        draw_asked(run, epoch, choices)
    else:
        draw_rows(run, epoch)
