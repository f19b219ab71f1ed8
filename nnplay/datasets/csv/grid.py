"""Where in the lines of a file the table is: its names, its rows, and what is above and below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnplay.config import ConfigError
from nnplay.datasets.csv.decoding import EMPTY
from nnplay.datasets.csv.heading import Heading, find_heading
from nnplay.datasets.csv.lines import MAX_ROWS, TOO_MANY_ROWS, Lines, width
from nnplay.datasets.csv.reading import Reading, Remark
from nnplay.datasets.csv.shape import Shape
from nnplay.datasets.csv.wording import column_name, quoted, shown
from nnplay.datasets.csv.words import is_missing
from nnplay.numbers import count

MIN_ROWS, MAX_COLUMNS = 5, 200
_MOST_BELOW = 40  # lines below the last row
_UNNAMED = "row"  # the first column, where programs write row numbers without a name


@dataclass(frozen=True)
class Grid:
    """The cells of a table, as they are in the file.

    Attributes:
        names: Names of the columns, cleaned and all different.
        units: The unit of each column in a line below the names, or "".
        rows: One cell for each name.
        reading: What was given, with `above`, `below` and `names` as they were found.
        remarks: Phrases about what was found.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    rows: list[list[str]]
    reading: Reading
    remarks: tuple[Remark, ...]


def find_table(lines: Lines, reading: Reading) -> Grid:
    """Find the table in lines of cells.

    Raises:
        ConfigError: If there are too few or too many rows or columns.
    """
    last = lines[-1][0] if lines else 0
    low, high = reading.above or 0, last - (reading.below or 0)
    lines = [each for each in lines if low < each[0] <= high]
    if not lines:
        raise ConfigError(EMPTY)
    shape = Shape(lines)
    comments = [each for each in lines if shape.is_comment(each[1])]
    lines = [each for each in lines if not shape.is_comment(each[1])]
    if not lines:
        raise ConfigError(EMPTY)
    heading = find_heading(lines, comments, shape, reading)
    end = len(lines) if reading.below is not None else _end(lines, heading.first, shape)
    body = [row for _, row in lines[heading.first : end]]
    named = any(heading.names)
    own, units = _all_names(heading, body, shape)
    body, about_rows = _of_one_length(body, len(own), shape)
    _check_rows(body)
    names, about_names = _different_names(own, body, named=named)
    kept = [index for index, name in enumerate(names) if name]
    remarks = (
        *_counted("above", heading.start, "title line"),
        *([] if named else [Remark("names", "no line of names")]),
        *([Remark("", "1 line of units")] if heading.units else []),
        *_counted("", heading.skipped, "line", " below the names"),
        *_counted("below", len(lines) - end, "line", " at the end"),
        *about_rows,
        *about_names,
    )
    start = heading.comment or lines[min(heading.start, len(lines) - 1)][0]
    return Grid(
        names=tuple(names[index] for index in kept),
        units=tuple(units[index] for index in kept),
        rows=[[row[index] for index in kept] for row in body],
        reading=replace(reading, above=start - 1, below=last - lines[end - 1][0], names=named),
        remarks=remarks,
    )


def _end(lines: Lines, first: int, shape: Shape) -> int:
    """Return the index after the last row."""
    end = len(lines)
    dense = first + 1 < end and lines[first + 1][0] - lines[first][0] == 1
    while first + 1 < end and len(lines) - end < _MOST_BELOW:
        number, row = lines[end - 1]
        if not shape.is_note(row, apart=dense and number - lines[end - 2][0] > 1):
            break
        end -= 1
    return end


def _all_names(
    heading: Heading, body: Sequence[Sequence[str]], shape: Shape
) -> tuple[list[str], list[str]]:
    """Return a name and a unit of every column, "" where there is none."""
    own, units = list(heading.names), list(heading.units)
    own = own[: width(own)]
    whole = sum(1 for row in body if len(row) == width(row) == shape.width)
    if own and len(own) == shape.width - 1 and whole > 0.9 * len(body):
        own, units = ["", *own], ["", *units]  # R writes no name above the names of the rows
    own += [""] * (shape.width - len(own))
    if len(own) > MAX_COLUMNS:
        raise ConfigError(
            f"The table has {len(own):,} columns, but at most {MAX_COLUMNS} are allowed."
        )
    bare = [shown(text.strip("()[] ")) for text in (units + [""] * len(own))[: len(own)]]
    return [*map(column_name, own)], ["" if is_missing(unit) else unit for unit in bare]


def _of_one_length(
    body: list[list[str]], columns: int, shape: Shape
) -> tuple[list[list[str]], list[Remark]]:
    """Return the rows with one cell per column, and remarks on those that had more or fewer."""
    long = [width(row) > columns for row in body]
    bad = [is_long and shape.counts(row)[1] > 0 for row, is_long in zip(body, long, strict=True)]
    short = sum(1 for row in body if len(row) < columns)
    rows = [
        (row + [""] * columns)[:columns]
        for row, is_bad in zip(body, bad, strict=True)
        if not is_bad
    ]
    remarks = [
        *_counted("", short * (short < len(body)), "row", " without the last cells", ""),
        *_counted("", sum(long) - sum(bad), "row", " with too many cells", "cut"),
        *_counted("", sum(bad), "row", " with too many cells", "left out"),
    ]
    return rows, remarks


def _counted(
    field: str, number: int, noun: str, where: str = "", how: str = "skipped"
) -> list[Remark]:
    """Return a remark such as "2 lines at the end skipped", none if the number is 0."""
    return [Remark(field, f"{count(number, noun)}{where} {how}".rstrip())] if number else []


def _check_rows(rows: Sequence[object]) -> None:
    if len(rows) > MAX_ROWS:
        raise ConfigError(TOO_MANY_ROWS)
    if len(rows) < MIN_ROWS:
        few = f"only {count(len(rows), 'row')}" if rows else "no rows"
        raise ConfigError(
            f"The table has {few} below the names of its columns, but it needs at least {MIN_ROWS}."
        )


def _different_names(
    own: Sequence[str], body: Sequence[Sequence[str]], *, named: bool
) -> tuple[list[str], list[Remark]]:
    """Return a name for every column, "" for an empty one that has none, and remarks."""
    names: list[str] = []
    twice, unnamed, empty = [], [], 0
    for index, name in enumerate(own):
        if not name and all(is_missing(row[index]) for row in body):
            empty += 1
            names.append("")
            continue
        if not name:
            name = _UNNAMED if index == 0 and named else f"column {index + 1}"
            unnamed.append(name)
        first, number = name, 2
        while name in names or (name != first and name in own):
            name, number = f"{first} {number}", number + 1
        if name != first:
            twice.append(quoted(name))
        names.append(name)
    if not named or unnamed == [_UNNAMED]:
        unnamed = []
    remarks = _counted("", len(unnamed), "column", " without a name", "")
    if twice:
        remarks.append(Remark("", f"a name that was there twice is now {', '.join(twice[:3])}"))
    return names, remarks + _counted("", empty, "empty column", " passed over", "")
