"""Folds of the rows, and scores of predictions on the rows held out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_predict

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import load_dataset, prepare, prepare_folds
from nnplay.evaluation.baselines import answer_majority_class, predict_mean, regress
from nnplay.evaluation.crossvalidation import (
    Folds,
    measure_baselines,
    rungs_of,
    score,
    score_weights,
)
from nnplay.evaluation.metrics import answers_of, row_errors

CONFIG = TrainingConfig(standardize=True, validation_split=0.4)
LINEAR = TrainingConfig(hidden_units=())


def test_every_row_is_held_out_once_for_every_seed(dataset):
    examples = prepare_folds(CONFIG, dataset, 5, (0, 7))
    assert len(examples) == 10
    for seed in range(2):
        own = examples[5 * seed : 5 * seed + 5]
        held_out = np.concatenate([each.validation_rows for each in own])
        assert sorted(held_out) == list(range(51))
        for each in own:
            rows = np.concatenate([each.training_rows, each.validation_rows])
            assert sorted(rows) == list(range(51))
    assert sorted(len(each.training_rows) for each in examples[:5]) == [40, 41, 41, 41, 41]


def test_every_seed_has_folds_of_its_own_and_the_same_ones_again(dataset):
    first, other = (prepare_folds(CONFIG, dataset, 5, (seed,)) for seed in (0, 1))
    again = prepare_folds(CONFIG, dataset, 5, (0,))
    assert not np.array_equal(first[0].validation_rows, other[0].validation_rows)
    assert np.array_equal(first[0].validation_rows, again[0].validation_rows)


def test_features_are_scaled_by_the_training_rows_of_each_fold(dataset):
    for each in prepare_folds(CONFIG, dataset, 5, (0,)):
        learned = each.x[each.training_rows]
        np.testing.assert_allclose(learned.mean(axis=0), 0, atol=1e-5)
        np.testing.assert_allclose(learned.std(axis=0), 1, rtol=1e-5)
        assert np.abs(each.x[each.validation_rows].mean(axis=0)).max() > 0.01


def test_every_fold_has_its_share_of_each_class():
    dataset = load_dataset("car_crashes_terciles")
    for each in prepare_folds(dataset.recommended_settings, dataset, 5, (0, 1)):
        counts = np.bincount(each.y[each.validation_rows, 0].astype(int), minlength=3)
        assert set(counts) <= {3, 4}


@pytest.mark.filterwarnings("error")
def test_classes_with_few_rows_are_folded_all_the_same():
    dataset = load_dataset("car_crashes_median")
    frame = dataset.frame.copy()
    frame[dataset.target] = 0
    frame.iloc[:3, frame.columns.get_loc(dataset.target)] = 1
    rare = replace(dataset, frame=frame)
    assert len(prepare_folds(dataset.recommended_settings, rare, 5, (0,))) == 5


@pytest.mark.parametrize("folds", [1, 52])
def test_folds_that_the_rows_do_not_allow_are_named(folds, dataset):
    with pytest.raises(ConfigError, match=f"folds is {folds}, .* from 2 to 51"):
        prepare_folds(CONFIG, dataset, folds, (0,))


def test_the_score_of_linear_regression_is_that_of_scikit_learn(dataset):
    folds = Folds()
    ours = measure_baselines(LINEAR, dataset, folds).linear
    x, y = dataset.frame[list(dataset.features)], dataset.frame["total"].to_numpy()
    errors = []
    for seed in folds.seeds:
        cut = KFold(5, shuffle=True, random_state=seed)
        errors.append((cross_val_predict(LinearRegression(), x, y, cv=cut) - y) ** 2)
    np.testing.assert_allclose(ours.of_seeds, np.mean(errors, axis=1), rtol=1e-4)
    assert ours.mean == pytest.approx(np.mean(errors), rel=1e-4)
    of_rows = pd.Series(np.mean(errors, axis=0))
    assert ours.standard_error == pytest.approx(of_rows.sem(), rel=1e-4)
    assert ours.failed == 0


def test_weights_are_scored_by_the_rows_that_each_run_held_out(dataset):
    folds = Folds(3, (0, 1))
    examples = folds.prepare(LINEAR, dataset)
    solutions = [regress(each) for each in examples]
    weights = np.array([[*coefficients, bias] for coefficients, bias in solutions], "float32")
    ours = score_weights(LINEAR, examples, weights, folds)
    expected = measure_baselines(LINEAR, dataset, folds).linear
    np.testing.assert_allclose(ours.of_seeds, expected.of_seeds, rtol=1e-3)


def test_a_run_without_a_number_is_counted_as_failed(dataset):
    folds = Folds(3, (0,))
    weights = np.zeros((3, 7))
    weights[1] = np.nan
    ours = score_weights(LINEAR, folds.prepare(LINEAR, dataset), weights, folds)
    assert ours.failed == 1
    assert not np.isfinite(ours.mean)


def test_classes_are_scored_by_the_share_of_wrong_answers():
    dataset = load_dataset("car_crashes_terciles")
    config, folds = dataset.recommended_settings, Folds(5, (0, 1))
    examples = folds.prepare(config, dataset)
    guess = score(examples, list(map(answer_majority_class, examples)), folds)
    assert guess == measure_baselines(config, dataset, folds).guess
    assert 0.6 < guess.mean < 0.8


def test_row_errors_are_squares_or_wrong_answers(dataset):
    examples = prepare(LINEAR, dataset)
    errors = row_errors(examples, predict_mean(examples))
    assert errors.mean() == pytest.approx(examples.y.var(), rel=1e-5)
    classes = load_dataset("car_crashes_terciles")
    examples = prepare(classes.recommended_settings, classes)
    outputs = np.zeros((51, 3))
    outputs[:, 1] = 1
    outputs[0] = np.nan
    answers = answers_of(examples, outputs, classes.recommended_settings.loss)
    errors = row_errors(examples, answers)
    assert np.isnan(errors[0])
    np.testing.assert_array_equal(errors[1:], examples.y[1:, 0] != 1)


@pytest.mark.parametrize(
    ("epochs", "rungs"), [(500, [50, 125, 250, 500]), (4, [1, 2, 4]), (1, [1]), (7, [1, 2, 4, 7])]
)
def test_the_rungs_end_with_the_last_epoch(epochs, rungs):
    assert rungs_of(epochs) == rungs
