"""How a learner's file is read: what can be chosen, what remains in doubt, and phrases for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from nnplay.config import ConfigError

SEPARATORS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    " ": "blanks",
    "  ": "two or more blanks",
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "mac_roman": "Mac Roman",
    "cp850": "DOS-850",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS-866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp932": "Shift-JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gbk": "GBK (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
MARKS = {".": "points", ",": "commas", " ": "blanks", "'": "apostrophes", "": "nothing"}
PARTS = ("month", "weekday", "hour")  # of a date
KINDS = (
    *("number", "class", "yes/no", "date", "row name", "row number", "free text", "empty"),
    *PARTS,
)
# The values of some fields of `Reading`, each with its label
OPTIONS: Mapping[str, Mapping[Any, str]] = {
    "separator": SEPARATORS,
    "decimal": {mark: f"decimal {MARKS[mark]}" for mark in ".,"},
    "thousands": {mark: f"{label} between thousands" for mark, label in MARKS.items()},
    "names": {True: "a line of names", False: "no line of names"},
}


@dataclass(frozen=True)
class Reading:
    """How to read a file. What is None is found out; when a table has been read, nothing is None.

    Attributes:
        sheet: The sheet of a workbook.
        encoding: One of `ENCODINGS`, or another that Python knows.
        separator: What is between cells: one of `SEPARATORS` or any other character.
        decimal: The decimal mark of numbers like 1.234 or 1,234: a point or a comma.
        thousands: What is between thousands: one of `MARKS`.
        above: How many lines come before the line of names, blank ones included.
        below: How many lines come after the last row, blank ones between them included.
        names: Whether a line names the columns.
        missing: Answers to doubts: a column ("" for all), a cell, and whether it means a missing
            value.
        kinds: Columns and their kinds, of `KINDS`; those of `PARTS` must be chosen, they are not
            found out.
    """

    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    above: int | None = None
    below: int | None = None
    names: bool | None = None
    missing: tuple[tuple[str, str, bool], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()

    def check(self) -> None:
        """Check that every value is allowed.

        Raises:
            ConfigError: For the first value that is not.
        """
        separator, thousands = self.separator or ",", self.thousands
        other = len(separator) == 1 and separator.isprintable() and separator not in "\"'"
        allowed = {
            "sheet": (self.sheet or "").isprintable(),
            "encoding": (self.encoding or "").isprintable(),
            "separator": separator in SEPARATORS or other,
            "decimal": self.decimal in (None, ".", ","),
            "thousands": thousands is None or (thousands in MARKS and thousands != self.decimal),
            "above": (self.above or 0) >= 0,
            "below": (self.below or 0) >= 0,
            "kinds": all(kind in KINDS for _, kind in self.kinds),
        }
        for field, is_allowed in allowed.items():
            if not is_allowed:
                value = getattr(self, field)
                raise ConfigError(f"The table can't be read with {value!r} as {field}.")


class Remark(NamedTuple):
    """A phrase about how a file was read, and the field of `Reading` that it is about, or ""."""

    field: str
    phrase: str


class Doubt(NamedTuple):
    """A question that a file leaves open, with yes or no as the answer.

    Attributes:
        column: The column that it is about; the first of several if it is about a mark.
        word: The cell that it is about.
        question: One sentence.
        assumed: The answer with which the file was read.
        field: "missing" if it asks whether the cell means a missing value, "thousands" if it asks
            whether the mark in it stands between thousands.
    """

    column: str
    word: str
    question: str
    assumed: bool
    field: str = "missing"

    def answered(self, reading: Reading, answer: bool) -> Reading:
        """Return the reading with the answer."""
        if self.field == "missing":
            others = [each for each in reading.missing if each[:2] != (self.column, self.word)]
            return replace(reading, missing=(*others, (self.column, self.word, answer)))
        mark, other = ",." if "," in self.word else ".,"
        if answer:
            return replace(reading, decimal=other, thousands=mark)
        return replace(reading, decimal=mark, thousands="")
