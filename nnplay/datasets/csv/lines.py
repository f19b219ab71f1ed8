"""The text of a file as lines of cells, and the separator between these."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nnplay.config import ConfigError
from nnplay.datasets.csv.dates import read_dates
from nnplay.datasets.csv.numerals import read_number
from nnplay.datasets.csv.reading import SEPARATORS
from nnplay.datasets.csv.words import is_missing

Lines = list[tuple[int, list[str]]]  # the number of a line in the file, from 1, and its cells
MAX_ROWS = 20_000
TOO_MANY_ROWS = f"The table has more than {MAX_ROWS:,} rows, the most allowed."
_MOST_LINES = 2 * MAX_ROWS + 100  # a table may have gaps between its rows
_MOST_CELLS = 1_000  # in a line, of which a file may hold a million
_LONGEST = 30  # lines that one record may have
_LOOKED_AT = 100  # lines to find the separator in
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?,*', re.IGNORECASE)  # Excel's own
_RULED = re.compile(r"[-=+|:_ \t]{3,}")
# weights of separators that are often inside cells, too
_RARELY = {" ": 0.8, "  ": 0.85}


def lines_of(text: str, separator: str | None) -> tuple[Lines, str]:
    """Return the lines of a text as cells, and the separator, which is found if it is None."""
    text = _unwrapped(text)
    first, _, rest = text.partition("\n")
    if said := _SEPARATOR_LINE.fullmatch(first):
        text, separator = f"\n{rest}", separator or said[1]  # the lines keep their numbers
    separator = separator or _find_separator(text)
    return _split(text, separator), separator


def _unwrapped(text: str) -> str:
    """Return the text; if every line of it is one quoted cell, without these quotes."""
    lines = [line for line in text.split("\n")[:_LOOKED_AT] if line.strip()]
    if not all(re.fullmatch(r'"(?:[^"]|"")*"', line.strip()) for line in lines):
        return text
    return "\n".join(line.strip()[1:-1].replace('""', '"') for line in text.split("\n"))


def _find_separator(text: str) -> str:
    """Return the separator by which most lines have equally many cells, numbers or short texts."""
    lines = [line for line in text.split("\n", 5 * _LOOKED_AT)[: 5 * _LOOKED_AT] if line.strip()]
    sample = "\n".join(lines[:_LOOKED_AT])
    return max((*SEPARATORS, *"~^"), key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> float:
    """Return how well a separator fits: how many lines have its width, and how likely cells."""
    if separator not in sample:
        return 0.0
    try:
        rows = [cells for _, cells in _split(sample, separator)]
    except ConfigError:
        return 0.0
    usual = usual_width(rows) if rows else 0
    if usual < 2:
        return 0.0
    fitting = [row for row in rows if width(row) == usual]
    # a row may end early, and names may be missing
    nearly = sum(1 for row in rows if 1 < width(row) < usual or len(row) == usual)
    share = (len(fitting) + 0.5 * (min(nearly, len(rows) - len(fitting)))) / len(rows)
    cells = [cell for row in fitting for cell in row if cell]
    likely = sum(_likeliness(cell) for cell in cells) / len(cells)
    return share * likely * _RARELY.get(separator, 1)


def _split(text: str, separator: str) -> Lines:
    """Split a text at a separator outside quotes; lines of empty cells are left out."""
    lines = text.split("\n")
    for quoting in ({"quotechar": _quote(text, separator)}, {"quoting": csv.QUOTE_NONE}):
        try:
            found = list(_records(lines, separator, **quoting))
        except csv.Error:
            continue
        if all(end - start < _LONGEST for start, end, _ in found):
            return [(start, cells) for start, _, cells in found if any(cells)]
    raise ConfigError("The table holds a cell of more than 100,000 letters, but that is too long.")


def _quote(text: str, separator: str) -> str:
    """Return the quotation mark around texts; an apostrophe only if there surely are such."""
    head = text[:20_000]
    sign = re.escape(separator)
    around = len(re.findall(rf"(?:^|{sign})\s*'[^'\n]*'(?={sign}|$)", head, re.MULTILINE))
    return "'" if '"' not in head and around > head.count("\n") / 2 else '"'


def _records(
    lines: Sequence[str], separator: str, **quoting: object
) -> Iterable[tuple[int, int, list[str]]]:
    """Yield the first and the last line and the cells of each record."""
    if separator == "  ":
        lines, separator = [re.sub(" {2,}", "\x1f", line.strip()) for line in lines], "\x1f"
    elif separator == " ":
        lines = [line.replace("\t", " ").strip() for line in lines]
    # a line of dashes below the names becomes empty, so that the others keep their numbers
    ended = ("\n" if _RULED.fullmatch(line) else line + "\n" for line in lines)
    reader = csv.reader(ended, delimiter=separator, skipinitialspace=True, **quoting)  # type: ignore[arg-type]
    start = 1
    for number, record in enumerate(reader, start=1):
        if number == _MOST_LINES:
            raise ConfigError(TOO_MANY_ROWS)
        if len(record) > _MOST_CELLS:
            raise ConfigError(f"Line {start:,} has {len(record):,} cells, but that is too many.")
        yield start, reader.line_num, [_bare(cell) for cell in record]
        start = reader.line_num + 1


def _bare(cell: str) -> str:
    """Return a cell without blanks around it and without the formula that keeps 007 a text."""
    cell = cell.strip()
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def width(cells: Sequence[str]) -> int:
    """Return how many cells a line has, without empty ones at its end."""
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1]), 0)


def usual_width(rows: Iterable[Sequence[str]]) -> int:
    """Return how many cells most lines have."""
    counts = Counter(map(width, rows))
    return max(counts, key=lambda count: (counts[count] * (count > 1), count))


@lru_cache(maxsize=20_000)
def is_value(cell: str) -> bool:
    """Tell whether a cell is a number, a date or a gap."""
    return is_missing(cell) or read_number(cell) is not None or read_dates([cell]) is not None


@lru_cache(maxsize=20_000)
def _likeliness(cell: str) -> float:
    """Return how likely a text is one cell and not several, from 0 to 1."""
    if is_value(cell):
        return 1.0
    if re.search(r"[;\t|\"]|,(?! )", cell):
        return 0.25
    if re.match(r"[-+.\d]", cell) and " " in cell:
        return 0.15
    return 0.7 if len(cell) > 40 or ", " in cell else 0.85
