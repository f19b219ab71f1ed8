from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import accuracy_score
from sklearn.metrics import log_loss as reference_log_loss

from nnplay.config import LOSSES, TrainingConfig
from nnplay.datasets import dataset_of, prepare, suited_to
from nnplay.metrics import (
    accuracy,
    class_frequencies,
    classes_of,
    error_of,
    has_learned,
    log_loss,
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
    assert error_of(examples, predictions, "huber") == pytest.approx(9)
    whole = prepare(TrainingConfig(), dataset)
    assert error_of(whole, whole.y.astype(float) - 2, "huber") == pytest.approx(4)


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
    assert has_learned(examples, predict_linearly(examples), "huber")
    assert not has_learned(examples, predict_mean(examples), "huber")
    assert not has_learned(examples, predict_linearly(examples) * np.nan, "huber")
    assert not has_learned(examples, np.where(examples.y > 15, 1e30, examples.y), "huber")


# ---- classes


def draw_classes(classes: int, rows: int = 200, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of classes, shape (rows, 1), and probabilities as a network gives them."""
    draw = np.random.default_rng(seed)
    y = draw.integers(0, classes, (rows, 1)).astype("float32")
    if classes == 2:
        return y, draw.uniform(0, 1, (rows, 1)).astype("float32")
    return y, draw.dirichlet(np.ones(classes), rows).astype("float32")


@pytest.mark.parametrize("loss", LOSSES)
def test_one_output_means_class_1_above_the_middle_of_what_its_loss_pulls_towards(loss):
    predictions = np.float32([[-1], [0], [1e-6], [0.5], [0.500001], [1], [7]])
    hinge = loss in ("hinge", "squared_hinge", "categorical_hinge")
    expected = [0, 0, 1, 1, 1, 1, 1] if hinge else [0, 0, 0, 0, 1, 1, 1]
    assert classes_of(predictions, loss).tolist() == expected


@pytest.mark.parametrize("loss", LOSSES)
def test_several_outputs_mean_the_class_of_the_largest(loss):
    predictions = np.float32([[0.2, 0.5, 0.3], [-3, -2, -1], [9, 0, 8], [1, 1, 0], [0, np.inf, 1]])
    assert classes_of(predictions, loss).tolist() == [1, 2, 0, 0, 1]


def test_what_is_not_a_number_means_no_class_and_is_never_right():
    one = np.float32([[np.nan], [0.9], [np.inf], [-np.inf]])
    assert classes_of(one, "binary_crossentropy").tolist() == [-1, 1, 1, 0]
    assert accuracy(np.float32([[0], [1], [1], [0]]), one, "binary_crossentropy") == 0.75
    several = np.float32([[np.nan, 1, 0], [np.nan] * 3, [0, 1, 0]])
    assert classes_of(several, "categorical_crossentropy").tolist() == [-1, -1, 1]
    assert np.isnan(log_loss(np.float32([[1], [1], [1]]), several))
    assert np.isnan(log_loss(np.float32([[0], [1], [1], [0]]), one))


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_accuracy_is_that_of_scikit_learn(classes, seed):
    y, predictions = draw_classes(classes, seed=seed)
    chosen = predictions[:, 0] > 0.5 if classes == 2 else predictions.argmax(axis=1)
    expected = accuracy_score(y[:, 0].astype(int), chosen.astype(int))
    assert accuracy(y, predictions, "binary_crossentropy") == pytest.approx(expected)


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_log_loss_is_that_of_scikit_learn(classes, seed):
    y, predictions = draw_classes(classes, seed=seed)
    given = predictions.astype(float)
    given = np.column_stack([1 - given, given]) if classes == 2 else given
    given /= given.sum(axis=1, keepdims=True)  # float32 does not add up to 1 exactly
    expected = reference_log_loss(y[:, 0], given, labels=range(classes))
    assert log_loss(y, predictions) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("classes", [2, 3])
def test_log_loss_is_that_of_keras_even_where_a_prediction_is_certain(classes):
    import keras

    y, predictions = draw_classes(classes, rows=50)
    predictions[::5] = np.round(predictions[::5])
    name = "binary_crossentropy" if classes == 2 else "sparse_categorical_crossentropy"
    expected = float(np.mean(keras.losses.get(name)(y, predictions)))
    # Keras clips in float32, where 1 less 1e-7 is 1 less 1.2e-7: 15.9, not 16.1, for a sure miss
    assert log_loss(y, predictions) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("name", ["moons", "car_crashes_terciles"])
def test_the_log_loss_of_the_class_frequencies_is_their_entropy(name):
    config = replace(suited_to(name), validation_split=0.3)
    examples = prepare(config, dataset_of(config))
    rows = examples.training_rows
    _, counts = np.unique(examples.y[rows, 0], return_counts=True)
    shares = class_frequencies(examples)
    assert shares.shape == (len(examples.y), examples.classes)
    assert log_loss(examples.y[rows], shares[rows]) == pytest.approx(entropy(counts))


def test_log_loss_by_hand():
    y = np.float32([[1], [0]])
    assert log_loss(y, np.float32([[0.5], [0.5]])) == pytest.approx(np.log(2))
    assert log_loss(y, np.float32([[0.9], [0.2]])) == pytest.approx(-np.log([0.9, 0.8]).mean())
    assert log_loss(y, np.float32([[1], [0]])) == pytest.approx(1e-7, rel=1e-3)
    assert log_loss(y, np.float32([[-4], [3]])) == pytest.approx(-np.log(1e-7))  # clipped
    doubled = np.float32([[0.2, 0.6], [0.4, 0.4]])  # divided by their sum
    assert log_loss(y, doubled) == pytest.approx(-np.log([0.75, 0.5]).mean())
