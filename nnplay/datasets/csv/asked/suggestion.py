"""The question that is suggested for a learner's table."""

import re
from collections.abc import Sequence

import numpy as np

from nnplay.config import ConfigError
from nnplay.datasets.csv.asked.inputs import MOST_INPUTS, input_names
from nnplay.datasets.csv.asked.question import (
    DROP,
    FREQUENT,
    LEARN,
    LEAVE,
    NAME,
    PREDICT,
    Question,
    Use,
    fills,
    kept_rows,
    no_column,
    usable,
    why_not,
)
from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.grid import MIN_ROWS
from nnplay.datasets.csv.table import OwnTable, check_classes
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.warnings import gives_away, numbers_rows

# What the column to predict is often called, the surest first.
USUAL_TARGETS = (
    *("target", "y", "label", "outcome", "survived", "diagnosis", "species", "churn", "spam"),
    *("price", "class", "result", "grade", "mark", "score", "quality", "mpg", "medv", "default"),
    *("ziel", "zielgröße", "klasse", "preis", "ergebnis", "prix", "classe", "precio", "clase"),
    *("цена", "класс", "価格", "価格(円)", "价格", "分类", "结果"),
)
KEPT = 0.8  # of the rows that should be kept, or gaps are filled
MOSTLY_EMPTY = 0.5


def suggest(table: OwnTable, target: str | None = None) -> Question:
    """Suggest the column to predict, unless it is given, and what each other is used for.

    The target is the column that people would name. Left out are row numbers, columns mostly
    empty, those that give the target away, and texts that make too many inputs; gaps are filled
    where too many rows would be lost.

    Raises:
        ConfigError: If no column can be predicted from another.
    """
    target = target if target is not None else _target(table)
    if target not in table.frame.columns:
        raise ConfigError(no_column(target, "predicted"))
    uses = {column.name: Use(_role(table, column, target)) for column in table.columns}
    learned = [name for name, use in uses.items() if use.role == LEARN]
    frame = table.frame[[target, *learned]]
    given = gives_away(frame, target)
    numbering = [name for name in learned if numbers_rows(frame[name], frame[target])]
    for bad in (given, numbering):
        if not set(learned) <= set(bad):  # which is better than nothing
            uses |= {name: Use(LEAVE) for name in bad}
            learned = [name for name in learned if name not in bad]
    for name in _too_many(table, learned):
        uses[name] = Use(LEAVE)
    question = Question(target, is_classes(table, target), tuple(uses.items()))
    return _filled(table, question)


def _target(table: OwnTable) -> str:
    candidates = [c for c in table.columns if usable(c) and c.kind != "row number"]
    candidates = [c for c in candidates if _can_be_predicted(table, c)]
    others = candidates
    if not others or len([c for c in table.columns if usable(c)]) < 2:
        raise ConfigError(_nothing(table))
    named = sorted(
        (c for c in others if _rank(c.name) is not None), key=lambda c: _rank(c.name) or 0
    )
    full = [c for c in reversed(others) if c.missing < MOSTLY_EMPTY * len(table.frame)]
    order = [*named, *full, *reversed(others)]
    free = (c.name for c in named or order if not gives_away(table.frame, c.name))
    return next(free, order[0].name)


def _can_be_predicted(table: OwnTable, column: Column) -> bool:
    counts = table.frame[column.name].value_counts()
    if counts.sum() < MIN_ROWS:
        return False
    return column.kind == "number" or (
        check_classes(table, column.name) and int((counts > 1).sum()) > 1
    )


def _nothing(table: OwnTable) -> str:
    able = [column.name for column in table.columns if usable(column)]
    odd = [column for column in table.columns if not usable(column)]
    odd.sort(key=lambda column: column.kind == "row name")
    example = f": {quoted(odd[0].name)} {why_not(odd[0])}" if odd else ""
    if not able:
        return f"The file needs at least one column of different numbers or classes{example}."
    if len(able) == 1:
        return (
            f"Only the column {quoted(able[0])} can be used, but two are needed, one to predict "
            f"and one to learn from{example}."
        )
    return (
        "The file holds no column that can be predicted: numbers, or texts of which at least two "
        "stand in several rows."
    )


def _rank(name: str) -> int | None:
    """Return the place of a name among those that targets have."""
    bare = re.sub(r"\s*[(\[].*[)\]]\s*$", "", name)
    words = re.sub(r"([a-zäöü])([A-ZÄÖÜ])", r"\1 \2", bare).replace("_", " ").casefold().split()
    for each in (bare.casefold(), *words[-1:], *words[:1]):
        if each in USUAL_TARGETS:
            return USUAL_TARGETS.index(each)
    return None


def _role(table: OwnTable, column: Column, target: str) -> str:
    if column.name == target:
        return PREDICT
    if column.kind == "row name":
        return NAME
    useless = not usable(column) or column.kind == "row number"
    if useless or column.missing > MOSTLY_EMPTY * len(table.frame):
        return LEAVE
    return LEARN


def _too_many(table: OwnTable, learned: Sequence[str]) -> list[str]:
    """Return the columns to leave out, or there were too many inputs."""
    inputs = {name: len(input_names(table, name)) for name in learned}
    out: list[str] = []
    while sum(inputs.values()) > MOST_INPUTS:
        out.append(max(inputs, key=lambda name: inputs[name]))
        del inputs[out[-1]]
    return out


def _filled(table: OwnTable, question: Question) -> Question:
    """Fill the gaps of the columns that cost most rows, until most are kept."""
    known = int(table.frame[question.target].notna().sum())
    least = max(KEPT * known, MIN_ROWS)
    while (kept := kept_rows(table, question)).sum() < least:
        costs = {
            name: int((~kept & table.frame[name].isna()).sum())
            for name in question.features
            if question.by_column[name].missing == DROP
        }
        if not costs:
            break
        worst = max(costs, key=lambda name: costs[name])
        column = table.column(worst)
        fill = FREQUENT if column.kind == "yes/no" else fills(column)[-1]
        question = question.with_use(worst, missing=fill)
    return question


def is_classes(table: OwnTable, target: str) -> bool:
    """Suggest whether a column holds classes: texts, a yes or no, or numbers of classes.

    Whole numbers count as those of classes if there are two different ones, or at most ten
    from 0 or 1 on without a gap, each three times or more.
    """
    if not check_classes(table, target):
        return False
    if table.column(target).kind == "yes/no" or table.frame[target].dtype != "float64":
        return True
    counts = table.frame[target].value_counts().sort_index()
    numbers = counts.index.to_numpy()
    from_start = numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())
    return len(numbers) == 2 or (from_start and int(counts.min()) >= 3)
