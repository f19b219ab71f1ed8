"""One column of a file: numbers, classes, or a reason why it is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nnplay.datasets.csv.numerals import Style, is_missing, is_number, numbers_in
from nnplay.datasets.csv.wording import MAX_TEXT, plain, quoted, shown
from nnplay.numbers import digits

MIN_CLASSES, MAX_CLASSES = 2, 10
YES_NO = (("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"))
_LARGEST = float(np.finfo("float32").max)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|"
    rf"\d{{1,2}}\.?[ -]{_MONTH}[ -]\d{{2,4}}|{_MONTH} \d{{1,2}},? \d{{4}}|{_MONTH} \d{{4}}"
)
_TIME = r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?(?:z| ?[+-]\d\d:?\d\d)?"
_DATE = re.compile(rf"(?:{_DAY})(?:(?:t| +){_TIME})?|{_TIME}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """What a column of a file holds.

    Attributes:
        values: Float64 with NaN where one is missing, or texts fit to be shown with None.
        reason: Why it is left out, to be read after its name, or None.
        words: How a yes or no is written, that for 0 first; None if it is no such column.
        may_name_rows: Whether it is text, complete and different in every row.
    """

    values: pd.Series
    reason: str | None = None
    words: tuple[str, str] | None = None
    may_name_rows: bool = False

    @property
    def numeric(self) -> bool:
        return self.values.dtype == "float64"


def read_column(cells: Sequence[str], style: Style) -> Column:
    """Read the cells of a column as numbers if they all are, as yes or no, or else as text."""
    present = [cell for cell in cells if not is_missing(cell)]
    if not present:
        return _text(cells, "is empty")
    if len(present) * 2 < len(cells):
        return _text(cells, "has no value in most rows")
    numbers = numbers_in(cells, style)
    if numbers is not None:
        return Column(pd.Series(numbers), _reason_against_numbers(numbers))
    return _yes_or_no(cells, present) or _read_text(cells, present)


def _reason_against_numbers(numbers: np.ndarray) -> str | None:
    present = numbers[~np.isnan(numbers)]
    if (np.abs(present) > _LARGEST).any():
        return f"holds a number above {digits(_LARGEST, 2)}, too large for the network"
    seen = present.astype("float32")  # as the network sees them
    return "holds one value in every row" if (seen == seen[0]).all() else None


def _yes_or_no(cells: Sequence[str], present: Sequence[str]) -> Column | None:
    written = {cell.casefold(): cell for cell in reversed(present)}
    for no, yes in YES_NO:
        if written.keys() == {no, yes}:
            numbers = [np.nan if is_missing(c) else float(c.casefold() == yes) for c in cells]
            return Column(
                pd.Series(numbers, dtype="float64"), words=(shown(written[no]), shown(written[yes]))
            )
    return None


def _read_text(cells: Sequence[str], present: Sequence[str]) -> Column:
    others = [cell for cell in present if not is_number(cell)]
    if not others:
        return _text(cells, "writes its numbers in different ways")
    if len(others) * 2 < len(present):
        return _text(cells, f"mixes numbers with text such as {quoted(others[0])}")
    different = {plain(cell) for cell in present}
    unique = len(different) == len(cells)
    return _text(cells, _reason_against_classes(present, different), unique)


def _reason_against_classes(present: Sequence[str], different: set[str]) -> str | None:
    if all(_DATE.fullmatch(cell) for cell in present):
        return "holds dates or times"
    if len(different) == 1:
        return "holds one value in every row"
    if len(different) == len(present):
        return "holds another text in every row"
    if len(different) > MAX_CLASSES:
        return f"holds {len(different):,} different texts, but classes may be at most {MAX_CLASSES}"
    if max(map(len, different)) > MAX_TEXT:
        return f"holds texts of more than {MAX_TEXT} letters"
    return None


def _text(cells: Sequence[str], reason: str | None, unique: bool = False) -> Column:
    texts = [None if is_missing(cell) else shown(cell) for cell in cells]
    return Column(pd.Series(texts, dtype="object"), reason, may_name_rows=unique)
