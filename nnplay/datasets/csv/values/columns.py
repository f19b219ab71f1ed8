"""One column of a file: numbers, classes, dates, or what is no input."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.reading import PARTS, Doubt
from nnplay.datasets.csv.values.codes import is_code, outside
from nnplay.datasets.csv.values.dates import read_dates
from nnplay.datasets.csv.values.distinct import Cells
from nnplay.datasets.csv.values.numerals import FLAGS, THOUSANDS, Written, unit_of
from nnplay.datasets.csv.values.words import YES_NO, may_be_missing, rather_missing
from nnplay.datasets.csv.wording import MAX_TEXT, plain, quoted, shown
from nnplay.numbers import digits

MAX_CLASSES, MAX_TEXTS = 10, 40
MOST_WAYS = 20  # to write yes, no and gaps in one column
MOSTLY = 0.8  # of the cells being numbers, other words are rather gaps
MOST_WORDS = 3  # among numbers
FEW = 0.7  # different texts a row, at most, are classes
LARGEST = float(np.finfo("float32").max)
Found = tuple["Column", pd.Series]


@dataclass(frozen=True)
class Column:
    """What a column of a file holds.

    Attributes:
        kind: One of `KINDS`.
        unit: What its numbers count; "" if that is not known.
        missing: How many cells are no value.
        note: What else is to be told of it, "" or a phrase.
        words: How a yes or no is written, that for 0 first; None if it is no such column.
        constant: Whether nothing can be learned from it: one value, or numbers that are too large.
    """

    name: str
    kind: str
    unit: str = ""
    missing: int = 0
    note: str = ""
    words: tuple[str, str] | None = None
    constant: bool = False


def read_column(
    cells: Cells, roles: Mapping[str, str], unit: str, kind: str | None, answers: Mapping[str, bool]
) -> tuple[Column, pd.Series, list[Doubt]]:
    """Read a column as its kind, which is found out if it is None.

    Args:
        roles: What each mark is in a number where it may stand before tenths or between thousands.
        unit: That a line below the names says, or "".
        answers: Of cells that were asked about: whether they are no value.

    Raises:
        ConfigError: If it can't be of the kind that is asked for.
    """
    cells.answer(answers)
    if not cells.present:
        return Column(cells.name, "empty", unit, len(cells)), cells.texts({}), []
    reader = _Reader(cells, roles, answers)
    column, values = reader.read(kind)
    reader.ask_again()
    if unit and column.kind == "number":
        column = replace(column, unit=unit)
    return replace(column, missing=int(values.isna().sum())), values, reader.doubts


class _Reader:
    def __init__(self, cells: Cells, roles: Mapping[str, str], answers: Mapping[str, bool]) -> None:
        self.cells, self.roles, self.answers = cells, roles, answers
        self.doubts: list[Doubt] = []

    def read(self, kind: str | None) -> Found:
        if kind is None:
            return self._dates() or self._yes_no() or self._numbers() or self._texts()
        if kind not in ("number", "row number", "date", "yes/no", *PARTS):
            column, values = self._texts()
        else:
            found = self._asked(kind)
            if found is None:
                odd = [cell for cell in self.cells.present if cell not in self.cells.numbers]
                example = quoted((odd or self.cells.present)[0])
                raise ConfigError(
                    f"The column {quoted(self.cells.name)} can't be read as {kind}, as it holds "
                    f"{example}."
                )
            column, values = found
        return replace(column, kind=kind), values

    def _asked(self, kind: str) -> Found | None:
        if kind == "date":
            return self._dates()
        if kind in PARTS:
            return self._part(kind)
        return self._yes_no(asked=True) if kind == "yes/no" else self._numbers(asked=True)

    def _numbers(self, *, asked: bool = False) -> Found | None:
        cells = self.cells
        known = {cell for cell in cells.present if not may_be_missing(cell)}
        others = [cell for cell in cells.present if cell in known and cell not in cells.numbers]
        mostly = cells.rows(cells.numbers) >= MOSTLY * cells.rows(known)
        unit = unit_of(cells.numbers, cells.counts)
        if not asked and (
            not mostly
            or len(others) > MOST_WORDS
            or unit is None
            or any(self.answers.get(word) is False for word in others)
            or _is_numbering(known)
        ):
            return None
        if not cells.numbers:
            return None
        for word in others[:MOST_WORDS]:
            self._ask(word, assumed=True)
        values = {cell: self._value(number) for cell, number in cells.numbers.items()}
        self._ask_codes(values)
        note = "what stands behind some numbers is passed over" if unit in (None, FLAGS) else ""
        column = Column(cells.name, "number", "" if note else shown(unit or ""), note=note)
        return _checked(column, cells.floats(values))

    def _value(self, number: Written) -> float:
        if number.grouped is not None and self.roles.get(number.mark) == THOUSANDS:
            return number.grouped
        return number.value

    def _ask(self, word: str, *, assumed: bool) -> bool:
        """Ask whether a word is no value, and return the answer."""
        question = f"Does {quoted(word)} in {self.cells.name} mean that the value is missing?"
        answer = self.answers.get(word, assumed)
        self.doubts.append(Doubt(self.cells.name, word, question, answer))
        return answer

    def _ask_codes(self, values: dict[str, float]) -> None:
        """Ask about numbers far outside all others, and leave out those assumed to be codes."""
        for code in outside(sorted(set(values.values()))):
            words = [cell for cell, value in values.items() if value == code]
            if self.cells.rows(words) < 2 and not (is_code(code) and abs(code) > 900):
                continue
            for word in words:
                if self._ask(word, assumed=is_code(code)):
                    del values[word]

    def ask_again(self) -> None:
        """Ask about all that was answered, or an answer could not be taken back."""
        asked = {doubt.word for doubt in self.doubts}
        for word in sorted(self.answers.keys() & self.cells.counts.keys() - asked):
            self._ask(word, assumed=False)

    def _dates(self) -> Found | None:
        present = self.cells.present
        if len(self.cells.numbers) == len(present) or (found := read_dates(present)) is None:
            return None
        numbers, unit = found
        values = dict(zip(present, map(float, numbers), strict=True))
        return _checked(Column(self.cells.name, "date", unit), self.cells.floats(values))

    def _part(self, kind: str) -> Found | None:
        """Read dates as texts, or as the hour of the day."""
        found = self._dates()
        if found is None or (kind != "hour" and found[0].unit != "days"):
            return None
        column, values = found
        if kind == "hour":
            hours = values % 1 * 24 if column.unit == "days" else values
            return _checked(replace(column, unit="h"), hours.round(9))
        days = pd.to_datetime(values, unit="D", origin="unix")
        names = days.dt.month_name() if kind == "month" else days.dt.day_name()
        texts = names.astype("object").where(values.notna(), None)
        return replace(column, unit="", constant=texts.nunique() == 1), texts

    def _yes_no(self, *, asked: bool = False) -> Found | None:
        cells = self.cells
        if len(cells.counts) > MOST_WAYS:
            return None
        present = [cell for cell in cells.present if asked or not self._is_gap(cell)]
        written = {plain(cell).casefold(): cell for cell in reversed(present)}
        pair = next((pair for pair in YES_NO if written.keys() == set(pair)), None)
        if pair is None and asked and len(written) == 2:
            pair = min(written), max(written)
        if pair is None:
            return None
        self._ask_words()
        values = {cell: float(plain(cell).casefold() == pair[1]) for cell in present}
        words = shown(written[pair[0]]), shown(written[pair[1]])
        return Column(cells.name, "yes/no", words=words), cells.floats(values)

    def _is_gap(self, cell: str) -> bool:
        """Tell whether a word among texts is taken for a gap, unless that is answered otherwise."""
        return may_be_missing(cell) and self.answers.get(cell, self._assumed(cell))

    def _assumed(self, cell: str) -> bool:
        return rather_missing(cell, [each for each in self.cells.present if each != cell])

    def _ask_words(self) -> None:
        for cell in self.cells.counts:
            if may_be_missing(cell):
                self._ask(cell, assumed=self._assumed(cell))

    def _texts(self) -> Found:
        cells = self.cells
        self._ask_words()
        present = [cell for cell in cells.present if not self._is_gap(cell)]
        spellings: dict[str, list[str]] = {}
        for cell in sorted(present, key=lambda cell: -cells.counts[cell]):
            spellings.setdefault(plain(cell).casefold(), []).append(cell)
        kind = self._kind(spellings, cells.rows(present))
        column = Column(cells.name, kind, constant=len(spellings) == 1)
        if cells.numbers and unit_of(cells.numbers, cells.counts) is None:
            column = replace(column, note="holds numbers of different units")
        if kind != "class":
            return column, cells.texts({cell: shown(cell) for cell in present})
        notes = [
            f"{_WORDS.get(len(same), len(same))} spellings of {shown(same[0])} are one class"
            for same in spellings.values()
            if len(same) > 1
        ]
        texts = {cell: shown(same[0]) for same in spellings.values() for cell in same}
        return replace(column, note="; ".join(notes[:3]) or column.note), cells.texts(texts)

    def _kind(self, spellings: Mapping[str, object], rows: int) -> str:
        different, longest = len(spellings), max(map(len, spellings), default=0)
        if different == rows == len(self.cells) and longest <= 5 * MAX_TEXT:
            return "row name"
        many = different > MAX_TEXTS or (different > FEW * rows and rows > 3)
        return "free text" if many or longest > MAX_TEXT else "class"


_WORDS = {2: "two", 3: "three", 4: "four"}


def _is_numbering(cells: set[str]) -> bool:
    """Tell whether numbers are codes of one length, some with zeros in front, as of towns."""
    lengths = {len(cell) for cell in cells}
    digits_only = len(lengths) == 1 and lengths.pop() > 3 and all(map(str.isdecimal, cells))
    return digits_only and any(cell.startswith("0") for cell in cells)


def _checked(column: Column, values: pd.Series) -> Found:
    present = values.dropna().to_numpy()
    if (np.abs(present) > LARGEST).any():
        note = f"holds a number above {digits(LARGEST, 2)}, too large for the network"
        return replace(column, note=note, constant=True), values
    seen = present.astype("float32")  # as the network sees them
    return replace(column, constant=bool((seen == seen[:1]).all())), values
