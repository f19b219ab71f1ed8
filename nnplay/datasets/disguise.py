"""Columns that give the target away: it in other words, or in other units."""

import math

import numpy as np
import pandas as pd

# Columns of few rows agree by chance: so many ways to deal the rows into groups of these sizes make
# an agreement no chance, two classes in 17 rows or three in 13.
ENOUGH_WAYS = math.log(1e4)
LARGEST_SHARE = 1 / 4  # values per row, above which two columns only tell the same rows apart
FEWEST_VALUES = 6  # of a column that is a line of another; fewer lie near many lines
FEWEST_ROWS = 8
MOST_CLASSES = 10
SAMPLE = 500  # rows that tell nearly all columns apart
STRAIGHT, EXACT = 0.999, 1 - 1e-9  # of the variance: up to rounding, and whatever the rounding
FINEST = 6  # decimals that values are rounded to, at most


def in_other_words(column: pd.Series, target: pd.Series) -> dict[object, object] | None:
    """Return which value goes with which of the target, if that is one to one and no chance.

    Texts that differ in capitals or blanks only are one, and rows that lack either are ignored.
    """
    if len(column) > SAMPLE and _pairs(column[:SAMPLE], target[:SAMPLE]) is None:
        return None
    pairs = _pairs(column, target)
    if pairs is None:
        return None
    few = 1 < len(pairs) <= LARGEST_SHARE * column.count()
    counts = np.bincount(_numbered(column.dropna())[0])
    enough = 2 * column.count() >= target.count() and _ways(counts) >= ENOUGH_WAYS
    return pairs if few and enough else None


def one_each(inputs: pd.DataFrame, target: pd.Series) -> list[str]:
    """Return the columns that say of one class each whether it is that, if they say all of them."""
    classes = target.dropna().unique()
    names = [name for name in inputs if inputs[name][:SAMPLE].nunique() == 2]
    if not 2 < len(classes) <= MOST_CLASSES or len(names) < len(classes) - 1:
        return []
    of_class = {kind: (target == kind).where(target.notna()) for kind in classes}
    found = {
        kind: name
        for kind, is_it in of_class.items()
        for name in names
        if in_other_words(inputs[name], is_it)
    }
    return [*found.values()] if len(found) >= len(classes) - 1 else []


def _pairs(column: pd.Series, target: pd.Series) -> dict[object, object] | None:
    """Return each value with the one of the target that it goes with, None if not one to one."""
    both = (column.notna() & target.notna()).to_numpy()
    left, values = _numbered(column[both])
    right, answers = _numbered(target[both])
    if len(values) != len(answers):
        return None
    goes_with = np.zeros(len(values), int)
    goes_with[left] = right
    if (goes_with[left] != right).any() or len({*goes_with}) < len(values):
        return None
    return {value: answers[number] for value, number in zip(values, goes_with, strict=True)}


def _numbered(column: pd.Series) -> tuple[np.ndarray, list[object]]:
    """Return each row's number of its value, and the first spelling of each value."""
    numbers, values = pd.factorize(column)
    if pd.api.types.is_numeric_dtype(column):
        return numbers, list(values)
    spelled = [" ".join(str(value).casefold().split()) for value in values]
    merged, kinds = pd.factorize(np.array(spelled, object))
    first = [int(np.argmax(merged == kind)) for kind in range(len(kinds))]
    return merged[numbers], [values[place] for place in first]


def _ways(counts: np.ndarray) -> float:
    """Return the logarithm of how many ways there are to deal rows into groups of these sizes."""
    alike = np.unique(counts, return_counts=True)[1]
    shared = sum(math.lgamma(number + 1) for number in (*counts, *alike))
    return math.lgamma(int(counts.sum()) + 1) - shared


def in_other_units(column: pd.Series, target: pd.Series) -> tuple[float, float] | None:
    """Return slope and start of the line that turns a column into the target, up to rounding."""
    if not all(pd.api.types.is_numeric_dtype(each) for each in (column, target)):
        return None
    x, y = column.to_numpy("float64"), target.to_numpy("float64")
    apart = max(1, len(x) // SAMPLE)
    if _line(x[::apart], y[::apart]) is None:
        return None
    complete = int(np.isfinite(y).sum())
    both = np.isfinite(x) & np.isfinite(y)
    return _line(x, y) if both.sum() * 2 >= complete else None


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float] | None:
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < FEWEST_ROWS:
        return None
    around_x, around_y = x - x.mean(), y - y.mean()
    spread, all_of_it = float((around_x**2).sum()), float((around_y**2).sum())
    if spread == 0 or all_of_it == 0:
        return None
    slope = float((around_x * around_y).sum()) / spread
    left = around_y - slope * around_x
    explained = 1 - float((left**2).sum()) / all_of_it
    if explained < STRAIGHT or min(len(np.unique(x)), len(np.unique(y))) < FEWEST_VALUES:
        return None
    rounding = (step(y) + abs(slope) * step(x)) / 2
    if explained < EXACT and np.abs(left).max() > 1.1 * rounding:  # the line is fitted, too
        return None
    return slope, float(y.mean() - slope * x.mean())


def step(values: np.ndarray) -> float:
    """Return the unit of the last decimal that numbers are written with; 0 if they are finer."""
    for decimals in range(FINEST + 1):
        scaled = values * 10.0**decimals
        if (np.abs(scaled - np.round(scaled)) < 1e-4).all():
            return float(10.0**-decimals)
    return 0.0
