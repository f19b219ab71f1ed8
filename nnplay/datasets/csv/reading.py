"""How a learner's file is read: what is told or found out, what is asked, and how it is said."""

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
# What some fields of `Reading` may be, each with its label
OPTIONS: Mapping[str, Mapping[Any, str]] = {
    "separator": SEPARATORS,
    "decimal": {mark: f"decimal {MARKS[mark]}" for mark in ".,"},
    "thousands": {mark: f"{label} between thousands" for mark, label in MARKS.items()},
    "names": {True: "a line of names", False: "no line of names"},
}


@dataclass(frozen=True)
class Reading:
    """How a file is read; a field that is None is found out, a table's own has none.

    Attributes:
        sheet: Of a workbook.
        encoding: One of `ENCODINGS`, or another that Python knows.
        separator: What stands between cells: one of `SEPARATORS` or any other letter.
        decimal: What "1.234" or "1,234" may have before its tenths: a point or a comma.
        thousands: What stands between thousands: one of `MARKS`.
        above: Lines before that with the names, blank ones included.
        below: Lines after the last row, blank ones between them included.
        names: Whether a line names the columns.
        missing: Answers to doubts: a column ("" for all), a cell of it, whether it is no value.
        kinds: Columns with their kinds, of `KINDS`; a month, weekday or hour is asked for only.
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
        """Refuse what no file can be read as.

        Raises:
            ConfigError: For the first value that is not allowed.
        """
        separator, thousands = self.separator or ",", self.thousands
        letter = len(separator) == 1 and separator.isprintable() and separator not in "\"'"
        allowed = {
            "sheet": (self.sheet or "").isprintable(),
            "encoding": (self.encoding or "").isprintable(),
            "separator": separator in SEPARATORS or letter,
            "decimal": self.decimal in (None, ".", ","),
            "thousands": thousands is None or (thousands in MARKS and thousands != self.decimal),
            "above": (self.above or 0) >= 0,
            "below": (self.below or 0) >= 0,
            "kinds": all(kind in KINDS for _, kind in self.kinds),
        }
        for field, right in allowed.items():
            if not right:
                value = getattr(self, field)
                raise ConfigError(f"The file can't be read with {value!r} as {field}.")


class Said(NamedTuple):
    """A phrase of the line that says how a file was read, and the field of `Reading` behind it."""

    field: str
    phrase: str


class Doubt(NamedTuple):
    """A yes or no that a file leaves open, of one column or, of a mark, of all like it.

    Attributes:
        word: The cell that is asked about.
        question: One sentence that can be answered with yes or no.
        assumed: The answer it was read with.
        field: "missing", or "thousands" if it is asked whether a mark stands between thousands.
    """

    column: str
    word: str
    question: str
    assumed: bool
    field: str = "missing"

    def answered(self, reading: Reading, answer: bool) -> Reading:
        """Return a reading that holds the answer."""
        if self.field == "missing":
            others = [each for each in reading.missing if each[:2] != (self.column, self.word)]
            return replace(reading, missing=(*others, (self.column, self.word, answer)))
        mark, other = ",." if "," in self.word else ".,"
        if answer:
            return replace(reading, decimal=other, thousands=mark)
        return replace(reading, decimal=mark, thousands="")
