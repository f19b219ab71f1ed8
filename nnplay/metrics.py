"""How good predictions are, and the two baselines that a network must be compared with."""

import numpy as np

from nnplay.datasets import Examples

WORSE = 1.05  # errors within 5 % of each other are called the same


def mean_squared_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the squared errors; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean((predictions.astype(float) - y) ** 2))


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
