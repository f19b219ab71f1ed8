"""Histories made by hand, so that the tests of what draws and packs them need no training."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from nnplay.history import TrainingHistory


def make_history(
    sizes: tuple[int, ...] = (6, 3, 1), epochs_recorded: Sequence[int] = (0, 1, 2), **changes: Any
) -> TrainingHistory:
    """Draw weights for every recorded epoch; the losses fall from 10 unless given."""
    parameters = sum(inputs * units + units for inputs, units in pairwise(sizes))
    draw = np.random.default_rng(1).normal(size=(len(epochs_recorded), parameters))
    epochs = epochs_recorded[-1]
    fields: dict[str, Any] = {
        "sizes": sizes,
        "activations": ("tanh",) * (len(sizes) - 2) + ("linear",),
        "loss": (10 / np.arange(1, epochs + 1)).astype("float32"),
        "val_loss": None,
        "epochs_recorded": np.array(epochs_recorded),
        "parameters": draw.astype("float32"),
        "seconds": 0.5,
    }
    return TrainingHistory(**{**fields, **changes})
