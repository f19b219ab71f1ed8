"""The different cells of a column: each is read once, however often it stands there."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from nnplay.datasets.csv.numerals import proofs, read_number
from nnplay.datasets.csv.reading import Doubt
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.csv.words import is_missing, may_be_missing, rather_missing


class Cells:
    """What the cells of a column may be, and what is asked about them.

    Attributes:
        unit: That a line below the names says, or "".
        answers: Of cells that were asked about: whether they are no value.
        counts: How often each stands there.
        present: Those that are a value.
        known: Those without words that may be none.
        numbers: What those are that are numbers.
        proven: Of marks, whether they stand before tenths, if these numbers leave no doubt of it.
        doubts: What was asked.
    """

    def __init__(
        self, name: str, cells: Sequence[str], unit: str, answers: Mapping[str, bool]
    ) -> None:
        self.name, self.unit, self.answers = name, unit, answers
        self._places, different = pd.factorize(np.array(cells, dtype=object))
        counts = np.bincount(self._places, minlength=len(different)).tolist()
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
        """Count the rows in which one of some different cells stands."""
        return sum(self.counts[cell] for cell in cells)

    def series(self, values: Mapping[str, float | str], dtype: str = "float64") -> pd.Series:
        """Return the value of each row's cell, NaN or None where it has none."""
        each = np.array([values.get(cell) for cell in self.counts], dtype=dtype)
        return pd.Series(each[self._places], dtype=dtype)

    def gap_words(self) -> dict[str, bool]:
        """Return of words that may be a gap among texts whether they are taken for one."""
        return {
            word: self.answers.get(word, rather_missing(word, {*self.present} - {word}))
            for word in self._words
        }

    def ask(self, word: str, *, assumed: bool) -> bool:
        """Ask whether a cell is no value, and return the answer."""
        question = f"Does {quoted(word)} in {self.name} mean that the value is missing?"
        answer = self.answers.get(word, assumed)
        self.doubts.append(Doubt(self.name, word, question, answer))
        return answer
