"""One column of a file: numbers, classes, dates, or nothing to learn from."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.cells import Cells
from nnplay.datasets.csv.dates import read_dates
from nnplay.datasets.csv.numerals import FLAGS, unit_of
from nnplay.datasets.csv.reading import PARTS
from nnplay.datasets.csv.wording import MAX_TEXT, plain, quoted, shown
from nnplay.datasets.csv.words import YES_NO
from nnplay.numbers import digits

MAX_CLASSES, MAX_TEXTS = 10, 40
_MOST_WAYS = 20  # to write yes, no and gaps in one column
_MOSTLY = 0.8  # share of numbers from which on the other words are gaps
_MOST_WORDS = 3  # among numbers
_FEW = 0.75  # different texts per row, up to which they are classes
_LARGEST = float(np.finfo("float32").max)
_MOST_CODES = 3  # for missing values at either end, as 97, 98 and 99
_FAR = 2  # a code lies farther from all others than so many times their range
_CODE = re.compile(r"-?(?:(\d)\1+|9+[6-9])")  # as -9999, 98 or 888
_FLAWS = {"row name": "names the rows", "free text": "holds free text", "empty": "is empty"}


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a file.

    Attributes:
        kind: One of `KINDS`.
        values: One per row, float64 or texts.
        unit: The unit of its numbers, "" if unknown.
        note: A phrase with what else the learner should know of it, or "".
        words: The words for no, which is 0, and yes, which is 1; None for other kinds.
    """

    name: str
    kind: str
    values: pd.Series
    unit: str = ""
    note: str = ""
    words: tuple[str, str] | None = None

    @cached_property
    def missing(self) -> int:
        """How many values are missing."""
        return int(self.values.isna().sum())

    @cached_property
    def too_large(self) -> bool:
        """Whether it holds a number that the network can't take."""
        return self.values.dtype == "float64" and bool((self.values.abs() > _LARGEST).any())

    @cached_property
    def flaw(self) -> str:
        """Why nothing can be learned from it, to be read after its name; "" if something can."""
        if self.kind in _FLAWS or self.too_large:
            return _FLAWS.get(self.kind, self.note)
        return "holds one value in every row" if distinct(self.values) == 1 else ""

    @cached_property
    def texts(self) -> pd.Series:
        """The values, yes and no in their words."""
        return self.values.map(dict(enumerate(self.words))) if self.words else self.values

    @cached_property
    def may_be_classes(self) -> bool:
        """Whether it can be predicted as classes: texts, or 2 to 10 whole numbers."""
        values = self.values.dropna()
        if values.dtype == "float64" and (values % 1 != 0).any():
            return False
        return 2 <= values.nunique() <= MAX_CLASSES

    @cached_property
    def are_classes(self) -> bool:
        """Whether predicting classes is suggested: for texts, yes or no, or numbers of classes.

        Whole numbers are numbers of classes if there are two different ones, or at most ten from 0
        or 1 on without a gap, each three times or more.
        """
        if not self.may_be_classes or self.kind == "yes/no" or self.values.dtype != "float64":
            return self.may_be_classes
        counts = self.values.value_counts().sort_index()
        first, steps = counts.index[0], np.diff(counts.index)
        from_start = first in (0, 1) and bool((steps == 1).all())
        return len(counts) == 2 or (from_start and int(counts.min()) >= 3)


def distinct(values: pd.Series) -> int:
    """Return how many different values there are in float32, in which the network computes."""
    return (values.astype("float32") if values.dtype == "float64" else values).nunique()


def read_column(cells: Cells, decimal: Mapping[str, bool], kind: str | None) -> Column:
    """Read a column as the given kind, or find out which it is.

    Args:
        decimal: Whether point and comma are decimal marks where they could also stand between
            thousands.

    Raises:
        ConfigError: If it can't be of the given kind.
    """
    if not cells.present:
        column: Column | None = Column(cells.name, "empty", cells.series({}, "object"), cells.unit)
    elif kind is None:
        column = _dates(cells) or _yes_no(cells) or _numbers(cells, decimal) or _texts(cells)
    elif kind in ("number", "row number"):
        column = _numbers(cells, decimal, given=True)
    elif kind == "date" or kind in PARTS:
        column = _dates(cells) if kind == "date" else _part_of_dates(cells, kind)
    else:
        column = _yes_no(cells, given=True) if kind == "yes/no" else _texts(cells)
    if column is None:
        odd = [cell for cell in cells.present if cell not in cells.numbers] or cells.present
        raise ConfigError(
            f"The column {quoted(cells.name)} can't be read as {kind}, as it holds "
            f"{quoted(odd[0])}."
        )
    # ask again what was answered before, so that the answer can be changed
    asked = {doubt.word for doubt in cells.doubts}
    for word in sorted(cells.answers.keys() & cells.counts.keys() - asked):
        cells.ask(word, assumed=False)
    return column if kind is None or not cells.present else replace(column, kind=kind)


def _numbers(cells: Cells, decimal: Mapping[str, bool], *, given: bool = False) -> Column | None:
    others = [cell for cell in cells.known if cell not in cells.numbers]
    unit = unit_of(cells.numbers, cells.counts)
    if not cells.numbers:
        return None
    if not given and (
        cells.rows(cells.numbers) < _MOSTLY * cells.rows(cells.known)
        or len(others) > _MOST_WORDS
        or unit is None
        or any(cells.answers.get(word) is False for word in others)
        or _are_codes(cells.known)
    ):
        return None
    for word in others[:_MOST_WORDS]:
        cells.ask(word, assumed=True)
    decimal = {**decimal, **cells.proven}
    values = {cell: number.value(decimal) for cell, number in cells.numbers.items()}
    for code in _codes(cells, values):
        del values[code]
    flags = unit in (None, FLAGS)
    note = "marks behind some numbers are ignored" if flags else ""
    unit = cells.unit or ("" if flags else shown(unit or ""))
    column = Column(cells.name, "number", cells.series(values), unit, note)
    if column.too_large:
        note = f"holds a number above {digits(_LARGEST, 2)}, too large for the network"
    return replace(column, note=note)


def _are_codes(cells: Sequence[str]) -> bool:
    """Tell whether cells are digits of one length, some with leading zeros, as postcodes are."""
    one_length = len({*map(len, cells)}) == 1 and len(cells[0]) > 3
    return one_length and all(map(str.isdecimal, cells)) and min(cells) < "1"


def _codes(cells: Cells, values: Mapping[str, float]) -> list[str]:
    """Ask about numbers far outside all others, and return those that mean a missing value."""
    found = []
    for code in _outside(set(values.values())):
        words = [cell for cell, value in values.items() if value == code]
        is_code = code % 1 == 0 and _CODE.fullmatch(str(int(code))) is not None
        if cells.rows(words) > 1 or (is_code and abs(code) > 900):
            found += [word for word in words if cells.ask(word, assumed=is_code)]
    return found


def _outside(different: Collection[float]) -> list[float]:
    """Return the numbers that are far outside all others, as -9999."""
    found: list[float] = []
    for sign in (1, -1):
        numbers = sorted(sign * number for number in different)
        for count in range(1, min(_MOST_CODES, len(numbers) - 3) + 1):
            rest = numbers[:-count]
            if numbers[-count] - rest[-1] > _FAR * (rest[-1] - rest[0]):
                found += [sign * number for number in numbers[-count:]]
                break
    return found


def _dates(cells: Cells) -> Column | None:
    if len(cells.numbers) == len(cells.known) or (found := read_dates(cells.known)) is None:
        return None
    values = dict(zip(cells.known, map(float, found[0]), strict=True))
    return Column(cells.name, "date", cells.series(values), found[1])


def _part_of_dates(cells: Cells, part: str) -> Column | None:
    """Read dates as names of months or weekdays, or as hours of the day."""
    column = _dates(cells)
    if column is None or (part != "hour" and column.unit != "days"):
        return None
    values = column.values
    if part == "hour":
        hours = values % 1 * 24 if column.unit == "days" else values
        return replace(column, unit="h", values=hours.round(9))
    days = pd.to_datetime(values, unit="D", origin="unix").dt
    names = days.month_name() if part == "month" else days.day_name()
    return replace(column, unit="", values=names.astype("object").where(values.notna(), None))


def _yes_no(cells: Cells, *, given: bool = False) -> Column | None:
    if len(cells.counts) > _MOST_WAYS:
        return None
    gaps = cells.gap_words()
    present = [cell for cell in cells.present if given or not gaps.get(cell)]
    written = {plain(cell).casefold(): cell for cell in reversed(present)}
    pair = next((pair for pair in YES_NO if written.keys() == set(pair)), None)
    if pair is None and given and len(written) == 2:
        pair = min(written), max(written)
    if pair is None:
        return None
    for word, assumed in gaps.items():
        cells.ask(word, assumed=assumed)
    values = {cell: float(plain(cell).casefold() == pair[1]) for cell in present}
    words = shown(written[pair[0]]), shown(written[pair[1]])
    return Column(cells.name, "yes/no", cells.series(values), words=words)


def _texts(cells: Cells) -> Column:
    gaps = {word for word, assumed in cells.gap_words().items() if cells.ask(word, assumed=assumed)}
    present = [cell for cell in cells.present if cell not in gaps]
    spellings: dict[str, list[str]] = {}
    for cell in sorted(present, key=lambda cell: -cells.counts[cell]):
        spellings.setdefault(plain(cell).casefold(), []).append(cell)
    kind = _kind_of_texts(spellings, cells.rows(present), cells.rows(cells.counts))
    texts = {cell: shown(cell) for cell in present}
    notes = ["holds numbers of different units"] * (unit_of(cells.numbers, cells.counts) is None)
    if kind == "class":
        texts = {cell: shown(same[0]) for same in spellings.values() for cell in same}
        notes = [
            f"{len(same)} spellings of {shown(same[0])} are one class"
            for same in spellings.values()
            if len(same) > 1
        ][:3] or notes
    return Column(cells.name, kind, cells.series(texts, "object"), note="; ".join(notes))


def _kind_of_texts(spellings: Iterable[str], present: int, rows: int) -> str:
    lengths = [*map(len, spellings)]
    different, longest = len(lengths), max(lengths, default=0)
    if different == present == rows and longest <= 5 * MAX_TEXT:
        return "row name"
    many = different > MAX_TEXTS or (different > _FEW * present and present > 3)
    return "free text" if many or longest > MAX_TEXT else "class"
