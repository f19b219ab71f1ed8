"""What can be learned from: `Dataset`, a table with a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table of numbers, one row a thing with a name, one column of which is to be predicted.

    Attributes:
        label: What the page calls it, the question included.
        frame: One row an example, indexed by a short name; every column is a number.
        target: The column to predict: a quantity or, with `classes`, the number of a class.
        target_label: What the target measures, in a word or two.
        question: What the network is asked, one sentence.
        row_labels: The full name of each row, indexed like `frame`.
        descriptions: One plain phrase for every column.
        row_noun: What a sentence calls a row.
        source: Where the figures come from, in Markdown.
        classes: Names of the classes 0, 1, ...; empty if a quantity is to be predicted.
        default_features: The columns that are looked at unless others are chosen; () for all.
        recommended: Settings that suit this question, by the names of `TrainingConfig`'s fields.
        unit: What a number of the target counts, as it may stand behind one; "" if that is not
            known or a class is asked for.
        cut_from: The quantity that the classes were cut from, indexed like `frame`, if known.
        texts: Of each column of texts, its texts and the input that is 1 for each; "" without one.
        pattern: Whether the rows are points of a plane, x1 and x2, that `TrainingConfig` draws.
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
        """What an axis says of the target: its unit if it has one."""
        return self.unit or self.target_label

    def numbers(self, columns: Sequence[str]) -> np.ndarray:
        """Return some columns, shape (rows, columns)."""
        # a frame of the columns would take five times as long to make, several times a run
        return np.column_stack([self.frame[name].to_numpy("float64") for name in columns])

    @property
    def recommended_settings(self) -> TrainingConfig:
        """The configuration that suits this question."""
        return TrainingConfig(dataset=self.name, **self.recommended)

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output unit says: the quantity, the second of two classes, or its own class."""
        if len(self.classes) == 2:
            return self.classes[1:]
        return self.classes or (self.target_label,)

    @property
    def outputs(self) -> int:
        """Output units that the question needs: one, or one a class if there are three or more."""
        return len(self.classes) if len(self.classes) > 2 else 1
