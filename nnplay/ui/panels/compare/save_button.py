"""The button that saves the run on the page for the comparison."""

import streamlit as st

from nnplay.evaluation.comparison import name_of
from nnplay.ui.panels.compare.saved_runs import is_full, is_saved, save_run
from nnplay.ui.runs import Run
from nnplay.ui.state.page_state import MOST_SAVED


def draw_save_button(run: Run) -> None:
    """Draw the button, which can't be pressed if the run is saved or no more can be."""
    saved, full = is_saved(run.config), is_full()
    explanation = (
        "Put this run into the comparison (the panel Compare) and into the link of the page, under "
        f"the name “{name_of(run.config)}”."
    )
    if full:
        explanation = f"{MOST_SAVED} runs are saved, which is the most: remove one in Compare."
    st.button(
        "Saved" if saved else "Save run",
        key="save",
        icon=":material/bookmark_added:" if saved else ":material/bookmark_add:",
        help="This run is in the panel Compare." if saved else explanation,
        disabled=saved or full,
        on_click=save_run,
        args=(run,),
    )
