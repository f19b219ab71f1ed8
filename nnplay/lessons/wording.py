"""Texts that name a run's numbers, as "{mse}" or "{right:%}"."""

import math
import re
from collections.abc import Mapping

FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
LARGE, VAST = 1e5, 1e9  # from here on decimals say nothing, and digits less than their count


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
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    if form == "%":
        return f"{100 * value:.0f} %"
    if abs(value) >= VAST:
        digit, zeros = f"{abs(value):.0e}".split("e")
        article = "an" if digit == "8" else "a"
        return f"{'minus ' if value < 0 else ''}{article} {digit} with {int(zeros)} zeros"
    return f"{value:,.0f}" if form == "n" or abs(value) >= LARGE else f"{value:,.2f}"
