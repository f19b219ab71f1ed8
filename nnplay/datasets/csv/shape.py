"""What the lines of a file look like: how many cells most have, and which of these are numbers."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nnplay.datasets.csv.lines import Lines, is_value, usual_width, width
from nnplay.datasets.csv.words import is_missing, is_total, may_be_missing

_LOOKED_AT = 200  # lines
_MOST_ABOVE = 40  # lines above the first row
_UNIT_LETTERS = 14
_COMMENT = re.compile(r"(?:[#%@]|//)\s*")


def filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


class Shape:
    """What most lines have in common.

    Attributes:
        width: How many cells they have.
        numeric: The indices of the cells that are mostly numbers or dates.
    """

    def __init__(self, lines: Lines) -> None:
        self.width = usual_width(row for _, row in lines)
        step = max(1, len(lines) // _LOOKED_AT)
        rows = [row for _, row in lines[::step] if width(row) >= self.width - 1]
        self._longest = max((len(row[0]) for row in rows), default=0)
        self.numeric = []
        for n in range(self.width):
            cells = [row[n] for row in rows if n < len(row) and not _is_gap(row[n])]
            if cells and sum(map(is_value, cells)) > 0.6 * len(cells):
                self.numeric.append(n)

    def counts(self, row: Sequence[str]) -> tuple[int, int]:
        """Count the numbers of a line, and the texts where numbers should be."""
        cells = [row[n] for n in self.numeric if n < len(row) and not _is_gap(row[n])]
        numbers = sum(map(is_value, cells))
        return numbers, len(cells) - numbers

    def first_row(self, lines: Lines) -> int:
        """Return the index of the first line that is a row.

        Without columns of numbers, it is the one below the first line that is wide enough.
        """
        if not self.numeric:
            wide = (n for n, (_, row) in enumerate(lines) if width(row) >= self.width - 1)
            return next(wide, 0) + 1
        rows = enumerate(lines[:_MOST_ABOVE])
        first = next((n for n, (_, row) in rows if self._is_row(row)), 0)
        while first > 1 and self._may_be_row(lines[first - 1][1], lines[first - 2][1]):
            first -= 1
        return first

    def _is_row(self, row: Sequence[str]) -> bool:
        numbers, texts = self.counts(row)
        if width(row) == 1 < self.width:
            return False
        return texts < numbers or (texts == numbers and numbers > 0 and len(row) > 2)

    def _may_be_row(self, row: Sequence[str], above: Sequence[str]) -> bool:
        """Tell whether a line is all gaps, or is right below the names and has some number."""
        numbers, texts = self.counts(row)
        named = width(above) >= self.width - 1 and self.counts(above)[0] == 0
        return width(row) == self.width and ((numbers > 0 and named) or numbers == texts == 0)

    def are_names(self, lines: Lines, index: int) -> bool:
        """Tell whether a line of numbers names the columns, by years or by 0, 1, 2 ..."""
        row = lines[index][1]
        cells = [row[n] for n in self.numeric if n < len(row) and row[n]]
        if not cells or not all(re.fullmatch(r"\d{1,4}", cell) for cell in cells):
            return False
        numbers = [int(cell) for cell in cells]
        steps = {right - left for left, right in pairwise(numbers)}
        if numbers[0] in (0, 1) and len(numbers) > 2 and steps == {1}:
            return True
        texts = {n: cell for n, cell in enumerate(row) if n not in self.numeric and cell}
        below = [other for _, other in lines[index + 1 :]]
        if any(other[n : n + 1] == [text] for n, text in texts.items() for other in below):
            return False
        years = all(1800 <= number <= 2100 for number in numbers) and steps <= {1, 5, 10, -1}
        return years and (bool(texts) or (len(numbers) > 1 and not row[0]))

    def are_units(self, row: Sequence[str]) -> bool:
        """Tell whether a line below the names holds units."""
        cells = [cell for cell in row if cell and cell != "-"]
        short = all(len(cell) <= _UNIT_LETTERS and not is_value(cell) for cell in cells)
        return short and bool(cells) and bool(self.numeric) and self.counts(row)[0] == 0

    def is_comment(self, row: Sequence[str]) -> bool:
        """Tell whether a line is a comment; one of full width may have a column named #."""
        odd = width(row) != self.width or self.width == 1
        return odd and _COMMENT.match(row[0]) is not None

    def names_in(self, comment: Sequence[str]) -> list[str]:
        """Return the names of the columns in a comment, where NumPy writes them; [] if none are."""
        cells = [_COMMENT.sub("", comment[0], count=1), *comment[1:]]
        cells = cells if cells[0] else cells[1:]
        return cells if len(cells) == self.width else []

    def is_note(self, row: Sequence[str], *, apart: bool) -> bool:
        """Tell whether one of the last lines is not a row but a source, a note or a total.

        Args:
            apart: Whether there are empty lines before it, but not between the rows.
        """
        text = next(cell for cell in row if cell)
        numbers, texts = self.counts(row)
        if is_total(text) or (numbers == 0 and texts > 0):
            return True
        alone = filled(row) == 1 and self.width > 1 and row[0] == text and not is_value(text)
        return alone and (len(text) > self._longest or ":" in text or apart)


def _is_gap(cell: str) -> bool:
    return is_missing(cell) or may_be_missing(cell)
