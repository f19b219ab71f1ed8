"""Rows cut into folds, each of which is held out once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets.examples import Examples, prepare, split
from nnplay.datasets.table import Dataset


def check_folds(config: TrainingConfig, dataset: Dataset, folds: int) -> None:
    """Check what `prepare_folds` needs, without scikit-learn.

    Raises:
        ConfigError: If there are too few rows for so many folds, or as `prepare`.
    """
    rows = len(dataset.frame)
    if not 2 <= folds <= rows:
        raise ConfigError(
            f"folds is {folds}, but it must be a whole number from 2 to {rows}, the number of rows."
        )
    prepare(replace(config, validation_split=0.0), dataset)


def prepare_folds(
    config: TrainingConfig, dataset: Dataset, folds: int, seeds: Sequence[int]
) -> list[Examples]:
    """Prepare the examples of every fold, the folds drawn anew for each seed, seed by seed.

    The configuration's own validation split is of no account. Features are scaled by each fold's
    training rows. Every fold has its share of each class, if there are enough rows of all.

    Raises:
        ConfigError: As `check_folds`.
    """
    from sklearn.model_selection import KFold, StratifiedKFold  # noqa: PLC0415  workers only

    check_folds(config, dataset, folds)
    numbers = dataset.frame[dataset.target].to_numpy()
    counts = np.unique(numbers, return_counts=True)[1]
    cut = StratifiedKFold if dataset.classes and counts.min() >= folds else KFold
    return [
        split(config, dataset, training_rows, held_out)
        for seed in seeds
        for training_rows, held_out in cut(folds, shuffle=True, random_state=seed).split(
            numbers, numbers
        )
    ]
