"""What a table warns of before anything is learned from it, each with its numbers.

The frame holds numbers and texts as they were read, or numbers alone as a data set has them.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from nnplay.datasets.disguise import in_other_units, in_other_words
from nnplay.datasets.totals import totals
from nnplay.numbers import MINUS, count, digits, percent

MOST = 0.75  # of the rows in one class
FEW_PAIRS = 3  # that are written out
SHOWN = 3  # digits of a fitted line
NOTHING = 1e-6  # of a line's slope: where it starts then is rounding
CHANCE = 1e-3  # that rows lie beyond all others though the order means nothing
# Names of columns that number the rows: of ids, which may have gaps, and of plain counting.
ID = re.compile(r"(.*[ ._-])?(id|nr|lfd|№|#)\W*|id[ ._-].*|.*[a-z]I[Dd]|(unnamed|column)\W*\d*|")
COUNTED = re.compile(
    r"(row|record|case|line|obs(ervation)?|item|sample|zeile|lfd)?[ ._-]*"
    r"(no|num(ber)?|idx|index|key|номер|番号|nummer)?[ ._-]*"
)
TIMES = re.compile(
    r".*(year|month|day|date|time|hour|week|quarter|minute|second|age|rank|jahr|monat|tag|zeit|"
    r"stunde|woche|alter|rang|année|mois|jour|heure|año|mes|día|год|месяц|день|час|年|月|日|時).*|[xt]"
)
ENOUGH_ROWS = 20  # for a column without a telling name to be called row numbers
UNRELATED = 3.0  # standard errors of a correlation in unrelated columns
FAR_OUT = 6.0  # deviations, as most rows tell them
DECIDED = 0.5  # of the squared error
OUTERMOST = 100  # one row of so many


class Warned(NamedTuple):
    """One thing that a table warns of.

    Attributes:
        name: "disguise", "total", "row numbers", "sorted", "one class" or "outliers".
        column: The column that it is about; "" if it is about rows.
        sentence: One plain sentence with its numbers.
        rows: The places of the rows that it is about, counted from 0.
    """

    name: str
    column: str
    sentence: str
    rows: tuple[int, ...] = ()


def warnings_of(
    frame: pd.DataFrame,
    target: str,
    inputs: Sequence[str],
    *,
    classes: bool,
    names: Sequence[str] = (),
    held_out: int = 0,
) -> list[Warned]:
    """Return all that a question about a table warns of, the gravest first.

    Args:
        classes: Whether the target is predicted as classes.
        names: The name of every row, if they are no column of the frame.
        held_out: How many of the last rows are held out.
    """
    outermost = [] if classes else outliers(frame[target])
    return [
        *disguises(frame, target, inputs),
        *_totals(frame, names),
        *row_numbers(frame, target, inputs),
        *beyond(frame, target, inputs, held_out, classes=classes),
        *(one_class(frame[target]) if classes else []),
        *outermost,
    ]


def gives_away(frame: pd.DataFrame, target: str) -> tuple[str, ...]:
    """Return the columns that are the target in other words or other units."""
    others = [name for name in frame.columns if name != target]
    return tuple(each.column for each in disguises(frame, target, others))


def disguises(frame: pd.DataFrame, target: str, inputs: Sequence[str]) -> list[Warned]:
    """Warn of inputs that are the target in other words or other units."""
    found = []
    for name in inputs:
        if words := in_other_words(frame[name], frame[target]):
            found.append(Warned("disguise", name, _in_words(name, target, words)))
        elif line := in_other_units(frame[name], frame[target]):
            found.append(Warned("disguise", name, _in_units(name, target, line)))
    return found


def _in_words(name: str, target: str, pairs: dict[object, object]) -> str:
    if len(pairs) > FEW_PAIRS:
        how = f"each of its {len(pairs)} values goes with one of {target} and no other"
    else:
        how = ", ".join(f"{_cell(left)} is always {_cell(right)}" for left, right in pairs.items())
    return f"{name} is {target} in other words: {how}."


def _cell(value: object) -> str:
    return digits(float(value)) if isinstance(value, int | float | np.number) else str(value)


def _in_units(name: str, target: str, line: tuple[float, float]) -> str:
    slope, start = line
    sign = MINUS if start < 0 else "+"
    rest = "" if abs(start) < abs(slope) * NOTHING else f" {sign} {digits(abs(start), SHOWN)}"
    formula = f"{digits(slope, SHOWN)} × {name}{rest}"
    return f"{name} is {target} in other units: {target} is about {formula} in every row."


def _totals(frame: pd.DataFrame, names: Sequence[str]) -> list[Warned]:
    return [
        Warned("total", "", f"The {which} row {how}, so it is no example like them.", (place,))
        for place, which, how in totals(frame, names)
    ]


def row_numbers(frame: pd.DataFrame, target: str, inputs: Sequence[str]) -> list[Warned]:
    """Warn of inputs that only number the rows."""
    return [
        Warned(
            "row numbers",
            name,
            f"{name} holds another whole number in every row, from {_whole(frame[name].min())} to "
            f"{_whole(frame[name].max())}, as row numbers do: they say nothing about a new row.",
        )
        for name in inputs
        if numbers_rows(frame[name], frame[target] if len(inputs) > 1 else None)
    ]


def _whole(value: float) -> str:
    return f"{int(value):,}".replace("-", MINUS)


def numbers_rows(column: pd.Series, target: pd.Series | None = None) -> bool:
    """Tell whether a column numbers the rows, in whatever order and from whatever number on.

    Its name tells, or that it goes up by one and has nothing to do with the target.
    """
    if not pd.api.types.is_numeric_dtype(column) or column.isna().any() or len(column) < 2:
        return False
    values = np.sort(column.to_numpy("float64"))
    steps = np.diff(values)
    if (values != np.round(values)).any() or (steps < 1).any():
        return False
    name = str(column.name).strip()
    if ID.fullmatch(name) or ID.fullmatch(name.casefold()):
        return True
    if (steps > 1).any():
        return False
    if COUNTED.fullmatch(name.casefold()):
        return True
    if target is None or len(column) < ENOUGH_ROWS:
        return False
    return not TIMES.fullmatch(name.casefold()) and not _related(column, target)


def _related(column: pd.Series, target: pd.Series) -> bool:
    numbers = target if pd.api.types.is_numeric_dtype(target) else pd.factorize(target)[0]
    ranks = pd.DataFrame({"one": column.to_numpy(), "two": np.asarray(numbers)}).rank()
    share = ranks["one"].corr(ranks["two"])
    return bool(abs(share) > UNRELATED / len(column) ** 0.5)


def beyond(
    frame: pd.DataFrame, target: str, inputs: Sequence[str], held_out: int, *, classes: bool
) -> list[Warned]:
    """Warn of held-out last rows that lie beyond all others, as in a sorted table.

    Only of the column that most of them do so in.
    """
    learned = len(frame) - held_out
    if min(held_out, learned) < 1:
        return []
    numbers = [name for name in inputs if pd.api.types.is_numeric_dtype(frame[name])]
    found = [
        each
        for name in [*([] if classes else [target]), *numbers]
        if (each := _beyond(frame[name], learned))
    ]
    return sorted(found, key=lambda each: -len(each.rows))[:1]


def _beyond(column: pd.Series, learned: int) -> Warned | None:
    values, held_out = column.to_numpy("float64"), len(column) - learned
    for side, word, most in ((1, "above", "at most"), (-1, "below", "at least")):
        edge = float(np.nanmax(side * values[:learned], initial=-np.inf))
        rows = learned + np.flatnonzero(side * values[learned:] > edge)
        if len(rows) * 2 < held_out or _by_chance(len(rows), held_out, len(values)) > CHANCE:
            continue
        text = (
            f"The last {count(held_out, 'row')} are held out, and {len(rows):,} of them lie {word} "
            f"all others in {column.name} ({most} {digits(side * edge)})."
        )
        return Warned("sorted", str(column.name), text, tuple(map(int, rows)))
    return None


def _by_chance(outside: int, held_out: int, rows: int) -> float:
    """Return the chance that the outermost rows are all held out if the order means nothing."""
    places = np.arange(outside)
    return float(np.prod((held_out - places) / (rows - places)))


def one_class(target: pd.Series) -> list[Warned]:
    """Warn of a class that most rows have."""
    shares = target.value_counts(normalize=True)
    if len(shares) < 2 or shares.iloc[0] < MOST:
        return []
    text = (
        f"{percent(float(shares.iloc[0]))} of the rows are of the class {_cell(shares.index[0])}, "
        "so always predicting that is right as often."
    )
    return [Warned("one class", str(target.name), text)]


def outliers(target: pd.Series) -> list[Warned]:
    """Warn of a few rows that decide the squared error."""
    values = target.to_numpy("float64")
    places = np.flatnonzero(np.isfinite(values))
    values = values[places]
    if len(values) < ENOUGH_ROWS:
        return []
    far = np.abs(values - np.median(values))
    typical = 1.4826 * float(np.median(far))
    outermost = np.argsort(-far)[: max(1, len(values) // OUTERMOST)]
    outermost = np.sort(outermost[far[outermost] > FAR_OUT * typical])
    squares = (values - values.mean()) ** 2
    if typical == 0 or squares[outermost].sum() < DECIDED * squares.sum():
        return []
    one = len(outermost) == 1
    text = (
        f"{count(len(outermost), 'row')} of {len(values):,} {'lies' if one else 'lie'} so far out "
        f"in {target.name} that {'it makes' if one else 'they make'} up "
        f"{percent(float(squares[outermost].sum() / squares.sum()))} of the squared error of "
        "always predicting the mean."
    )
    return [Warned("outliers", str(target.name), text, tuple(map(int, places[outermost])))]
