"""Cells read as numbers, however their country writes them."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# Read as missing in every column, whatever the case; infinity can't be learned from either.
MISSING = frozenset(
    [
        *("", "-", "--", "–", "—", "?", ".", "na", "n/a", "n.a.", "nan", "null", "#n/a", "#na"),
        *("#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"),
        *(sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")),
    ]
)
MAX_DIGITS = 40  # a longer cell is no number


@dataclass(frozen=True)
class Style:
    """How numbers are written.

    Attributes:
        decimal: What stands before the tenths.
        thousands: What may stand between thousands; space and apostrophe may in every style.
    """

    decimal: str
    thousands: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        point = re.escape(self.decimal)
        simple = rf"(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?"
        grouped = rf"[1-9]\d{{0,2}}(?:[{self.thousands}'’ \u00a0\u2009\u202f]\d{{3}})+"
        return re.compile(rf"[+-]?(?:{simple}|{grouped}(?:{point}\d*)?)", re.ASCII)

    def fits(self, cell: str) -> bool:
        return len(cell) <= MAX_DIGITS and self.pattern.fullmatch(cell) is not None

    def read(self, cell: str) -> float:
        """Return a cell that fits as a number; infinity if it is too large for Python."""
        kept = (sign for sign in cell if sign in "+-eE0123456789" or sign == self.decimal)
        return float("".join(kept).replace(self.decimal, ".")) + 0.0  # no -0


POINT, COMMA = Style(".", ","), Style(",", ".")


def is_missing(cell: str) -> bool:
    return cell.casefold() in MISSING


def style_of(columns: Sequence[Sequence[str]], separator: str) -> Style:
    """Return how the numbers of a file are written.

    "1,234" and "1.234" fit both styles; a number somewhere in the file that fits only one decides.
    If there is none, a comma between cells that are separated by semicolons or tabs is a decimal
    comma, and a point is a decimal point.
    """
    cells = {_bare(cell) for column in columns for cell in column if "," in cell or "." in cell}
    points = any(POINT.fits(cell) and not COMMA.fits(cell) for cell in cells)
    commas = any(COMMA.fits(cell) and not POINT.fits(cell) for cell in cells)
    if points or commas:
        return POINT if points else COMMA
    pointed = any("." in cell for cell in cells if POINT.fits(cell))
    return POINT if separator == "," or pointed else COMMA


def numbers_in(cells: Sequence[str], style: Style) -> np.ndarray | None:
    """Return the numbers of a column, NaN where one is missing, or None if it holds others.

    A column may differ from the style of its file. Percent signs are left out if no number lacks
    one.

    Args:
        cells: At least one of them not missing.
    """
    present = [_bare(cell, percent=False) for cell in cells if not is_missing(cell)]
    if all(cell.endswith("%") for cell in present):
        present = [cell[:-1].rstrip() for cell in present]
    for each in (style, COMMA if style is POINT else POINT):
        if all(each.fits(cell) for cell in present):
            numbers = iter(present)
            return np.array(
                [math.nan if is_missing(c) else each.read(next(numbers)) for c in cells]
            )
    return None


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number in any style, percent or not."""
    return POINT.fits(_bare(cell)) or COMMA.fits(_bare(cell))


def _bare(cell: str, *, percent: bool = True) -> str:
    """Return the cell with a plain minus and, unless it matters, without its percent sign."""
    cell = cell.replace("−", "-")
    return cell[:-1].rstrip() if percent and cell.endswith("%") else cell
