"""How good predictions are, and the two baselines that a network must be compared with."""

import numpy as np

from nnplay.datasets import Examples

WORSE = 1.05  # errors within 5 % of each other are called the same


def mean_squared_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the squared errors; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean((predictions.astype(float) - y) ** 2))


def mean_absolute_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the errors' sizes; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean(np.abs(predictions.astype(float) - y)))


def r_squared(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the share of the variance that is explained: 1 is perfect, 0 is the mean's.

    NaN if there is no variance.
    """
    variance = float(y.var(dtype=float))
    return 1 - mean_squared_error(y, predictions) / variance if variance else float("nan")


def predict_mean(examples: Examples) -> np.ndarray:
    """Predict the mean of the training rows for every row, shape (rows, 1)."""
    return np.full(examples.y.shape, examples.y[examples.training_rows].mean(dtype=float))


def regress(examples: Examples) -> tuple[np.ndarray, float]:
    """Fit ordinary least squares to the training rows: coefficients, shape (inputs,), and bias."""
    # scaling the columns keeps the solution and its digits when features differ in size
    sizes = np.abs(examples.x).max(axis=0).clip(1e-12).astype(float)
    rows = examples.training_rows
    inputs = np.column_stack([examples.x[rows] / sizes, np.ones(len(rows))])
    solution, *_ = np.linalg.lstsq(inputs, examples.y[rows, 0].astype(float))
    return solution[:-1] / sizes, float(solution[-1])


def predict_linearly(examples: Examples) -> np.ndarray:
    """Predict every row by `regress`, shape (rows, 1)."""
    coefficients, bias = regress(examples)
    return (examples.x.astype(float) @ coefficients + bias)[:, None]


def error_of(examples: Examples, predictions: np.ndarray) -> float:
    """Return the mean squared error that counts, that of the judged rows.

    Args:
        predictions: Of all rows, shape (rows, 1).
    """
    rows = examples.judged_rows
    return mean_squared_error(examples.y[rows], predictions[rows])


def squared_errors(examples: Examples, predictions: np.ndarray) -> tuple[float, float | None]:
    """Return the mean squared errors of the training rows and of those held out, if any.

    Args:
        predictions: Of all rows, shape (rows, 1).
    """
    y, rows, held_out = examples.y, examples.training_rows, examples.validation_rows
    training = mean_squared_error(y[rows], predictions[rows])
    if not len(held_out):
        return training, None
    return training, mean_squared_error(y[held_out], predictions[held_out])


def has_learned(examples: Examples, predictions: np.ndarray) -> bool:
    """Tell whether the training rows are predicted better than by their mean.

    Args:
        predictions: Of all rows, shape (rows, 1).
    """
    rows = examples.training_rows
    y = examples.y[rows]
    return mean_squared_error(y, predictions[rows]) < float(y.var(dtype=float)) / WORSE


# ---- classes


def classes_of(predictions: np.ndarray, loss: str) -> np.ndarray:
    """Return the number of the class that each prediction means, shape (rows,).

    Several outputs mean the class of the largest; one output means class 1 above one half, and with
    a hinge loss, which pulls towards -1 and 1, above 0. What is not a number means class -1.

    Args:
        predictions: Shape (rows, outputs).
    """
    if predictions.shape[1] > 1:
        numbers = np.argmax(np.nan_to_num(predictions, nan=-np.inf), axis=1)
    else:
        numbers = (predictions[:, 0] > (0.0 if "hinge" in loss else 0.5)).astype(int)
    return np.where(np.isnan(predictions).any(axis=1), -1, numbers)


def accuracy(y: np.ndarray, predictions: np.ndarray, loss: str) -> float:
    """Return the share of the rows whose class is the predicted one.

    Args:
        y: Numbers of classes, shape (rows, 1).
        predictions: Shape (rows, outputs).
    """
    return float(np.mean(classes_of(predictions, loss) == y[:, 0]))


def log_loss(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of -log of what is given to each row's own class, as Keras clips it.

    Predictions that are no probabilities are clipped to 0 and 1, and several outputs are divided by
    their sum; NaN if a prediction is.
    """
    shares = np.clip(predictions.astype(float), 1e-7, 1 - 1e-7)
    if shares.shape[1] == 1:
        shares = np.column_stack([1 - shares, shares])
    own = shares[np.arange(len(y)), y[:, 0].astype(int)] / shares.sum(axis=1)
    return float(-np.log(own).mean())
