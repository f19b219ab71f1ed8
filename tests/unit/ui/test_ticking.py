"""Work in the background as the page shows it, without a browser: when the whole page is drawn."""

import pytest

from nnplay.ui import ticking


class Work:
    def __init__(self):
        self.begun, self.running = 0, False


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


def test_work_that_ends_before_its_button_has_drawn_is_drawn_once_more(fragment):
    work, drawn = Work(), []
    ticking.draw_ticking(lambda: drawn.append(work.begun), work)
    assert fragment["run_every"] is None
    fragment["tick"]()
    work.begun += 1  # begun and ended while its button was waited for
    with pytest.raises(Rerun):
        fragment["tick"]()
    ticking.draw_ticking(lambda: drawn.append(work.begun), work)
    fragment["tick"]()
    assert drawn == [0, 0, 1, 1]


def test_work_is_looked_at_while_it_runs_and_drawn_when_it_ends(fragment):
    work = Work()
    work.begun, work.running = 1, True
    ticking.draw_ticking(lambda: None, work)
    assert fragment["run_every"] == ticking.TICK
    fragment["tick"]()
    work.running = False
    with pytest.raises(Rerun):
        fragment["tick"]()
