"""Cells read as dates, in days since 1970, or as times of day, in hours."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import numpy as np

_MONTHS = (
    *(("jan",), ("feb", "fév"), ("mar", "mär", "mrz"), ("apr", "avr"), ("may", "mai"), ("jun",)),
    *(("jul",), ("aug", "aoû"), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez", "déc")),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH |= {"juin": 6, "juil": 7}
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d(?:[.,]\d+)?))?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
)
_ZONE = r"(?: ?(?:z|(?:utc|gmt)?(?:[+-]\d{1,2}(?::?\d\d)?)?))?"
_DAYS = [
    r"(?P<year>\d{4})(?P<s>[-/.])(?P<month>\d{1,2})(?:(?P=s)(?P<day>\d{1,2}))?",
    r"(?P<first>\d{1,2})(?P<s>[-/.])(?P<other>\d{1,2})(?P=s)(?P<year>\d{4}|\d\d)",
    r"(?P<day>\d{1,2})\.?[ -]?(?P<word>[^\W\d_]{3,9})\.?,?[ -](?P<year>\d{4}|\d\d)",
    r"(?P<word>[^\W\d_]{3,9})\.?[ -](?:(?P<day>\d{1,2}),? )?(?P<year>\d{4})",
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?",
    r"(?P<year>\d{4})[- ]?q(?P<quarter>[1-4])",
    r"(?P<year>\d{4})m(?P<month>\d\d)",
]
_FORMS = [re.compile(rf"(?:{day})(?:(?:t| +){_CLOCK}{_ZONE})?", re.IGNORECASE) for day in _DAYS]
_FORMS.append(re.compile(_CLOCK, re.IGNORECASE))
_EPOCH = date(1970, 1, 1).toordinal()
_LONGEST = 40  # letters of a cell


def read_dates(cells: Sequence[str]) -> tuple[np.ndarray, str] | None:
    """Return cells as days since 1970 or, if none names a day, as hours; None if one is neither.

    Of the two orders of day and month in 3/4/2024, it is the one that gives a day for every cell;
    of two such orders, the one in which the days rise or fall; or else, the month comes first if
    all cells have slashes.

    Returns:
        The numbers, and "days" or "hours".
    """
    form, found = _FORMS[0], []
    for cell in cells:
        match = form.fullmatch(cell) or _match(cell)
        if match is None:
            return None
        form = match.re  # probably the next cell's, too
        found.append(match.groupdict())
    units = {"days" if "year" in each else "hours" for each in found}
    if len(units) != 1:
        return None
    likely = any(each.get("s") != "/" for each in found)
    orders = []
    for day_first in (likely, not likely):
        with suppress(ValueError):  # there is no such day
            orders.append(np.array([_number(each, day_first) for each in found]))
    ordered = [each for each in orders if (np.diff(each) >= 0).all() or (np.diff(each) <= 0).all()]
    return ((ordered or orders)[0], units.pop()) if orders else None


def _match(cell: str) -> re.Match[str] | None:
    if len(cell) > _LONGEST or not any(map(str.isdigit, cell)):
        return None
    return next((match for form in _FORMS if (match := form.fullmatch(cell))), None)


def _number(parts: dict[str, str | None], day_first: bool) -> float:
    """Return days since 1970, or hours.

    Raises:
        ValueError: If there is no such day.
    """
    numbers = {name: int(text) for name, text in parts.items() if text and text.isdecimal()}
    hour = numbers.get("hour", 0)
    if parts.get("half"):
        hour = hour % 12 + 12 * ((parts["half"] or "").lower() == "p")
    second = float((parts.get("second") or "0").replace(",", "."))
    hours = hour + numbers.get("minute", 0) / 60 + second / 3600
    if "year" not in parts:
        return hours
    year = numbers["year"]
    if year < 100:
        year += 2000 if year < 50 else 1900
    day, month = numbers.get("day", 1), numbers.get("month", 3 * numbers.get("quarter", 0) - 2)
    if "first" in parts:
        pair = numbers["first"], numbers["other"]
        day, month = pair if day_first else pair[::-1]
    if word := (parts.get("word") or "").lower():
        month = _MONTH.get(word[:4]) or _MONTH.get(word[:3], 0)
    return date(year, month, day).toordinal() - _EPOCH + hours / 24
