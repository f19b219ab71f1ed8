"""How the lines of a file look: how many cells most have, and which of these are numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from nnplay.datasets.csv.file.lines import Lines, is_value, width
from nnplay.datasets.csv.values.words import is_missing, is_total, may_be_missing

_LOOKED_AT = 200  # lines
_UNIT_LETTERS = 14


def filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


class Shape:
    """What most lines have in common.

    Attributes:
        width: How many cells they have.
        numeric: The places of those that are mostly numbers, dates or gaps.
    """

    def __init__(self, lines: Lines) -> None:
        counts = Counter(width(cells) for _, cells in lines)
        self.width = max(counts, key=lambda count: (counts[count] * (count > 1), count))
        step = max(1, len(lines) // _LOOKED_AT)
        self._rows = [row for _, row in lines[::step] if width(row) >= self.width - 1]
        self.numeric = [place for place in range(self.width) if self._is_numeric(place)]
        self._longest = max((len(row[0]) for row in self._rows), default=0)

    def _is_numeric(self, place: int) -> bool:
        cells = [row[place] for row in self._rows if place < len(row)]
        cells = [cell for cell in cells if not _is_gap(cell)]
        return bool(cells) and sum(map(is_value, cells)) > 0.6 * len(cells)

    def marks(self, row: Sequence[str]) -> tuple[int, int]:
        """Count the numbers of a line, and the texts where numbers should be."""
        cells = [row[n] for n in self.numeric if n < len(row) and not _is_gap(row[n])]
        numbers = sum(map(is_value, cells))
        return numbers, len(cells) - numbers

    def first_row(self, lines: Lines, most: int) -> int:
        """Return the place of the first line that is a row, below at least one if that can be."""
        if not self.numeric:
            wide = (n for n, (_, row) in enumerate(lines) if width(row) >= self.width - 1)
            return next(wide, 0) + 1
        rows = enumerate(lines[:most])
        first = next((n for n, (_, row) in rows if self._is_row(row)), 0)
        while first > 1 and self._may_be_row(lines[first - 1][1], lines[first - 2][1]):
            first -= 1
        return first

    def _is_row(self, row: Sequence[str]) -> bool:
        numbers, texts = self.marks(row)
        if width(row) == 1 < self.width:
            return False
        return texts < numbers or (texts == numbers and numbers > 0 and len(row) > 2)

    def _may_be_row(self, row: Sequence[str], above: Sequence[str]) -> bool:
        """Tell whether a line is one of gaps, or of a number and a word right below the names."""
        numbers, texts = self.marks(row)
        named = width(above) >= self.width - 1 and self.marks(above)[0] == 0
        return width(row) == self.width and ((numbers > 0 and named) or numbers == texts == 0)

    def are_names(self, lines: Lines, place: int) -> bool:
        """Tell whether a line of numbers names columns: of years, or counted from 0 or 1."""
        row = lines[place][1]
        cells = [row[n] for n in self.numeric if n < len(row) and row[n]]
        if not cells or not all(re.fullmatch(r"\d{1,4}", cell) for cell in cells):
            return False
        numbers = [int(cell) for cell in cells]
        steps = {right - left for left, right in pairwise(numbers)}
        if numbers[0] in (0, 1) and len(numbers) > 2 and steps == {1}:
            return True
        texts = {n: row[n] for n in range(len(row)) if n not in self.numeric and row[n]}
        others = [other for _, other in lines[place + 1 :]]
        if any(
            n < len(other) and other[n] == text for n, text in texts.items() for other in others
        ):
            return False
        years = all(1800 <= number <= 2100 for number in numbers) and steps <= {1, 5, 10, -1}
        return years and (bool(texts) or (len(numbers) > 1 and not row[0]))

    def are_units(self, row: Sequence[str]) -> bool:
        """Tell whether a line below the names holds units."""
        cells = [cell for cell in row if cell and cell != "-"]
        short = all(len(cell) <= _UNIT_LETTERS and not is_value(cell) for cell in cells)
        return short and bool(cells) and bool(self.numeric) and self.marks(row)[0] == 0

    def is_note(self, row: Sequence[str], *, apart: bool) -> bool:
        """Tell whether one of the last lines is a source, a note or a total, and no row.

        Args:
            apart: Whether empty lines stand before it that do not between the rows.
        """
        text = next(cell for cell in row if cell)
        if is_total(text):
            return True
        numbers, texts = self.marks(row)
        if numbers == 0 and texts > 0:
            return True
        alone = filled(row) == 1 and self.width > 1 and row[0] == text and not is_value(text)
        return alone and (len(text) > self._longest or ":" in text or apart)


def _is_gap(cell: str) -> bool:
    return is_missing(cell) or may_be_missing(cell)
