"""A learner's table and a question about it, turned into a data set."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.columns import MAX_CLASSES, Column, distinct
from nnplay.datasets.csv.grid import MIN_ROWS
from nnplay.datasets.csv.question.inputs import GAP, MOST_INPUTS, inputs_of
from nnplay.datasets.csv.question.question import (
    DROP,
    LEARN,
    LEAVE,
    MEAN,
    NAME,
    OWN_CLASS,
    Question,
    fills,
    kept_rows,
    taken_rows,
)
from nnplay.datasets.csv.question.recommended import recommended_for
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.table import Dataset
from nnplay.numbers import count, digits, listed

_PREFIXES = ("actual", "predicted")  # that the page writes before the target's label


def make_dataset(table: OwnTable, question: Question) -> Dataset:
    """Turn a table and a question about it into a data set.

    Its name depends on the file's content and the choices, not on what the file is called.

    Raises:
        ConfigError: If a column can't be used as the question says, or too little is left.
    """
    _check_columns(table, question)
    target = table.column(question.target)
    kept = np.flatnonzero(kept_rows(table, question))
    kept = kept[taken_rows(len(kept), question.rows)]
    values = target.values.iloc[kept]
    _check_rows(values, target.name)
    classes: tuple[str, ...] = ()
    if question.classes:
        classes, values = _number_classes(values, target)
    inputs, descriptions, texts = _inputs(table, question, kept)
    rows = pd.DataFrame({target.name: values, **inputs}).astype("float64")
    numbers = pd.Index([str(row + 1) for row in kept], name=_unused("row", rows))
    rows = rows.set_axis(numbers, axis="index")
    labels = _labels(table, question).iloc[kept]
    target_description = _numbering(classes) if classes else _extent(target, values)
    return Dataset(
        name=_name(table, question),
        label=table.name,
        frame=rows,
        target=target.name,
        target_label="value" if target.name.casefold() in _PREFIXES else target.name,
        question=_question(target.name, classes=question.classes),
        row_labels=pd.Series(list(labels), rows.index, name=_unused("name", rows)),
        descriptions={target.name: target_description, **descriptions},
        source=f"The learner's own file, {table.name}.",
        classes=classes,
        texts=texts,
        recommended=recommended_for(rows, target.name, len(classes)),
        unit="" if classes or f"({target.unit})" in target.name else target.unit,
    )


def _inputs(
    table: OwnTable, question: Question, kept: np.ndarray
) -> tuple[dict[str, pd.Series], dict[str, str], dict[str, dict[str, str]]]:
    """Return the inputs in the kept rows, their descriptions, and `Dataset.texts`.

    Raises:
        ConfigError: If there are too many inputs, or a column has no value in these rows.
    """
    inputs, descriptions, texts = {}, {}, {}
    for name in question.features:
        column, missing = table.column(name), question.by_column[name].missing
        values, filled = _filled(column, missing, kept)
        by_text = inputs_of(table, name, gaps=missing == OWN_CLASS)
        if by_text:
            texts[name] = by_text
        else:
            inputs[name], descriptions[name] = values, _extent(column, values) + filled
        for text, each in by_text.items():
            if each:
                inputs[each] = (values == text).astype("float64")
                descriptions[each] = f"1 if {name} is {text}, else 0{filled}"
    if len(inputs) > MOST_INPUTS:
        raise ConfigError(
            f"The chosen columns make {len(inputs)} inputs, as each text is one, but at most "
            f"{MOST_INPUTS} are allowed: choose fewer columns."
        )
    return inputs, descriptions, texts


def _check_columns(table: OwnTable, question: Question) -> None:
    target, classes = question.target, question.classes
    for name in (target, *question.features):
        use = "predicted" if name == target else "learned from"
        column = table.column(name, use)
        if column.flaw:
            raise ConfigError(f"The column {quoted(name)} can't be {use}, as it {column.flaw}.")
        missing = question.by_column[name].missing
        if name != target and column.missing and missing not in fills(column):
            raise ConfigError(
                f"The column {quoted(name)} holds {column.kind}, so where a value is missing, "
                f"choose {' or '.join(fills(column))}."
            )
    if target in question.features:
        raise ConfigError(
            f"The column {quoted(target)} is to be predicted, so it can't be learned from as well."
        )
    if not question.features:
        raise ConfigError("No column is chosen to learn from, but at least one is needed.")
    if classes and not table.column(target).may_be_classes:
        raise ConfigError(
            f"The column {quoted(target)} can't be predicted as classes, as these must be texts or "
            f"2 to {MAX_CLASSES} whole numbers."
        )
    if not classes and table.column(target).values.dtype != "float64":
        raise ConfigError(
            f"The column {quoted(target)} holds texts, so it can only be predicted as classes."
        )


def _check_rows(targets: pd.Series, name: str) -> None:
    if len(targets) < MIN_ROWS:
        raise ConfigError(
            f"The table has only {count(len(targets), 'row')} in which no chosen value is missing, "
            f"but it needs at least {MIN_ROWS}: choose fewer columns."
        )
    if distinct(targets) < 2:
        raise ConfigError(
            f"The column {quoted(name)} holds one value in every row that is left, so there is "
            "nothing to predict."
        )


def _number_classes(values: pd.Series, column: Column) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names of the classes in order, and the number of each row's class.

    Raises:
        ConfigError: If fewer than two classes have more than one row.
    """
    kinds, numbers, counts = np.unique(values.to_numpy(), return_inverse=True, return_counts=True)
    if (counts > 1).sum() < 2:  # the only row of a class can't be both learned and held out
        raise ConfigError(
            f"The column {quoted(column.name)} holds hardly a class with more than one row, "
            "but at least two classes must have that."
        )
    named = tuple(kind if isinstance(kind, str) else str(int(kind)) for kind in kinds)
    return column.words or named, numbers


def _filled(column: Column, missing: str, kept: np.ndarray) -> tuple[pd.Series, str]:
    """Return a column's values in the kept rows with gaps filled, and a phrase that says so."""
    values = column.texts.iloc[kept]
    if missing == OWN_CLASS:
        return values.fillna(GAP), ""
    gaps, known = int(values.isna().sum()), values.dropna()
    if not gaps or missing == DROP:
        return values, ""
    if known.empty:
        raise ConfigError(
            f"The column {quoted(column.name)} has no value in the rows that are left."
        )
    value = known.mean() if missing == MEAN else known.mode().iloc[0]
    return values.fillna(value), f", {count(gaps, 'gap')} filled"


def _extent(column: Column, values: pd.Series) -> str:
    unit = f" {column.unit}" if column.unit and f"({column.unit})" not in column.name else ""
    return f"from {digits(values.min())} to {digits(values.max())}{unit}"


def _numbering(classes: Sequence[str]) -> str:
    """Say which number each class has, also if its name is a number itself."""
    if not all(name.lstrip("-").isdecimal() for name in classes):
        return ", ".join(f"{number} is {name}" for number, name in enumerate(classes))
    own = all(name == str(number) for number, name in enumerate(classes))
    return f"the classes {listed(classes)}" + ("" if own else ", numbered from 0")


def _labels(table: OwnTable, question: Question) -> pd.Series:
    """Return the name of every row: that of the column chosen for it, or its number."""
    numbered = pd.Series([f"row {row + 1}" for row in range(len(table.frame))])
    naming = [name for name, use in question.uses if use.role == NAME]
    if not naming:
        return numbered
    names = table.column(naming[0]).values
    if names.dtype == "float64":
        names = names.map(digits, na_action="ignore")
    return names.astype("object").where(names.notna(), numbered)


def _unused(name: str, rows: pd.DataFrame) -> str:
    """Return the name with as many underscores behind it as no column has."""
    while name in rows.columns:
        name += "_"
    return name


def _name(table: OwnTable, question: Question) -> str:
    """Return a name of the file's content and the choices that matter."""
    uses = tuple(
        (name, use.role, use.missing if use.role == LEARN else "")
        for name, use in question.uses
        if use.role != LEAVE
    )
    kept = (question.target, bool(question.classes), sorted(uses), question.rows)
    choices = repr((table.digest, table.reading, kept))
    return "own-" + hashlib.sha256(choices.encode()).hexdigest()[:12]


def _question(target: str, *, classes: bool) -> str:
    if classes:
        of = "" if target.casefold() in ("class", "classes") else f" of {target}"
        return f"Can this network tell the classes{of} apart?"
    return f"How well can this network predict {target}?"
