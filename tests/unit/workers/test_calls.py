"""The worker process: found, replaced, and equal to the engine."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor
from functools import partial

import numpy as np
import psutil
import pytest

from nnplay.chunks import run_chunks
from nnplay.config import ConfigError, TrainingConfig
from nnplay.workers import calls

LARGE = TrainingConfig(hidden_units=(64,) * 5, epochs=5_000, standardize=True, optimizer="Adam")


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
    assert seen[-1] == 5_000
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


KILLS = 2
KILLED = f"""
import os, signal, threading, time
import psutil
from nnplay.workers import calls
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of
from nnplay.ui.runs import get_run

CLASSES = TrainingConfig(dataset="car_crashes_terciles", loss="sparse_categorical_crossentropy")
PATTERN = TrainingConfig(dataset="circle", loss="binary_crossentropy", output_activation="sigmoid")
LONG = TrainingConfig(hidden_units=(32, 32), epochs=3_000, standardize=True)

def train(config):
    return get_run(config, dataset_of(config)).history.epochs

for config in (CLASSES, PATTERN):
    assert train(config) == config.epochs
ended = []
for kill in range({KILLS}):
    config = TrainingConfig(**{{**vars(LONG), "seed": kill}})
    session = threading.Thread(target=lambda: ended.append(train(config)))
    victim = calls.call(os.getpid)
    session.start()
    time.sleep(0.1)  # into its first chunk
    os.kill(victim, signal.SIGKILL)
    session.join()
last = calls.call(os.getpid)
left = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
left = [each.pid for each in left if "tracker" not in str(each.cmdline())]
print(ended.count(LONG.epochs), left == [last], last, flush=True)
input()
"""


@pytest.mark.full
def test_workers_killed_in_a_row_lose_no_run_and_print_nothing_and_end_with_their_server(tmp_path):
    command, pipe = [sys.executable, "-c", KILLED], subprocess.PIPE
    errors = tmp_path / "errors.txt"
    with (
        errors.open("w") as output,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=output, text=True) as server,
    ):
        *told, orphan = server.stdout.readline().split()
        assert (told, errors.read_text()) == ([str(KILLS), "True"], "")
        server.kill()
    deadline = time.monotonic() + 20
    while _is_alive(int(orphan)):
        assert time.monotonic() < deadline, "the worker outlived its server"
        time.sleep(0.2)


def _is_alive(process):
    """Tell whether it runs; where nobody reaps orphans, one that has ended stays as a zombie."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
