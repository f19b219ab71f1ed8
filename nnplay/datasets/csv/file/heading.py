"""The names of columns and their units, in the lines above the first row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nnplay.datasets.csv.file.lines import Lines, width
from nnplay.datasets.csv.file.shape import Shape, filled
from nnplay.datasets.csv.reading import Reading

MOST_ABOVE = 40  # lines above the first row
_SIGN = re.compile(r"(?:[#%@]|//)\s*")


@dataclass(frozen=True)
class Heading:
    """What stands above the rows.

    Attributes:
        first: The place of the first row.
        start: The place of the first line that belongs to the table.
        line: The number of that line in the file.
        names: Of the columns; () if no line has them.
        units: Below the names; () if no line has them.
        skipped: Lines between the names and the first row that are neither.
    """

    first: int
    start: int
    line: int
    names: Sequence[str] = ()
    units: Sequence[str] = ()
    skipped: int = field(default=0)


def is_comment(cells: Sequence[str], shape: Shape) -> bool:
    """Tell whether a line is one; a column may be named #."""
    odd = width(cells) != shape.width or shape.width == 1
    return odd and _SIGN.match(cells[0]) is not None


def find_heading(lines: Lines, comments: Lines, shape: Shape, reading: Reading) -> Heading:
    """Find the names among lines without comments, or in the last comment, as NumPy writes them."""
    first = shape.first_row(lines, MOST_ABOVE)
    told = reading.above is not None
    repeated = reading.names is None and not shape.numeric and _stand_below(lines, first - 1)
    if reading.names is False or repeated:
        first = 0 if told else first - (not shape.numeric)  # of texts alone, the names look as rows
        return Heading(first, first, lines[first][0])
    named = _named(lines[:first], shape, told)
    if named:
        return named
    if first < len(lines) and shape.are_names(lines, first):
        return Heading(first + 1, first, lines[first][0], lines[first][1])
    at = lines[min(first, len(lines) - 1)][0]
    commented = _commented([each for each in comments if each[0] < at], shape)
    if commented:
        return Heading(first, first, *commented)
    if reading.names:
        start = max(0, first - 1)
        return Heading(start + 1, start, lines[start][0], lines[start][1])
    return Heading(first, first, at)


def _stand_below(lines: Lines, place: int) -> bool:
    """Tell whether each cell of a line stands below it again: it is a row of texts, no names."""
    rows = [row for _, row in lines[place + 1 :]]
    columns = enumerate(lines[place][1])
    return all(any(row[n : n + 1] == [cell] for row in rows) for n, cell in columns)


def _commented(comments: Lines, shape: Shape) -> tuple[int, Sequence[str]] | None:
    if not comments:
        return None
    number, cells = comments[-1]
    cells = [_SIGN.sub("", cells[0], count=1), *cells[1:]]
    cells = cells if cells[0] else cells[1:]
    return (number, cells) if len(cells) == shape.width else None


def _named(above: Lines, shape: Shape, told: bool) -> Heading | None:
    """Return the heading in the lines above the first row, if one of them has names.

    Args:
        told: Whether the first of them is known to have.
    """
    run = list(range(len(above))) if told else _last_block(above, shape)
    if not run:
        return None
    rows, first = [row for _, row in above], len(above)
    pair = [rows[n] for n in run[-2:]]
    if len(pair) > 1 and shape.are_units(pair[1]) and filled(pair[0]) >= filled(pair[1]):
        name = run[-2]
        return Heading(first, name, above[name][0], pair[0], pair[1])
    most = max(filled(rows[n]) for n in run)
    name = run[0] if told else next(n for n in run if filled(rows[n]) == most)
    if shape.width == 2 and not told:
        name = run[-1]  # what is above it may be pairs of a word and its value
    if name + 1 in run and _is_group(rows[name], rows[name + 1]):
        name += 1
    upper = name - 1
    if upper >= 0 and filled(rows[upper]) > 1 and _is_twice(rows[name]):
        return Heading(first, upper, above[upper][0], _joined(rows[upper], rows[name]))
    return Heading(first, name, above[name][0], rows[name], skipped=first - name - 1)


def _last_block(above: Lines, shape: Shape) -> list[int]:
    """Return the places of the last lines that could be names, no empty line between them."""
    least = max(1, shape.width - 1) if shape.width < 4 else shape.width // 2 + 1
    wide = [
        n
        for n, (_, row) in enumerate(above)
        if filled(row) >= least or width(row) >= max(2, shape.width - 1)
    ]
    run = wide[-1:]
    while run and run[0] - 1 in wide and above[run[0]][0] - above[run[0] - 1][0] == 1:
        run.insert(0, run[0] - 1)
    return run


def _is_group(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether a line names groups of columns, and the one below it the columns."""
    if _is_twice(upper):
        return filled(lower) >= filled(upper)
    return _is_twice(lower) and 1 < filled(upper) < filled(lower)


def _is_twice(row: Sequence[str]) -> bool:
    named = [cell for cell in row if cell]
    return len(set(named)) < len(named)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return names of two lines, each of the upper for all cells up to the next."""
    names, group = [], ""
    for place, cell in enumerate(lower):
        group = (upper[place] if place < len(upper) else "") or group
        names.append(f"{group} {cell}".strip())
    return names
