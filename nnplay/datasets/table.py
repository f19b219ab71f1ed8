"""`Dataset`: a table, and the column of it that is to be predicted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table of numbers with named rows, one column of which is to be predicted.

    Attributes:
        label: What the page calls it, the question included.
        frame: One example per row, indexed by short names; every column is numeric.
        target: The column to predict: a quantity or, with `classes`, the number of a class.
        target_label: What the target measures, in a word or two.
        question: What the network is asked, one sentence.
        row_labels: The full name of each row, indexed like `frame`.
        descriptions: For every column, a plain phrase that says what it holds.
        row_noun: What a sentence calls a row.
        source: Where the figures come from, in Markdown.
        classes: Names of the classes 0, 1, ...; empty if a quantity is to be predicted.
        default_features: The features that are used unless others are chosen; () for all.
        recommended: Recommended settings, by the names of `TrainingConfig`'s fields; those that
            are not here keep their defaults.
        unit: The target's unit, as it is written behind a number; "" if unknown or for classes.
        cut_from: The quantity that the classes were cut from, indexed like `frame`, if known.
        texts: For each column of texts, its texts, each with the name of the input that is 1 for
            it, or "" if it has none.
        pattern: Whether the rows are points of the plane, drawn with the settings.
    """

    name: str
    label: str
    frame: pd.DataFrame
    target: str
    target_label: str
    question: str
    row_labels: pd.Series
    descriptions: dict[str, str]
    source: str
    row_noun: str = "row"
    classes: tuple[str, ...] = ()
    default_features: tuple[str, ...] = ()
    recommended: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pattern: bool = False
    unit: str = ""
    cut_from: pd.Series | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """Every column but the target, in the table's order."""
        return tuple(name for name in self.frame.columns if name != self.target)

    @property
    def measured(self) -> str:
        """The label of an axis for the target: its unit if it has one."""
        return self.unit or self.target_label

    def numbers(self, columns: Sequence[str]) -> np.ndarray:
        """Return some columns as float64, shape (rows, columns)."""
        # choosing them from the frame takes five times as long, and it is done several times a run
        return np.column_stack([self.frame[name].to_numpy("float64") for name in columns])

    @property
    def recommended_settings(self) -> TrainingConfig:
        """The recommended configuration."""
        return TrainingConfig(dataset=self.name, **self.recommended)

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output unit stands for: the quantity, the second of two classes, or a class."""
        if len(self.classes) == 2:
            return self.classes[1:]
        return self.classes or (self.target_label,)

    @property
    def outputs(self) -> int:
        """The number of output units: one per class if there are three or more, else one."""
        return len(self.classes) if len(self.classes) > 2 else 1
