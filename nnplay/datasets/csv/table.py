"""A learner's file read as a table: `read_table` and `OwnTable`."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath

import numpy as np
import pandas as pd

from nnplay.datasets.csv.file.decoding import decode, possible_encodings
from nnplay.datasets.csv.file.grid import Grid, find_table
from nnplay.datasets.csv.file.lines import find_separator, separator_line, split_lines, unwrapped
from nnplay.datasets.csv.file.workbook import is_workbook, read_sheet
from nnplay.datasets.csv.reading import (
    ENCODINGS,
    KINDS,
    MARKS,
    SEPARATORS,
    Doubt,
    Reading,
    Said,
)
from nnplay.datasets.csv.values.columns import MAX_CLASSES, Column, read_column
from nnplay.datasets.csv.values.distinct import Cells
from nnplay.datasets.csv.values.marks import roles_of, used_marks
from nnplay.datasets.csv.values.numerals import proofs
from nnplay.datasets.csv.wording import column_name, shown
from nnplay.datasets.warnings import numbers_rows


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
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    said: list[Said] = []
    if is_workbook(content):
        lines, last_line, sheet, sheets = read_sheet(content, reading.sheet)
        found = replace(reading, sheet=sheet, encoding="", separator="")
        if len(sheets) > 1:
            said.append(Said("sheet", f"sheet {shown(sheet)}"))
    else:
        text, encoding = decode(content, reading.encoding)
        text = unwrapped(text)
        by_line = separator_line(text)
        separator = reading.separator or by_line or find_separator(text)
        if by_line:
            text = text.split("\n", 1)[1] if "\n" in text else ""
            text = "\n" + text  # the lines keep their numbers
        lines = split_lines(text, separator)
        last_line = text.rstrip("\n").count("\n") + 1
        found = replace(reading, sheet="", encoding=encoding, separator=separator)
        said.append(Said("separator", SEPARATORS.get(separator, repr(separator))))
        if not content.isascii():
            said.append(Said("encoding", ENCODINGS.get(encoding, encoding)))
            encodings = possible_encodings(content)
    if not lines:
        lines = []
    grid = find_table(lines, found, last_line)
    return _table(content, file_name, found, grid, said, sheets, encodings)


def _table(
    content: bytes,
    file_name: str,
    reading: Reading,
    grid: Grid,
    said: list[Said],
    sheets: tuple[str, ...],
    encodings: tuple[str, ...],
) -> OwnTable:
    raw = [Cells(name, [row[n] for row in grid.rows]) for n, name in enumerate(grid.names)]
    roles, open_marks = roles_of(raw, reading)
    kinds = {_bare(name, grid): kind for name, kind in reading.kinds}
    columns: list[Column] = []
    series: dict[str, pd.Series] = {}
    doubts: list[Doubt] = list(open_marks)
    for number, cells in enumerate(raw):
        answers = {
            word: yes
            for name, word, yes in reading.missing
            if not name or _bare(name, grid) == cells.name
        }
        proven = proofs(cells.numbers.values())
        column, values, asked = read_column(
            cells, {**roles, **proven}, grid.units[number], kinds.get(cells.name), answers
        )
        if column.kind == "number" and not column.constant and cells.name not in kinds:
            name = cells.name if grid.named else "x"
            named = values.rename("" if number == 0 and grid.numbered else name)
            column = replace(column, kind="row number" if numbers_rows(named) else "number")
        if column.unit and not grid.units[number] and column.kind == "number":
            name = f"{column_name(cells.name)} ({shown(column.unit)})"
            if name not in grid.names and f"({column.unit}" not in cells.name:
                column = replace(column, name=name)
                asked = [replace(doubt, column=name) for doubt in asked]
        columns.append(column)
        series[column.name] = values
        doubts += asked
    columns = _one_name_of_rows(columns)
    decimal, thousands, mark_said = used_marks(raw, roles, reading)
    missing = sum(column.missing for column in columns)
    cells_missing = f"{'one cell' if missing == 1 else f'{missing:,} cells'} missing"
    complete = replace(
        reading,
        decimal=decimal,
        thousands=thousands,
        above=grid.above,
        below=grid.below,
        names=grid.named,
        missing=_answers(doubts, reading),
        kinds=tuple((column.name, column.kind) for column in columns),
    )
    said = [*said[:1], *mark_said, *said[1:], *grid.said]
    if missing:
        said.append(Said("missing", cells_missing))
    return OwnTable(
        name=_name(file_name),
        frame=pd.DataFrame(series),
        reading=complete,
        said=tuple(said),
        sheets=sheets,
        columns=tuple(columns),
        doubts=tuple(doubts),
        digest=hashlib.sha256(content).hexdigest(),
        encodings=encodings,
    )


def _bare(name: str, grid: Grid) -> str:
    """Return the name that a column has in the file, where its unit stands in the cells."""
    return name if name in grid.names else re.sub(r" \([^()]*\)$", "", name)


def _answers(doubts: Sequence[Doubt], reading: Reading) -> tuple[tuple[str, str, bool], ...]:
    asked = tuple((d.column, d.word, d.assumed) for d in doubts if d.field == "missing")
    given = (each for each in reading.missing if each[:2] not in {each[:2] for each in asked})
    return tuple(sorted({*given, *asked}))


def _one_name_of_rows(columns: Sequence[Column]) -> list[Column]:
    named = False
    kept = []
    for column in columns:
        if column.kind == "row name":
            kept.append(replace(column, kind="free text") if named else column)
            named = True
        else:
            kept.append(column)
    return kept


def _name(file_name: object) -> str:
    stem = PureWindowsPath(file_name).stem if isinstance(file_name, str) else ""
    return shown(stem) or "your table"


def check_classes(table: OwnTable, column: str) -> bool:
    """Tell whether a column can be predicted as classes: texts, or 2 to 10 whole numbers."""
    values = table.frame[column].dropna()
    if values.dtype == "float64" and not bool((values == np.round(values)).all()):
        return False
    return 2 <= values.nunique() <= MAX_CLASSES
