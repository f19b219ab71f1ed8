"""Values of every setting, with limits and odd ones, for tests of what reads or writes settings."""

from collections.abc import Sequence
from typing import Any

from nnplay import choices
from nnplay.datasets import DATASETS
from nnplay.fields import MAX_SEED, VALIDATION_ROWS

OPTIONS: dict[str, Sequence[Any]] = {
    "dataset": tuple(DATASETS),
    "samples": (40, 120),
    "noise": (0.0, 0.5),
    "data_seed": (0, MAX_SEED),
    "standardize": (False, True),
    "validation_split": (0.0, 0.1, 0.8),
    "validation_rows": VALIDATION_ROWS,
    "hidden_units": ((), (1,), (8, 4), (64,) * 5),
    "activation": choices.HIDDEN_ACTIVATIONS,
    "output_activation": tuple(choices.ACTIVATIONS),
    "kernel_initializer": tuple(choices.INITIALIZERS),
    "output_kernel_initializer": tuple(choices.INITIALIZERS),
    "optimizer": tuple(choices.OPTIMIZERS),
    "learning_rate": (None, 1e-6, 0.0375, 0.012345678901234567, 1, 10.0),
    "loss": tuple(choices.LOSSES),
    "epochs": (1, 5_000),
    "batch_size": (1, 8),
    "shuffle": (False, True),
    "seed": (0, MAX_SEED),
    "l1": (0.0, 1e-20, 1e-6, 1),
    "l2": (0.0, 0.01),
    "dropout": (0.0, 0.2, 0.8),
}
