"""The text of a file as named columns of cells."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nnplay.config import ConfigError
from nnplay.datasets.csv.decoding import EMPTY
from nnplay.datasets.csv.header import UNNAMED, names_of

MIN_ROWS, MAX_ROWS, MAX_COLUMNS = 5, 5_000, 40
SEPARATORS = ";\t|,"  # in this order if two fit equally: a comma may be a decimal comma
_IN_QUOTES = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)  # Excel's own
_COMMENT = re.compile(r"\s*#(?!\s*[,;\t|])")  # a column may be named #
_LINES_LOOKED_AT = 20


@dataclass(frozen=True)
class Columns:
    """The cells of a file, stripped, none of them read yet.

    Attributes:
        names: Of the columns, clean and different.
        cells: Those of each column, one a row.
        separator: What stands between the cells of a line.
        numbered: Whether the first column had no name, as programs leave that of row numbers.
    """

    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    separator: str
    numbered: bool


def split(text: str) -> Columns:
    """Split a text into columns; blank lines and comments after # are passed over.

    Raises:
        ConfigError: If there are too few or too many rows or columns, or a line does not fit.
    """
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if _holds_cells(line)), None)
    if start is None:
        raise ConfigError(EMPTY)
    separator = _separator_line(lines[0]) or _separator(lines[start : start + _LINES_LOOKED_AT])
    # counted before anything is split: a line may hold a million
    _check_columns(_IN_QUOTES.sub("", lines[start]).rstrip(f"{separator} ").count(separator) + 1)
    records = _records(lines, start, separator)
    header = next(records)[1]
    while header and not header[-1]:  # programs write separators without end
        header.pop()
    _check_columns(len(header))
    names = names_of(header)
    rows = _rows(records, len(names))
    cells = tuple(zip(*rows, strict=True))
    return Columns(names, cells, separator, numbered=names[0] == UNNAMED and not header[0])


def _holds_cells(line: str) -> bool:
    blank = not line.strip(f"{SEPARATORS} ")
    return not (blank or _COMMENT.match(line) or _separator_line(line))


def _separator_line(line: str) -> str | None:
    found = _SEPARATOR_LINE.fullmatch(line.strip(" "))
    return found[1] if found else None


def _separator(lines: Iterable[str]) -> str:
    """Return what the first line holds and most others hold as often."""
    bare = [_IN_QUOTES.sub("", line) for line in lines if line.strip()]

    def fit(separator: str) -> tuple[bool, int, int]:
        first, *others = (line.count(separator) for line in bare)
        return first > 0, others.count(first), first

    return max(SEPARATORS, key=fit)


def _check_columns(count: int) -> None:
    if count > MAX_COLUMNS:
        raise ConfigError(f"The file has {count:,} columns, but at most {MAX_COLUMNS} are allowed.")


def _records(lines: list[str], start: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record's cells and the number of its first line in the file."""
    ended = (line + "\n" for line in lines[start:])
    reader = csv.reader(ended, delimiter=separator, skipinitialspace=True, strict=True)
    line = start + 1
    try:
        for record in reader:
            yield line, [cell.strip() for cell in record]
            line = start + reader.line_num + 1
    except csv.Error as error:
        problem = "a quotation mark that is never closed or stands inside a value"
        if "field larger" in str(error):
            problem = "a cell of more than 100,000 letters or a quotation mark never closed"
        raise ConfigError(f"Line {line:,} has {problem}.") from None


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for line, cells in records:
        comment = bool(cells) and cells[0].startswith("#") and len(cells) != width
        if comment or not any(cells):
            continue
        if len(cells) < width or any(cells[width:]):
            raise ConfigError(_ragged(line, len(cells), width))
        rows.append(cells[:width])
        if len(rows) > MAX_ROWS:
            raise ConfigError(f"The file has more than {MAX_ROWS:,} rows, the most allowed.")
    if len(rows) < MIN_ROWS:
        count = f"only {len(rows)} row{'s' * (len(rows) != 1)}" if rows else "no rows"
        raise ConfigError(
            f"The file has {count} below the names of its columns, but it needs at least "
            f"{MIN_ROWS}."
        )
    return rows


def _ragged(line: int, count: int, width: int) -> str:
    values = f"{count:,} value{'s' * (count != 1)}"
    columns = f"{width} column{'s' * (width != 1)}"
    return f"Line {line:,} has {values}, but the first line of the table names {columns}."
