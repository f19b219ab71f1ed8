"""A question about a learner's table: which column is to be predicted from which others."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.table import OwnTable
from nnplay.numbers import count

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
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Use:
    """A column's role, of `ROLES`, and what is done where a value is missing, of `FILLS`."""

    role: str = LEAVE
    missing: str = DROP

    @property
    def drops_rows(self) -> bool:
        """Whether rows without a value in this column are left out."""
        return self.role == PREDICT or (self.role == LEARN and self.missing == DROP)


@dataclass(frozen=True)
class Question:
    """What is to be predicted from which columns of a table.

    Attributes:
        classes: Whether the target holds classes, not a quantity.
        uses: Every column with its use, in the table's order; only the target's is `PREDICT`.
        rows: Which rows are used if there are more than `MOST_ROWS`, of `ROWS`.
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
        """Return the question with changed fields of one column's use."""
        uses = tuple(
            (name, replace(use, **changes) if name == column else use) for name, use in self.uses
        )
        return replace(self, uses=uses)


def fills(column: Column) -> tuple[str, ...]:
    """Return what can be done where a value of the column is missing."""
    if column.kind in ("class", "yes/no", "month", "weekday"):
        return DROP, FREQUENT, OWN_CLASS
    return DROP, MEAN


def kept_rows(table: OwnTable, question: Question) -> pd.Series:
    """Return for each row whether it has all the values that it needs."""
    needed = [name for name, use in question.uses if use.drops_rows]
    return table.frame[needed].notna().all(axis=1)


def taken_rows(kept: int, which: str) -> slice:
    """Return which of the kept rows are used: all, or `MOST_ROWS` of them at most."""
    if kept <= MOST_ROWS:
        return slice(None)
    every = slice(None, None, -(-kept // MOST_ROWS))  # rounded up
    return {ROWS[1]: slice(MOST_ROWS), ROWS[2]: slice(-MOST_ROWS, None)}.get(which, every)


def rows_lost(table: OwnTable, question: Question) -> dict[str, int]:
    """Return how many rows are left out for want of a value in each column."""
    return {
        name: table.column(name).missing if use.drops_rows else 0 for name, use in question.uses
    }


def summary(table: OwnTable, question: Question) -> list[str]:
    """Say in lines how a table was read, what was assumed, and what each column is used for."""
    lines = [f"{table.name}: {', '.join(remark.phrase for remark in table.remarks)}."]
    for doubt in table.doubts:
        lines.append(f"{doubt.question} Assumed: {'yes' if doubt.assumed else 'no'}.")
    for name, lost in rows_lost(table, question).items():
        column, use = table.column(name), question.by_column[name]
        filled = use.role == LEARN and column.missing and use.missing != DROP
        cost = f"costs {count(lost, 'row')}" if lost else ""
        parts = [column.kind, use.role, use.missing if filled else "", column.note, cost]
        lines.append(f"{name}: {', '.join(filter(None, parts))}.")
    return [*lines, rows_in_words(table, question)]


def rows_in_words(table: OwnTable, question: Question) -> str:
    """Say how many rows are used, and which if not all."""
    kept = int(kept_rows(table, question).sum())
    line = f"{min(kept, MOST_ROWS):,} of {len(table.frame):,} rows are used"
    if kept <= MOST_ROWS:
        return f"{line}."
    step = taken_rows(kept, question.rows).step
    ordinal = {2: "2nd", 3: "3rd"}.get(step, f"{step}th")
    return f"{line}, {question.rows.replace('n-th', ordinal)}."
