"""Columns of a table as the numbers that a network takes: texts become columns of 0 and 1."""

from collections.abc import Sequence

import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import column_name

MOST_INPUTS = 40


def input_names(table: OwnTable, column: str) -> tuple[str, ...]:
    """Name the inputs that a column makes: itself, or one a text, of two texts the second alone."""
    if column in table.numeric:
        return (column,)
    names: list[str] = []
    for text in _texts(table, column):
        name = column_name(f"{column} {text}")
        while name in (*names, *table.frame.columns):
            name += "_"
        names.append(name)
    return tuple(names)


def input_columns(table: OwnTable, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the inputs of rows of the table, one column each.

    Raises:
        ConfigError: If they are too many.
    """
    inputs: dict[str, pd.Series] = {}
    for column in columns:
        if column in table.numeric:
            inputs[column] = rows[column]
            continue
        for name, text in zip(input_names(table, column), _texts(table, column), strict=True):
            inputs[name] = (rows[column] == text).astype("float64")
    if len(inputs) > MOST_INPUTS:
        raise ConfigError(
            f"The chosen columns make {len(inputs)} inputs, as each text is one, but at most "
            f"{MOST_INPUTS} are allowed: choose fewer columns."
        )
    return pd.DataFrame(inputs)


def described(table: OwnTable, columns: Sequence[str]) -> dict[str, str]:
    """Say of every input that a text makes when it is 1."""
    return {
        name: f"1 if {column} is {text}, else 0"
        for column in columns
        if column in table.textual
        for name, text in zip(input_names(table, column), _texts(table, column), strict=True)
    }


def inputs_of_texts(table: OwnTable, columns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return of each column of texts its texts and the input that is 1 for each; "" without one."""
    found = {}
    for column in columns:
        if column in table.textual:
            named = dict(zip(_texts(table, column), input_names(table, column), strict=True))
            texts = sorted(table.frame[column].dropna().unique())
            found[column] = {text: named.get(text, "") for text in texts}
    return found


def _texts(table: OwnTable, column: str) -> list[str]:
    texts = sorted(table.frame[column].dropna().unique())
    return texts[1:] if len(texts) == 2 else texts
