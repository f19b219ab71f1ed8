"""Texts that name a run's numbers, as "{mse}" or "{accuracy:%}"."""

import math
import re
from collections.abc import Mapping

from nnplay.numbers import LARGE, fixed, number, percent

FIELD = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
VAST = 10.0**LARGE  # from here on, only the number of digits matters


def fill(text: str, numbers: Mapping[str, float]) -> str:
    """Replace the names of numbers in a text, in braces, by the numbers.

    "{name}" is written with significant digits, "{name:n}" as a whole number, "{name:%}" as a
    percentage; a number that the run does not have, as one that is NaN.
    """
    missing = float("nan")
    return FIELD.sub(lambda found: write(numbers.get(found[1], missing), found[2] or ""), text)


def write(value: float, form: str = "") -> str:
    """Write a number, as `fill` describes it; a very large one in words.

    Args:
        form: "" for significant digits, "n" for a whole number, "%" for a percentage.
    """
    if form == "%":
        return percent(value)
    if not math.isfinite(value) or abs(value) < VAST:
        return fixed(value, 0) if form == "n" and math.isfinite(value) else number(value)
    digit, zeros = f"{abs(value):.0e}".split("e")
    article = "an" if digit == "8" else "a"
    return f"{'minus ' if value < 0 else ''}{article} {digit} with {int(zeros)} zeros"
