"""Cells read as dates, in days since 1970, or as times of day, in hours."""

import re
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
    r"(?P<first>\d{1,2})(?P<s>[-/.])(?P<second_>\d{1,2})(?P=s)(?P<year>\d{4}|\d\d)",
    r"(?P<day>\d{1,2})\.?[ -]?(?P<word>[^\W\d_]{3,9})\.?,?[ -](?P<year>\d{4}|\d\d)",
    r"(?P<word>[^\W\d_]{3,9})\.?[ -](?:(?P<day>\d{1,2}),? )?(?P<year>\d{4})",
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?",
    r"(?P<year>\d{4})[- ]?q(?P<quarter>[1-4])",
    r"(?P<year>\d{4})m(?P<month>\d\d)",
]
_FORMS = [re.compile(rf"(?:{day})(?:(?:t| +){_CLOCK}{_ZONE})?", re.IGNORECASE) for day in _DAYS]
_FORMS.append(re.compile(_CLOCK, re.IGNORECASE))
_EPOCH = date(1970, 1, 1).toordinal()


def read_dates(cells: list[str]) -> tuple[np.ndarray, str] | None:
    """Return cells as days since 1970 or, if none names a day, as hours, and which of both.

    The day of 3/4/2024 comes first if any cell shows that, if the days then follow each other, or
    else behind points.
    """
    if not cells or not any(sign.isdigit() for sign in cells[0]) or len(cells[0]) > 40:
        return None
    form = next((each for each in _FORMS if each.fullmatch(cells[0])), None)
    if form is None:
        return None
    found = []
    for cell in cells:
        match = len(cell) <= 40 and (form.fullmatch(cell) or _any(cell))
        if not match:
            return None
        found.append(match.groupdict())
    days_first = [any(each.get("s") != "/" for each in found)]
    if "first" in found[0]:
        days_first.append(not days_first[0])
    orders = [numbers for first in days_first if (numbers := _numbers(found, first)) is not None]
    if not orders:
        return None
    follow = [each for each in orders if (np.diff(each) >= 0).all() or (np.diff(each) <= 0).all()]
    return (follow or orders)[0], "days" if "year" in found[0] else "hours"


def _numbers(found: list[dict[str, str | None]], day_first: bool) -> np.ndarray | None:
    try:
        return np.array([_number(each, day_first) for each in found])
    except ValueError:
        return None


def _any(cell: str) -> re.Match[str] | None:
    return next((match for each in _FORMS if (match := each.fullmatch(cell))), None)


def _number(parts: dict[str, str | None], day_first: bool) -> float:
    hours = _hours(parts)
    if "year" not in parts:
        return hours
    year = int(parts["year"] or 0)
    if year < 100:
        year += 2000 if year < 50 else 1900
    if "first" in parts:
        pair = int(parts["first"] or 0), int(parts["second_"] or 0)
        day, month = pair if day_first else pair[::-1]
    else:
        month = int(parts.get("month") or 3 * int(parts.get("quarter") or 0) - 2)
        if parts.get("word"):
            month = _month(parts["word"] or "")
        day = int(parts.get("day") or 1)
    return date(year, month, day).toordinal() - _EPOCH + hours / 24


def _month(word: str) -> int:
    word = word.lower()
    number = _MONTH.get(word[:4]) or _MONTH.get(word[:3])
    if number is None:
        raise ValueError(word)
    return number


def _hours(parts: dict[str, str | None]) -> float:
    hour = int(parts.get("hour") or 0)
    if parts.get("half"):
        hour = hour % 12 + 12 * ((parts["half"] or "").lower() == "p")
    second = float((parts.get("second") or "0").replace(",", "."))
    return hour + int(parts.get("minute") or 0) / 60 + second / 3600
