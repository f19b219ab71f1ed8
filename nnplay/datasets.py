"""Data sets by name, and the arrays that a configuration makes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from nnplay.config import ConfigError, TrainingConfig

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table of numbers, one row a thing with a name, one column of which is to be predicted.

    Attributes:
        frame: One row an example, indexed by a short name; every column is a number.
        target: The column to predict.
        target_label: What the target measures, in a word or two.
        row_labels: The full name of each row, indexed like `frame`.
        descriptions: One plain phrase for every column.
        source: Where the figures come from, in Markdown.
    """

    name: str
    frame: pd.DataFrame
    target: str
    target_label: str
    row_labels: pd.Series
    descriptions: dict[str, str]
    source: str

    @property
    def features(self) -> tuple[str, ...]:
        """Every column but the target, in the table's order."""
        return tuple(name for name in self.frame.columns if name != self.target)


@dataclass(frozen=True, eq=False)
class Examples:
    """What the network sees: float32 inputs and targets, and which rows it learns from.

    Attributes:
        features: Names of the columns of `x`.
        x: Inputs of all rows in the table's order, scaled if asked, shape (rows, inputs).
        y: Targets of all rows, never scaled, shape (rows, 1).
        training_rows: Row numbers to learn from, ascending.
        validation_rows: Row numbers held out, ascending; empty without a split.
        offset: What was subtracted from each feature, shape (inputs,).
        scale: What each feature was then divided by, shape (inputs,).
    """

    features: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    training_rows: np.ndarray
    validation_rows: np.ndarray
    offset: np.ndarray
    scale: np.ndarray

    @property
    def judged_rows(self) -> np.ndarray:
        """The rows that a result is judged on: those held out, if any."""
        return self.validation_rows if len(self.validation_rows) else self.training_rows


def load_dataset(name: str) -> Dataset:
    """Read a data set that ships with the package.

    Raises:
        ConfigError: If there is none of that name.
    """
    if name not in LOADERS:
        raise ConfigError(f"dataset is {name!r}, but it must be one of {', '.join(LOADERS)}.")
    return LOADERS[name]()


@cache
def _car_crashes() -> Dataset:
    table = pd.read_csv(DATA / "car_crashes.csv", index_col="abbrev")
    row_labels = table.pop("state")
    return Dataset(
        name="car_crashes",
        frame=table,
        target="total",
        target_label="accidents",
        row_labels=row_labels,
        descriptions={
            "total": "drivers in fatal collisions per billion miles",
            "speeding": "of these, drivers who were speeding",
            "alcohol": "of these, drivers who had drunk alcohol",
            "not_distracted": "of these, drivers who were not distracted",
            "no_previous": "of these, drivers in no accident before",
            "ins_premium": "car insurance premium in dollars",
            "ins_losses": "insurers' losses per insured driver in dollars",
        },
        source=(DATA / "car_crashes.md").read_text(encoding="utf-8"),
    )


LOADERS: dict[str, Callable[[], Dataset]] = {"car_crashes": _car_crashes}


def prepare(config: TrainingConfig, dataset: Dataset) -> Examples:
    """Choose the features, split the rows and scale the inputs as the configuration says.

    Raises:
        ConfigError: If a feature is not in the data set, the batch is larger than it,
            or the split leaves no row on one side.
    """
    features = _chosen_features(config, dataset)
    rows = len(dataset.frame)
    if config.batch_size > rows:
        raise ConfigError(
            f"batch_size is {config.batch_size}, but it must be a whole number from 1 to {rows}, "
            "the number of rows."
        )
    training_rows, validation_rows = _split_rows(config, rows)
    x = dataset.frame[list(features)].to_numpy("float64")
    offset, scale = np.zeros(len(features)), np.ones(len(features))
    if config.standardize:
        offset, scale = x[training_rows].mean(axis=0), x[training_rows].std(axis=0)
        scale[scale <= 1e-12 * np.abs(offset)] = 1.0  # a constant feature becomes 0, not NaN
    return Examples(
        features=features,
        x=((x - offset) / scale).astype("float32"),
        y=dataset.frame[[dataset.target]].to_numpy("float32"),
        training_rows=training_rows,
        validation_rows=validation_rows,
        offset=offset,
        scale=scale,
    )


def prepare_seeds(config: TrainingConfig, dataset: Dataset, seeds: Sequence[int]) -> list[Examples]:
    """Prepare the examples of each seed, the same for all unless it draws the held-out rows."""
    if config.validation_split == 0 or config.validation_rows == "last":
        return [prepare(config, dataset)] * len(seeds)
    return [prepare(replace(config, seed=seed), dataset) for seed in seeds]


def _chosen_features(config: TrainingConfig, dataset: Dataset) -> tuple[str, ...]:
    if config.features is None:
        return dataset.features
    unknown = [name for name in config.features if name not in dataset.features]
    if unknown:
        raise ConfigError(
            f"features names {unknown[0]!r}, but it may only name {', '.join(dataset.features)}."
        )
    return tuple(name for name in dataset.features if name in config.features)


def _split_rows(config: TrainingConfig, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the training and validation row numbers, as `keras.Model.fit` counts them."""
    if config.validation_split == 0:
        return np.arange(rows), np.arange(0)
    count = int(rows * (1.0 - config.validation_split))
    if not 0 < count < rows:
        raise ConfigError(
            f"validation_split is {config.validation_split:g}, but with {rows} rows it must leave "
            "at least one row on each side."
        )
    order = np.arange(rows)
    if config.validation_rows == "random":
        order = np.random.default_rng([config.seed, rows]).permutation(rows)
    return np.sort(order[:count]), np.sort(order[count:])
