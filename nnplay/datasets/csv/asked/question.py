"""A question about a learner's table: which column is to be predicted from which others."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import quoted

ROLES = ("learn from", "predict", "names the rows", "leave out")
LEARN, PREDICT, NAME, LEAVE = ROLES
FILLS = (
    "leave the row out",
    "fill with the mean",
    "fill with the most frequent",
    "a class of its own",
)
DROP, MEAN, FREQUENT, OWN_CLASS = FILLS
ROWS = ("every n-th row", "the first rows", "the last rows")
WHY_NOT = {"row name": "names the rows", "free text": "holds free text", "empty": "is empty"}
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Use:
    """What a column is used for, of `ROLES`, and what is done where it has no value, of `FILLS`."""

    role: str = LEAVE
    missing: str = DROP

    @property
    def drops_rows(self) -> bool:
        """Whether rows are left out that have no value here."""
        return self.role == PREDICT or (self.role == LEARN and self.missing == DROP)


@dataclass(frozen=True)
class Question:
    """What is to be predicted from which columns of a table.

    Attributes:
        classes: Whether the target holds classes, not a quantity.
        uses: Of every column in the table's order, as one of them only may be `PREDICT`.
        rows: Which are taken if there are more than 5,000, of `ROWS`.
    """

    target: str
    classes: bool
    uses: tuple[tuple[str, Use], ...]
    rows: str = ROWS[0]

    @cached_property
    def by_column(self) -> dict[str, Use]:
        return dict(self.uses)

    @property
    def features(self) -> tuple[str, ...]:
        """The columns to learn from."""
        return tuple(name for name, use in self.uses if use.role == LEARN)

    def with_use(self, column: str, **changes: str) -> "Question":
        """Return the question with another role or fill of one column."""
        uses = tuple(
            (name, replace(use, **changes) if name == column else use) for name, use in self.uses
        )
        return replace(self, uses=uses)


def usable(column: Column) -> bool:
    """Tell whether a column can be learned from."""
    return column.kind not in WHY_NOT and not column.constant


def no_column(name: str, use: str) -> str:
    return f"The column {quoted(name)} can't be {use}, as the table has none of that name."


def why_not(column: Column) -> str:
    """Say why a column can't be used, to be read after its name."""
    if column.note.startswith("holds a number"):
        return column.note
    return WHY_NOT.get(column.kind, "holds one value in every row")


def fills(column: Column) -> tuple[str, ...]:
    """Return what can be done where a column has no value."""
    if column.kind in ("class", "yes/no", "month", "weekday"):
        return DROP, FREQUENT, OWN_CLASS
    return DROP, MEAN


def kept_rows(table: OwnTable, question: Question) -> pd.Series:
    """Return for each row whether no value is missing that would have to be there."""
    needed = [name for name, use in question.uses if use.drops_rows]
    return table.frame[needed].notna().all(axis=1)


def rows_lost(table: OwnTable, question: Question) -> dict[str, int]:
    """Return how many rows each column costs, as it has no value there; 0 if it is filled."""
    return {
        name: int(table.frame[name].isna().sum()) if use.drops_rows else 0
        for name, use in question.uses
    }


def told(table: OwnTable, question: Question) -> list[str]:
    """Say in lines how a table was read, what it leaves open, and what each column is used for."""
    lines = [f"{table.name}: {', '.join(said.phrase for said in table.said)}."]
    for doubt in table.doubts:
        lines.append(f"{doubt.question} Assumed: {'yes' if doubt.assumed else 'no'}.")
    for name, lost in rows_lost(table, question).items():
        column, use = table.column(name), question.by_column[name]
        filled = use.role == LEARN and column.missing and use.missing != DROP
        parts = [column.kind, use.role, use.missing if filled else "", column.note]
        cost = f"costs {lost:,} row{'s' * (lost != 1)}" if lost else ""
        lines.append(f"{name}: {', '.join(filter(None, [*parts, cost]))}.")
    return [*lines, rows_told(table, question)]


def rows_told(table: OwnTable, question: Question) -> str:
    """Say how many rows are used, and which if they are too many."""
    rows, kept = len(table.frame), int(kept_rows(table, question).sum())
    line = f"{min(kept, MOST_ROWS):,} of {rows:,} rows are used"
    if kept <= MOST_ROWS:
        return f"{line}."
    return f"{line}, {question.rows.replace('n-th', ordinal(step(kept)))}."


def step(rows: int) -> int:
    """Return of how many rows one is used."""
    return -(-rows // MOST_ROWS)


def ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
