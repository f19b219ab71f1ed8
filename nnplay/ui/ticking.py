"""Work in the background as the page shows it: while it runs, and once when it has ended."""

from collections.abc import Callable

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnplay.workers.background import Job

TICK = 1.0  # seconds between two looks at work that is shown


def draw_ticking(draw: Callable[[], None], job: Job) -> None:
    """Draw again by itself while the job runs; the page once more when it has begun or ended.

    Args:
        draw: Draws what changes meanwhile, and the buttons that start and stop the job.
    """
    drawn = job.begun, job.running

    def tick() -> None:
        # a job that ends before the button's own run is drawn has begun once more all the same
        if drawn != (job.begun, job.running):
            st.rerun()
        draw()

    st.fragment(tick, run_every=TICK if job.running else None)()


def session_watch() -> Callable[[], bool]:
    """Return a function that tells, in any thread, whether this session is still open."""
    context = get_script_run_ctx()
    session = context.session_id if context else ""

    def is_open() -> bool:
        return not runtime.exists() or runtime.get_instance().is_active_session(session)

    return is_open
