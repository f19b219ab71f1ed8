"""Columns that only number the rows."""

import re

import numpy as np
import pandas as pd

# Names of columns that number the rows: ids, which may have gaps, and counts, which have none.
ID = re.compile(
    r"(.*[ ._-])?(id|nr|lfd|№|#)\W*|id[ ._-].*|.*[a-z]I[Dd]|(unnamed|column)\W*\d*|row|"
)
COUNTED = re.compile(
    r"(row|record|case|line|obs(ervation)?|item|sample|zeile|lfd)?[ ._-]*"
    r"(no|num(ber)?|idx|index|key|номер|番号|nummer)?[ ._-]*"
)
TIMES = re.compile(
    r".*(year|month|day|date|time|hour|week|quarter|minute|second|age|rank|jahr|monat|tag|zeit|"
    r"stunde|woche|alter|rang|année|mois|jour|heure|año|mes|día|год|месяц|день|час|年|月|日|時).*|[xt]"
)
ENOUGH_ROWS = 20  # for a column whose name says nothing to be called row numbers
UNRELATED = 3.0  # standard errors of a correlation in unrelated columns


def numbers_rows(column: pd.Series, target: pd.Series | None = None) -> bool:
    """Tell whether a column only numbers the rows, in any order and from any number on.

    Its values are different whole numbers; and its name is that of an id, or there are no gaps and
    its name is that of a count or it has nothing to do with the target.
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
    """Tell whether Spearman's rank correlation of two columns is more than chance."""
    numbers = target if pd.api.types.is_numeric_dtype(target) else pd.factorize(target)[0]
    ranks = pd.DataFrame({"one": column.to_numpy(), "two": np.asarray(numbers)}).rank()
    correlation = ranks["one"].corr(ranks["two"])
    return bool(abs(correlation) > UNRELATED / len(column) ** 0.5)
