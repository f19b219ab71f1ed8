"""Work in a thread: started, stopped, replaced, and its errors reported."""

import threading

import pytest

from nnplay.config import ConfigError
from nnplay.workers.background import Job
from nnplay.workers.pool import WorkerError


@pytest.fixture
def job():
    job = Job()
    yield job
    job.stop()
    job.wait(10)


def until_stopped(goes_on):
    """Work until told to stop."""
    while goes_on():
        threading.Event().wait(0.001)


def raising(error):
    def work(goes_on):
        raise error

    return work


def test_work_runs_until_it_is_stopped_and_can_begin_again(job):
    assert not job.running
    for begun in (1, 2):
        job.start(until_stopped)
        assert job.running
        assert job.begun == begun
        job.stop()
        assert not job.running  # at once, whatever it is just doing
        job.wait(10)
    assert job.error is None


def test_work_ends_when_nobody_wants_it_any_more(job):
    job.start(until_stopped, is_wanted=iter([True, True, False]).__next__)
    job.wait(10)
    assert not job.running


def test_only_one_piece_of_work_runs_at_a_time(job):
    first, second, go_on = threading.Event(), threading.Event(), threading.Event()

    def slow(goes_on):
        first.set()
        go_on.wait(10)

    job.start(slow)
    assert first.wait(10)
    job.start(lambda goes_on: second.set())
    assert job.running
    assert not second.is_set()
    go_on.set()
    job.wait(10)
    assert second.is_set()
    assert not job.running


@pytest.mark.parametrize("error", [ConfigError("It does not fit."), WorkerError("It stopped.")])
def test_an_error_that_ends_the_work_is_reported_until_it_begins_again(job, error):
    job.start(raising(error))
    job.wait(10)
    assert job.error == str(error)
    job.start(until_stopped)
    assert job.error is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unknown_error_is_told_and_goes_to_the_console(job):
    job.start(raising(MemoryError("too much")))
    job.wait(10)
    assert "unknown reason" in job.error


def test_errors_of_stopped_work_are_not_reported(job):
    go_on = threading.Event()

    def fail_late(goes_on):
        go_on.wait(10)
        raise WorkerError("It stopped.")

    job.start(fail_late)
    job.stop()
    go_on.set()
    job.wait(10)
    assert job.error is None
