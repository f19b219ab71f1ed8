"""A learner's file read as a table: `read_table` and `OwnTable`."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath

import numpy as np
import pandas as pd

from nnplay.datasets.csv.cells import find_separator, separator_line, split_lines, unwrapped
from nnplay.datasets.csv.columns import MAX_CLASSES, Cells, Column, read_column
from nnplay.datasets.csv.decoding import decode, possible_encodings
from nnplay.datasets.csv.grid import Grid, find_table
from nnplay.datasets.csv.numerals import DECIMAL, THOUSANDS, proofs
from nnplay.datasets.csv.reading import (
    ENCODINGS,
    KINDS,
    MARKS,
    SEPARATORS,
    Doubt,
    Reading,
    Said,
)
from nnplay.datasets.csv.wording import column_name, shown
from nnplay.datasets.csv.workbook import is_workbook, read_sheet
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
    raw = [Cells.of(name, [row[n] for row in grid.rows]) for n, name in enumerate(grid.names)]
    roles, mark_doubts = _roles(raw, reading)
    kinds = {_bare(name, grid): kind for name, kind in reading.kinds}
    columns: list[Column] = []
    series: dict[str, pd.Series] = {}
    doubts: list[Doubt] = list(mark_doubts)
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
    decimal, thousands, mark_said = _marks(raw, roles, reading)
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
    return (*(each for each in reading.missing if each[:2] not in {a[:2] for a in asked}), *asked)


def _roles(raw: Sequence[Cells], reading: Reading) -> tuple[dict[str, str], list[Doubt]]:
    """Return what point and comma are in numbers like 1.234, and what to ask of them."""
    votes: dict[str, set[str]] = {".": set(), ",": set()}
    open_marks: dict[str, tuple[str, str, float, float]] = {}
    for cells in raw:
        proven = proofs(cells.numbers.values())
        for mark, role in proven.items():
            votes.setdefault(mark, set()).add(role)
        for cell, number in cells.numbers.items():
            if number.mark and number.mark not in proven and number.mark not in open_marks:
                open_marks[number.mark] = (cells.name, cell, number.value, number.grouped or 0)
    if reading.decimal or reading.thousands:
        return _told(reading), []
    roles: dict[str, str] = {}
    doubts = []
    for mark, other in ((",", "."), (".", ",")):
        if len(votes[mark]) == 1:
            roles[mark] = next(iter(votes[mark]))
        elif not votes[mark] and len(votes[other]) == 1:
            roles[mark] = THOUSANDS if votes[other] == {DECIMAL} else DECIMAL
        else:
            comma = mark == "," and reading.separator in (",", "")
            roles[mark] = THOUSANDS if comma else DECIMAL
            if mark in open_marks:
                name, cell, value, grouped = open_marks[mark]
                question = f"Does {cell} in {name} mean {grouped:,.0f}, and not {value:.3f}?"
                doubts.append(
                    Doubt(name, cell, question, roles[mark] == THOUSANDS, field="thousands")
                )
    return roles, doubts


def _told(reading: Reading) -> dict[str, str]:
    if reading.decimal and reading.thousands is None:
        other = "," if reading.decimal == "." else "."
        return {reading.decimal: DECIMAL, other: THOUSANDS}
    return {mark: THOUSANDS if mark == reading.thousands else DECIMAL for mark in ".,"}


def _marks(
    raw: Sequence[Cells], roles: Mapping[str, str], reading: Reading
) -> tuple[str, str, list[Said]]:
    """Return the decimal mark of most numbers and what stands between thousands."""
    decimals, thousands = {".": 0, ",": 0}, {".": 0, ",": 0, " ": 0, "'": 0}
    for cells in raw:
        counts = cells.counted
        for cell, number in cells.numbers.items():
            pairs = number.proven or (
                [(number.mark, roles.get(number.mark, DECIMAL))] if number.mark else []
            )
            for mark, role in pairs:
                (decimals if role == DECIMAL else thousands)[mark] += counts[cell]
    said = []
    decimal = reading.decimal or (
        max(decimals, key=lambda mark: decimals[mark])
        if any(decimals.values())
        else next((mark for mark in ".," if roles.get(mark) == DECIMAL), ".")
    )
    between = max(thousands, key=lambda mark: thousands[mark]) if any(thousands.values()) else ""
    if any(decimals.values()):
        said.append(Said("decimal", f"decimal {MARKS[decimal]}"))
    if between:
        said.append(Said("thousands", f"{MARKS[between]} between thousands"))
    if reading.thousands is not None:
        between = reading.thousands
    return decimal, between, said


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
