"""`Draft`, a learner's table before it is used: how it is read, and what is asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets import Dataset
from nnplay.datasets.csv import (
    LEAVE,
    NAME,
    OwnTable,
    Question,
    Reading,
    Use,
    make_dataset,
    read_table,
    suggest,
)
from nnplay.datasets.warnings import disguises, warnings_of

AS_FOUND = Reading()
Shape = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A file, or cells that were pasted."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Wishes:
    """The learner's changes to the suggested question; None leaves the suggestion.

    Attributes:
        uses: The changed uses of columns, by their names.
    """

    target: str | None = None
    classes: bool | None = None
    uses: Mapping[str, Use] = field(default_factory=dict)
    rows: str | None = None


NOTHING = Wishes()
Recall = Callable[[Shape], tuple[Reading, Wishes] | None]


@dataclass(frozen=True, eq=False)
class Draft:
    """A table that is shown before it is used.

    Attributes:
        shape: The names of the columns as read without corrections; another file with the same ones
            is read and used in the same way.
        question: The suggested question with the learner's wishes.
        dataset: The data that would be used; None if the question can't be asked.
        reading: The learner's corrections alone; `table.reading` has everything.
        problem: Why there are no data, or why the last change was not made, one sentence.
        edition: The number of the columns' editor; a new editor has no entries yet.
    """

    source: Source
    table: OwnTable
    shape: Shape
    question: Question
    dataset: Dataset | None = None
    reading: Reading = AS_FOUND
    wishes: Wishes = NOTHING
    problem: str = ""
    edition: int = 0

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The table as it is read, with the file's own words for yes and no."""
        return pd.DataFrame({column.name: column.texts for column in self.table.columns})

    @cached_property
    def warnings(self) -> list[str]:
        """The warnings about the table, one sentence each."""
        frame, asked = self.rows, self.question
        if asked.target not in frame:
            return []
        names = [list(frame[name]) for name, use in asked.uses if use.role == NAME]
        found = warnings_of(
            frame,
            asked.target,
            asked.features,
            classes=asked.classes,
            names=names[0] if names else (),
        )
        left_out = [name for name, use in asked.uses if use.role == LEAVE]
        hidden = [
            f"{each.sentence} It is left out." for each in disguises(frame, asked.target, left_out)
        ]
        return [*(each.sentence for each in found), *hidden]


def opened(source: Source, recall: Recall) -> Draft:
    """Read a source, with the corrections and wishes that are known for tables of its shape.

    Args:
        recall: Returns these for a shape, None if there are none.

    Raises:
        ConfigError: If it can't be read.
    """
    table, problem = read_table(source.content, source.name), ""
    shape = tuple(column.name for column in table.columns)
    reading, wishes = recall(shape) or (AS_FOUND, NOTHING)
    if reading != AS_FOUND:
        try:
            table = read_table(source.content, source.name, reading)
        except ConfigError as error:
            reading, problem = AS_FOUND, str(error)
    draft = wished(Draft(source, table, shape, _no_question(table), reading=reading), wishes)
    return replace(draft, problem=problem) if problem else draft


def read_otherwise(draft: Draft, reading: Reading) -> Draft:
    """Read the table with other corrections; if that fails, note the problem and change nothing."""
    edition = draft.edition + 1
    try:
        table = read_table(draft.source.content, draft.source.name, reading)
    except ConfigError as error:
        return replace(draft, problem=str(error), edition=edition)
    return wished(replace(draft, table=table, reading=reading, edition=edition), draft.wishes)


def wished(draft: Draft, wishes: Wishes) -> Draft:
    """Change the question as the learner wishes, as far as the table has the columns for it."""
    question, dataset, problem = _no_question(draft.table), None, ""
    try:
        question = _question(draft.table, wishes)
        dataset = make_dataset(draft.table, question)
    except ConfigError as error:
        problem = str(error)
    return replace(draft, wishes=wishes, question=question, dataset=dataset, problem=problem)


def with_target(draft: Draft, name: str, classes: bool | None = None) -> Draft:
    """Predict another column; wishes for all other columns stay."""
    changed = (name, draft.question.target)
    uses = {each: use for each, use in draft.wishes.uses.items() if each not in changed}
    return wished(draft, replace(draft.wishes, target=name, classes=classes, uses=uses))


def with_use(draft: Draft, name: str, **changes: str) -> Draft:
    """Change the role of a column that is not predicted, or what replaces its missing values."""
    question = draft.question.with_use(name, **changes)
    uses = {**draft.wishes.uses, name: question.by_column[name]}
    if changes.get("role") == NAME:
        others = [other for other, use in draft.question.uses if use.role == NAME]
        uses |= {other: Use(LEAVE) for other in others if other != name}
    return wished(draft, replace(draft.wishes, uses=uses))


def _no_question(table: OwnTable) -> Question:
    return Question("", classes=False, uses=tuple((each.name, Use()) for each in table.columns))


def _question(table: OwnTable, wishes: Wishes) -> Question:
    names = {column.name for column in table.columns}
    question = suggest(table, wishes.target if wishes.target in names else None)
    for name, use in wishes.uses.items():
        if name in names and name != question.target:
            question = question.with_use(name, role=use.role, missing=use.missing)
    return replace(
        question,
        classes=question.classes if wishes.classes is None else wishes.classes,
        rows=wishes.rows or question.rows,
    )
