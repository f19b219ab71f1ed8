"""Many starts, trained by a stand-in for the engine whose weights grow with the epoch."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from nnplay.chunks import Checkpoint, RefusedError
from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.evaluation.metrics import mean_squared_error
from nnplay.evaluation.seeds import SEEDS, Repetition, Starts, judge
from nnplay.workers.calls import WorkerError

LINEAR = TrainingConfig(hidden_units=(), epochs=40)


class FakeEngine:
    """Trains ten epochs a call, each call taking 2 ms; the bias is the epoch plus the seed."""

    def __init__(self):
        self.calls = []
        self.error = None

    def advance(self, config, dataset, seeds, checkpoint):
        time.sleep(0.002)
        if self.error:
            raise self.error
        start = checkpoint.epoch if checkpoint else 0
        self.calls.append((config, start))
        weights = np.zeros((len(seeds), 7), "float32")
        weights[:, -1] = start + 10 + np.array(seeds)
        return Checkpoint(start + 10, weights, None, (None,) * len(seeds))


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def repetition(engine, dataset):
    repetition = Repetition(dataset, engine.advance, lambda: True)
    yield repetition
    repetition.stop()


def ended(repetition):
    repetition.wait(10)
    assert not repetition.running
    return repetition


def checkpoint_of(*rows, epoch=40):
    return Checkpoint(epoch, np.array(rows, "float32"), None, (None,) * len(rows))


def test_every_start_is_measured_by_its_own_error(dataset):
    rows = [[0] * 6 + [bias] for bias in (0, 16, np.nan)]
    starts = judge(LINEAR, dataset, (0, 1, 2), checkpoint_of(*rows))
    y = prepare(LINEAR, dataset).y
    expected = [mean_squared_error(y, np.full(y.shape, bias)) for bias in (0, 16, np.nan)]
    np.testing.assert_allclose(starts.errors, expected)
    assert starts.failed.tolist() == [True, True, True]  # a constant is no better than the mean
    assert starts.finished


def test_a_start_that_learned_has_not_failed(dataset):
    from nnplay.evaluation.baselines import regress

    coefficients, bias = regress(prepare(LINEAR, dataset))
    starts = judge(LINEAR, dataset, (0,), checkpoint_of([*coefficients, bias]))
    assert starts.failed.tolist() == [False]
    assert starts.errors[0] == pytest.approx(0.7011, abs=1e-3)


def test_with_rows_held_out_at_random_every_seed_has_its_own(dataset):
    config = replace(LINEAR, validation_split=0.2, validation_rows="random")
    errors = judge(config, dataset, (0, 1), checkpoint_of([0] * 7, [0] * 7)).errors
    for seed, error in enumerate(errors):
        examples = prepare(replace(config, seed=seed), dataset)
        assert error == pytest.approx(np.mean(examples.y[examples.validation_rows] ** 2))
    assert errors[0] != errors[1]


def test_the_quartiles_are_those_of_the_numbers():
    errors = np.array([1, 2, 3, 4, 5, np.nan, np.inf])
    starts = Starts(LINEAR, 40, errors, np.zeros(7, bool))
    assert starts.quartiles == (2, 3, 4)
    assert Starts(LINEAR, 40, errors[-2:], np.ones(2, bool)).quartiles is None


def test_every_configuration_is_trained_to_its_end_once(engine, repetition):
    long = replace(LINEAR, epochs=60)
    repetition.start([LINEAR, long, replace(LINEAR, seed=9)])
    ended(repetition)
    assert len(engine.calls) == 4 + 6
    assert repetition.find(LINEAR).epoch == 40
    assert repetition.find(long).finished
    assert len(repetition.find(LINEAR).errors) == len(SEEDS) == 20
    assert repetition.progress == 1


def test_seeds_are_of_no_account(engine, repetition):
    repetition.start([replace(LINEAR, seed=3)])
    assert ended(repetition).find(replace(LINEAR, seed=8)).finished


def test_what_is_finished_is_not_trained_again(engine, repetition):
    for _ in range(2):
        repetition.start([LINEAR])
        ended(repetition)
    assert len(engine.calls) == 4


def test_a_stopped_repetition_keeps_what_it_had_and_goes_on_from_there(engine, repetition):
    long = replace(LINEAR, epochs=5_000)
    repetition.start([LINEAR, long])
    while not repetition.find(long):
        time.sleep(0.001)
    repetition.stop()
    assert not repetition.running
    time.sleep(0.05)
    reached = repetition.find(long).epoch
    assert 0 < reached < long.epochs
    assert repetition.find(LINEAR).finished
    assert 0.5 <= repetition.progress < 0.6
    assert repetition.cut_short
    engine.calls.clear()
    repetition.start([LINEAR, long])
    while repetition.find(long).epoch == reached:
        time.sleep(0.001)
    repetition.stop()
    assert engine.calls[0] == (long, reached)


def test_stopping_does_not_wait_for_the_training(dataset):
    go_on, ended = threading.Event(), threading.Event()

    def advance(config, dataset, seeds, checkpoint):
        go_on.wait(10)
        ended.set()
        return checkpoint_of(*[[0] * 7] * len(seeds), epoch=40)

    repetition = Repetition(dataset, advance, lambda: True)
    repetition.start([LINEAR])
    repetition.stop()
    assert not repetition.running
    assert not ended.is_set()
    go_on.set()
    repetition.wait(10)
    assert repetition.cut_short
    assert repetition.find(LINEAR) is None  # what comes after the stop is not counted


def test_what_is_finished_or_not_asked_for_any_more_leaves_no_checkpoint(engine, repetition):
    repetition.start([LINEAR])
    ended(repetition)
    assert not repetition.cut_short
    assert repetition._checkpoints == {}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unknown_error_is_told_and_goes_to_the_console(engine, repetition):
    engine.error = MemoryError("too much")
    repetition.start([LINEAR])
    assert "unknown reason" in ended(repetition).error


def test_a_repetition_that_nobody_wants_ends_by_itself(engine, dataset):
    wanted = iter([True, True, False])
    repetition = Repetition(dataset, engine.advance, lambda: next(wanted))
    repetition.start([LINEAR])
    assert ended(repetition).find(LINEAR).epoch == 30


def test_starting_again_replaces_the_thread_at_work(engine, repetition):
    long = replace(LINEAR, epochs=5_000)
    repetition.start([long])
    assert repetition.running
    repetition.start([LINEAR])
    assert ended(repetition).find(LINEAR).finished
    time.sleep(0.05)  # enough for many calls of a thread that was left at work
    calls = len(engine.calls)
    time.sleep(0.05)
    assert len(engine.calls) == calls
    assert repetition.find(long) is None


def test_a_refusal_is_kept_as_failed_starts(engine, repetition):
    engine.error = RefusedError("Keras refuses.")
    repetition.start([LINEAR])
    starts = ended(repetition).find(LINEAR)
    assert starts.refusal == "Keras refuses."
    assert starts.failed.all()
    assert starts.quartiles is None
    assert repetition.progress == 1
    assert repetition.error is None


def test_a_worker_that_died_is_told_and_it_can_go_on(engine, repetition):
    engine.error = WorkerError("It stopped.")
    repetition.start([LINEAR])
    assert ended(repetition).error == "It stopped."
    engine.error = None
    repetition.start([LINEAR])
    assert repetition.error is None
    assert ended(repetition).find(LINEAR).finished


def test_nothing_asked_for_is_all_done(repetition):
    assert repetition.progress == 1
    assert not repetition.running
    assert repetition.find(LINEAR) is None
