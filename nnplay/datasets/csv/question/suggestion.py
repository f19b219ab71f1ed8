"""The question that is suggested for a learner's table."""

import re

from nnplay.config import ConfigError
from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.grid import MIN_ROWS
from nnplay.datasets.csv.question.inputs import MOST_INPUTS, inputs_of
from nnplay.datasets.csv.question.question import (
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
)
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.numbering import numbers_rows
from nnplay.datasets.warnings import leaking_columns

# What the column to predict is often called, the surest first.
_USUAL_TARGETS = (
    *("target", "y", "label", "outcome", "survived", "diagnosis", "species", "churn", "spam"),
    *("price", "class", "result", "grade", "mark", "score", "quality", "mpg", "medv", "default"),
    *("ziel", "zielgröße", "klasse", "preis", "ergebnis", "prix", "classe", "precio", "clase"),
    *("цена", "класс", "価格", "価格(円)", "价格", "分类", "结果"),
)
_KEPT = 0.8  # of the rows at least, for which gaps are filled
_MOSTLY_EMPTY = 0.5


def suggest(table: OwnTable, target: str | None = None) -> Question:
    """Suggest the column to predict, unless it is given, and a use for each of the others.

    The target is the column that people would choose. Left out are row numbers, columns that are
    mostly empty or give the target away, and texts that make too many inputs. Gaps are filled if
    too many rows would be lost.

    Raises:
        ConfigError: If no column can be predicted from another.
    """
    target = _target(table) if target is None else table.column(target, "predicted").name
    uses = {column.name: Use(_role(table, column, target)) for column in table.columns}
    learned = [name for name, use in uses.items() if use.role == LEARN]
    frame = table.frame[[target, *learned]]
    numbering = [name for name in learned if numbers_rows(frame[name], frame[target])]
    for bad in (leaking_columns(frame, target), numbering):
        # bad ones are better than none
        learned = [name for name in learned if name not in bad] or learned
    inputs = {name: sum(map(bool, inputs_of(table, name).values())) or 1 for name in learned}
    while sum(inputs.values()) > MOST_INPUTS:
        del inputs[max(inputs, key=lambda name: inputs[name])]
    for name, use in uses.items():
        if use.role == LEARN and name not in inputs:
            uses[name] = Use(LEAVE)
    question = Question(target, table.column(target).are_classes, tuple(uses.items()))
    return _filled(table, question)


def _target(table: OwnTable) -> str:
    usable = [column for column in table.columns if not column.flaw]
    found = [each for each in usable if each.kind != "row number" and _can_be_predicted(each)]
    if not found or len(usable) < 2:
        raise ConfigError(_why_no_target(table))
    ranks = {each.name: rank for each in found if (rank := _rank(each.name)) is not None}
    named = sorted(ranks, key=lambda name: ranks[name])
    full = [each for each in found if each.missing < _MOSTLY_EMPTY * len(table.frame)]
    order = [*named, *(each.name for each in (*reversed(full), *reversed(found)))]
    free = (name for name in named or order if not leaking_columns(table.frame, name))
    return next(free, order[0])


def _can_be_predicted(column: Column) -> bool:
    counts = column.values.value_counts()
    classes = column.may_be_classes and int((counts > 1).sum()) > 1
    return counts.sum() >= MIN_ROWS and (column.kind == "number" or classes)


def _why_no_target(table: OwnTable) -> str:
    able = [column.name for column in table.columns if not column.flaw]
    odd = [column for column in table.columns if column.flaw]
    odd.sort(key=lambda column: column.kind == "row name")
    example = f": {quoted(odd[0].name)} {odd[0].flaw}" if odd else ""
    if not able:
        return f"The table needs at least one column of different numbers or classes{example}."
    if len(able) == 1:
        return (
            f"Only the column {quoted(able[0])} can be used, but two are needed, one to predict "
            f"and one to learn from{example}."
        )
    return (
        "The table holds no column that can be predicted: numbers, or texts of which at least two "
        "stand in several rows."
    )


def _rank(name: str) -> int | None:
    """Return a name's index in the usual names of targets, None if it is not there."""
    bare = re.sub(r"\s*[(\[].*[)\]]\s*$", "", name)
    words = re.sub(r"([a-zäöü])([A-ZÄÖÜ])", r"\1 \2", bare).replace("_", " ").casefold().split()
    known = (each for each in (bare.casefold(), *words[-1:], *words[:1]) if each in _USUAL_TARGETS)
    return next(map(_USUAL_TARGETS.index, known), None)


def _role(table: OwnTable, column: Column, target: str) -> str:
    if column.name == target:
        return PREDICT
    if column.kind == "row name":
        return NAME
    useless = column.flaw or column.kind == "row number"
    return LEAVE if useless or column.missing > _MOSTLY_EMPTY * len(table.frame) else LEARN


def _filled(table: OwnTable, question: Question) -> Question:
    """Fill the gaps of the columns that cost most rows, until enough rows are kept."""
    known = len(table.frame) - table.column(question.target).missing
    least = max(_KEPT * known, MIN_ROWS)
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
