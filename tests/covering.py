"""Samples instead of everything: for the default tier, and as covering arrays."""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

Numbers = dict[str, int]  # for each option, the index of a value


def in_full(values: Iterable[Any], but: Container[Any]) -> list[Any]:
    """Return parameters for the full tier alone, except for some that are for both."""
    return [each if each in but else pytest.param(each, marks=pytest.mark.full) for each in values]


def cover(
    options: Mapping[str, Sequence[Any]], pairs: Iterable[tuple[str, str]] = ()
) -> list[dict[str, Any]]:
    """Return rows with every value of every option, and every combination of the named pairs.

    Each row begins with the first combination that is still missing. Every other option gets the
    value that adds most of those or, if none adds any, the one that was used least often.
    """
    missing: list[Numbers] = [
        dict(zip(names, numbers, strict=True))
        for names in (*pairs, *((name,) for name in options))
        for numbers in product(*(range(len(options[name])) for name in names))
    ]
    rows: list[Numbers] = []
    while missing:
        row = dict(missing[0])
        for name, values in options.items():
            if name not in row:
                row[name] = _best(name, len(values), row, missing, rows)
        rows.append(row)
        missing = [goal for goal in missing if not goal.items() <= row.items()]
    return [{name: options[name][row[name]] for name in options} for row in rows]


def _best(name: str, count: int, row: Numbers, missing: list[Numbers], rows: list[Numbers]) -> int:
    """Return the index of an option's value to continue a row with."""

    def worth(number: int) -> tuple[int, int]:
        longer = {**row, name: number}.items()
        met = sum(name in goal and goal.items() <= longer for goal in missing)
        return met, -sum(other[name] == number for other in rows)

    return max(range(count), key=worth)
