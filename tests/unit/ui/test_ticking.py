"""Jobs as the page shows them, without a browser: when the whole page is drawn."""

import threading

import pytest
from streamlit.runtime.caching import clear_session_resource_cache
from streamlit.testing.v1 import AppTest

from nnplay.ui.drawing import ticking
from nnplay.workers.background import Job


class Rerun(BaseException):
    """What Streamlit raises to draw the whole page."""


@pytest.fixture
def fragment(monkeypatch):
    """Return the function that a fragment of its own would call again, and how often it would."""
    made = {}

    def make(function, run_every):
        made.update(tick=function, run_every=run_every)
        return function

    def rerun():
        raise Rerun

    monkeypatch.setattr(ticking.st, "fragment", make)
    monkeypatch.setattr(ticking.st, "rerun", rerun)
    return made


def test_a_job_that_ends_before_its_button_has_drawn_is_drawn_once_more(fragment):
    job, drawn = Job(), []
    ticking.draw_ticking(lambda: drawn.append(job.begun), job)
    assert fragment["run_every"] is None
    fragment["tick"]()
    job.start(lambda goes_on: None)
    job.wait(10)  # as the button does
    with pytest.raises(Rerun):
        fragment["tick"]()
    ticking.draw_ticking(lambda: drawn.append(job.begun), job)
    fragment["tick"]()
    assert drawn == [0, 0, 1, 1]


def test_a_job_is_looked_at_while_it_runs_and_drawn_when_it_ends(fragment):
    job, end = Job(), threading.Event()
    job.start(lambda goes_on: end.wait(10))
    ticking.draw_ticking(lambda: None, job)
    assert fragment["run_every"] == ticking.TICK
    fragment["tick"]()
    end.set()
    job.wait(10)
    with pytest.raises(Rerun):
        fragment["tick"]()


def watching_page():
    import streamlit as st

    from nnplay.ui.drawing.ticking import session_watch

    st.session_state.is_open = session_watch()


def test_a_session_is_open_until_its_browser_has_gone():
    page = AppTest.from_function(watching_page, default_timeout=60).run()
    is_open = page.session_state["is_open"]
    assert is_open()
    clear_session_resource_cache("test session id")  # as the server does when a browser goes
    assert not is_open()
    assert page.run().session_state["is_open"]()  # it has come back
