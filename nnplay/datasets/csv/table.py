"""A learner's file read as a table: `read_table` and `OwnTable`."""

import hashlib
from dataclasses import dataclass
from pathlib import PureWindowsPath

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.columns import MAX_CLASSES, MIN_CLASSES, Column, read_column
from nnplay.datasets.csv.decoding import decode
from nnplay.datasets.csv.numerals import style_of
from nnplay.datasets.csv.rows import Columns, split
from nnplay.datasets.csv.wording import quoted, shown


@dataclass(frozen=True, eq=False)
class OwnTable:
    """What a file holds; every text in it is cut and without markup, fit to be shown.

    Attributes:
        name: The file's name without its ending.
        frame: All columns in the file's order, float64 or texts, rows counted from 0.
        numeric: Columns that can be learned from or predicted as a quantity.
        textual: Columns of 2 to 10 different texts, to be learned from or predicted as classes.
        left_out: Why each other column can't be used, to be read after its name.
        row_labels: A name for every row: the first column of all different texts, or "row 1" ...
        words: Of numeric columns that the file writes as yes or no: the words for 0 and 1.
        digest: Sha256 of the file in hexadecimal digits.
    """

    name: str
    frame: pd.DataFrame
    numeric: tuple[str, ...]
    textual: tuple[str, ...]
    left_out: dict[str, str]
    row_labels: tuple[str, ...]
    words: dict[str, tuple[str, str]]
    digest: str

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns that can be predicted, another being left to learn from."""
        return self.usable if len(self.usable) > 1 else ()

    @property
    def usable(self) -> tuple[str, ...]:
        """The columns that can be learned from or predicted, in the file's order."""
        return tuple(name for name in self.frame.columns if name not in self.left_out)

    def may_be_classes(self, column: str) -> bool:
        """Tell whether a column can be predicted as classes: texts, or 2 to 10 whole numbers."""
        if column in self.textual:
            return True
        values = self.frame[column].dropna()
        whole = column in self.numeric and bool((values == np.round(values)).all())
        return whole and MIN_CLASSES <= values.nunique() <= MAX_CLASSES


def read_table(content: bytes, file_name: str) -> OwnTable:
    """Read an uploaded CSV file of at most 1 MB, 5,000 rows and 40 columns.

    Separators and the way of writing numbers are found out; nothing is computed, kept or logged.

    Raises:
        ConfigError: If it can't be used, with what is wrong and what is allowed.
    """
    parts = split(decode(content))
    style = style_of(parts.cells, parts.separator)
    columns = {
        name: read_column(cells, style)
        for name, cells in zip(parts.names, parts.cells, strict=True)
    }
    naming = next((name for name in columns if columns[name].may_name_rows), None)
    left_out = _left_out(columns, parts, naming)
    used = [name for name in columns if name not in left_out]
    table = OwnTable(
        name=_name(file_name),
        frame=pd.DataFrame({name: column.values for name, column in columns.items()}),
        numeric=tuple(name for name in used if columns[name].numeric),
        textual=tuple(name for name in used if not columns[name].numeric),
        left_out=left_out,
        row_labels=_row_labels(columns, naming, rows=len(parts.cells[0])),
        words={name: words for name in used if (words := columns[name].words)},
        digest=hashlib.sha256(content).hexdigest(),
    )
    _check_usable(table)
    return table


def _name(file_name: object) -> str:
    stem = PureWindowsPath(file_name).stem if isinstance(file_name, str) else ""
    return shown(stem) or "your table"


def _left_out(columns: dict[str, Column], parts: Columns, naming: str | None) -> dict[str, str]:
    reasons = {name: column.reason for name, column in columns.items() if column.reason}
    first = parts.names[0]
    unnamed_numbers = parts.numbered and columns[first].numeric
    if unnamed_numbers and (columns[first].values.diff().iloc[1:] == 1).all():
        reasons[first] = "numbers the rows"
    if naming is not None:
        reasons[naming] = "names the rows"
    return {name: reasons[name] for name in columns if name in reasons}


def _row_labels(columns: dict[str, Column], naming: str | None, rows: int) -> tuple[str, ...]:
    if naming is not None:
        return tuple(columns[naming].values)
    return tuple(f"row {number}" for number in range(1, rows + 1))


def _check_usable(table: OwnTable) -> None:
    if len(table.usable) > 1:
        return
    reasons = [pair for pair in table.left_out.items() if pair[1] != "names the rows"]
    example = f": {quoted(reasons[0][0])} {reasons[0][1]}" if reasons else ""
    if not table.usable:
        raise ConfigError(f"The file needs at least one column of different numbers{example}.")
    raise ConfigError(
        f"Only the column {quoted(table.usable[0])} can be used, but two are needed, one to "
        f"predict and one to learn from{example}."
    )
