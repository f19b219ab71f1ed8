"""One column of a file: numbers, classes, dates, or what is no input."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.dates import read_dates
from nnplay.datasets.csv.numerals import THOUSANDS, Written, read_number, unit_of
from nnplay.datasets.csv.reading import Doubt
from nnplay.datasets.csv.wording import MAX_TEXT, plain, quoted, shown
from nnplay.datasets.csv.words import is_missing, may_be_missing
from nnplay.numbers import digits

MAX_CLASSES, MAX_TEXTS = 10, 40
MOST_WAYS = 20  # to write yes, no and gaps in one column
MOSTLY = 0.8  # of the cells being numbers, other words are rather gaps
YES_NO = (
    *(("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("nein", "ja"), ("n", "j")),
    *(("non", "oui"), ("n", "o"), ("no", "sí"), ("no", "si"), ("não", "sim"), ("nee", "ja")),
    *(("faux", "vrai"), ("falsch", "wahr"), ("falso", "verdadero"), ("нет", "да"), ("nie", "tak")),
    *(
        ("いいえ", "はい"),
        ("否", "是"),
        ("无", "有"),
        ("ne", "ano"),
        ("nej", "ja"),
        ("ei", "kyllä"),
    ),
)
LARGEST = float(np.finfo("float32").max)
_SENTINEL = re.compile(r"-?(?:(\d)\1+|99+8|99+7|9?9?9?9\d9+)(?:\.0*)?")


@dataclass(frozen=True)
class Column:
    """What a column of a file holds.

    Attributes:
        kind: One of `KINDS`.
        unit: What its numbers count; "" if that is not known.
        missing: How many cells are no value.
        note: What else is to be told of it, "" or a phrase.
        words: How a yes or no is written, that for 0 first; None if it is no such column.
        constant: Whether all values are one.
    """

    name: str
    kind: str
    unit: str = ""
    missing: int = 0
    note: str = ""
    words: tuple[str, str] | None = None
    constant: bool = False


@dataclass(eq=False)
class Cells:
    """The different cells of a column and what they may be."""

    name: str
    codes: np.ndarray
    different: list[str]
    counts: np.ndarray
    gaps: set[str] = field(default_factory=set)
    numbers: dict[str, Written] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, cells: Sequence[str]) -> "Cells":
        codes, different = pd.factorize(np.array(cells, dtype=object))
        counts = np.bincount(codes, minlength=len(different))
        made = cls(name, codes, list(different), counts)
        made.gaps = {cell for cell in made.different if is_missing(cell)}
        made.numbers = {
            cell: number
            for cell in made.different
            if cell not in made.gaps and (number := read_number(cell)) is not None
        }
        return made

    @property
    def present(self) -> list[str]:
        return [cell for cell in self.different if cell not in self.gaps]

    def count(self, cells: Sequence[str] | Mapping[str, object] | set[str]) -> int:
        kept = set(cells)
        return int(
            sum(n for cell, n in zip(self.different, self.counts, strict=True) if cell in kept)
        )

    @property
    def counted(self) -> dict[str, int]:
        return dict(zip(self.different, map(int, self.counts), strict=True))

    def spread(self, values: Mapping[str, float]) -> np.ndarray:
        """Return a number for each row."""
        each = np.array([values.get(cell, np.nan) for cell in self.different], dtype="float64")
        return each[self.codes]


def read_column(
    cells: Cells, roles: Mapping[str, str], unit: str, kind: str | None, answers: Mapping[str, bool]
) -> tuple[Column, pd.Series, list[Doubt]]:
    """Read a column as its kind, which is found out if it is None.

    Raises:
        ConfigError: If it can't be of the kind that is asked for.
    """
    doubts: list[Doubt] = []
    cells.gaps |= {cell for cell in cells.different if answers.get(cell)}
    cells.gaps -= {cell for cell in cells.different if cell and answers.get(cell) is False}
    cells.numbers = {cell: n for cell, n in cells.numbers.items() if cell not in cells.gaps}
    if not cells.present:
        column = Column(cells.name, "empty", unit, len(cells.codes))
        return column, _texts(cells, {}), doubts
    reader = _Reader(cells, roles, unit, answers, doubts)
    column, values = reader.read(kind)
    missing = int(values.isna().sum())
    return replace(column, missing=missing), values, doubts


class _Reader:
    def __init__(
        self,
        cells: Cells,
        roles: Mapping[str, str],
        unit: str,
        answers: Mapping[str, bool],
        doubts: list[Doubt],
    ) -> None:
        self.cells, self.roles, self.unit = cells, roles, unit
        self.answers, self.doubts = answers, doubts

    def read(self, kind: str | None) -> tuple[Column, pd.Series]:
        if kind in ("number", "row number", "date", "yes/no"):
            if kind == "date":
                found = self._dates()
            else:
                found = self._yes_no(True) if kind == "yes/no" else self._numbers(True)
            if found is None:
                example = next(c for c in self.cells.present if c not in self.cells.numbers or kind)
                raise ConfigError(
                    f"The column {quoted(self.cells.name)} can't be read as {kind}, as it holds "
                    f"{quoted(example)}."
                )
            return replace(found[0], kind=kind), found[1]
        if kind is not None:
            column, values = self._classes()
            return replace(column, kind=kind), values
        return self._dates() or self._yes_no() or self._numbers() or self._classes()

    def _numbers(self, asked: bool = False) -> tuple[Column, pd.Series] | None:
        cells = self.cells
        others = [cell for cell in cells.present if cell not in cells.numbers]
        known = {cell for cell in cells.present if not may_be_missing(cell)}
        share = cells.count(cells.numbers) / max(1, cells.count(known))
        others = [cell for cell in others if cell in known]
        if not cells.numbers or not (asked or share == 1 or (share >= MOSTLY and len(others) <= 3)):
            return None
        if not asked and any(self.answers.get(word) is False for word in others):
            return None
        found = unit_of(cells.numbers, cells.counted)
        if found is None:
            if not asked:
                return None
            found = "", True
        unit, flagged = found
        values = {cell: self._value(number) for cell, number in cells.numbers.items()}
        note = []
        if flagged:
            note.append("flags behind numbers are passed over")
        for word in others[:3]:
            self._ask(word, assumed=True)
        if asked and len(others) > 3:
            note.append(f"{cells.count(others)} cells are no numbers")
        self._ask_codes(values)
        series = pd.Series(cells.spread(values))
        column = Column(cells.name, "number", self.unit or unit, note="; ".join(note))
        return _checked(column, series)

    def _value(self, number: Written) -> float:
        if number.grouped is not None and self.roles.get(number.mark) == THOUSANDS:
            return number.grouped
        return number.value

    def _ask(self, word: str, *, assumed: bool) -> None:
        example = f"'{word}'" if word in self.cells.numbers else quoted(word)
        question = f"Does {example} in {self.cells.name} mean that the value is missing?"
        answer = self.answers.get(word, assumed)
        self.doubts.append(Doubt(self.cells.name, word, question, answer))

    def _ask_codes(self, values: dict[str, float]) -> None:
        """Ask about numbers far outside all others that repeat, and leave out those assumed."""
        counts = self.cells.counted
        order = sorted(set(values.values()))
        for code in _outside(order):
            words = [cell for cell, value in values.items() if value == code]
            count = sum(counts[cell] for cell in words)
            likely = all(_SENTINEL.fullmatch(word) for word in words)
            if count < 2 and not likely:
                continue
            for word in words:
                self._ask(word, assumed=likely and count > 1)
                if self.doubts[-1].assumed:
                    del values[word]
        for word in self.cells.gaps:
            if word in self.answers and read_number(word):
                self._ask(word, assumed=True)

    def _dates(self) -> tuple[Column, pd.Series] | None:
        present = self.cells.present
        if len(self.cells.numbers) == len(present):
            return None
        found = read_dates(present)
        if found is None:
            return None
        numbers, unit = found
        values = dict(zip(present, map(float, numbers), strict=True))
        column = Column(self.cells.name, "date", unit)
        return _checked(column, pd.Series(self.cells.spread(values)))

    def _yes_no(self, asked: bool = False) -> tuple[Column, pd.Series] | None:
        cells = self.cells
        if len(cells.different) > MOST_WAYS:
            return None
        present = [cell for cell in cells.present if asked or not self._is_gap(cell)]
        written = {plain(cell).casefold(): cell for cell in reversed(present)}
        pair = next((pair for pair in YES_NO if written.keys() == set(pair)), None)
        if pair is None and asked and len(written) == 2:
            first, second = sorted(written)
            pair = first, second
        if pair is None:
            return None
        values = {cell: float(plain(cell).casefold() == pair[1]) for cell in present}
        self._ask_words()
        words = shown(written[pair[0]]), shown(written[pair[1]])
        return Column(cells.name, "yes/no", words=words), pd.Series(cells.spread(values))

    def _is_gap(self, cell: str) -> bool:
        """Tell whether a word among texts is taken for a gap, unless that is answered otherwise."""
        if not may_be_missing(cell):
            return False
        return self.answers.get(cell, self._assumed(cell))

    def _assumed(self, cell: str) -> bool:
        others = [other for other in self.cells.present if other != cell]
        codes = all(len(other) == len(cell) and other.isupper() for other in others)
        return cell.casefold() in (
            "na",
            "nd",
            "n.d.",
            "/",
            "keine angabe",
            "not available",
        ) and not (codes and cell.isupper())

    def _ask_words(self) -> None:
        for cell in self.cells.different:
            if may_be_missing(cell):
                self._ask(cell, assumed=self._assumed(cell))

    def _classes(self) -> tuple[Column, pd.Series]:
        cells = self.cells
        self._ask_words()
        present = [cell for cell in cells.present if not self._is_gap(cell)]
        counts = cells.counted
        spellings: dict[str, list[str]] = {}
        for cell in sorted(present, key=lambda cell: -counts[cell]):
            spellings.setdefault(plain(cell).casefold(), []).append(cell)
        texts = {cell: shown(same[0]) for same in spellings.values() for cell in same}
        rows = sum(counts[cell] for cell in present)
        longest = max(map(len, spellings), default=0)
        kind = self._kind_of_texts(len(spellings), rows, longest)
        note = "holds different units" if present and set(present) <= set(cells.numbers) else ""
        if kind == "class" and not note:
            merged = [same for same in spellings.values() if len(same) > 1]
            note = "; ".join(
                f"{_number_word(len(same))} spellings of {shown(same[0])} are one class"
                for same in merged[:3]
            )
        else:
            texts = {cell: shown(cell) for cell in present}
        constant = len(spellings) == 1
        column = Column(cells.name, kind, self.unit, note=note, constant=constant)
        return column, _texts(cells, texts)

    def _kind_of_texts(self, different: int, rows: int, longest: int) -> str:
        if different == rows == len(self.cells.codes) and longest <= 200:
            return "row name"
        if different > MAX_TEXTS or longest > MAX_TEXT or (different > 0.7 * rows and rows > 3):
            return "free text"
        return "class"


def _outside(order: Sequence[float]) -> list[float]:
    """Return the numbers far outside all others, at most three on each side."""
    found: list[float] = []
    for numbers in (list(order), [-number for number in reversed(order)]):
        for count in (1, 2, 3):
            rest = numbers[:-count]
            if len(rest) < 3:
                break
            spread = rest[-1] - rest[0]
            if numbers[-count] - rest[-1] > 2 * spread:
                sign = 1 if numbers[-1] == order[-1] else -1
                found += [sign * number for number in numbers[-count:]]
                break
    return found


def _number_word(count: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(count, str(count))


def _checked(column: Column, values: pd.Series) -> tuple[Column, pd.Series]:
    present = values.dropna().to_numpy()
    if (np.abs(present) > LARGEST).any():
        note = f"holds a number above {digits(LARGEST, 2)}, too large for the network"
        return replace(column, note=note, constant=True), values
    seen = present.astype("float32")  # as the network sees them
    return replace(column, constant=bool(len(seen) == 0 or (seen == seen[0]).all())), values


def _texts(cells: Cells, texts: Mapping[str, str]) -> pd.Series:
    each = np.array([texts.get(cell) for cell in cells.different], dtype=object)
    return pd.Series(each[cells.codes], dtype="object")
