"""Shows a background job on the page: again and again while it runs, and once when it has ended."""

import threading
from collections.abc import Callable

import streamlit as st

from nnplay.workers.background import Job

TICK = 1.0  # seconds between two drawings


def draw_ticking(draw: Callable[[], None], job: Job) -> None:
    """Redraw a part of the page while a job runs, and the whole page when it has begun or ended.

    Args:
        draw: Draws what changes meanwhile, and the buttons that start and stop the job.
    """
    drawn = job.begun, job.running

    def tick() -> None:
        # `begun` is compared as well, as a short job may have begun and ended since
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
    """Return an event that Streamlit sets when the session has ended."""
    return threading.Event()
