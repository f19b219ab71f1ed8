"""The different cells of a column: each is read once, however often it stands there."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from nnplay.datasets.csv.values.numerals import Written, read_number
from nnplay.datasets.csv.values.words import is_missing


class Cells:
    """What the cells of a column may be.

    Attributes:
        counts: How often each stands there.
        gaps: Those that are no value.
        numbers: What the others are that are numbers.
    """

    def __init__(self, name: str, cells: Sequence[str]) -> None:
        self.name = name
        self._places, different = pd.factorize(np.array(cells, dtype=object))
        counts = np.bincount(self._places, minlength=len(different)).tolist()
        self.counts: dict[str, int] = dict(zip(different, counts, strict=True))
        self.gaps = {cell for cell in self.counts if is_missing(cell)}
        self.numbers: dict[str, Written] = {
            cell: number
            for cell in self.counts
            if cell not in self.gaps and (number := read_number(cell))
        }

    def __len__(self) -> int:
        return len(self._places)

    def answer(self, answers: Mapping[str, bool]) -> None:
        """Take cells for gaps, or for none, as is answered."""
        self.gaps |= {cell for cell in self.counts if answers.get(cell)}
        self.gaps -= {cell for cell in self.counts if cell and answers.get(cell) is False}
        self.numbers = {cell: n for cell, n in self.numbers.items() if cell not in self.gaps}

    @property
    def present(self) -> list[str]:
        return [cell for cell in self.counts if cell not in self.gaps]

    def rows(self, cells: Iterable[str]) -> int:
        """Count the rows in which one of some different cells stands."""
        return sum(self.counts[cell] for cell in cells)

    def floats(self, values: Mapping[str, float]) -> pd.Series:
        """Return a number for each row, NaN where its cell has none."""
        each = np.array([values.get(cell, np.nan) for cell in self.counts], dtype="float64")
        return pd.Series(each[self._places])

    def texts(self, texts: Mapping[str, str]) -> pd.Series:
        """Return a text for each row, None where its cell has none."""
        each = np.array([texts.get(cell) for cell in self.counts], dtype=object)
        return pd.Series(each[self._places], dtype="object")
