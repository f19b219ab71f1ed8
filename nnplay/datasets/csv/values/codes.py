"""Numbers that stand for a missing value: far outside all others, as -9999."""

from collections.abc import Sequence

MOST_CODES = 3  # on one side, as 97, 98 and 99
FAR = 2  # times the spread of all others


def outside(order: Sequence[float]) -> list[float]:
    """Return the different numbers, sorted, that are far outside all others."""
    found: list[float] = []
    for sign in (1, -1):
        numbers = sorted(sign * number for number in order)
        for count in range(1, MOST_CODES + 1):
            rest = numbers[:-count]
            if len(rest) < 3:
                break
            if numbers[-count] - rest[-1] > FAR * (rest[-1] - rest[0]):
                found += [sign * number for number in numbers[-count:]]
                break
    return found


def is_code(number: float) -> bool:
    """Tell whether a number looks like a code for missing, as -9999, 98 or 888."""
    if not float(number).is_integer():
        return False
    digits = str(abs(int(number)))
    nines = set(digits[:-1]) == {"9"} and digits[-1] in "6789"
    return len(digits) > 1 and (len(set(digits)) == 1 or nines)
