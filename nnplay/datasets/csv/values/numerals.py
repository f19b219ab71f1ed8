"""Cells read as numbers, however their country writes them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MAX_DIGITS = 60  # a longer cell is no number
_BLANKS = " \u00a0\u2007\u2009\u202f"
_WIDE = {
    **{0xFF10 + n: str(n) for n in range(10)},
    **{0x660 + n: str(n) for n in range(10)},
    **{0x6F0 + n: str(n) for n in range(10)},
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
DOLLARS = ("$", "US$", "£", "USD", "GBP")  # whose numbers are mostly grouped by commas
_FLAG = re.compile(r"\s*(?:±|\+/-)\s*[\d.,]+|\([a-z]{1,2}\)|\[\w{1,3}\]|[*†‡§]+| [a-z]|[¹²³]")
_POWER = re.compile(r"\s*[×x*·]\s*10(?:\^|\*\*)?\(?([-+]?\d{1,3})\)?$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_WESTERN = re.compile(r"\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}")
MONEY = re.compile(_CURRENCY)
DECIMAL, THOUSANDS, FLAGS = "decimal", "thousands", "flags"
_DECIMAL = {mark: ((mark, DECIMAL),) for mark in ".,"}
_PLAIN = re.compile(r"[+-]?\d{1,15}([.,](?:\d\d?|\d{4,17}))?", re.ASCII)


class Written(NamedTuple):
    """One cell that is a number.

    Attributes:
        value: The number, its mark taken for that before the tenths if it may be both.
        grouped: The number if that mark stands between thousands; else None.
        mark: The one that may be both, or "".
        proven: What each of its marks can only be, DECIMAL or THOUSANDS.
        unit: What stands before or behind it.
    """

    value: float
    grouped: float | None = None
    mark: str = ""
    proven: tuple[tuple[str, str], ...] = ()
    unit: str = ""


def read_number(cell: str) -> Written | None:
    """Return what number a cell may be, or None if it is none."""
    if len(cell) > MAX_DIGITS:
        return None
    plain = _PLAIN.fullmatch(cell)  # nearly every number, and much faster
    if plain:
        if plain[1] is None:
            return Written(float(cell) + 0.0)
        return Written(float(cell.replace(",", ".")) + 0.0, proven=_DECIMAL[plain[1][0]])
    cell = cell.translate(_WIDE) if not cell.isascii() else cell
    cell = _POWER.sub(r"e\1", cell.translate(_RAISED) if "10" in cell else cell)
    cell = cell.removeprefix("'")  # which spreadsheets put before a number to keep it as it is
    enclosed = _NEGATIVE.fullmatch(cell)
    found = _CELL.fullmatch("".join(enclosed.groups()).strip() if enclosed else cell)
    number = _digits(found["digits"], found["power"] or "") if found else None
    if found is None or number is None:
        return None
    # 5- is -5, as SAP writes it, but 5.- is a price
    behind = found["dash"] and not found["digits"].endswith((".", ","))
    sign = -1 if enclosed or behind or "-" in found["sign"] + found["sign2"] else 1
    unit = (found["before"] or "").strip() + (found["after"] or found["note"] or "")
    grouped = None if number.grouped is None else sign * number.grouped + 0.0
    return Written(sign * number.value + 0.0, grouped, number.mark, number.proven, unit)


def _digits(text: str, power: str) -> Written | None:
    text = text if text[-1] not in ".," else text[:-1]
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return _grouped(text, "", power)
    mark, whole, tenths = text[last], text[:last], text[last + 1 :]
    other = "," if mark == "." else "."
    if mark in whole:  # there more than once
        return None if other in text else _grouped(text, "", power)
    if not tenths.isdigit():
        return None
    if other in whole or " " in whole or "'" in whole:
        return _grouped(whole, tenths, power, mark)
    value = float(f"{whole or 0}.{tenths}{power}")
    if len(tenths) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" and not power:
        return Written(value, float(whole + tenths), mark)
    return Written(value, proven=((mark, DECIMAL),))


def _grouped(whole: str, tenths: str, power: str, mark: str = "") -> Written | None:
    """Return the number of which the whole part may stand in groups."""
    if whole.isdigit():
        return Written(float(f"{whole}{power}"))
    found = _WESTERN.fullmatch(whole)
    if not found and not _INDIAN.fullmatch(whole):
        return None
    between = found["mark"] if found else ","
    value = float(f"{whole.replace(between, '')}.{tenths or 0}{power}")
    decimal = ((mark, DECIMAL),) if mark else ()
    return Written(value, proven=((between, THOUSANDS), *decimal))


def proofs(numbers: Iterable[Written]) -> dict[str, str]:
    """Return what the marks of a column are beyond doubt."""
    numbers = list(numbers)
    votes = {pair for number in numbers for pair in number.proven}
    found: dict[str, str] = {}
    for mark in {mark for mark, _ in votes}:
        roles = {role for each, role in votes if each == mark}
        if len(roles) == 1:
            found[mark] = roles.pop()
    return found


def unit_of(numbers: Mapping[str, Written], counts: Mapping[str, int]) -> str | None:
    """Return the unit of a column's numbers, FLAGS if what stands behind some is none.

    None if they have different units, or if only some have one that changes the number.
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
    zeros = all(not number.value for number in numbers.values() if not number.unit)
    if bare and not zeros and (unit in ("%", "‰") or count < bare):
        return None
    return unit.strip("()[] ") or unit
