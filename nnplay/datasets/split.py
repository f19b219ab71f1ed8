"""The arrays that a network is trained with: features, scaling, split and folds of a data set."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nnplay.choices import LOSSES
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets.table import Dataset
from nnplay.numbers import exact


@dataclass(frozen=True, eq=False)
class Examples:
    """The float32 inputs and targets of all rows, and which rows the network learns from.

    Attributes:
        features: Names of the columns of `x`.
        x: Inputs in the table's order, standardised if the configuration says so, shape
            (rows, inputs).
        y: Targets, never scaled, shape (rows, 1): quantities or numbers of classes.
        classes: How many classes there are; 0 if the targets are quantities.
        targets: `y` as the loss takes it: the same, or one-hot of shape (rows, classes).
        training_rows: Indices of the rows to learn from, ascending.
        validation_rows: Indices of the rows held out, ascending; empty without a split.
        offset: What was subtracted from each feature, shape (inputs,).
        scale: What each feature was then divided by, shape (inputs,).
    """

    features: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    classes: int
    targets: np.ndarray
    training_rows: np.ndarray
    validation_rows: np.ndarray
    offset: np.ndarray
    scale: np.ndarray

    @property
    def outputs(self) -> int:
        """The number of output units: one per class if there are three or more, else one."""
        return self.classes if self.classes > 2 else 1

    @property
    def judged_rows(self) -> np.ndarray:
        """The rows that a result is judged on: the validation rows, or without any the others."""
        return self.validation_rows if len(self.validation_rows) else self.training_rows


@lru_cache(maxsize=8)  # the page needs the same ones five times a run
def prepare(config: TrainingConfig, dataset: Dataset) -> Examples:
    """Choose the features, split the rows and scale the inputs as the configuration says.

    Raises:
        ConfigError: If a feature is not in the data set, the batch is larger than it,
            or the split leaves no row on one side.
    """
    return split(config, dataset, *_split_rows(config, len(dataset.frame)))


def split(
    config: TrainingConfig,
    dataset: Dataset,
    training_rows: np.ndarray,
    validation_rows: np.ndarray,
) -> Examples:
    """Prepare the examples with the given rows, whatever split the configuration names.

    Raises:
        ConfigError: If a feature is not in the data set or the batch is larger than it.
    """
    features = chosen_features(config, dataset)
    rows = len(dataset.frame)
    if config.batch_size > rows:
        raise ConfigError(
            f"is {config.batch_size}, but it must be a whole number from 1 to {rows}, the number "
            "of rows.",
            "batch_size",
        )
    x = dataset.numbers(features)
    offset, scale = np.zeros(len(features)), np.ones(len(features))
    if config.standardize:
        offset, scale = x[training_rows].mean(axis=0), x[training_rows].std(axis=0)
        scale[scale <= 1e-12 * np.abs(offset)] = 1.0  # a constant feature becomes 0, not NaN
    y = dataset.numbers([dataset.target]).astype("float32")
    return Examples(
        features=features,
        x=((x - offset) / scale).astype("float32"),
        y=y,
        classes=len(dataset.classes),
        targets=_targets(config, dataset, y),
        training_rows=training_rows,
        validation_rows=validation_rows,
        offset=offset,
        scale=scale,
    )


def prepare_seeds(config: TrainingConfig, dataset: Dataset, seeds: Sequence[int]) -> list[Examples]:
    """Prepare the examples for each seed; they differ only if validation rows are random."""
    if config.validation_split == 0 or config.validation_rows == "last":
        return [prepare(config, dataset)] * len(seeds)
    return [prepare(replace(config, seed=seed), dataset) for seed in seeds]


def chosen_features(config: TrainingConfig, dataset: Dataset) -> tuple[str, ...]:
    """Return the features that a configuration uses, in the table's order.

    Raises:
        ConfigError: If one is not in the data set.
    """
    if config.features is None:
        return dataset.default_features or dataset.features
    unknown = [name for name in config.features if name not in dataset.features]
    if unknown:
        raise ConfigError(
            f"names {unknown[0]!r}, but it may only name {', '.join(dataset.features)}.", "features"
        )
    return tuple(name for name in dataset.features if name in config.features)


def _targets(config: TrainingConfig, dataset: Dataset, y: np.ndarray) -> np.ndarray:
    """Return one-hot targets if the loss needs one output per class, else `y` itself."""
    if dataset.outputs == 1 or LOSSES[config.loss].targets == "index":
        return y
    return (y == np.arange(dataset.outputs)).astype("float32")


def _split_rows(config: TrainingConfig, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the training and validation rows, as many of each as `keras.Model.fit` takes."""
    if config.validation_split == 0:
        return np.arange(rows), np.arange(0)
    count = int(rows * (1.0 - config.validation_split))
    if not 0 < count < rows:
        raise ConfigError(
            f"is {exact(config.validation_split)}, but with {rows} rows it must leave at least "
            "one row on each side.",
            "validation_split",
        )
    order = np.arange(rows)
    if config.validation_rows == "random":
        order = np.random.default_rng([config.seed, rows]).permutation(rows)
    return np.sort(order[:count]), np.sort(order[count:])


def check_folds(config: TrainingConfig, dataset: Dataset, folds: int) -> None:
    """Check what `prepare_folds` needs, without scikit-learn.

    Raises:
        ConfigError: If there are too few rows for so many folds, if early stopping would need
            validation rows of their own, or as `prepare`.
    """
    if config.stops_early:
        raise ConfigError(
            f"is {config.patience:,}, but it must be 0 on folds: the rows that each holds out "
            "judge its run, so they can't also decide when it stops.",
            "patience",
        )
    rows = len(dataset.frame)
    if not 2 <= folds <= rows:
        raise ConfigError(
            f"folds is {folds}, but it must be a whole number from 2 to {rows}, the number of rows."
        )
    prepare(replace(config, validation_split=0.0), dataset)


def prepare_folds(
    config: TrainingConfig, dataset: Dataset, folds: int, seeds: Sequence[int]
) -> list[Examples]:
    """Prepare the examples of every fold: those of the first seed, then those of the next.

    Each seed draws folds of its own, and the configuration's validation split is ignored. Features
    are scaled by each fold's training rows. Folds are stratified if every class has a row for each.

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
