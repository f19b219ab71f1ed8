"""Columns of a table as the numbers that a network takes: texts become columns of 0 and 1."""

from collections.abc import Mapping, Sequence

import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import column_name

MOST_INPUTS = 40
GAP = "missing"  # the class of rows without a value


def texts_of(table: OwnTable, column: str, *, gaps: bool = False) -> list[str]:
    """Return the different texts of a column, () for one of numbers; with gaps as one of them."""
    values = table.frame[column]
    if values.dtype == "float64" and not gaps:
        return []
    texts = sorted(as_texts(table, column).dropna().unique())
    return [*texts, GAP] if gaps and values.isna().any() and GAP not in texts else texts


def as_texts(table: OwnTable, column: str) -> pd.Series:
    """Return a column of texts, a yes or no in its words."""
    values, words = table.frame[column], table.column(column).words
    return values.map({0.0: words[0], 1.0: words[1]}).astype("object") if words else values


def input_names(table: OwnTable, column: str, *, gaps: bool = False) -> tuple[str, ...]:
    """Name the inputs that a column makes: itself, or one a text, of two texts the second alone."""
    texts = texts_of(table, column, gaps=gaps)
    if not texts:
        return (column,)
    names: list[str] = []
    for text in texts[1:] if len(texts) == 2 else texts:
        name = column_name(f"{column} {text}")
        while name in (*names, *table.frame.columns):
            name += "_"
        names.append(name)
    return tuple(names)


def input_columns(
    table: OwnTable, rows: pd.DataFrame, columns: Sequence[str], gaps: Mapping[str, bool]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the inputs of rows of the table, and of each that a text makes when it is 1.

    Args:
        rows: Of the table, yes or no as texts where gaps are a class of their own.
        gaps: Of columns: whether their gaps are.

    Raises:
        ConfigError: If they are too many.
    """
    inputs: dict[str, pd.Series] = {}
    described = {}
    for column in columns:
        texts = texts_of(table, column, gaps=gaps[column])
        if not texts:
            inputs[column] = rows[column]
            continue
        names = input_names(table, column, gaps=gaps[column])
        for name, text in zip(names, texts[-len(names) :], strict=True):
            inputs[name] = (rows[column] == text).astype("float64")
            described[name] = f"1 if {column} is {text}, else 0"
    if len(inputs) > MOST_INPUTS:
        raise ConfigError(
            f"The chosen columns make {len(inputs)} inputs, as each text is one, but at most "
            f"{MOST_INPUTS} are allowed: choose fewer columns."
        )
    return pd.DataFrame(inputs), described


def inputs_of_texts(
    table: OwnTable, columns: Sequence[str], gaps: Mapping[str, bool]
) -> dict[str, dict[str, str]]:
    """Return of each column of texts its texts and the input that is 1 for each; "" without one."""
    found = {}
    for column in columns:
        if texts := texts_of(table, column, gaps=gaps[column]):
            names = input_names(table, column, gaps=gaps[column])
            named = dict(zip(texts[-len(names) :], names, strict=True))
            found[column] = {text: named.get(text, "") for text in texts}
    return found
