"""All columns of a grid, read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from nnplay.datasets.csv.file.grid import Grid
from nnplay.datasets.csv.reading import Doubt, Reading, Said
from nnplay.datasets.csv.values.columns import Column, read_column
from nnplay.datasets.csv.values.distinct import Cells
from nnplay.datasets.csv.values.marks import roles_of, used_marks
from nnplay.datasets.csv.values.numerals import proofs
from nnplay.datasets.csv.wording import column_name
from nnplay.datasets.warnings import numbers_rows


@dataclass(frozen=True, eq=False)
class Values:
    """The columns, what they hold, what they leave open, and with it the reading complete."""

    columns: tuple[Column, ...]
    frame: pd.DataFrame
    doubts: tuple[Doubt, ...]
    reading: Reading
    said: tuple[Said, ...]


def read_columns(grid: Grid, reading: Reading) -> Values:
    """Read each column of a grid as its cells, the file and the reading say.

    Raises:
        ConfigError: If one can't be of the kind that is asked for.
    """
    cells = [Cells(name, [row[n] for row in grid.rows]) for n, name in enumerate(grid.names)]
    roles, doubts = roles_of(cells, reading)
    kinds = {_bare(name, grid): kind for name, kind in reading.kinds}
    found: list[tuple[Column, pd.Series]] = []
    for place, each in enumerate(cells):
        own = {**roles, **proofs(each.numbers.values())}
        answers = _answers(each.name, grid, reading)
        kind = kinds.get(each.name)
        column, values, asked = read_column(each, own, grid.units[place], kind, answers)
        if kind is None and _numbers_rows(column, values, grid, place):
            column = replace(column, kind="row number")
        found.append((column, values))
        doubts += asked
    names = {column.name: _with_unit(column, grid) for column, _ in found}
    columns = _one_name_of_rows([replace(each, name=names[each.name]) for each, _ in found])
    doubts = [replace(doubt, column=names[doubt.column]) for doubt in doubts]
    frame = pd.DataFrame({names[column.name]: values for column, values in found})
    decimal, thousands, said = used_marks(cells, roles, reading)
    reading = replace(
        reading,
        decimal=decimal,
        thousands=thousands,
        missing=_answered(doubts, reading),
        kinds=tuple((column.name, column.kind) for column in columns),
    )
    return Values(columns, frame, tuple(doubts), reading, tuple(said))


def _bare(name: str, grid: Grid) -> str:
    """Return the name that a column has in the file, where its unit stands in the cells."""
    return name if name in grid.names else re.sub(r" \([^()]*\)$", "", name)


def _with_unit(column: Column, grid: Grid) -> str:
    """Return the name of a column, with the unit if that stands in its cells."""
    in_cells = not grid.units[grid.names.index(column.name)]
    if not column.unit or not in_cells or column.kind not in ("number", "row number"):
        return column.name
    name = f"{column_name(column.name)} ({column.unit})"
    return column.name if name in grid.names or f"({column.unit})" in column.name else name


def _answers(name: str, grid: Grid, reading: Reading) -> dict[str, bool]:
    given = reading.missing
    return {word: yes for other, word, yes in given if not other or _bare(other, grid) == name}


def _answered(doubts: Sequence[Doubt], reading: Reading) -> tuple[tuple[str, str, bool], ...]:
    asked = {(each.column, each.word): each.assumed for each in doubts if each.field == "missing"}
    given = {(column, word): yes for column, word, yes in reading.missing}
    return tuple((*key, answer) for key, answer in sorted({**given, **asked}.items()))


def _numbers_rows(column: Column, values: pd.Series, grid: Grid, place: int) -> bool:
    if column.kind != "number" or column.constant:
        return False
    name = column.name if grid.named else "x"
    return numbers_rows(values.rename("" if place == 0 and grid.numbered else name))


def _one_name_of_rows(columns: Sequence[Column]) -> tuple[Column, ...]:
    naming = [column.name for column in columns if column.kind == "row name"]
    return tuple(
        replace(column, kind="free text") if column.name in naming[1:] else column
        for column in columns
    )
