"""The text of a file as lines of cells, and which sign stands between them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nnplay.config import ConfigError
from nnplay.datasets.csv.reading import SEPARATORS
from nnplay.datasets.csv.values.dates import read_dates
from nnplay.datasets.csv.values.numerals import read_number
from nnplay.datasets.csv.values.words import is_missing

Lines = list[tuple[int, list[str]]]  # the number of a line in the file, from 1, and its cells
_LOOKED_AT = 100  # lines, of which one learns what separates cells
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?,*', re.IGNORECASE)  # Excel's own
_RULED = re.compile(r"[-=+|:_ \t]{3,}")
MAX_ROWS = 20_000
TOO_MANY_ROWS = f"The file has more than {MAX_ROWS:,} rows, the most allowed."
MOST_LINES = 2 * MAX_ROWS + 100  # a table may have gaps between its rows
MOST_CELLS = 1_000  # in a line, of which a file may hold a million
_LONGEST = 30  # lines that one cell may go on for


def split_lines(text: str, separator: str) -> Lines:
    """Split a text at a separator outside quotes; lines without a cell are passed over."""
    lines = text.split("\n")
    for quoting in ({"quotechar": _quote(text, separator)}, {"quoting": csv.QUOTE_NONE}):
        try:
            found = list(_records(lines, separator, **quoting))
        except csv.Error:
            continue
        if all(end - start < _LONGEST for start, end, _ in found):
            return [(start, cells) for start, _, cells in found if any(cells)]
    raise ConfigError("The file holds a cell of more than 100,000 letters, but that is too long.")


def _records(
    lines: Sequence[str], separator: str, **quoting: object
) -> Iterable[tuple[int, int, list[str]]]:
    if separator == "  ":
        lines, separator = [re.sub(" {2,}", "\x1f", line.strip()) for line in lines], "\x1f"
    elif separator == " ":
        lines = [line.replace("\t", " ").strip() for line in lines]
    # a line drawn below the names, or an empty one, keeps its number
    ended = ("\n" if _RULED.fullmatch(line) else line + "\n" for line in lines)
    reader = csv.reader(ended, delimiter=separator, skipinitialspace=True, **quoting)  # type: ignore[arg-type]
    start, lines_left = 1, MOST_LINES
    for record in reader:
        lines_left -= 1
        if not lines_left:
            raise ConfigError(TOO_MANY_ROWS)
        if len(record) > MOST_CELLS:
            raise ConfigError(f"Line {start:,} has {len(record):,} cells, but that is too many.")
        yield start, reader.line_num, [_bare(cell) for cell in record]
        start = reader.line_num + 1


def _bare(cell: str) -> str:
    """Return a cell without blanks and without the formula that keeps 007 a text."""
    cell = cell.strip()
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _quote(text: str, separator: str) -> str:
    """Return what stands around texts; an apostrophe only where it surely does."""
    head = text[:20_000]
    sign = re.escape(separator)
    around = len(re.findall(rf"(?:^|{sign})\s*'[^'\n]*'(?={sign}|$)", head, re.MULTILINE))
    return "'" if '"' not in head and around > head.count("\n") / 2 else '"'


def separator_line(text: str) -> str | None:
    found = _SEPARATOR_LINE.fullmatch(text.split("\n", 1)[0])
    return found[1] if found else None


def unwrapped(text: str) -> str:
    """Return a text of which every line is one quoted cell without those quotes."""
    lines = [line for line in text.split("\n")[:_LOOKED_AT] if line.strip()]
    if not all(re.fullmatch(r'"(?:[^"]|"")*"', line.strip()) for line in lines):
        return text
    cells = (line.strip()[1:-1].replace('""', '"') for line in text.split("\n"))
    return "\n".join(cells)


def find_separator(text: str) -> str:
    """Return what separates most lines into equally many cells that are numbers or short texts."""
    lines = [line for line in text.split("\n", 5 * _LOOKED_AT)[: 5 * _LOOKED_AT] if line.strip()]
    sample = "\n".join(lines[:_LOOKED_AT])
    return max((*SEPARATORS, *"~^"), key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> float:
    if separator not in sample:
        return 0.0
    try:
        rows = [cells for _, cells in split_lines(sample, separator)]
    except ConfigError:
        return 0.0
    if not rows:
        return 0.0
    widths = Counter(map(width, rows))
    usual = max(widths, key=lambda count: (widths[count] * (count > 1), count))
    if usual < 2:
        return 0.0
    fitting = [row for row in rows if width(row) == usual]
    # a row may end early, and names may be missing
    nearly = sum(1 for row in rows if 1 < width(row) < usual or len(row) == usual)
    share = (len(fitting) + 0.5 * (min(nearly, len(rows) - len(fitting)))) / len(rows)
    cells = [cell for row in fitting for cell in row if cell]
    likely = sum(likeliness(cell) for cell in cells) / len(cells)
    return share * likely * (0.8 if separator == " " else 0.85 if separator == "  " else 1)


def width(cells: Sequence[str]) -> int:
    """Return how many cells a line has, without empty ones at its end."""
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1]), 0)


@lru_cache(maxsize=20_000)
def likeliness(cell: str) -> float:
    """Return how likely it is that something is one cell, from 0 to 1."""
    if is_value(cell):
        return 1.0
    if re.search(r"[;\t|\"]|,(?! )", cell):
        return 0.25
    if re.match(r"[-+.\d]", cell) and " " in cell:
        return 0.15
    return 0.7 if len(cell) > 40 or ", " in cell else 0.85


@lru_cache(maxsize=20_000)
def is_value(cell: str) -> bool:
    """Tell whether a cell is a number, a date or a gap."""
    return is_missing(cell) or read_number(cell) is not None or read_dates([cell]) is not None
