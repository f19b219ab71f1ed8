"""How numbers and shares are written for learners, in every text and table."""

import math

LARGE = 1e5  # from here on digits say less than the power of ten
SMALL = 0.1  # below, two decimals are less than two digits
WHOLE = 1000.0  # from here on decimals say nothing


def number(value: float) -> str:
    """Write a number: two decimals or, of a small one, two digits that say something."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    size = abs(value)
    if size >= LARGE:
        return f"{value:.1e}"
    if size >= WHOLE:
        return f"{value:,.0f}"
    return f"{value:.2f}" if size >= SMALL or size == 0 else f"{value:.2g}"


def sign_or_number(value: float) -> str:
    """Write a number where there is little room: what is none as a sign, "NaN" or "∞"."""
    if math.isfinite(value):
        return number(value)
    return "NaN" if math.isnan(value) else "∞"


def percent(share: float, decimals: int = 0) -> str:
    """Write a share in percent; only all is 100 % and only none is 0 %."""
    if not math.isfinite(share):
        return number(share)
    least = 10.0**-decimals
    value = 100 * share
    if 0 < share < 1:
        value = min(max(value, least), 100 - least)
    return f"{round(value, decimals) + 0.0:,.{decimals}f} %"  # + 0.0: there is no -0 %
