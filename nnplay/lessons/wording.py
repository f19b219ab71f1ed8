"""Texts that name a run's numbers, as "{mse}" or "{accuracy:%}"."""

import math
import re
from collections.abc import Mapping

from nnplay.numbers import LARGE, fixed, number, percent

FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
VAST = 10.0**LARGE  # from here on digits say less than their count


def fill(text: str, numbers: Mapping[str, float]) -> str:
    """Write the numbers that a text names in braces.

    "{name}" has the digits that say something, "{name:n}" is a whole number, "{name:%}" is a
    share. A run that has no number of that name says so.
    """
    missing = float("nan")
    return FIELD.sub(lambda found: write(numbers.get(found[1], missing), found[2] or ""), text)


def write(value: float, form: str = "") -> str:
    """Write a number as a learner reads it: "" by its digits, "n" whole, "%" as a share."""
    if form == "%":
        return percent(value)
    if not math.isfinite(value) or abs(value) < VAST:
        return fixed(value, 0) if form == "n" and math.isfinite(value) else number(value)
    digit, zeros = f"{abs(value):.0e}".split("e")
    article = "an" if digit == "8" else "a"
    return f"{'minus ' if value < 0 else ''}{article} {digit} with {int(zeros)} zeros"
