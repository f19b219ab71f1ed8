from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.metrics import (
    error_of,
    has_learned,
    mean_absolute_error,
    mean_squared_error,
    predict_linearly,
    predict_mean,
    r_squared,
)


def test_the_mean_of_the_squared_errors_by_hand():
    y, predictions = np.float32([[1], [2], [4]]), np.float32([[1], [4], [1]])
    assert mean_squared_error(y, predictions) == (0 + 4 + 9) / 3


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_the_error_of_a_broken_prediction_is_no_number(value):
    error = mean_squared_error(np.float32([[1], [2]]), np.float32([[1], [value]]))
    assert not np.isfinite(error)
    assert np.isnan(error) == np.isnan(value)


def test_a_prediction_near_the_limit_of_float32_has_a_finite_error():
    error = mean_squared_error(np.float32([[0]]), np.float32([[1e30]]))
    assert error == pytest.approx(1e60)


def test_predicting_the_mean_scores_16_66(dataset):
    examples = prepare(TrainingConfig(), dataset)
    predictions = predict_mean(examples)
    assert predictions.shape == (51, 1)
    assert predictions[0, 0] == pytest.approx(sum(dataset.frame["total"]) / 51, rel=1e-6)
    assert mean_squared_error(examples.y, predictions) == pytest.approx(16.66, abs=0.005)


def test_linear_regression_scores_0_7011(dataset):
    examples = prepare(TrainingConfig(), dataset)
    predictions = predict_linearly(examples)
    assert predictions.shape == (51, 1)
    assert mean_squared_error(examples.y, predictions) == pytest.approx(0.7011, abs=0.00005)


def test_linear_regression_solves_the_normal_equations_of_the_training_rows(dataset):
    examples = prepare(TrainingConfig(standardize=True, validation_split=0.3), dataset)
    rows = examples.training_rows
    inputs = np.column_stack([np.ones(51), examples.x.astype(float)])
    a, y = inputs[rows], examples.y[rows].astype(float)
    expected = inputs @ np.linalg.solve(a.T @ a, a.T @ y)
    np.testing.assert_allclose(predict_linearly(examples), expected, rtol=1e-8)


def test_linear_regression_does_not_depend_on_the_scale_of_its_inputs(dataset):
    raw, scaled = (
        predict_linearly(prepare(TrainingConfig(standardize=choice, validation_split=0.2), dataset))
        for choice in (False, True)
    )
    np.testing.assert_allclose(raw, scaled, rtol=1e-5)


def test_linear_regression_survives_a_feature_that_is_always_0(dataset):
    without = prepare(TrainingConfig(features=("alcohol", "speeding")), dataset)
    empty = replace(without, x=np.column_stack([without.x, np.zeros(51, "float32")]))
    np.testing.assert_allclose(predict_linearly(empty), predict_linearly(without), rtol=1e-9)


@pytest.mark.parametrize("baseline", [predict_mean, predict_linearly])
def test_the_baselines_never_see_the_held_out_targets(dataset, baseline):
    examples = prepare(TrainingConfig(validation_split=0.2), dataset)
    y = examples.y.copy()
    y[examples.validation_rows] = 1000
    np.testing.assert_array_equal(baseline(replace(examples, y=y)), baseline(examples))
    y[examples.training_rows[0]] = 1000
    assert (baseline(replace(examples, y=y)) != baseline(examples)).all()


def test_the_error_that_counts_is_that_of_the_held_out_rows(dataset):
    config = TrainingConfig(validation_split=0.2)
    examples = prepare(config, dataset)
    predictions = examples.y.astype(float).copy()
    predictions[examples.validation_rows] += 3
    assert error_of(examples, predictions) == pytest.approx(9)
    whole = prepare(TrainingConfig(), dataset)
    assert error_of(whole, whole.y.astype(float) - 2) == pytest.approx(4)


def test_absolute_errors_and_explained_variance_by_hand():
    y, predictions = np.float32([[1], [2], [6]]), np.float32([[1], [4], [5]])
    assert mean_absolute_error(y, predictions) == 1
    assert r_squared(y, predictions) == pytest.approx(1 - (4 + 1) / (4 + 1 + 9))
    assert r_squared(y, y) == 1
    assert r_squared(y, np.full((3, 1), 3.0)) == pytest.approx(0)
    assert np.isnan(r_squared(np.ones((3, 1)), predictions))
    assert np.isnan(mean_absolute_error(y, predictions * np.nan))


def test_to_have_learned_is_to_be_better_than_the_mean(dataset):
    examples = prepare(TrainingConfig(validation_split=0.5), dataset)
    assert has_learned(examples, predict_linearly(examples))
    assert not has_learned(examples, predict_mean(examples))
    assert not has_learned(examples, predict_linearly(examples) * np.nan)
    assert not has_learned(examples, np.where(examples.y > 15, 1e30, examples.y))
