"""Measures of how good predictions are."""

import numpy as np

from nnplay.choices import LOSSES
from nnplay.datasets import Examples

WORSE = 1.05  # errors within 5% of each other are called the same
ROUNDING = 1e-9  # of the variance: a smaller error is the rounding of an exact formula


def mean_squared_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the squared errors; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean((predictions.astype(float) - y) ** 2))


def mean_absolute_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the absolute errors; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean(np.abs(predictions.astype(float) - y)))


def r_squared(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return R², the share of the variance that is explained.

    1 is perfect, 0 is no better than the mean; NaN if there is no variance.
    """
    variance = float(y.var(dtype=float))
    return 1 - mean_squared_error(y, predictions) / variance if variance else float("nan")


def without_rounding(examples: Examples, error: float) -> float:
    """Return a mean squared error, or 0 if it is only float32's rounding of an exact fit."""
    variance = float(examples.y[examples.training_rows].var(dtype=float))
    return 0.0 if error < ROUNDING * variance else error


def errors_of(examples: Examples, predictions: np.ndarray, loss: str) -> tuple[float, float | None]:
    """Return the training error and the validation error, if there are validation rows.

    For quantities it is the mean squared error, for classes the share of wrong answers; 0 is
    perfect.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    if not examples.classes:
        return squared_errors(examples, predictions)
    right, held_out = accuracies(examples, classes_of(predictions, loss))
    return 1 - right, None if held_out is None else 1 - held_out


def squared_errors(examples: Examples, predictions: np.ndarray) -> tuple[float, float | None]:
    """Return the mean squared errors of the training rows and, if any, of the validation rows.

    The rounding of an exact fit counts as 0.

    Args:
        predictions: Of all rows, shape (rows, 1).
    """

    def error(rows: np.ndarray) -> float:
        return without_rounding(examples, mean_squared_error(examples.y[rows], predictions[rows]))

    held_out = examples.validation_rows
    return error(examples.training_rows), error(held_out) if len(held_out) else None


def accuracies(examples: Examples, numbers: np.ndarray) -> tuple[float, float | None]:
    """Return the accuracy on the training rows and on the validation rows, if any.

    Args:
        numbers: The class predicted for each row, shape (rows,).
    """
    right = numbers == examples.y[:, 0]
    held_out = examples.validation_rows
    training = float(right[examples.training_rows].mean())
    return training, float(right[held_out].mean()) if len(held_out) else None


def error_of(examples: Examples, predictions: np.ndarray, loss: str) -> float:
    """Return the validation error, or the training error without a split."""
    training, held_out = errors_of(examples, predictions, loss)
    return training if held_out is None else held_out


def answers_of(examples: Examples, predictions: np.ndarray, loss: str) -> np.ndarray:
    """Return predictions as answers, shape (rows, 1): as they are, or as the numbers of classes.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    return classes_of(predictions, loss)[:, None] if examples.classes else predictions


def row_errors(examples: Examples, answers: np.ndarray) -> np.ndarray:
    """Return the error of each row, shape (rows,).

    That is the squared error or, for classes, 1 if the answer is wrong; NaN if there is no answer.

    Args:
        answers: To all rows, as `answers_of` returns them.
    """
    own, y = answers[:, 0].astype(float), examples.y[:, 0]
    if examples.classes:
        return np.where(own < 0, np.nan, own != y)
    with np.errstate(all="ignore"):
        return (own - y) ** 2


def classes_of(predictions: np.ndarray, loss: str) -> np.ndarray:
    """Return the number of the class that each prediction means, shape (rows,).

    Several outputs mean the class of the largest. One output means class 1 above one half or, with
    a hinge loss, which pulls towards -1 and 1, above 0. A NaN means -1, no class.

    Args:
        predictions: Shape (rows, outputs).
    """
    if predictions.shape[1] > 1:
        numbers = np.argmax(np.nan_to_num(predictions, nan=-np.inf), axis=1)
    else:
        numbers = (predictions[:, 0] > LOSSES[loss].threshold).astype(int)
    return np.where(np.isnan(predictions).any(axis=1), -1, numbers)


def log_loss(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of -log of the probability given to each row's class, clipped as in Keras.

    Predictions that are not probabilities are clipped to 0 and 1, and several outputs are divided
    by their sum; NaN if a prediction is.
    """
    shares = np.clip(predictions.astype(float), 1e-7, 1 - 1e-7)
    if shares.shape[1] == 1:
        shares = np.column_stack([1 - shares, shares])
    own = shares[np.arange(len(y)), y[:, 0].astype(int)] / shares.sum(axis=1)
    return float(-np.log(own).mean())
