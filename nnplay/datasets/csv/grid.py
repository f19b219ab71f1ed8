"""Where in the lines of a file the table is: its names, its rows, and what is above and below."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnplay.config import ConfigError
from nnplay.datasets.csv.cells import MAX_ROWS, TOO_MANY_ROWS, Lines, is_value, width
from nnplay.datasets.csv.decoding import EMPTY
from nnplay.datasets.csv.names import name_columns
from nnplay.datasets.csv.reading import Reading, Said, counted, skipped
from nnplay.datasets.csv.words import is_missing, is_total

MIN_ROWS, MAX_COLUMNS = 5, 200
_COMMENT = re.compile(r"[#%]|//")
_LOOKED_AT = 200
_MOST_AROUND = 40  # lines above or below a table
_UNIT_LETTERS = 14


@dataclass(frozen=True)
class Grid:
    """The cells of a table, none of them read yet.

    Attributes:
        names: Of the columns, clean and different.
        numbered: Whether the first column had no name, as programs leave that of row numbers.
        units: Of each column, as a line below the names says; "" if it does not.
        rows: As long as the names.
    """

    names: tuple[str, ...]
    numbered: bool
    units: tuple[str, ...]
    rows: list[list[str]]
    above: int
    below: int
    named: bool
    said: tuple[Said, ...]


def find_table(lines: Lines, reading: Reading, last_line: int) -> Grid:
    """Find the table in lines of cells.

    Raises:
        ConfigError: If there are too few or too many rows or columns.
    """
    shape = _Shape(lines, reading, last_line)
    return shape.grid()


class _Shape:
    def __init__(self, lines: Lines, reading: Reading, last_line: int) -> None:
        self.reading, self.last_line = reading, last_line
        if reading.above is not None:
            lines = [each for each in lines if each[0] > reading.above]
        if reading.below is not None:
            lines = [each for each in lines if each[0] <= last_line - reading.below]
        if not lines:
            raise ConfigError(EMPTY)
        counts = Counter(width(cells) for _, cells in lines)
        self.width = max(counts, key=lambda count: (counts[count] * (count > 1), count))
        self.comments = [each for each in lines if self._is_comment(each[1])]
        self.lines = [each for each in lines if not self._is_comment(each[1])]
        if not self.lines:
            raise ConfigError(EMPTY)
        rows = [cells for _, cells in self.lines]
        step = max(1, len(rows) // _LOOKED_AT)
        self.sample = [row for row in rows[::step] if width(row) >= self.width - 1]
        self.numeric = [n for n in range(self.width) if self._is_numeric(n)]

    def _is_comment(self, cells: list[str]) -> bool:
        return bool(_COMMENT.match(cells[0])) and (width(cells) != self.width or self.width == 1)

    def _is_numeric(self, column: int) -> bool:
        cells = [row[column] for row in self.sample if column < len(row)]
        cells = [cell for cell in cells if not is_missing(cell)]
        return sum(map(is_value, cells)) > 0.6 * len(cells) if cells else False

    def _marks(self, row: Sequence[str]) -> tuple[int, int]:
        """Count numbers and texts where there should be numbers."""
        cells = [row[n] for n in self.numeric if n < len(row) and not is_missing(row[n])]
        numbers = sum(map(is_value, cells))
        return numbers, len(cells) - numbers

    def _is_body(self, row: Sequence[str]) -> bool:
        numbers, texts = self._marks(row)
        return texts < numbers or (texts == numbers and numbers > 0 and len(row) > 2)

    def _first(self) -> int:
        """Return the place of the first row."""
        if not self.numeric:
            wide = (n for n, (_, row) in enumerate(self.lines) if width(row) >= self.width - 1)
            return next(wide, 0) + 1
        rows = enumerate(self.lines[:_MOST_AROUND])
        return next((n for n, (_, row) in rows if self._is_body(row)), 0)

    def grid(self) -> Grid:
        first = self._first()
        name_at, unit_at = self._heading(first)
        if self.reading.names is False:
            name_at, unit_at, first = None, None, 0 if self.reading.above is not None else first
        elif name_at is None and self.reading.names:
            name_at, first = max(0, first - 1), max(1, first)
        end = self._end(first)
        start_line = self.lines[name_at if name_at is not None else first][0]
        heading = self.lines[name_at][1] if name_at is not None else []
        units = self.lines[unit_at][1] if unit_at is not None else []
        body = [row for _, row in self.lines[first:end]]
        if not heading and self.reading.names is None and self.comments:
            heading, start_line = self._commented(start_line)
        heading, body, shifted = self._fitted(heading, body)
        columns = len(heading)
        if columns > MAX_COLUMNS:
            raise ConfigError(
                f"The file has {columns:,} columns, but at most {MAX_COLUMNS} are allowed."
            )
        body, odd = _straight(body, columns, self)
        _check_rows(body)
        named = bool(any(heading))
        units = [*([""] if shifted else []), *units, *[""] * columns][:columns]
        names, notes = name_columns(heading, body, named)
        below = self.last_line - self.lines[end - 1][0] if end else 0
        above = start_line - 1
        said = (
            *skipped("above", self._count(0, start_line), "title line"),
            *([] if named else [Said("names", "no line of names")]),
            *([Said("", "one line of units")] if unit_at is not None else []),
            *skipped("below", len(self.lines) - end, "line at the end"),
            *odd,
            *notes,
        )
        kept = [n for n, name in enumerate(names) if name]
        return Grid(
            names=tuple(names[n] for n in kept),
            numbered=bool(heading) and not heading[0] and named,
            units=tuple(_bare_unit(units[n]) for n in kept),
            rows=[[row[n] for n in kept] for row in body],
            above=self.reading.above if self.reading.above is not None else above,
            below=self.reading.below if self.reading.below is not None else below,
            named=named,
            said=said,
        )

    def _count(self, start: int, line: int) -> int:
        return sum(1 for number, _ in self.lines if start <= number < line)

    def _commented(self, start_line: int) -> tuple[list[str], int]:
        """Return names that stand in a comment right above the rows, as NumPy writes them."""
        above = [each for each in self.comments if each[0] < start_line]
        number, cells = above[-1] if above else (0, [])
        cells = [re.sub(r"^(?:[#%]|//)\s*", "", cells[0]), *cells[1:]] if cells else []
        cells = cells if not cells or cells[0] else cells[1:]
        return (cells, number) if len(cells) == self.width else ([], start_line)

    def _heading(self, first: int) -> tuple[int | None, int | None]:
        """Return the places of the lines with names and with units."""
        above = self.lines[:first]
        told = self.reading.above is not None and above
        names = 0 if told else self._names_above(above)
        if names is None:
            row = self.lines[first][1] if first < len(self.lines) else []
            return (first, None) if self._may_be_names(row, first) else (None, None)
        unit = names + 1
        if unit < first and self._are_units(self.lines[unit][1]):
            return names, unit
        return names, None

    def _names_above(self, above: Lines) -> int | None:
        """Return the place of the names among lines above the first row."""
        if not above:
            return None
        least = max(1, self.width - 1, self.width // 2) if self.width < 4 else self.width // 2 + 1
        wide = [
            n
            for n, (_, row) in enumerate(above)
            if self._filled(row) >= least or width(row) >= max(2, self.width - 1)
        ]
        if not wide:
            return None
        last = wide[-1]
        run = [last]
        while run[0] - 1 in wide and above[run[0]][0] - above[run[0] - 1][0] == 1:
            run.insert(0, run[0] - 1)
        full = [n for n in run if width(above[n][1]) >= self.width - 1]
        run = full or run
        if len(run) > 1 and self._are_units(above[run[-1]][1]):
            return run[-2]
        twice = len(set(filter(None, above[run[0]][1]))) < self._filled(above[run[0]][1])
        return run[-1] if self.width == 2 or twice else run[0]

    @staticmethod
    def _filled(row: Sequence[str]) -> int:
        return sum(1 for cell in row if cell)

    def _may_be_names(self, row: Sequence[str], first: int) -> bool:
        """Tell whether a line of numbers names columns: of years, or counted from 0 or 1."""
        cells = [row[n] for n in self.numeric if n < len(row) and row[n]]
        if not cells or not all(re.fullmatch(r"\d{1,4}", cell) for cell in cells):
            return False
        numbers = [int(cell) for cell in cells]
        steps = {b - a for a, b in pairwise(numbers)}
        if numbers[0] in (0, 1) and len(numbers) > 2 and steps == {1}:
            return True
        texts = [n for n in range(len(row)) if n not in self.numeric and row[n]]
        repeated = any(
            row[n] == other[n]
            for n in texts
            for _, other in self.lines[first + 1 :]
            if n < len(other)
        )
        years = all(1800 <= number <= 2100 for number in numbers) and steps <= {1, 5, 10, -1}
        return (
            years
            and (len(numbers) > 1 or bool(texts))
            and not repeated
            and (bool(texts) or not row[0])
        )

    def _are_units(self, row: Sequence[str]) -> bool:
        """Tell whether a line below the names holds units."""
        cells = [cell for cell in row if cell]
        short = all(
            len(cell) <= _UNIT_LETTERS and not is_value(cell) for cell in cells if cell != "-"
        )
        return short and self._marks(row)[0] == 0 and bool(cells) and bool(self.numeric)

    def _end(self, first: int) -> int:
        """Return the place after the last row; a source, a note or a total is none."""
        end = len(self.lines)
        if self.reading.below is not None:
            return end
        while end > first + 1 and len(self.lines) - end < _MOST_AROUND:
            if not self._is_footer(end - 1, first):
                break
            end -= 1
        return end

    def _is_footer(self, place: int, first: int) -> bool:
        number, row = self.lines[place]
        text = next(cell for cell in row if cell)
        if is_total(text) and not is_value(text):
            return True
        filled = self._filled(row)
        gap = number - self.lines[place - 1][0] > 1
        gapless = (
            self.lines[first + 1][0] - self.lines[first][0] == 1 if first + 1 < place else True
        )
        numbers, texts = self._marks(row)
        if numbers == 0 and texts > 0:
            return True
        if filled == 1 and self.width > 1 and row[0] == text and not is_value(text):
            longest = max(len(other[0]) for other in self.sample)
            return len(text) > longest or ":" in text or (gap and gapless)
        return False

    def _fitted(
        self, heading: list[str], body: list[list[str]]
    ) -> tuple[list[str], list[list[str]], bool]:
        """Return the names, "" where one is missing, the rows, and whether a name was put first."""
        heading = heading[: width(heading)]
        if (
            heading
            and len(heading) == self.width - 1
            and sum(1 for row in body if len(row) == width(row) == self.width) > 0.9 * len(body)
        ):  # R leaves out the name of the rows' names
            return ["", *heading], body, True
        return heading + [""] * (self.width - len(heading)), body, False


def _straight(
    body: list[list[str]], columns: int, shape: _Shape
) -> tuple[list[list[str]], list[Said]]:
    """Return the rows with as many cells as names."""
    short = sum(1 for row in body if len(row) < columns)
    long = [row for row in body if width(row) > columns]
    bad = [row for row in long if shape._marks(row)[1]]
    rows = [
        row if len(row) == columns else (row + [""] * (columns - len(row)))[:columns]
        for row in body
        if width(row) <= columns or not shape._marks(row)[1]
    ]
    said = []
    if 0 < short < len(body):
        said.append(Said("", f"{counted(short, 'row')} that end early"))
    if len(long) > len(bad):
        said.append(Said("", f"{counted(len(long) - len(bad), 'row')} with a cell too many"))
    if bad:
        said.append(Said("", f"{counted(len(bad), 'row')} of too many cells left out"))
    return rows, said


def _check_rows(rows: Sequence[object]) -> None:
    if len(rows) > MAX_ROWS:
        raise ConfigError(TOO_MANY_ROWS)
    if len(rows) < MIN_ROWS:
        count = f"only {len(rows)} row{'s' * (len(rows) != 1)}" if rows else "no rows"
        raise ConfigError(
            f"The file has {count} below the names of its columns, but it needs at least "
            f"{MIN_ROWS}."
        )


def _bare_unit(text: str) -> str:
    text = text.strip("()[] ")
    return "" if is_missing(text) else text
