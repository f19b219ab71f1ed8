"""Early stopping and schedules in the engine: in parts, side by side and on folds."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay import training
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import prepare
from nnplay.evaluation.crossvalidation import Folds, score_weights
from nnplay.evaluation.seeds import measure_seeds
from nnplay.training import advance_folds, cache, train
from nnplay.training.segments import structure_of
from tests.record import CURVED
from tests.unit.side_by_side import train_runs, train_seeds

STOPS = replace(
    CURVED, optimizer="Adam", learning_rate=0.1, validation_split=0.3, epochs=60, patience=2
)
RESTORES = replace(STOPS, restore_best_weights=True)
LASTS = {"patience": 20, "epochs": 28}
SCHEDULED = replace(CURVED, learning_rate=0.05, learning_rate_schedule="CosineDecay", epochs=40)


def assert_same(one, other):
    assert (one.epochs, one.stopped_at) == (other.epochs, other.stopped_at)
    for name in ("loss", "val_loss", "epochs_recorded", "parameters", "loss_after"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_run_that_stops_ends_like_a_shorter_one(dataset):
    stopped = train(STOPS, dataset)
    short = train(replace(STOPS, epochs=26, patience=0), dataset)
    assert (stopped.stopped_at, stopped.epochs, stopped.epochs_trained) == (26, 26, 26)
    np.testing.assert_array_equal(stopped.loss, short.loss)
    np.testing.assert_array_equal(stopped.parameters, short.parameters)


@pytest.mark.parametrize(("change", "stopped_at"), [({}, 26), (LASTS, None)])
def test_a_run_goes_back_to_its_best_epoch_also_from_the_last(change, stopped_at, dataset):
    config = replace(RESTORES, **change)
    trained = stopped_at or config.epochs
    history, best = train(config, dataset), train(replace(STOPS, epochs=24, patience=0), dataset)
    assert (history.epochs, history.stopped_at, history.epochs_trained) == (24, stopped_at, trained)
    assert history.epochs_recorded.tolist() == list(range(25))
    np.testing.assert_array_equal(history.parameters, best.parameters)
    np.testing.assert_array_equal(history.val_loss, best.val_loss)
    assert history.all_val_losses.min() == history.val_loss[-1]
    assert len(history.all_losses) == trained


@pytest.mark.parametrize("change", [{}, LASTS, {"restore_best_weights": False}])
def test_in_chunks_it_stops_as_in_one_go(change, dataset, monkeypatch):
    config = replace(RESTORES, **change)
    whole = train(config, dataset)
    monkeypatch.setattr(training, "CHUNK_SECONDS", 0.0)
    assert_same(train(config, dataset), whole)


def test_the_best_weights_are_kept_though_few_epochs_are_recorded(dataset, monkeypatch):
    monkeypatch.setattr(training, "MAX_RECORDED_EPOCHS", 9)  # of 60, each seventh
    history, whole = train(RESTORES, dataset), train(replace(STOPS, epochs=24, patience=0), dataset)
    assert history.epochs_recorded.tolist() == [0, 7, 14, 21, 24]
    np.testing.assert_array_equal(history.parameters[-1], whole.parameters[-1])


def test_without_validation_rows_nothing_stops_as_in_keras(dataset):
    config = replace(RESTORES, validation_split=0.0)
    history = train(config, dataset)
    assert (history.epochs, history.stopped_at) == (60, None)
    np.testing.assert_array_equal(history.loss, train(replace(config, patience=0), dataset).loss)


@pytest.mark.parametrize("change", [{}, {"validation_rows": "random"}, {"patience": 6}], ids=str)
@pytest.mark.parametrize("restores", [False, True])
def test_seeds_side_by_side_stop_each_where_it_stops_alone(change, restores, dataset):
    config = replace(STOPS, restore_best_weights=restores, **change)
    seeds = (0, 1, 5)
    at = train_seeds(config, dataset, seeds)
    alone = [train(replace(config, seed=seed), dataset) for seed in seeds]
    assert [watch.stopped for watch in at.stopping.watches] == [run.stopped_at for run in alone]
    for weights, run in zip(at.results, alone, strict=True):
        np.testing.assert_allclose(weights, run.parameters[-1], rtol=1e-4, atol=1e-5)
    assert measure_seeds(config, dataset, seeds, at).finished


@pytest.mark.parametrize("schedule", ["ExponentialDecay", "PiecewiseConstantDecay"])
def test_a_schedule_counts_the_steps_of_all_chunks_and_of_all_seeds(schedule, dataset, monkeypatch):
    config = replace(SCHEDULED, learning_rate_schedule=schedule)
    whole = train(config, dataset)
    together = train_seeds(config, dataset, (0, 3)).weights
    monkeypatch.setattr(training, "CHUNK_SECONDS", 0.0)
    np.testing.assert_array_equal(train(config, dataset).parameters, whole.parameters)
    np.testing.assert_allclose(together[0], whole.parameters[-1], rtol=1e-4, atol=1e-5)


def test_a_run_with_a_schedule_does_not_begin_like_a_longer_one(dataset):
    longer = train(replace(SCHEDULED, epochs=80), dataset)
    assert (longer.loss[2:40] != train(SCHEDULED, dataset).loss[2:]).any()


def test_another_schedule_needs_no_new_graph(dataset, monkeypatch):
    train(SCHEDULED, dataset)
    monkeypatch.setattr(cache, "Loop", None)
    for change in (
        {"learning_rate_schedule": "ExponentialDecay"},
        {"learning_rate": 0.02, "epochs": 17},
    ):
        assert np.isfinite(train(replace(SCHEDULED, **change), dataset).loss[-1])


def test_on_folds_a_schedule_covers_all_epochs_whatever_the_rung(dataset):
    config, folds = replace(SCHEDULED, batch_size=20), Folds(2, (0,))
    scores = advance_folds(config, dataset, folds, {}, None).rung_scores
    assert len(scores) == 4
    examples, weights = folds.prepare(config, dataset), []
    for each in examples:
        *_, recorded = train_runs(structure_of(config, [each]), config, [each], [0])
        weights.append(recorded[-1, 0])
    alone = score_weights(config, examples, np.stack(weights), folds)
    assert scores[-1].score.mean == pytest.approx(alone.mean, rel=1e-4)


def test_folds_refuse_early_stopping_in_one_sentence(dataset):
    with pytest.raises(ConfigError, match="patience is 2, but it must be 0 on folds"):
        advance_folds(STOPS, dataset, Folds(5, (0,)), {}, None)
    assert prepare(TrainingConfig(patience=2), dataset) is not None
