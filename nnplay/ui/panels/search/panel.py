"""The panel *Search*: a search for the best configuration is started, watched and stopped."""

from functools import partial

import streamlit as st

from nnplay.config import ConfigError
from nnplay.numbers import fixed
from nnplay.search.search import Budget, Search
from nnplay.ui.drawing.ticking import draw_ticking, session_watch
from nnplay.ui.panels.search.options import (
    LASTING,
    choose_ranges,
    choose_settings,
    may_vary,
    read_plan,
)
from nnplay.ui.panels.search.results import draw_figures, draw_results
from nnplay.ui.panels.search.searches import begin_search, current_search, is_forgotten
from nnplay.ui.runs import Run

PATIENCE = 2.0  # seconds that a press of "Stop" waits for the thread to end
CANDIDATES, SECONDS = "candidates", "seconds"
# For each kind: the maximum, the value at first, and the step.
AMOUNTS = {CANDIDATES: (1_000, 100, 50), SECONDS: (900, 60, 30)}


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  a search has epochs of its own
    """Draw the search of this session, and the widgets that start one."""
    search = current_search()
    if search is None or not search.job.running:
        _draw_start(run, search)
    if is_forgotten():
        st.caption("The server no longer has the search that this link names; start another.")
    if search is None:
        st.markdown(
            "**Which configuration works best for these data?** A search tries many, each scored "
            "on rows that it has not learned from, and compares them with a plain regression. You "
            "can use the page meanwhile."
        )
        return
    if search.plan.base.data != run.config.data:
        st.caption("This search was made on different data from those chosen now.")
    draw_ticking(partial(_draw_progress, search), search.job)
    if not search.job.running:
        draw_figures(search)


def _draw_start(run: Run, search: Search | None) -> None:
    """Draw the widgets for what may vary and for how long, and the buttons."""
    shown = may_vary()
    if not shown:
        st.caption("All settings that a search could vary are hidden.")
        return
    names = choose_settings(shown)
    if run.config.stops_early:
        st.caption(
            "A search leaves early stopping out, and each candidate trains for all its epochs: "
            "the rows that judge it can't also decide when it stops."
        )
    with st.container(horizontal=True, vertical_alignment="bottom", key="search_controls"):
        _draw_budget()
        with st.popover("Ranges and folds", icon=":material/tune:"):
            choose_ranges(names, run.dataset)
        _draw_buttons(run, search)
    if st.session_state.search_complaint:
        st.error(st.session_state.search_complaint, icon=":material/error:")
        st.session_state.search_complaint = ""


def _draw_budget() -> None:
    """Draw the choice of how many candidates to try, or for how long."""
    kind = st.segmented_control(
        "Stop after",
        tuple(AMOUNTS),
        default=CANDIDATES,
        required=True,
        key="search_budget",
        **LASTING,
    )
    most, default, step = AMOUNTS[kind]
    st.number_input(
        kind.capitalize(),
        1,
        most,
        value=default,
        step=step,
        key=f"search_{kind}",
        width=150,
        **LASTING,
    )


def _draw_buttons(run: Run, search: Search | None) -> None:
    """Draw the buttons that start a search, and continue the present one."""
    st.button(
        "Search",
        key="search_start",
        type="primary",
        icon=":material/travel_explore:",
        help="Starts from the page's current settings.",
        on_click=_start,
        args=(run,),
    )
    if search is not None:
        st.button(
            "Continue",
            key="search_continue",
            icon=":material/play_arrow:",
            help="Continues the search below for as long again; it learns from what it tried.",
            on_click=_continue,
            args=(search,),
        )


def _start(run: Run) -> None:
    # reads the widgets now, as they may have changed since the button was drawn
    try:
        plan = read_plan(run.config, run.dataset)
    except ConfigError as error:
        st.session_state.search_complaint = str(error)
    else:
        _continue(begin_search(plan, run.dataset))


def _continue(search: Search) -> None:
    kind = st.session_state.search_budget
    amount = st.session_state[f"search_{kind}"]
    if kind == SECONDS:
        budget = Budget(seconds=amount)
    else:
        budget = Budget(candidates=len(search.candidates) + amount)
    search.start(budget, session_watch())


def _draw_progress(search: Search) -> None:
    """Draw how far the search is and what it has found."""
    if search.job.running:
        with st.container(horizontal=True, vertical_alignment="center", key="search_progress"):
            st.button(
                "Stop", key="search_stop", icon=":material/stop:", on_click=_stop, args=(search,)
            )
            st.progress(search.progress, _progress(search))
    if search.job.error:
        st.error(search.job.error, icon=":material/error:")
    draw_results(search)


def _stop(search: Search) -> None:
    search.job.stop()
    search.job.wait(PATIENCE)


def _progress(search: Search) -> str:
    found = len(search.candidates)
    wanted = search.budget.candidates
    text = f"{found:,} of {wanted:,} tried" if wanted else f"{found:,} tried"
    if search.remaining is None:
        return f"{text}; the training processes are starting"
    return f"{text}, about {fixed(search.remaining, 0)} s left"
