"""Many seeds, trained by a stand-in for the engine whose weights grow with the epoch."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.chunks import Checkpoint, RefusedError
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.evaluation.metrics import mean_squared_error
from nnplay.evaluation.seeds import SEEDS, SeedResults, SeedSweep, measure_seeds

LINEAR = TrainingConfig(hidden_units=(), epochs=40)
LONG = replace(LINEAR, epochs=5_000)


class FakeEngine:
    """Trains ten epochs a call; the bias is the epoch plus the seed."""

    def __init__(self):
        self.calls = []
        self.error = None

    def advance(self, config, dataset, seeds, checkpoint):
        if self.error:
            raise self.error
        start = checkpoint.epoch if checkpoint else 0
        self.calls.append((config, start))
        weights = np.zeros((len(seeds), 7), "float32")
        weights[:, -1] = start + 10 + np.array(seeds)
        return Checkpoint(start + 10, weights, [], (None,) * len(seeds))


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def sweep(engine):
    return SeedSweep(engine.advance)


def train(sweep, *configs, goes_on=lambda: True):
    sweep.choose(configs, dataset_of(LINEAR))
    sweep.train(goes_on)
    return sweep


def checkpoint_of(*rows, epoch=40):
    return Checkpoint(epoch, np.array(rows, "float32"), [], (None,) * len(rows))


def test_every_seed_is_measured_by_its_own_error(dataset):
    rows = [[0] * 6 + [bias] for bias in (0, 16, np.nan)]
    results = measure_seeds(LINEAR, dataset, (0, 1, 2), checkpoint_of(*rows))
    y = prepare(LINEAR, dataset).y
    expected = [mean_squared_error(y, np.full(y.shape, bias)) for bias in (0, 16, np.nan)]
    np.testing.assert_allclose(results.errors, expected)
    assert results.failed.tolist() == [True, True, True]  # a constant is no better than the mean
    assert results.finished


def test_a_seed_that_learned_has_not_failed(dataset):
    from nnplay.evaluation.baselines import regress

    coefficients, bias = regress(prepare(LINEAR, dataset))
    results = measure_seeds(LINEAR, dataset, (0,), checkpoint_of([*coefficients, bias]))
    assert results.failed.tolist() == [False]
    assert results.errors[0] == pytest.approx(0.7011, abs=1e-3)


def test_with_rows_held_out_at_random_every_seed_has_its_own(dataset):
    config = replace(LINEAR, validation_split=0.2, validation_rows="random")
    errors = measure_seeds(config, dataset, (0, 1), checkpoint_of([0] * 7, [0] * 7)).errors
    for seed, error in enumerate(errors):
        examples = prepare(replace(config, seed=seed), dataset)
        assert error == pytest.approx(np.mean(examples.y[examples.validation_rows] ** 2))
    assert errors[0] != errors[1]


def test_the_quartiles_are_those_of_the_numbers():
    errors = np.array([1, 2, 3, 4, 5, np.nan, np.inf])
    results = SeedResults(LINEAR, 40, errors, np.zeros(7, bool))
    assert results.quartiles == (2, 3, 4)
    assert SeedResults(LINEAR, 40, errors[-2:], np.ones(2, bool)).quartiles is None


def test_every_configuration_is_trained_to_its_end_once(engine, sweep):
    long = replace(LINEAR, epochs=60)
    train(sweep, LINEAR, long, replace(LINEAR, seed=9))
    assert len(engine.calls) == 4 + 6
    assert sweep.find(LINEAR).epoch == 40
    assert sweep.find(long).finished
    assert len(sweep.find(LINEAR).errors) == len(SEEDS) == 20
    assert sweep.progress == 1
    assert sweep.finished
    train(sweep, LINEAR)
    assert len(engine.calls) == 4 + 6  # what is finished is not trained again
    assert sweep.find(long) is None  # what is not chosen any more is forgotten


def test_a_sweep_that_is_stopped_keeps_what_it_had_and_goes_on_from_there(engine, sweep):
    answers = iter([True] * 20)
    train(sweep, LINEAR, LONG, goes_on=lambda: next(answers, False))
    reached = sweep.find(LONG).epoch
    assert 0 < reached < LONG.epochs
    assert sweep.find(LINEAR).finished
    assert 0.5 <= sweep.progress < 0.6
    assert not sweep.finished
    engine.calls.clear()
    train(sweep, LINEAR, LONG)
    assert engine.calls[0] == (LONG, reached)


def test_what_is_kept_of_a_sweep_was_chosen_before(sweep):
    train(sweep, LINEAR, LONG)
    sweep.keep([replace(LONG, seed=9), replace(LINEAR, dataset="circle")])
    assert sweep.find(LINEAR) is None
    assert sweep.find(LONG).finished
    assert sweep.finished


def test_what_is_being_trained_at_a_stop_is_not_counted(sweep):
    answers = iter([True, False, False])
    assert train(sweep, LINEAR, goes_on=lambda: next(answers)).find(LINEAR) is None


def test_a_refusal_is_kept_as_failed_seeds(engine, sweep):
    engine.error = RefusedError("Keras refuses.")
    results = train(sweep, LINEAR).find(LINEAR)
    assert results.refusal == "Keras refuses."
    assert results.failed.all()
    assert results.quartiles is None
    assert sweep.progress == 1
    assert sweep.finished


def test_nothing_chosen_is_all_done(sweep):
    assert sweep.progress == 1
    assert sweep.finished
    assert sweep.find(LINEAR) is None
