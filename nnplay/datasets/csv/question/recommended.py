"""Settings that learn from a learner's own table without a change."""

from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets.recommended import HELD_OUT, MORE_CLASSES, TWO_CLASSES
from nnplay.fields import MAX_LEARNING_RATE

RATE = 0.01
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, MAX_LEARNING_RATE)
RECOMMENDED = {"standardize": True, "optimizer": "Adam", "learning_rate": RATE, **HELD_OUT}
# Targets that a network with a hidden layer learns well: their root mean square, and how many
# standard deviations that may be at most.
SMALLEST_SIZE, LARGEST_SIZE = 0.05, 1e7
FAR = 6


def recommended_for(rows: pd.DataFrame, target: str, classes: int) -> dict[str, Any]:
    """Return settings for a number of classes, or for a quantity if it is 0."""
    settings = dict(RECOMMENDED)
    if len(rows) < TrainingConfig.batch_size:
        settings["batch_size"] = len(rows)
    if classes:
        return {**settings, **(TWO_CLASSES if classes == 2 else MORE_CLASSES)}
    return settings | _recommended_for_size(rows[target].to_numpy(), rows.shape[1] - 1)


def _recommended_for_size(targets: np.ndarray, features: int) -> dict[str, Any]:
    """Return settings that fit the size of the targets, as these are never scaled.

    Adam's steps have the size of its rate, and the outputs grow with the product of two layers, so
    the rate follows the root of the targets' size. Where that would be too large or too coarse a
    rate, gradient descent without a hidden layer is recommended: it learns targets of any size
    alike, at a rate that must fall with the number of features.
    """
    size, spread = float(np.sqrt((targets**2).mean())), float(targets.std())
    if not SMALLEST_SIZE < size < LARGEST_SIZE or size > FAR * spread:
        rate = min(0.03, 0.5 / features)
        return {"hidden_units": (), "optimizer": "SGD", "learning_rate": _rounded(rate)}
    rate = RATE * max(1.0, size**0.5)
    return {"learning_rate": _rounded(min(rate, MAX_LEARNING_RATE))}


def _rounded(rate: float) -> float:
    return max(each for each in RATES if each <= rate)
