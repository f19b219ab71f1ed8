"""Cells read as numbers, however their country writes them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MAX_DIGITS = 60  # a longer cell is no number
_BLANKS = " \u00a0\u2007\u2009\u202f"
_NARROW = {
    **{zero + n: str(n) for zero in (0xFF10, 0x660, 0x6F0) for n in range(10)},
    **dict.fromkeys(map(ord, "−‒–－"), "-"),
    **{ord("．"): ".", ord("，"): ",", ord("٫"): ".", ord("٬"): "'", ord("＋"): "+", ord("’"): "'"},
    **dict.fromkeys(map(ord, _BLANKS), " "),
}
_CURRENCY = (
    r"[A-Z]{0,2}[$€£¥₹₽₩₺₴฿₪₫₦]|"
    r"(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|SEK|NOK|DKK|PLN|CZK|HUF|Rs\.?|Fr\.?|kr\.?)"
)
_NONE = r"\d;|\t<>{}=:"  # in units
_CELL = re.compile(
    rf"""(?P<sign>[-+]?)\s*(?P<before>{_CURRENCY})?\s*(?P<sign2>[-+]?)
    (?P<digits>\d(?:[\d.,' ]*\d)?[.,]?|[.,]\d+)(?P<power>[eE][-+]?\d{{1,3}})?
    (?P<dash>\s*[-—]+)?
    (?P<after>(?!-)[^{_NONE}]{{1,15}}?(?:[²³23](?![\d.,])[^{_NONE}]{{0,6}})?)?
    (?P<note>\s*(?:\[\w{{1,3}}\]|(?:±|\+/-)\s*[\d.,]+))?""",
    re.VERBOSE,
)
_NEGATIVE = re.compile(r"(\D*)\(([^()]*\d[^()]*)\)(\D*)")
_POWER = re.compile(r"\s*[×x*·]\s*10(?:\^|\*\*)?\(?([-+]?\d{1,3})\)?$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:([.,])(?:\d\d?|\d{4,17}))?", re.ASCII)
_GROUPS = r"\d*|[1-9]\d{{0,2}}(?P<mark>[{}' ])\d{{3}}(?:(?P=mark)\d{{3}})*"
# By decimal mark; between thousands is the other one, or blanks or apostrophes.
_WRITTEN = {
    ".": re.compile(rf"({_GROUPS.format(',')}|\d{{1,2}}(?:,\d\d)+,\d{{3}})(?:\.(\d*))?"),
    ",": re.compile(rf"({_GROUPS.format('.')})(?:,(\d*))?"),
}
DOLLARS = ("$", "US$", "£", "USD", "GBP")  # mostly written with commas between thousands
MONEY = re.compile(_CURRENCY)
FLAGS = "flags"
_FLAG = re.compile(r"\s*(?:±|\+/-)\s*[\d.,]+|\([a-z]{1,2}\)|\[\w{1,3}\]|[*†‡§]+| [a-z]|[¹²³]")


class Number(NamedTuple):
    """One cell that is a number.

    Attributes:
        point: The number if a point is its decimal mark; None if that can't be.
        comma: The number if a comma is its decimal mark; None if that can't be.
        marks: The different points, commas, blanks and apostrophes in it.
        unit: What is written before or behind it.
    """

    point: float | None
    comma: float | None
    marks: str = ""
    unit: str = ""

    @property
    def decimal_mark(self) -> str | None:
        """Its decimal mark, "" if it has none; None if that is open, as in 1.234."""
        if self.comma is None:
            return "."
        if self.point is None:
            return ","
        return "" if self.point == self.comma else None

    def value(self, is_decimal: Mapping[str, bool]) -> float:
        """Return the number, given whether marks that leave it open are decimal marks."""
        if self.point is None or self.comma is None:
            return self.comma if self.point is None else self.point  # type: ignore[return-value]
        by_point = is_decimal.get(self.marks, True) == (self.marks == ".")
        return self.point if by_point else self.comma


def read_number(cell: str) -> Number | None:
    """Return a cell as a number, None if it is none."""
    if len(cell) > MAX_DIGITS:
        return None
    plain = _PLAIN.fullmatch(cell)  # nearly every number, and much faster
    if plain:
        value, mark = float(cell.replace(",", ".")) + 0.0, plain[1] or ""
        return Number(None if mark == "," else value, None if mark == "." else value, mark)
    cell = cell.translate(_NARROW) if not cell.isascii() else cell
    cell = _POWER.sub(r"e\1", cell.translate(_RAISED) if "10" in cell else cell)
    cell = cell.removeprefix("'")  # which spreadsheets put before a number to keep it as it is
    enclosed = _NEGATIVE.fullmatch(cell)
    found = _CELL.fullmatch("".join(enclosed.groups()).strip() if enclosed else cell)
    if found is None:
        return None
    digits = found["digits"]
    # 5- is -5, as SAP writes it, but 5.- is a price
    minus_behind = found["dash"] and not digits.endswith((".", ","))
    negative = enclosed or minus_behind or "-" in found["sign"] + found["sign2"]
    point, comma = (_value(digits, each, found["power"] or "", negative) for each in ".,")
    if point is None and comma is None:
        return None
    unit = (found["before"] or "").strip() + (found["after"] or found["note"] or "")
    return Number(point, comma, "".join({*digits[:-1]} & {*".,' "}), unit)


def _value(digits: str, mark: str, power: str, negative: object) -> float | None:
    """Return a number with this decimal mark, None if it can't have that."""
    digits = digits if digits[-1] not in ".," else digits[:-1]
    found = _WRITTEN[mark].fullmatch(digits)
    if not found or (power and found["mark"]):
        return None
    whole = "".join(filter(str.isdigit, found[1])) or "0"
    value = float(f"{whole}.{found[3] or 0}{power}")
    return (-value if negative else value) + 0.0


def proofs(numbers: Iterable[Number]) -> dict[str, bool]:
    """Return whether marks are decimal marks, for those that a column leaves no doubt about."""
    written = {(number.marks, number.decimal_mark) for number in numbers}
    votes = {
        (mark, mark == decimal_mark)
        for marks, decimal_mark in written
        if decimal_mark is not None
        for mark in marks
    }
    return {mark: decimal for mark, decimal in votes if (mark, not decimal) not in votes}


def unit_of(numbers: Mapping[str, Number], counts: Mapping[str, int]) -> str | None:
    """Return the unit of a column's numbers, "" if they have none.

    FLAGS if what is behind some is not a unit but a mark, as in 5*; None if the units differ, or if
    only some numbers have one and it changes their value.
    """
    units: Counter[str] = Counter()
    for cell, number in numbers.items():
        units[number.unit.strip()] += counts[cell]
    bare = units.pop("", 0)
    if not units:
        return ""
    flags = all(_FLAG.fullmatch(number.unit) for number in numbers.values() if number.unit)
    (unit, count), *others = units.most_common()
    if others or (flags and count < bare):
        return FLAGS if flags else None
    zeros = not any(number.value({}) for number in numbers.values() if not number.unit)
    if bare and not zeros and (unit in ("%", "‰") or count < bare):
        return None
    return unit.strip("()[] ") or unit
