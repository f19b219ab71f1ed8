"""A learner's file read as a table: `read_table` and `OwnTable`."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PureWindowsPath
from typing import Any

import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.cells import Cells
from nnplay.datasets.csv.columns import Column, read_column
from nnplay.datasets.csv.decoding import decode, possible_encodings
from nnplay.datasets.csv.grid import Grid, find_table
from nnplay.datasets.csv.lines import Lines, lines_of
from nnplay.datasets.csv.marks import marks_of, used_marks
from nnplay.datasets.csv.reading import ENCODINGS, OPTIONS, SEPARATORS, Doubt, Reading, Remark
from nnplay.datasets.csv.wording import column_name, quoted, shown
from nnplay.datasets.csv.workbook import is_workbook, read_sheet
from nnplay.datasets.numbering import numbers_rows
from nnplay.numbers import count


@dataclass(frozen=True, eq=False)
class OwnTable:
    """The table in a file; all of its texts are cut and free of markup, safe to show.

    Attributes:
        name: The file's name without its ending.
        columns: In the file's order.
        reading: How the file was read, no field None.
        remarks: The same in phrases, to be joined by commas.
        doubts: What the file leaves open, with the answers that were assumed.
        content: The file's bytes.
        sheets: The sheets of a workbook that hold a table.
    """

    name: str
    columns: tuple[Column, ...]
    reading: Reading
    remarks: tuple[Remark, ...]
    doubts: tuple[Doubt, ...]
    content: bytes = field(repr=False)
    sheets: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The values of all columns, rows counted from 0."""
        return pd.DataFrame({column.name: column.values for column in self.columns})

    @cached_property
    def _encodings(self) -> Mapping[str, str]:
        only_one = self.content.isascii() or not self.reading.encoding
        names = () if only_one else possible_encodings(self.content)
        return {name: ENCODINGS[name] for name in names}

    def column(self, name: str, use: str = "used") -> Column:
        """Return a column by its name.

        Args:
            use: What it is wanted for, a participle for the error's sentence.

        Raises:
            ConfigError: If there is none of that name.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise ConfigError(
            f"The column {quoted(name)} can't be {use}, as the table has none of that name."
        )

    def choices(self, part: str) -> Mapping[Any, str]:
        """Return the sensible values of a field of the reading, each with its label."""
        if part == "sheet":
            return {name: shown(name) for name in self.sheets}
        if part == "encoding":
            return self._encodings
        if part in ("above", "below"):
            most = max(getattr(self.reading, part), 3) + 3
            return {number: count(number, "line") for number in range(most)}
        return OPTIONS[part]


def read_table(content: bytes, file_name: str, reading: Reading = Reading()) -> OwnTable:  # noqa: B008
    """Read a file of at most 5 MB, 20,000 rows and 200 columns as a person would.

    It may be CSV however it is written, cells pasted from a spreadsheet (UTF-8, tabs), .xlsx, .xls
    or .ods. What the reading leaves open is found out; no formula is computed, nothing is logged.

    Raises:
        ConfigError: If it can't be used, with what is wrong and what is allowed.
    """
    reading.check()
    lines, reading, sheets = _open(content, reading)
    grid = find_table(lines, reading)
    cells = _cells_of(grid)
    is_decimal, doubts = marks_of(cells, reading)
    columns = _columns_of(grid, cells, is_decimal)
    reading, marks = used_marks(cells, is_decimal, grid.reading)
    names = {each.name: column.name for each, column in zip(cells, columns, strict=True)}
    doubts += [doubt for each in cells for doubt in each.doubts]
    doubts = [doubt._replace(column=names[doubt.column]) for doubt in doubts]
    kinds = tuple((column.name, column.kind) for column in columns)
    return OwnTable(
        name=_name(file_name),
        columns=columns,
        reading=replace(reading, missing=_answers(doubts, reading), kinds=kinds),
        remarks=tuple(_remarks(content, sheets, grid, marks, sum(c.missing for c in columns))),
        doubts=tuple(doubts),
        content=content,
        sheets=sheets,
    )


def _open(content: bytes, reading: Reading) -> tuple[Lines, Reading, tuple[str, ...]]:
    """Return the lines of a file, how it was opened, and the sheets if it is a workbook."""
    if is_workbook(content):
        lines, sheet, sheets = read_sheet(content, reading.sheet)
        return lines, replace(reading, sheet=sheet, encoding="", separator=""), sheets
    text, encoding = decode(content, reading.encoding)
    lines, separator = lines_of(text, reading.separator)
    return lines, replace(reading, sheet="", encoding=encoding, separator=separator), ()


def _remarks(
    content: bytes, sheets: Sequence[str], grid: Grid, marks: Sequence[Remark], missing: int
) -> Iterator[Remark]:
    """Yield what `OwnTable.remarks` says."""
    separator, encoding = grid.reading.separator, grid.reading.encoding
    if separator:
        yield Remark("separator", SEPARATORS.get(separator) or quoted(separator))
    elif len(sheets) > 1:
        yield Remark("sheet", f"sheet {shown(grid.reading.sheet or '')}")
    yield from marks
    if encoding and not content.isascii():
        yield Remark("encoding", ENCODINGS.get(encoding, encoding))
    yield from grid.remarks
    if missing:
        yield Remark("missing", f"{count(missing, 'cell')} missing")


def _cells_of(grid: Grid) -> list[Cells]:
    cells = []
    for index, name in enumerate(grid.names):
        answers = {
            word: answer
            for column, word, answer in grid.reading.missing
            if not column or _bare(column, grid) == name
        }
        cells.append(Cells(name, [row[index] for row in grid.rows], grid.units[index], answers))
    return cells


def _columns_of(
    grid: Grid, cells: Sequence[Cells], is_decimal: Mapping[str, bool]
) -> tuple[Column, ...]:
    """Read each column; only the first one of row names is one, others are free text."""
    kinds = {_bare(name, grid): kind for name, kind in grid.reading.kinds}
    columns: list[Column] = []
    for each in cells:
        column = read_column(each, is_decimal, kinds.get(each.name))
        is_new = column.kind == "number" and each.name not in kinds and not column.flaw
        if is_new and grid.reading.names and numbers_rows(column.values.rename(each.name)):
            column = replace(column, kind="row number")
        if column.kind == "row name" and any(other.kind == "row name" for other in columns):
            column = replace(column, kind="free text")
        columns.append(_with_unit(column, grid) if column.unit and not each.unit else column)
    return tuple(columns)


def _bare(name: str, grid: Grid) -> str:
    """Return the name that a column has in the file, without a unit that is from its cells."""
    return name if name in grid.names else re.sub(r" \([^()]*\)$", "", name)


def _with_unit(column: Column, grid: Grid) -> Column:
    """Add the unit in a column's cells to its name, if it is one of numbers."""
    name = f"{column_name(column.name)} ({column.unit})"
    is_known = name in grid.names or f"({column.unit})" in column.name
    if is_known or column.kind not in ("number", "row number"):
        return column
    return replace(column, name=name)


def _answers(doubts: Sequence[Doubt], reading: Reading) -> tuple[tuple[str, str, bool], ...]:
    """Return all answers about cells: those that were given and those that were assumed."""
    given = {(column, word): answer for column, word, answer in reading.missing}
    asked = {(each.column, each.word): each.assumed for each in doubts if each.field == "missing"}
    return tuple((*key, answer) for key, answer in sorted({**given, **asked}.items()))


def _name(file_name: object) -> str:
    stem = PureWindowsPath(file_name).stem if isinstance(file_name, str) else ""
    return shown(stem) or "your table"
