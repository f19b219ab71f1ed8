"""The data sets by name, and the arrays that a network is trained with."""

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets.class_tables import class_tables
from nnplay.datasets.patterns import PATTERNS, make_pattern
from nnplay.datasets.recommended import HELD_OUT, MORE_CLASSES, TWO_CLASSES
from nnplay.datasets.split import (
    Examples,
    check_folds,
    chosen_features,
    prepare,
    prepare_folds,
    prepare_seeds,
)
from nnplay.datasets.states import STATES
from nnplay.datasets.table import Dataset
from nnplay.datasets.textbook import TEXTBOOK

__all__ = [
    "DATASETS",
    "HELD_OUT",
    "MORE_CLASSES",
    "TWO_CLASSES",
    "Dataset",
    "Examples",
    "check_folds",
    "chosen_features",
    "dataset_names",
    "dataset_of",
    "load_dataset",
    "prepare",
    "prepare_folds",
    "prepare_seeds",
    "recommended_settings",
]

TABLES = {**STATES, **TEXTBOOK}
DATASETS = (*TABLES, *PATTERNS)


def dataset_names() -> tuple[str, ...]:
    """Return the names of all data sets that come with the page or that this server has."""
    return (*TABLES, *class_tables(), *PATTERNS)


def dataset_of(config: TrainingConfig) -> Dataset:
    """Return the data set of a configuration, a pattern drawn with its settings.

    Raises:
        ConfigError: If there is none of that name.
    """
    if config.dataset in PATTERNS:
        return make_pattern(config.dataset, config.samples, config.noise, config.data_seed)
    return load_dataset(config.dataset)


def recommended_settings(name: str) -> TrainingConfig:
    """Return a data set's recommended settings, or the defaults for a learner's own table."""
    # DATASETS first, so that a worker need not read the server's tables for those
    if name not in DATASETS and name not in class_tables():
        return TrainingConfig(dataset=name)
    return load_dataset(name).recommended_settings


def load_dataset(name: str) -> Dataset:
    """Return a data set by its name, a pattern drawn with the default settings.

    Raises:
        ConfigError: If there is none of that name.
    """
    if name in TABLES:
        return TABLES[name]()
    if name in PATTERNS:
        return dataset_of(TrainingConfig(dataset=name))
    if name in class_tables():
        return class_tables()[name]
    raise ConfigError(
        f"is {name!r}, but it must be one of {', '.join(dataset_names())}.", "dataset"
    )
