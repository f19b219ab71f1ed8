"""Rows that are not examples but the sum or the mean of the others."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from nnplay.datasets.disguise import step

# Words for a row that adds the others up, or is their mean, in the languages of most tables.
TOTAL = re.compile(
    r"(grand |sub)?totals?|sum|summe|gesamt(summe)?|insgesamt|somme|totale|suma|totaal|сумма|итого|"
    r"всего|合計|総計|总计|合计|mean|average|mittel(wert)?|durchschnitt|moyenne|media|promedio|"
    r"среднее|平均"
)
CHANCE = 1e-3  # of a row being the sum or mean of the others by coincidence, at most


def totals(frame: pd.DataFrame, names: Sequence[str] = ()) -> list[tuple[int, str, str]]:
    """Return the first or last row if it is the sum or the mean of the others.

    Args:
        names: The name of every row, if they are no column of the frame.

    Returns:
        For each its index, "first" or "last", and what shows it, to be read after "the last row".
    """
    if len(frame) < 4:
        return []
    numbers = frame.select_dtypes("number").to_numpy("float64")
    texts = [*frame.select_dtypes(exclude="number").to_numpy(object).T]
    if len(names):
        texts.append(np.array(names, object))
    found = []
    for row, which in ((0, "first"), (len(frame) - 1, "last")):
        called = next((text for cells in texts if (text := _total_name(cells, row))), "")
        computed = _sum_or_mean(numbers, row, called=bool(called))
        if computed or called:
            how = f"is called {called}" if called else f"is the {computed} of all others"
            found.append((row, which, how))
    return found


def _total_name(cells: np.ndarray, row: int) -> str:
    """Return a row's name if it says total or mean and all rows have names of their own."""
    text = str(cells[row]).strip()
    named = TOTAL.fullmatch(text.casefold().rstrip(" :."))
    return text if named and len({*map(str, cells)}) == len(cells) else ""


def _sum_or_mean(numbers: np.ndarray, row: int, *, called: bool) -> str:
    """Return "sum" or "mean" if two thirds of a row's numbers are that of the others, else "".

    Args:
        called: Whether the row's name says so; otherwise it must not be a coincidence.
    """
    others, values = np.delete(numbers, row, axis=0), numbers[row]
    with np.errstate(invalid="ignore"):
        varied = np.nanmin(others, axis=0, initial=np.inf) < np.nanmax(
            others, axis=0, initial=-np.inf
        )
    columns = np.flatnonzero(varied & np.isfinite(values))
    for name, computed in (("sum", np.nansum), ("mean", np.nanmean)):
        chance, matched = 1.0, 0
        for column in columns:
            known = others[:, column][np.isfinite(others[:, column])]
            unit = step(np.append(known, values[column])) or 1e-9 * float(np.abs(known).max())
            # a sum adds up the rounding errors of all
            slack = unit * (1 + (name == "sum") * len(known) ** 0.5) / 2
            if abs(computed(known) - values[column]) <= 1.0001 * slack:
                matched += 1
                chance *= min(1.0, 2 * slack / float(np.ptp(known)))
        if matched * 3 >= len(columns) * 2 and matched and (called or chance < CHANCE):
            return name
    return ""
