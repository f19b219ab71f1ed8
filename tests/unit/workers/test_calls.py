"""The worker process: found, replaced, and equal to the engine."""

import os
import signal
import threading
from concurrent.futures import BrokenExecutor
from functools import partial

import numpy as np
import psutil
import pytest

from nnplay.chunks import run_chunks
from nnplay.config import ConfigError, TrainingConfig
from nnplay.workers import calls

LARGE = TrainingConfig(hidden_units=(64,) * 5, epochs=2_000, standardize=True, optimizer="Adam")


def train(config, dataset, on_progress=None):
    return run_chunks(partial(calls.call, "training.advance"), config, dataset, on_progress)


@pytest.fixture(scope="module", autouse=True)
def worker():
    """Wait for the worker, and leave none behind."""
    yield calls.call(os.getpid)
    last = psutil.Process(calls.call(os.getpid))
    calls.stop()
    last.wait(20)


def test_the_worker_gives_what_the_engine_gives(dataset):
    from nnplay import training

    config = TrainingConfig(epochs=50, validation_split=0.2)
    ours, expected = train(config, dataset), training.train(config, dataset)
    np.testing.assert_array_equal(ours.loss, expected.loss)
    np.testing.assert_array_equal(ours.parameters, expected.parameters)


def test_every_thread_shares_one_worker():
    # Streamlit runs each session, and each of its reruns, in a thread of its own.
    seen = []
    for _ in range(3):
        session = threading.Thread(target=lambda: seen.append(calls.call(os.getpid)))
        session.start()
        session.join()
    assert set(seen) == {calls.call(os.getpid)}


def test_a_worker_killed_in_the_middle_is_replaced_and_no_session_loses_anything(dataset):
    whole = train(LARGE, dataset)
    first = calls.call(os.getpid)
    started, finished = threading.Barrier(3), []

    def session(seed):
        started.wait()
        finished.append(train(TrainingConfig(seed=seed, epochs=3_000), dataset).epochs)

    sessions = [threading.Thread(target=session, args=(seed,)) for seed in range(2)]
    for each in sessions:
        each.start()
    seen = []

    def kill_once(history):
        if not seen:
            started.wait()
            os.kill(first, signal.SIGKILL)
        seen.append(history.epochs)

    again = train(LARGE, dataset, kill_once)
    for each in sessions:
        each.join()
    assert calls.call(os.getpid) != first
    assert seen[-1] == LARGE.epochs
    np.testing.assert_array_equal(again.parameters, whole.parameters)
    assert finished == [3_000] * 2


def test_a_worker_that_dies_again_is_told_in_one_sentence(dataset, monkeypatch):
    class Dying:
        worker_errors = (BrokenExecutor,)

        def submit(self, *_):
            raise BrokenExecutor

        def shutdown(self):
            pass

    monkeypatch.setattr(calls._pool, "get", Dying)
    with pytest.raises(calls.WorkerError) as error:
        train(TrainingConfig(), dataset)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_an_exception_from_on_progress_ends_the_run_after_its_chunk(dataset):
    seen = []

    def stop(history):
        seen.append(history.epochs)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(LARGE, dataset, stop)
    assert len(seen) == 1
    assert seen[0] < LARGE.epochs
    assert train(TrainingConfig(epochs=1), dataset).epochs == 1


def test_a_bad_configuration_is_told_by_the_worker_as_by_the_engine(dataset):
    with pytest.raises(ConfigError, match="batch_size is 52"):
        train(TrainingConfig(batch_size=52), dataset)
