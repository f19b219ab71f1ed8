"""Work in the background as the page shows it: while it runs, and once when it has ended."""

from collections.abc import Callable
from typing import Protocol

import streamlit as st

TICK = 1.0  # seconds between two looks at work that is shown


class Work(Protocol):
    """Work in a thread.

    Attributes:
        begun: How often it was started.
    """

    begun: int

    @property
    def running(self) -> bool: ...


def draw_ticking(draw: Callable[[], None], work: Work) -> None:
    """Draw again by itself while the work runs; the page once more when it has begun or ended.

    Args:
        draw: Draws what changes meanwhile, and the buttons that start and stop the work.
    """
    drawn = work.begun, work.running

    def tick() -> None:
        # work that ends before the button's own run is drawn has begun once more all the same
        if drawn != (work.begun, work.running):
            st.rerun()
        draw()

    st.fragment(tick, run_every=TICK if work.running else None)()
