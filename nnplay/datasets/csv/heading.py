"""The names of columns and their units, in the lines above the first row."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnplay.datasets.csv.lines import Lines, width
from nnplay.datasets.csv.reading import Reading
from nnplay.datasets.csv.shape import Shape, filled


@dataclass(frozen=True)
class Heading:
    """What is above the rows of a table.

    Attributes:
        first: The index of the first row among the lines.
        start: The index of the first line of the table.
        names: Names of the columns; () if no line has them.
        units: Units in a line below the names; () if no line has them.
        skipped: How many lines between the names and the first row are neither.
        comment: The number of the comment that has the names, or None.
    """

    first: int
    start: int
    names: Sequence[str] = ()
    units: Sequence[str] = ()
    skipped: int = 0
    comment: int | None = None


def find_heading(lines: Lines, comments: Lines, shape: Shape, reading: Reading) -> Heading:
    """Find the names among lines without comments, or in the last comment above the rows."""
    first = shape.first_row(lines)
    given = reading.above is not None
    repeated = reading.names is None and not shape.numeric and _occurs_below(lines, first - 1)
    if reading.names is False or repeated:
        # in a table of texts alone, `first_row` takes the first line for the names
        first = 0 if given else first - (not shape.numeric)
        return Heading(first, first)
    if named := _named(lines[:first], shape, given=given):
        return named
    if first < len(lines) and shape.are_names(lines, first):
        return Heading(first + 1, first, lines[first][1])
    at = lines[min(first, len(lines) - 1)][0]
    for number, row in [each for each in comments if each[0] < at][-1:]:
        if names := shape.names_in(row):
            return Heading(first, first, names, comment=number)
    if reading.names:
        start = max(0, first - 1)
        return Heading(start + 1, start, lines[start][1])
    return Heading(first, first)


def _occurs_below(lines: Lines, index: int) -> bool:
    """Tell whether each cell of a line occurs below it again, as in a row but not in names."""
    rows = [row for _, row in lines[index + 1 :]]
    columns = enumerate(lines[index][1])
    return all(any(row[n : n + 1] == [cell] for row in rows) for n, cell in columns)


def _named(above: Lines, shape: Shape, *, given: bool) -> Heading | None:
    """Return the heading in the lines above the first row, if one of them has names.

    Args:
        given: Whether the first of them is known to have them.
    """
    block = list(range(len(above))) if given else _last_block(above, shape)
    if not block:
        return None
    rows, first = [row for _, row in above], len(above)
    last = block[-1]
    if len(block) > 1 and shape.are_units(rows[last]):
        names = block[-2]
        if filled(rows[names]) >= filled(rows[last]):
            return Heading(first, names, rows[names], rows[last])
    if given:
        names = block[0]
    elif shape.width == 2:
        names = last  # lines above it may be pairs of a word and its value
    else:
        names = max(block, key=lambda index: filled(rows[index]))
    if names + 1 in block and _is_group(rows[names], rows[names + 1]):
        names += 1
    if names > 0 and filled(rows[names - 1]) > 1 and _is_twice(rows[names]):
        return Heading(first, names - 1, _joined(rows[names - 1], rows[names]))
    return Heading(first, names, rows[names], skipped=first - names - 1)


def _last_block(above: Lines, shape: Shape) -> list[int]:
    """Return the indices of the last lines that could be names, no empty line between them."""
    least = max(1, shape.width - 1) if shape.width < 4 else shape.width // 2 + 1
    block: list[int] = []
    for index in reversed(range(len(above))):
        number, row = above[index]
        if filled(row) < least and width(row) < max(2, shape.width - 1):
            if block:
                break
        elif block and above[block[0]][0] - number != 1:
            break
        else:
            block.insert(0, index)
    return block


def _is_group(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether a line names groups of columns, and the one below it the columns."""
    if _is_twice(upper):
        return filled(lower) >= filled(upper)
    return _is_twice(lower) and 1 < filled(upper) < filled(lower)


def _is_twice(row: Sequence[str]) -> bool:
    named = [cell for cell in row if cell]
    return len(set(named)) < len(named)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return the names in two lines; a name in the upper line goes on up to the next."""
    names, group = [], ""
    for index, cell in enumerate(lower):
        group = (upper[index] if index < len(upper) else "") or group
        names.append(f"{group} {cell}".strip())
    return names
