"""The data set that a question about a learner's table makes."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.asked.inputs import GAP, as_texts, input_columns, inputs_of_texts
from nnplay.datasets.csv.asked.question import (
    LEARN,
    LEAVE,
    MEAN,
    MOST_ROWS,
    NAME,
    OWN_CLASS,
    ROWS,
    Question,
    kept_rows,
    no_column,
    step,
    usable,
    why_not,
)
from nnplay.datasets.csv.asked.recommended import recommended
from nnplay.datasets.csv.columns import MAX_CLASSES
from nnplay.datasets.csv.grid import MIN_ROWS
from nnplay.datasets.csv.table import OwnTable, check_classes
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.table import Dataset
from nnplay.numbers import digits

SAID_BEFORE = ("actual", "predicted")  # in front of what the target measures, wherever that stands


def make_dataset(table: OwnTable, question: Question) -> Dataset:
    """Ask a question of a table.

    Equal choices on equal files have equal names, whatever the file is called.

    Raises:
        ConfigError: If the columns can't be used so, or too little is left.
    """
    target, classes = question.target, question.classes
    _check_columns(table, question)
    chosen = [name for name in table.frame.columns if name in question.features]
    rows, filled = _rows(table, question, chosen)
    _check_rows(rows, target)
    class_names: tuple[str, ...] = ()
    if classes:
        class_names, numbers = _number_classes(rows[target], table.column(target).words)
        rows = rows.assign(**{target: numbers})
    gaps = {name: question.by_column[name].missing == OWN_CLASS for name in chosen}
    inputs, described = input_columns(table, rows, chosen, gaps)
    rows = rows[[target]].join(inputs).astype("float64")
    labels = _labels(table, question)[rows.index]
    rows = rows.set_axis(_row_numbers(rows), axis="index")
    measured = "value" if target.casefold() in SAID_BEFORE else target
    unit = table.column(target).unit
    return Dataset(
        name=_name(table, question),
        label=table.name,
        frame=rows,
        target=target,
        target_label=measured,
        question=_question(target, classes),
        row_labels=pd.Series(list(labels), rows.index, name=_unused("name", rows)),
        descriptions=_descriptions(table, rows, target, class_names, filled) | described,
        source=f"The learner's own file, {table.name}.",
        classes=class_names,
        texts=inputs_of_texts(table, chosen, gaps),
        recommended=recommended(rows, target, len(class_names)),
        unit="" if classes or f"({unit})" in target else unit,
    )


def _rows(
    table: OwnTable, question: Question, chosen: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows that are used, gaps filled, and of each filled column how many of them."""
    rows = table.frame[[question.target, *chosen]].copy()
    for name in chosen:
        if question.by_column[name].missing == OWN_CLASS:
            rows[name] = as_texts(table, name).fillna(GAP)
    rows = rows[kept_rows(table, question)]
    rows = rows.iloc[_taken(len(rows), question.rows)]
    filled = {}
    for name in chosen:
        count = int(rows[name].isna().sum())
        if not count:
            continue
        known = rows[name].dropna()
        if known.empty:
            raise ConfigError(f"The column {quoted(name)} has no value in the rows that are left.")
        mean = question.by_column[name].missing == MEAN
        value = known.mean() if mean else known.mode().iloc[0]
        rows[name] = rows[name].fillna(value)
        filled[name] = f"{count:,} gaps filled" if count > 1 else "one gap filled"
    return rows, filled


def _taken(count: int, which: str) -> slice:
    if count <= MOST_ROWS:
        return slice(None)
    if which == ROWS[1]:
        return slice(MOST_ROWS)
    return slice(-MOST_ROWS, None) if which == ROWS[2] else slice(None, None, step(count))


def _check_columns(table: OwnTable, question: Question) -> None:
    target, features, classes = question.target, question.features, question.classes
    names = table.frame.columns
    for name in (target, *features):
        use = "predicted" if name == target else "learned from"
        if name not in names:
            raise ConfigError(no_column(name, use))
        column = table.column(name)
        if not usable(column):
            why = why_not(column)
            raise ConfigError(f"The column {quoted(name)} can't be {use}, as it {why}.")
    if target in features:
        raise ConfigError(
            f"The column {quoted(target)} is to be predicted, so it can't be learned from as well."
        )
    if not features:
        raise ConfigError("No column is chosen to learn from, but at least one is needed.")
    if classes and not check_classes(table, target):
        raise ConfigError(
            f"The column {quoted(target)} can't be predicted as classes, as these must be texts or "
            f"2 to {MAX_CLASSES} whole numbers."
        )
    if not classes and table.frame[target].dtype != "float64":
        raise ConfigError(
            f"The column {quoted(target)} holds texts, so it can only be predicted as classes."
        )
    for name in features:
        if question.by_column[name].missing == MEAN and table.frame[name].dtype != "float64":
            raise ConfigError(f"The column {quoted(name)} holds texts, which have no mean.")


def _check_rows(rows: pd.DataFrame, target: str) -> None:
    if len(rows) < MIN_ROWS:
        count = f"{len(rows)} row{'s' * (len(rows) != 1)} in which no chosen value is missing"
        raise ConfigError(
            f"The table has only {count}, but it needs at least {MIN_ROWS}: choose fewer columns."
        )
    values = rows[target]
    # as the network sees it: it counts in float32
    seen = values.astype("float32") if values.dtype == "float64" else values
    if seen.nunique() < 2:
        raise ConfigError(
            f"The column {quoted(target)} holds one value in every row that is left, so there is "
            "nothing to predict."
        )


def _number_classes(
    values: pd.Series, words: tuple[str, str] | None
) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names of the classes in their order and each row's number.

    Raises:
        ConfigError: If fewer than two classes have more than one row.
    """
    kinds, numbers, counts = np.unique(values.to_numpy(), return_inverse=True, return_counts=True)
    if (counts > 1).sum() < 2:  # a class of one row can't be both learned and tried out
        raise ConfigError(
            f"The column {quoted(str(values.name))} holds hardly a class with more than one row, "
            "but at least two classes must have that."
        )
    if words:
        return words, numbers
    named = [kind if isinstance(kind, str) else str(int(kind)) for kind in kinds]
    return tuple(named), numbers


def _labels(table: OwnTable, question: Question) -> pd.Series:
    """Return the name of every row: that of the column chosen for it, or its number."""
    numbered = pd.Series([f"row {n + 1}" for n in range(len(table.frame))])
    naming = [name for name, use in question.uses if use.role == NAME and name in table.frame]
    if not naming:
        return numbered
    names = table.frame[naming[0]]
    if names.dtype == "float64":
        names = names.map(digits, na_action="ignore")
    return names.astype("object").where(names.notna(), numbered)


def _row_numbers(rows: pd.DataFrame) -> pd.Index:
    """Name the rows by their place in the file, in a column that the table has not."""
    return pd.Index([str(row + 1) for row in rows.index], name=_unused("row", rows))


def _unused(name: str, rows: pd.DataFrame) -> str:
    while name in rows.columns:
        name += "_"
    return name


def _name(table: OwnTable, question: Question) -> str:
    uses = tuple(
        (name, use.role, use.missing if use.role == LEARN else "")
        for name, use in question.uses
        if use.role != LEAVE
    )
    kept = (question.target, bool(question.classes), sorted(uses), question.rows)
    choices = repr((table.digest, table.reading, kept))
    return "own-" + hashlib.sha256(choices.encode()).hexdigest()[:12]


def _question(target: str, classes: bool) -> str:
    if classes:
        of = "" if target.casefold() in ("class", "classes") else f" of {target}"
        return f"Can this network tell the classes{of} apart?"
    return f"How well can this network predict {target}?"


def _descriptions(
    table: OwnTable,
    rows: pd.DataFrame,
    target: str,
    class_names: Sequence[str],
    filled: dict[str, str],
) -> dict[str, str]:
    described: dict[str, Any] = {}
    for name in map(str, rows.columns):
        unit = table.column(name).unit if name in table.frame.columns else ""
        unit = f" {unit}" if unit and f"({unit})" not in name else ""
        described[name] = f"from {digits(rows[name].min())} to {digits(rows[name].max())}{unit}"
        if name in filled:
            described[name] += f", {filled[name]}"
    if class_names:
        described[target] = _numbering(class_names)
    return described


def _numbering(class_names: Sequence[str]) -> str:
    """Say which number each class has, also if it is called by a number itself."""
    if not all(name.lstrip("-").isdecimal() for name in class_names):
        return ", ".join(f"{n} is {name}" for n, name in enumerate(class_names))
    own = all(name == str(n) for n, name in enumerate(class_names))
    listed = f"the classes {', '.join(class_names[:-1])} and {class_names[-1]}"
    return listed if own else f"{listed}, numbered from 0"
