"""Work in the background as the page shows it: while it runs, and once when it has ended."""

import threading
from collections.abc import Callable

import streamlit as st

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
    closed = _closed()
    return lambda: not closed.is_set()


@st.cache_resource(scope="session", on_release=threading.Event.set, show_spinner=False)
def _closed() -> threading.Event:
    """Return what Streamlit sets when the session's browser has gone."""
    return threading.Event()
