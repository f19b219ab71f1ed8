"""Texts that name a run's numbers, as "{mse}" or "{right:%}"."""

import re
from collections.abc import Mapping

from nnplay.numbers import LARGE, number, percent

FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")


def fill(text: str, numbers: Mapping[str, float]) -> str:
    """Write the numbers that a text names in braces.

    "{name}" has two decimals, "{name:n}" is a whole number, "{name:%}" is a share. A run that has
    no number of that name says so.
    """
    missing = float("nan")
    return FIELD.sub(lambda found: write(numbers.get(found[1], missing), found[2] or ""), text)


def named_in(text: str) -> set[str]:
    """Return the names of the numbers that a text needs."""
    return {found[1] for found in FIELD.finditer(text)}


def write(value: float, form: str = "") -> str:
    """Write a number as a learner reads it: "" with two decimals, "n" whole, "%" as a share."""
    if form == "%":
        return percent(value)
    return f"{value:,.0f}" if form == "n" and abs(value) < LARGE else number(value)
