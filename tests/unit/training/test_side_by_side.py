"""Folds side by side: equal to Keras's own training, and to the engine's, of each fold alone."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay import training
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset
from nnplay.evaluation.crossvalidation import Folds, rungs_of, score
from nnplay.evaluation.metrics import answers_of
from nnplay.model import build_model
from nnplay.training import FOLDS_SECONDS, advance_folds
from nnplay.training.segments import structure_of
from tests.covering import cover
from tests.unit.side_by_side import train_runs

CURVED = TrainingConfig(
    hidden_units=(4,),
    activation="tanh",
    optimizer="Adam",
    learning_rate=0.01,
    standardize=True,
    epochs=12,
    shuffle=False,
)
FOLDS = Folds(5, (0, 3))
# 51 rows in five folds leave 40 or 41 to learn from. With 8, 20 and 40 in a batch some folds have a
# batch more than others; with 32 the last batch is shorter; 41 and 51 take all rows at once.
BATCHES = (8, 20, 32, 40, 41, 51)


def whole(config, dataset, folds=FOLDS, prune_above=None, seconds=FOLDS_SECONDS):
    """Train to the end; return the rungs' scores, the last validation and the number of calls."""
    rung_scores, checkpoints, calls = [], None, 0
    while True:
        result = advance_folds(config, dataset, folds, prune_above or {}, checkpoints, seconds)
        rung_scores += result.rung_scores
        checkpoints = result.checkpoints
        calls += 1
        if checkpoints is None:
            return rung_scores, result, calls


@pytest.mark.full
@pytest.mark.parametrize(
    "change",
    cover({"batch_size": [16, 32, 41, 51], "optimizer": ["SGD", "Adam", "Nadam"]}),
    ids=str,
)
def test_the_losses_of_folds_side_by_side_are_those_of_fit_on_each(change, dataset):
    config = replace(CURVED, **change, epochs=4)
    batch_size = config.batch_size
    examples = FOLDS.prepare(config, dataset)[:5:4]
    assert len({len(each.training_rows) for each in examples}) == 2
    losses, _, weights = train_runs(structure_of(config, examples), config, examples, [0] * 2)
    for run, each in enumerate(examples):
        model = build_model(config, dataset)
        model.run_eagerly = True  # so few steps need no graph
        rows = each.training_rows
        size = min(batch_size, len(rows))
        fitted = model.fit(
            *(each.x[rows], each.targets[rows]),
            batch_size=size,
            epochs=config.epochs,
            shuffle=False,
            verbose=0,
        )
        np.testing.assert_allclose(losses[:, run], fitted.history["loss"], rtol=1e-5)
        expected = np.concatenate([array.ravel() for array in model.get_weights()])
        np.testing.assert_allclose(weights[-1, run], expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "change", cover({"batch_size": BATCHES, "shuffle": [False, True]}), ids=str
)
def test_the_score_is_that_of_each_fold_trained_alone(change, dataset):
    config = replace(CURVED, **change)
    examples = FOLDS.prepare(config, dataset)
    model = replace(config, epochs=1)
    answers = []
    for each, seed in zip(examples, FOLDS.seeds_of_runs, strict=True):
        structure = structure_of(config, [each])
        *_, weights = train_runs(structure, config, [each], [seed])
        history = training.train(replace(model, seed=seed), dataset)  # for its structure alone
        predicted = replace(history, parameters=weights[-1], epochs_recorded=np.array([12]))
        answers.append(answers_of(each, predicted.predict(each.x), config.loss))
    expected = score(examples, answers, FOLDS)
    rung_scores, _, _ = whole(config, dataset)
    np.testing.assert_allclose(rung_scores[-1].score.of_seeds, expected.of_seeds, rtol=2e-4)
    assert rung_scores[-1].score.mean == pytest.approx(expected.mean, rel=2e-4)


def test_a_training_in_many_calls_is_the_training_in_one(dataset):
    config = replace(CURVED, batch_size=40, epochs=400, shuffle=True)
    rung_scores, _, _ = whole(config, dataset)
    in_parts, _, calls = whole(config, dataset, seconds=0.01)
    assert calls > 3
    assert in_parts == rung_scores


def test_the_score_is_taken_at_every_rung(dataset):
    rung_scores, _, _ = whole(CURVED, dataset)
    assert [epoch for epoch, _ in rung_scores] == rungs_of(12) == [1, 3, 6, 12]


def test_a_hopeless_candidate_is_trained_no_further(dataset):
    rung_scores, _, _ = whole(CURVED, dataset, prune_above={3: 1e9, 6: 1e-9})
    assert [epoch for epoch, _ in rung_scores] == [1, 3, 6]


def test_a_candidate_that_breaks_is_trained_no_further(dataset):
    broken = TrainingConfig(optimizer="SGD", epochs=40)
    rung_scores, result, _ = whole(broken, dataset)
    assert [epoch for epoch, _ in rung_scores] == [4]
    assert rung_scores[0].score.failed == 10
    assert result.refusal is None


def test_a_candidate_that_keras_refuses_is_told(dataset):
    refused = replace(CURVED, loss="sparse_categorical_crossentropy")
    rung_scores, result, _ = whole(refused, dataset)
    assert rung_scores == []
    assert result.refusal.startswith("Keras refuses")


@pytest.mark.parametrize("name", ["car_crashes_median", "car_crashes_terciles", "moons"])
def test_classes_are_validated_as_well(name):
    dataset = load_dataset(name)
    config = replace(dataset.recommended_settings, epochs=60)
    rung_scores, _, _ = whole(config, dataset)
    assert 0 <= rung_scores[-1].score.mean < 0.6
