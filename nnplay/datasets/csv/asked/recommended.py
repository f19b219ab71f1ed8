"""The settings that learn from a learner's own table without a click."""

from typing import Any

import numpy as np
import pandas as pd

from nnplay.datasets.split import HELD_OUT
from nnplay.fields import MAX_LEARNING_RATE

RATE = 0.01
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, MAX_LEARNING_RATE)
RECOMMENDED = {"standardize": True, "optimizer": "Adam", "learning_rate": RATE, **HELD_OUT}
TWO_CLASSES = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
MORE_CLASSES = {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}
BATCH = 32
SMALLEST_SIZE, LARGEST_SIZE = 0.05, 1e7  # of targets that a network with a hidden layer learns well
FAR = 6  # how many times their spread targets may lie from 0 to be learned well with a hidden layer


def recommended(rows: pd.DataFrame, target: str, classes: int) -> dict[str, Any]:
    """Return settings for a number of classes, or for a quantity if it is 0."""
    recommended = dict(RECOMMENDED)
    if len(rows) < BATCH:  # the usual batch would be larger than the table
        recommended["batch_size"] = len(rows)
    if classes:
        return recommended | (TWO_CLASSES if classes == 2 else MORE_CLASSES)
    return recommended | _recommended_for_size(rows[target].to_numpy(), rows.shape[1] - 1)


def _recommended_for_size(targets: np.ndarray, features: int) -> dict[str, Any]:
    """Return what learns from targets that are never scaled, however large they are.

    Adam's steps have the size of its rate, and two layers multiply theirs, so the rate follows the
    root of the targets' size. Where that allows no rate or leaves none that is fine enough,
    gradient descent without a hidden layer learns from every size alike; its rate must fall with
    the features.
    """
    size, spread = float(np.sqrt((targets**2).mean())), float(targets.std())
    if not SMALLEST_SIZE < size < LARGEST_SIZE or size > FAR * spread:
        rate = min(0.03, 0.5 / features)
        return {"hidden_units": (), "optimizer": "SGD", "learning_rate": _rounded(rate)}
    rate = RATE * max(1.0, size**0.5)
    return {"learning_rate": _rounded(min(rate, MAX_LEARNING_RATE))}


def _rounded(rate: float) -> float:
    return max(each for each in RATES if each <= rate)
