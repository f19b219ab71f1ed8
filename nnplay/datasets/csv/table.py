"""A learner's file read as a table: `read_table` and `OwnTable`."""

import hashlib
from dataclasses import dataclass
from pathlib import PureWindowsPath

import numpy as np
import pandas as pd

from nnplay.datasets.csv.file.opened import open_file
from nnplay.datasets.csv.reading import (
    ENCODINGS,
    KINDS,
    MARKS,
    SEPARATORS,
    Doubt,
    Reading,
    Said,
    check,
    counted,
)
from nnplay.datasets.csv.values.columns import MAX_CLASSES, Column
from nnplay.datasets.csv.values.frame import read_columns
from nnplay.datasets.csv.wording import shown


@dataclass(frozen=True, eq=False)
class OwnTable:
    """What a file holds; every text in it is cut and without markup, fit to be shown.

    Attributes:
        name: The file's name without its ending.
        frame: All columns in the file's order, float64 or texts, rows counted from 0.
        reading: How the file was read, no field None.
        said: The same in phrases, to be joined by commas.
        sheets: Of a workbook, those that hold a table.
        columns: One for each of the frame.
        doubts: What the file leaves open, with the answer that is assumed.
        digest: Sha256 of the file in hexadecimal digits.
        encodings: In which the file could be read.
    """

    name: str
    frame: pd.DataFrame
    reading: Reading
    said: tuple[Said, ...]
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    doubts: tuple[Doubt, ...]
    digest: str
    encodings: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def choices(self, field: str) -> tuple[tuple[object, str], ...]:
        """Return the values that a field of the reading may sensibly have, each with its label."""
        if field == "sheet":
            return tuple((name, shown(name)) for name in self.sheets)
        if field == "encoding":
            return tuple((name, ENCODINGS.get(name, name)) for name in self.encodings)
        if field == "separator":
            return tuple(SEPARATORS.items())
        if field == "decimal":
            return (".", "decimal points"), (",", "decimal commas")
        if field == "thousands":
            return tuple((mark, f"{label} between thousands") for mark, label in MARKS.items())
        if field in ("above", "below"):
            most = max(getattr(self.reading, field), 3) + 3
            return tuple((n, f"{n} line{'s' * (n != 1)}") for n in range(most))
        if field == "names":
            return (True, "a line of names"), (False, "no line of names")
        return tuple((kind, kind) for kind in KINDS) if field == "kinds" else ()


def read_table(content: bytes, file_name: str, reading: Reading = Reading()) -> OwnTable:  # noqa: B008
    """Read a file of at most 5 MB, 20,000 rows and 200 columns as a person would.

    CSV in any writing, cells pasted from a spreadsheet (UTF-8, tabs), .xlsx, .xls and .ods. What
    the reading leaves open is found out; nothing is computed, kept or logged.

    Raises:
        ConfigError: If it can't be used, with what is wrong and what is allowed.
    """
    check(reading)
    opened = open_file(content, reading)
    values = read_columns(opened.grid, opened.reading)
    missing = sum(column.missing for column in values.columns)
    said = [*opened.said[:1], *values.said, *opened.said[1:], *opened.grid.said]
    if missing:
        said.append(Said("missing", f"{counted(missing, 'cell')} missing"))
    return OwnTable(
        name=_name(file_name),
        frame=values.frame,
        reading=values.reading,
        said=tuple(said),
        sheets=opened.sheets,
        columns=values.columns,
        doubts=values.doubts,
        digest=hashlib.sha256(content).hexdigest(),
        encodings=opened.encodings,
    )


def _name(file_name: object) -> str:
    stem = PureWindowsPath(file_name).stem if isinstance(file_name, str) else ""
    return shown(stem) or "your table"


def check_classes(table: OwnTable, column: str) -> bool:
    """Tell whether a column can be predicted as classes: texts, or 2 to 10 whole numbers."""
    values = table.frame[column].dropna()
    if values.dtype == "float64" and not bool((values == np.round(values)).all()):
        return False
    return 2 <= values.nunique() <= MAX_CLASSES
