"""Writes numbers for learners, in every text, table and chart; the stage does the same."""

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import numpy as np

DIGITS = 3  # that a number standing alone has at least
LARGE, SMALL = 7, -4  # powers of ten: from the first on, or below the other, with a power of ten
STEPS = 500  # that a column's decimals tell apart, from its lowest value to its highest
MOST_DECIMALS = 12
LONGEST = 9  # power of ten of a chosen number that is still written out
MINUS = "−"  # as charts and formulas have it
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FACTOR = 10.0  # from here on a share is written as a multiple, "12 times", not in percent
WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# How Plotly writes the numbers on an axis in the same way.
AXIS = {"exponentformat": "power", "separatethousands": True, "minexponent": LARGE - 1}


def number(value: float) -> str:
    """Write a number that stands alone: two decimals, at least three digits."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    power = _power(value)
    return fixed(value, 0 if power >= DIGITS else max(2, DIGITS - 1 - power))


def sign_or_number(value: float) -> str:
    """Write a number where there is little room: NaN and infinity as "NaN" and "∞"."""
    if math.isfinite(value):
        return number(value)
    return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"


def fixed(value: float, decimals: int) -> str:
    """Write a number with this many decimals, such as those of a column (see `decimals_of`)."""
    if not math.isfinite(value):
        return sign_or_number(value)
    if value == 0:
        return "0"
    power = Decimal(float(value)).adjusted()
    if power >= LARGE or (power < SMALL and decimals >= -power):
        return _scientific(value, DIGITS)
    rounded = round_half_up(value, decimals)
    return _minus(f"{rounded:,f}") if rounded else f"{0:.{decimals}f}"


def decimals_of(values: object) -> int:
    """Return how many decimals tell the values of a column apart, by their spread."""
    finite = np.asarray(values, float)
    finite = finite[np.isfinite(finite)]
    if not len(finite):
        return 0
    spread = float(np.ptp(finite)) or float(np.abs(finite).max())
    if not 0 < spread < math.inf:
        return 0
    return min(max(0, math.ceil(-math.log10(spread / STEPS) - 1e-9)), MOST_DECIMALS)


def as_column(values: object) -> Callable[[float], str]:
    """Return a function that writes numbers with the decimals of a column of these values."""
    return partial(fixed, decimals=decimals_of(values))


def digits(value: float, count: int = DIGITS + 1) -> str:
    """Write a number with at most this many significant digits, and no zeros at the end."""
    if not math.isfinite(value):
        return sign_or_number(value)
    if value == 0:
        return "0"
    if not SMALL <= Decimal(float(value)).adjusted() < LARGE:
        return _scientific(value, count)
    return _minus(_trimmed(round_half_up(value, count - 1 - _power(value, count))))


def extent(values: np.ndarray) -> str:
    """Write the lowest and the highest of some values: "5.9 to 23.9"."""
    low, high = (digits(float(end)) for end in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"


def exact(value: float) -> str:
    """Write a number that was chosen, such as a learning rate, with all its digits."""
    whole = Decimal(repr(float(value)))
    power = whole.adjusted()
    if abs(power) > LONGEST:
        return _with_power(whole, power)
    return _minus(_trimmed(whole))


def percent(share: float, decimals: int = 0) -> str:
    """Write a share in percent; only all is 100% and only none is 0%.

    From ten times on it is written as a multiple: "12 times".
    """
    if not math.isfinite(share):
        return number(share)
    if abs(share) >= FACTOR:
        return f"{times(share)} times"
    least = 10.0**-decimals
    value = 100 * share
    if 0 < share < 1:
        value = min(max(value, least), 100 - least)
    return _minus(f"{round(value, decimals) + 0.0:,.{decimals}f}%")  # + 0.0: there is no -0%


def percent_of(share: float, whole: str) -> str:
    """Write a share of something: "40% of its size" or "12 times its size"."""
    return f"{percent(share)}{'' if abs(share) >= FACTOR else ' of'} {whole}"


def times(ratio: float) -> str:
    """Write how many times as much: "1.7", "2,300", "98 million"."""
    size = abs(ratio)
    if not math.isfinite(ratio) or size >= 1e15:
        return sign_or_number(ratio)
    if size < FACTOR:
        return _minus(f"{ratio:.1f}")
    rounded = float(f"{ratio:.2g}")
    for unit, word in WORDS:
        if abs(rounded) >= unit:
            return f"{_minus(f'{rounded / unit:g}')} {word}"
    return _minus(f"{rounded:,.0f}")


def count(amount: int, noun: str) -> str:
    """Write how many of something: "1 epoch", "2,300 epochs"."""
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"


def listed(names: Sequence[object]) -> str:
    """Write several in a row: "a, b and c"."""
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last


def round_half_up(value: float, decimals: int) -> Decimal:
    """Round as a browser does, where Python's own rounding takes the even digit."""
    return Decimal(float(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def hover_format(values: object) -> str:
    """Return Plotly's format for single values of a curve; "" if some are very large or small."""
    sizes = np.abs(np.asarray(values, float))
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not len(sizes):
        return ""
    low, high = _power(float(sizes.min())), _power(float(sizes.max()))
    return "" if high >= LARGE or low < SMALL else f",.{max(2, DIGITS - 1 - low)}~f"


def _power(value: float, count: int = DIGITS) -> int:
    """Return the power of ten of a number after rounding it to this many digits; 0 for zero."""
    if value == 0:
        return 0
    exact_value = Decimal(float(value))
    return round_half_up(value, count - 1 - exact_value.adjusted()).adjusted()


def _scientific(value: float, count: int) -> str:
    power = _power(value, count)
    return _with_power(round_half_up(value, count - 1 - power), power)


def _with_power(value: Decimal, power: int) -> str:
    mantissa = _trimmed(value.scaleb(-power))
    factor = {"1": "", "-1": "-"}.get(mantissa, f"{mantissa}×")
    return _minus(factor) + f"10{raised(power)}"


def raised(power: int) -> str:
    """Write an exponent in superscript."""
    return str(power).translate(RAISED)


def _trimmed(value: Decimal) -> str:
    """Write a number without zeros at the end of its decimals."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
