"""Columns that give the target away, as they are the target in other words or other units."""

import math

import numpy as np
import pandas as pd

# In a few rows two columns may match by chance. They don't if their values divide the rows into
# groups of sizes for which there are this many ways: for two classes from 17 rows on, for three
# from 13.
ENOUGH_WAYS = math.log(1e4)
LARGEST_SHARE = 1 / 4  # different values per row; names of rows match other names, too
FEWEST_VALUES = 6  # different values on a line; fewer are near one by chance
FEWEST_ROWS = 8
MOST_CLASSES = 10
SAMPLE = 500  # rows, in which nearly all columns turn out not to match
# The share of the variance that a line explains: if the rest may be rounding, and in any case.
STRAIGHT, EXACT = 0.999, 1 - 1e-9
FINEST = 6  # decimals that values are rounded to, at most


def in_other_words(column: pd.Series, target: pd.Series) -> dict[object, object] | None:
    """Return the target's value for each value of a column, None if it is another thing.

    They must match one to one, and not by chance. Texts that differ only in case or blanks are the
    same; rows without one of the two are ignored.
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
    """Return the columns that mark one class each, if together they give away every class."""
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
    """Return the target's value for each value of a column, None if they don't match one to one."""
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
    """Number the values of a column: return each row's number, and each value's first spelling."""
    numbers, values = pd.factorize(column)
    if pd.api.types.is_numeric_dtype(column):
        return numbers, list(values)
    spelled = [" ".join(str(value).casefold().split()) for value in values]
    merged, kinds = pd.factorize(np.array(spelled, object))
    first = [int(np.argmax(merged == kind)) for kind in range(len(kinds))]
    return merged[numbers], [values[index] for index in first]


def _ways(counts: np.ndarray) -> float:
    """Return the logarithm of the number of ways to divide rows into groups of these sizes."""
    alike = np.unique(counts, return_counts=True)[1]
    shared = sum(math.lgamma(number + 1) for number in (*counts, *alike))
    return math.lgamma(int(counts.sum()) + 1) - shared


def in_other_units(column: pd.Series, target: pd.Series) -> tuple[float, float] | None:
    """Return slope and intercept of the line from a column to the target, None if there is none.

    All rows must be on it, up to the rounding of both.
    """
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
    centred_x, centred_y = x - x.mean(), y - y.mean()
    spread_x, spread_y = float((centred_x**2).sum()), float((centred_y**2).sum())
    if spread_x == 0 or spread_y == 0:
        return None
    slope = float((centred_x * centred_y).sum()) / spread_x
    residuals = centred_y - slope * centred_x
    explained = 1 - float((residuals**2).sum()) / spread_y
    if explained < STRAIGHT or min(len(np.unique(x)), len(np.unique(y))) < FEWEST_VALUES:
        return None
    rounding = (step(y) + abs(slope) * step(x)) / 2
    # a tenth more, as the line is fitted to rounded values
    if explained < EXACT and np.abs(residuals).max() > 1.1 * rounding:
        return None
    return slope, float(y.mean() - slope * x.mean())


def step(values: np.ndarray) -> float:
    """Return the step of the last decimal that all values have: 1, 0.1, ... 1e-6; 0 if finer."""
    for decimals in range(FINEST + 1):
        scaled = values * 10.0**decimals
        if (np.abs(scaled - np.round(scaled)) < 1e-4).all():
            return float(10.0**-decimals)
    return 0.0
