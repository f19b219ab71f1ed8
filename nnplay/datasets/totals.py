"""Rows that are no example but the sum or the mean of the others."""

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
CHANCE = 1e-3  # that a row comes to the sum or mean of the others as it happens


def totals(frame: pd.DataFrame, names: Sequence[str] = ()) -> list[tuple[int, str, str]]:
    """Return the first or last row if it is the sum or the mean of the others.

    Args:
        names: The name of every row, if they are no column of the frame.

    Returns:
        Of each its place, which one it is, and what shows it, to be read after that.
    """
    if len(frame) < 4:
        return []
    numbers = frame.select_dtypes("number").to_numpy("float64")
    texts = [*frame.select_dtypes(exclude="number").to_numpy(object).T]
    if len(names):
        texts.append(np.array(names, object))
    found = []
    for place, which in ((0, "first"), (len(frame) - 1, "last")):
        called = next((text for cells in texts if (text := _total_name(cells, place))), "")
        computed = _sum_or_mean(numbers, place, called=bool(called))
        if computed or called:
            how = f"is called {called}" if called else f"is the {computed} of all others"
            found.append((place, which, how))
    return found


def _total_name(cells: np.ndarray, place: int) -> str:
    """Return a row's name if it says total or mean and all rows have names of their own."""
    text = str(cells[place]).strip()
    named = TOTAL.fullmatch(text.casefold().rstrip(" :."))
    return text if named and len({*map(str, cells)}) == len(cells) else ""


def _sum_or_mean(numbers: np.ndarray, place: int, *, called: bool) -> str:
    others, row = np.delete(numbers, place, axis=0), numbers[place]
    with np.errstate(invalid="ignore"):
        varied = np.nanmin(others, axis=0, initial=np.inf) < np.nanmax(
            others, axis=0, initial=-np.inf
        )
    columns = np.flatnonzero(varied & np.isfinite(row))
    for name, computed in (("sum", np.nansum), ("mean", np.nanmean)):
        chance, matched = 1.0, 0
        for column in columns:
            values = others[:, column][np.isfinite(others[:, column])]
            unit = step(np.append(values, row[column])) or 1e-9 * float(np.abs(values).max())
            # a sum adds up what rounding took from each
            slack = unit * (1 + (name == "sum") * len(values) ** 0.5) / 2
            if abs(computed(values) - row[column]) <= 1.0001 * slack:
                matched += 1
                chance *= min(1.0, 2 * slack / float(np.ptp(values)))
        if matched * 3 >= len(columns) * 2 and matched and (called or chance < CHANCE):
            return name
    return ""
