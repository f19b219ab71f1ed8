"""The different cells of a column: each is read once, however often it occurs."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from nnplay.datasets.csv.numerals import proofs, read_number
from nnplay.datasets.csv.reading import Doubt
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.csv.words import is_missing, may_be_missing, rather_missing


class Cells:
    """The different cells of a column, what they can be read as, and the doubts about them.

    Attributes:
        unit: The unit that a line below the names says, or "".
        answers: For cells that were asked about, whether they mean a missing value.
        counts: How often each cell occurs.
        present: The cells that are values.
        known: Those of `present` that can't mean a missing value.
        numbers: Those of `present` that are numbers, each with its reading.
        proven: For marks that these numbers leave no doubt about, whether they are decimal marks.
        doubts: What has been asked so far.
    """

    def __init__(
        self, name: str, cells: Sequence[str], unit: str, answers: Mapping[str, bool]
    ) -> None:
        self.name, self.unit, self.answers = name, unit, answers
        self._numbering, different = pd.factorize(np.array(cells, dtype=object))
        counts = np.bincount(self._numbering, minlength=len(different)).tolist()
        self.counts: dict[str, int] = dict(zip(different, counts, strict=True))
        self.present = [
            cell for cell in self.counts if cell and not answers.get(cell, is_missing(cell))
        ]
        self._words = [cell for cell in self.counts if may_be_missing(cell)]
        self.known = [cell for cell in self.present if cell not in self._words]
        read = {cell: read_number(cell) for cell in self.present}
        self.numbers = {cell: number for cell, number in read.items() if number}
        self.proven = proofs(self.numbers.values())
        self.doubts: list[Doubt] = []

    def rows(self, cells: Iterable[str]) -> int:
        """Count the rows that have one of these cells."""
        return sum(self.counts[cell] for cell in cells)

    def series(self, values: Mapping[str, float | str], dtype: str = "float64") -> pd.Series:
        """Return the value of each row's cell, NaN or None where it has none."""
        different = np.array([values.get(cell) for cell in self.counts], dtype=dtype)
        return pd.Series(different[self._numbering], dtype=dtype)

    def gap_words(self) -> dict[str, bool]:
        """Return for each word that may mean a missing value whether it is taken to mean that."""
        return {
            word: self.answers.get(word, rather_missing(word, {*self.present} - {word}))
            for word in self._words
        }

    def ask(self, word: str, *, assumed: bool) -> bool:
        """Ask whether a cell means a missing value; return the answer, or what is assumed."""
        question = f"Does {quoted(word)} in {self.name} mean that the value is missing?"
        answer = self.answers.get(word, assumed)
        self.doubts.append(Doubt(self.name, word, question, answer))
        return answer
