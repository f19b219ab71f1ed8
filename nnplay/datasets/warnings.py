"""Warnings about a table, which need no training, each with its numbers.

The frame holds numbers and texts as they were read, or numbers alone as in a data set.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from nnplay.datasets.disguise import in_other_units, in_other_words, one_each
from nnplay.datasets.numbering import numbers_rows
from nnplay.datasets.totals import totals
from nnplay.numbers import MINUS, count, digits, listed, percent

MOST = 0.75  # of the rows in one class
FEW_PAIRS = 3  # of values that are written out, at most
SHOWN = 3  # digits of a fitted line
NOTHING = 1e-6  # share of a line's slope below which its intercept is rounding
CHANCE = 1e-3  # of rows in random order lying beyond all others, at most
FEWEST_ROWS = 20  # for some to be called outliers
FAR_OUT = 6.0  # standard deviations from the median, estimated by the median deviation
DECIDED = 0.5  # share of the squared error that outliers make up, at least
OUTERMOST = 100  # at most one row of so many is an outlier


class TableWarning(NamedTuple):
    """A warning about a table.

    Attributes:
        name: "disguise", "total", "row numbers", "sorted", "one class" or "outliers".
        column: The column that it is about; "" if it is about rows.
        title: What is the matter.
        evidence: What shows it, or what follows, with its numbers; no full stop.
        rows: Indices of the rows that it is about.
    """

    name: str
    column: str
    title: str
    evidence: str
    rows: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        return f"{self.title}: {self.evidence}."


def warnings_of(
    frame: pd.DataFrame,
    target: str,
    inputs: Sequence[str],
    *,
    classes: bool,
    names: Sequence[str] = (),
    held_out: int = 0,
) -> list[TableWarning]:
    """Return all warnings about a table whose target is to be predicted, the gravest first.

    Args:
        classes: Whether the target is predicted as classes.
        names: The name of every row, if they are no column of the frame.
        held_out: How many of the last rows are held out.
    """
    outermost = [] if classes else outliers(frame[target])
    return [
        *disguises(frame, target, inputs),
        *totals_of(frame, names),
        *row_numbers(frame, target, inputs),
        *beyond(frame, target, inputs, held_out, classes=classes),
        *(one_class(frame[target]) if classes else []),
        *outermost,
    ]


def leaking_columns(frame: pd.DataFrame, target: str) -> tuple[str, ...]:
    """Return the columns that are the target in other words or other units."""
    others = [name for name in frame.columns if name != target]
    return tuple(each.column for each in disguises(frame, target, others))


def disguises(frame: pd.DataFrame, target: str, inputs: Sequence[str]) -> list[TableWarning]:
    """Warn of inputs that are the target in other words or other units."""
    found = []
    for name in inputs:
        if words := in_other_words(frame[name], frame[target]):
            title, how = f"{name} is {target} in other words", _in_words(target, words)
        elif line := in_other_units(frame[name], frame[target]):
            title, how = f"{name} is {target} in other units", _in_units(name, target, line)
        else:
            continue
        found.append(TableWarning("disguise", name, title, how))
    shared = [] if found else one_each(frame[list(inputs)], frame[target])
    together = f"{listed(shared)} together are {target}" if shared else ""
    how = "in every row each of them is the same as one class"
    return [*found, *(TableWarning("disguise", name, together, how) for name in shared)]


def _in_words(target: str, pairs: dict[object, object]) -> str:
    if len(pairs) > FEW_PAIRS:
        return f"each of its {len(pairs)} values goes with one of {target} and no other"
    each = [f"{_cell(left)} goes with {_cell(right)}" for left, right in pairs.items()]
    return f"in every row {listed(each)}"


def _cell(value: object) -> str:
    return digits(float(value)) if isinstance(value, int | float | np.number) else str(value)


def _in_units(name: str, target: str, line: tuple[float, float]) -> str:
    slope, intercept = line
    formula = f"{digits(slope, SHOWN)} × {name}"
    if abs(intercept) >= abs(slope) * NOTHING:
        formula += f" {MINUS if intercept < 0 else '+'} {digits(abs(intercept), SHOWN)}"
    return f"in every row {target} is about {formula}"


def totals_of(frame: pd.DataFrame, names: Sequence[str] = ()) -> list[TableWarning]:
    """Warn of a first or last row that is the sum or the mean of the others."""
    return [
        TableWarning("total", "", f"The {which} row {how}", "it is no example like them", (place,))
        for place, which, how in totals(frame, names)
    ]


def row_numbers(frame: pd.DataFrame, target: str, inputs: Sequence[str]) -> list[TableWarning]:
    """Warn of inputs that only number the rows."""
    return [
        TableWarning(
            "row numbers",
            name,
            f"{name} only numbers the rows",
            f"another whole number in every row, from {_whole(frame[name].min())} to "
            f"{_whole(frame[name].max())}, which says nothing about a new one",
        )
        for name in inputs
        if numbers_rows(frame[name], frame[target] if len(inputs) > 1 else None)
    ]


def _whole(value: float) -> str:
    return f"{int(value):,}".replace("-", MINUS)


def beyond(
    frame: pd.DataFrame,
    target: str,
    inputs: Sequence[str],
    held_out: int,
    *,
    classes: bool,
    noun: str = "row",
) -> list[TableWarning]:
    """Warn of held-out last rows that lie beyond all others, as in a table sorted by a column.

    There is at most one warning, about the column in which most of these rows do.
    """
    learned = len(frame) - held_out
    if min(held_out, learned) < 1:
        return []
    numbers = [name for name in inputs if pd.api.types.is_numeric_dtype(frame[name])]
    found = [
        each
        for name in [*([] if classes else [target]), *numbers]
        if (each := _beyond(frame[name], learned, noun))
    ]
    return sorted(found, key=lambda each: -len(each.rows))[:1]


def _beyond(column: pd.Series, learned: int, noun: str) -> TableWarning | None:
    values, held_out = column.to_numpy("float64"), len(column) - learned
    for side, word, most in ((1, "above", "at most"), (-1, "below", "at least")):
        edge = float(np.nanmax(side * values[:learned], initial=-np.inf))
        rows = learned + np.flatnonzero(side * values[learned:] > edge)
        if len(rows) * 2 < held_out or _by_chance(len(rows), held_out, len(values)) > CHANCE:
            continue
        name, indices = str(column.name), tuple(map(int, rows))
        title = (
            f"{len(rows):,} of the {held_out:,} held-out {noun}s lie {word} all others in {name}"
        )
        how = f"the last {noun}s of the table are held out, and all others have {most} "
        return TableWarning("sorted", name, title, how + digits(side * edge), indices)
    return None


def _by_chance(outside: int, held_out: int, rows: int) -> float:
    """Return the chance that the outermost rows are all held out if the order is random."""
    drawn = np.arange(outside)
    return float(np.prod((held_out - drawn) / (rows - drawn)))


def one_class(target: pd.Series) -> list[TableWarning]:
    """Warn if most rows are of one class."""
    shares = target.value_counts(normalize=True)
    if len(shares) < 2 or shares.iloc[0] < MOST:
        return []
    title = f"{percent(float(shares.iloc[0]))} of the rows are {_cell(shares.index[0])}"
    return [
        TableWarning(
            "one class", str(target.name), title, "always predicting that is right as often"
        )
    ]


def outliers(target: pd.Series, noun: str = "row") -> list[TableWarning]:
    """Warn of a few rows that make up most of the squared error of always predicting the mean."""
    values = target.to_numpy("float64")
    known = np.flatnonzero(np.isfinite(values))
    values = values[known]
    if len(values) < FEWEST_ROWS:
        return []
    far = np.abs(values - np.median(values))
    typical = 1.4826 * float(np.median(far))
    outermost = np.argsort(-far)[: max(1, len(values) // OUTERMOST)]
    outermost = np.sort(outermost[far[outermost] > FAR_OUT * typical])
    squares = (values - values.mean()) ** 2
    if typical == 0 or squares[outermost].sum() < DECIDED * squares.sum():
        return []
    one = len(outermost) == 1
    title = (
        f"{count(len(outermost), noun)} of {len(values):,} decide{'s' * one} the squared error "
        f"of {target.name}"
    )
    how = (
        f"{'it lies so far out that it makes' if one else 'they lie so far out that they make'} up "
        f"{percent(float(squares[outermost].sum() / squares.sum()))} of the error of always "
        "predicting the mean"
    )
    rows = tuple(map(int, known[outermost]))
    return [TableWarning("outliers", str(target.name), title, how, rows)]
