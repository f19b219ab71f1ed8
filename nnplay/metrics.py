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


def predict_linearly(examples: Examples) -> np.ndarray:
    """Predict every row by ordinary least squares on the training rows, shape (rows, 1)."""
    # scaling the columns keeps the solution and its digits when features differ in size
    x = examples.x.astype(float)
    inputs = np.column_stack([x / np.abs(x).max(axis=0).clip(1e-12), np.ones(len(x))])
    rows = examples.training_rows
    coefficients, *_ = np.linalg.lstsq(inputs[rows], examples.y[rows].astype(float))
    return inputs @ coefficients


def verdict(error: float, error_of_mean: float, error_of_regression: float) -> str:
    """Place a mean squared error between the two baselines, in one sentence."""
    if not np.isfinite(error):
        return "There is no prediction: the numbers have run out of range."
    if error > WORSE * error_of_mean:
        return "Worse than always predicting the mean."
    if error > error_of_mean / WORSE:
        return "No better than always predicting the mean: the inputs are not used."
    if error > WORSE * error_of_regression:
        return "Better than always predicting the mean, not as good as linear regression."
    if error > error_of_regression / WORSE:
        return "As good as linear regression."
    return "Better than linear regression."
