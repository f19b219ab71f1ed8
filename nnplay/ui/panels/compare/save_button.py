"""The button that keeps the run shown, for the comparison."""

import streamlit as st

from nnplay.evaluation.comparison import name_of
from nnplay.ui.panels.compare.saved_runs import MOST_KEPT, is_full, is_kept, keep
from nnplay.ui.runs import Run


def draw_keep_button(run: Run) -> None:
    """Draw the button; it says when there is nothing more to keep."""
    kept, full = is_kept(run.config), is_full()
    explanation = (
        "Put this run into the comparison (the panel Compare) and into the link of the page, under "
        f"the name “{name_of(run.config)}”."
    )
    if full:
        explanation = f"{MOST_KEPT} runs are kept, which is the most: remove one in Compare first."
    st.button(
        "Kept" if kept else "Keep this run",
        key="keep",
        icon=":material/bookmark_added:" if kept else ":material/bookmark_add:",
        help="This run stands in the panel Compare." if kept else explanation,
        disabled=kept or full,
        on_click=keep,
        args=(run,),
    )
