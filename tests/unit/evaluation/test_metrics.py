import numpy as np
import pytest
from sklearn.metrics import accuracy_score
from sklearn.metrics import log_loss as reference_log_loss

from nnplay.choices import LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.evaluation.metrics import (
    accuracies,
    classes_of,
    error_of,
    errors_of,
    log_loss,
    mean_absolute_error,
    mean_squared_error,
    r_squared,
)


def test_the_mean_of_the_squared_errors_by_hand():
    y, predictions = np.float32([[1], [2], [4]]), np.float32([[1], [4], [1]])
    assert mean_squared_error(y, predictions) == (0 + 4 + 9) / 3


@pytest.mark.parametrize(("miss", "error"), [(1e-5, 0.0), (1e-3, 1e-6)])
def test_the_rounding_of_an_exact_fit_is_no_error(dataset, miss, error):
    config = TrainingConfig(validation_split=0.2)
    examples = prepare(config, dataset)
    found = errors_of(examples, examples.y.astype(float) + miss, config.loss)
    assert found == pytest.approx((error, error), rel=1e-3, abs=0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_the_error_of_a_broken_prediction_is_no_number(value):
    error = mean_squared_error(np.float32([[1], [2]]), np.float32([[1], [value]]))
    assert not np.isfinite(error)
    assert np.isnan(error) == np.isnan(value)


def test_a_prediction_near_the_limit_of_float32_has_a_finite_error():
    error = mean_squared_error(np.float32([[0]]), np.float32([[1e30]]))
    assert error == pytest.approx(1e60)


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


# ---- classes


def draw_classes(classes: int, rows: int = 200, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return numbers of classes, shape (rows, 1), and probabilities as a network gives them."""
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


def test_what_is_not_a_number_means_no_class():
    one = np.float32([[np.nan], [0.9], [np.inf], [-np.inf]])
    assert classes_of(one, "binary_crossentropy").tolist() == [-1, 1, 1, 0]
    several = np.float32([[np.nan, 1, 0], [np.nan] * 3, [0, 1, 0]])
    assert classes_of(several, "categorical_crossentropy").tolist() == [-1, -1, 1]
    assert np.isnan(log_loss(np.float32([[1], [1], [1]]), several))
    assert np.isnan(log_loss(np.float32([[0], [1], [1], [0]]), one))


@pytest.mark.parametrize("name", ["car_crashes_median", "car_crashes_terciles"])
@pytest.mark.parametrize("seed", range(3))
def test_accuracies_are_those_of_scikit_learn(name, seed):
    config = TrainingConfig(validation_split=0.3, validation_rows="random", seed=seed)
    examples = prepare(config, load_dataset(name))
    y = examples.y[:, 0].astype(int)
    numbers = np.random.default_rng(seed).integers(-1, examples.classes, len(y))  # -1 is no class
    sides = examples.training_rows, examples.validation_rows
    expected = tuple(accuracy_score(y[rows], numbers[rows]) for rows in sides)
    assert accuracies(examples, numbers) == pytest.approx(expected)


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


def test_log_loss_by_hand():
    y = np.float32([[1], [0]])
    assert log_loss(y, np.float32([[0.5], [0.5]])) == pytest.approx(np.log(2))
    assert log_loss(y, np.float32([[0.9], [0.2]])) == pytest.approx(-np.log([0.9, 0.8]).mean())
    assert log_loss(y, np.float32([[1], [0]])) == pytest.approx(1e-7, rel=1e-3)
    assert log_loss(y, np.float32([[-4], [3]])) == pytest.approx(-np.log(1e-7))  # clipped
    doubled = np.float32([[0.2, 0.6], [0.4, 0.4]])  # divided by their sum
    assert log_loss(y, doubled) == pytest.approx(-np.log([0.75, 0.5]).mean())
