"""Where in the lines of a file the table is: its names, its rows, and what is above and below."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnplay.config import ConfigError
from nnplay.datasets.csv.file.decoding import EMPTY
from nnplay.datasets.csv.file.heading import Heading, find_heading, is_comment
from nnplay.datasets.csv.file.lines import MAX_ROWS, TOO_MANY_ROWS, Lines, width
from nnplay.datasets.csv.file.names import name_columns
from nnplay.datasets.csv.file.shape import Shape
from nnplay.datasets.csv.reading import Reading, Said, counted, skipped
from nnplay.datasets.csv.values.words import is_missing
from nnplay.datasets.csv.wording import shown

MIN_ROWS, MAX_COLUMNS = 5, 200
_MOST_BELOW = 40  # lines below the last row


@dataclass(frozen=True)
class Grid:
    """The cells of a table, none of them read yet.

    Attributes:
        names: Of the columns, clean and different.
        numbered: Whether the first column had no name, as programs leave that of row numbers.
        units: Of each column, as a line below the names says; "" if it does not.
        rows: As long as the names.
        above: Lines of the file before the names, or the rows if there are none.
        below: Lines of the file after the last row.
        named: Whether there is a line of names.
        said: What is to be told.
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
    """Find the table in lines of cells, the file's last line having this number.

    Raises:
        ConfigError: If there are too few or too many rows or columns.
    """
    low = reading.above or 0
    high = last_line - (reading.below or 0)
    lines = [each for each in lines if low < each[0] <= high]
    if not lines:
        raise ConfigError(EMPTY)
    shape = Shape(lines)
    comments = [each for each in lines if is_comment(each[1], shape)]
    lines = [each for each in lines if not is_comment(each[1], shape)]
    if not lines:
        raise ConfigError(EMPTY)
    heading = find_heading(lines, comments, shape, reading)
    end = len(lines) if reading.below is not None else _end(lines, heading.first, shape)
    return _grid(lines, heading, end, shape, last_line)


def _end(lines: Lines, first: int, shape: Shape) -> int:
    """Return the place after the last row."""
    end = len(lines)
    dense = first + 1 < end and lines[first + 1][0] - lines[first][0] == 1
    while first + 1 < end and len(lines) - end < _MOST_BELOW:
        number, row = lines[end - 1]
        if not shape.is_note(row, apart=dense and number - lines[end - 2][0] > 1):
            break
        end -= 1
    return end


def _grid(lines: Lines, heading: Heading, end: int, shape: Shape, last_line: int) -> Grid:
    body = [row for _, row in lines[heading.first : end]]
    own, units = list(heading.names), list(heading.units)
    own = own[: width(own)]
    whole = sum(1 for row in body if len(row) == width(row) == shape.width)
    if own and len(own) == shape.width - 1 and whole > 0.9 * len(body):
        own, units = ["", *own], ["", *units]  # R leaves out the name of the rows' names
    own += [""] * (shape.width - len(own))
    columns = len(own)
    if columns > MAX_COLUMNS:
        raise ConfigError(
            f"The file has {columns:,} columns, but at most {MAX_COLUMNS} are allowed."
        )
    body, odd = _straight(body, columns, shape)
    _check_rows(body)
    named = any(own)
    names, notes = name_columns(own, body, named)
    kept = [place for place, name in enumerate(names) if name]
    units += [""] * columns
    said = (
        *skipped("above", heading.start, "title line"),
        *([] if named else [Said("names", "no line of names")]),
        *([Said("", "one line of units")] if heading.units else []),
        *skipped("", heading.skipped, "line", " below the names"),
        *skipped("below", len(lines) - end, "line", " at the end"),
        *odd,
        *notes,
    )
    return Grid(
        names=tuple(names[place] for place in kept),
        numbered=named and not own[0],
        units=tuple(_bare_unit(units[place]) for place in kept),
        rows=[[row[place] for place in kept] for row in body],
        above=heading.line - 1,
        below=last_line - lines[end - 1][0],
        named=named,
        said=said,
    )


def _straight(
    body: list[list[str]], columns: int, shape: Shape
) -> tuple[list[list[str]], list[Said]]:
    """Return the rows with as many cells as names, and what is to be told of others."""
    short = sum(1 for row in body if len(row) < columns)
    rows, cut, bad = [], 0, 0
    for row in body:
        if width(row) > columns:
            if shape.marks(row)[1]:
                bad += 1
                continue
            cut += 1
        rows.append(row if len(row) == columns else (row + [""] * (columns - len(row)))[:columns])
    said = []
    if 0 < short < len(body):
        said.append(Said("", f"{counted(short, 'row')} without the last cells"))
    if cut:
        said.append(Said("", f"{counted(cut, 'row')} with too many cells cut"))
    if bad:
        said.append(Said("", f"{counted(bad, 'row')} with too many cells left out"))
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
    text = shown(text.strip("()[] "))
    return "" if is_missing(text) else text
