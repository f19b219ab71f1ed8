"""A question about a learner's table: which column is to be predicted from which others."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.columns import MAX_CLASSES
from nnplay.datasets.csv.inputs import (
    MOST_INPUTS,
    described,
    input_columns,
    input_names,
    inputs_of_texts,
)
from nnplay.datasets.csv.rows import MIN_ROWS
from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import quoted
from nnplay.datasets.split import HELD_OUT
from nnplay.datasets.table import Dataset
from nnplay.fields import MAX_LEARNING_RATE
from nnplay.numbers import digits

# What the column to predict is often called, the surest first.
USUAL_TARGETS = (
    *("target", "class", "label", "y", "outcome", "result", "survived", "species", "diagnosis"),
    *("price", "grade", "mark", "score", "quality", "mpg", "medv", "churn", "spam", "default"),
)
SAID_BEFORE = ("actual", "predicted")  # in front of what the target measures, wherever that stands
RATE = 0.01
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, MAX_LEARNING_RATE)
RECOMMENDED = {"standardize": True, "optimizer": "Adam", "learning_rate": RATE, **HELD_OUT}
TWO_CLASSES = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
MORE_CLASSES = {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}
BATCH = 32
SMALLEST_SIZE, LARGEST_SIZE = 0.05, 1e7  # of targets that a network with a hidden layer learns well
FAR = 6  # how many times their spread targets may lie from 0 to be learned well with a hidden layer


def suggest_target(table: OwnTable) -> str:
    """Return the column to predict: one that is named like it, or the last, where it often is."""
    named = {name.casefold(): name for name in reversed(table.targets)}
    return next((named[name] for name in USUAL_TARGETS if name in named), table.targets[-1])


def suggest_features(table: OwnTable, target: str) -> list[str]:
    """Return the columns to learn from: all others that do not just number the rows.

    Texts that make too many inputs are left out, and columns that lack most values while too few
    rows are complete.
    """
    others = [name for name in table.usable if name != target]
    chosen = [name for name in others if not _numbers_rows(table.frame[name])] or others
    while sum(len(input_names(table, name)) for name in chosen) > MOST_INPUTS:
        chosen.remove(max(chosen, key=lambda name: len(input_names(table, name))))
    while len(chosen) > 1 and len(table.frame[[target, *chosen]].dropna()) < MIN_ROWS:
        chosen.remove(max(chosen, key=lambda name: table.frame[name].isna().sum()))
    return chosen


def _numbers_rows(values: pd.Series) -> bool:
    return bool((values == np.arange(1, len(values) + 1)).all())


def is_classes(table: OwnTable, target: str) -> bool:
    """Suggest whether a column holds classes: texts, a yes or no, or numbers of classes.

    Whole numbers count as those of classes if there are two different ones, or at most ten
    from 0 or 1 on without a gap, each three times or more.
    """
    if not table.may_be_classes(target):
        return False
    if target in table.textual:
        return True
    counts = table.frame[target].value_counts().sort_index()
    numbers = counts.index.to_numpy()
    from_start = numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())
    return len(numbers) == 2 or (from_start and int(counts.min()) >= 3)


def make_dataset(
    table: OwnTable, target: str, features: Sequence[str], classes: bool
) -> tuple[Dataset, int]:
    """Ask for a column of a table, and count the rows dropped as they lack a value.

    Equal choices on equal files have equal names, whatever the file is called.

    Args:
        features: Their order is ignored; the table's counts.
        classes: Whether the target holds classes, not a quantity.

    Raises:
        ConfigError: If the columns can't be used so, or too little is left.
    """
    _check_columns(table, target, features, classes)
    chosen = [name for name in table.usable if name in features]
    rows = table.frame[[target, *chosen]].dropna()
    _check_rows(rows, target)
    class_names: tuple[str, ...] = ()
    if classes:
        class_names, numbers = _number_classes(rows[target], table.words.get(target))
        rows = rows.assign(**{target: numbers})
    rows = rows[[target]].join(input_columns(table, rows, chosen))
    rows = rows.astype("float64").set_axis(_row_numbers(rows), axis="index")
    labels = [table.row_labels[int(number) - 1] for number in rows.index]
    dataset = Dataset(
        name=_name(table, [target, *chosen], classes),
        label=table.name,
        frame=rows,
        target=target,
        target_label="value" if target.casefold() in SAID_BEFORE else target,
        question=_question(target, classes),
        row_labels=pd.Series(labels, rows.index, name=_unused("name", rows)),
        descriptions=_descriptions(rows, target, class_names) | described(table, chosen),
        source=f"The learner's own file, {table.name}.",
        classes=class_names,
        texts=inputs_of_texts(table, chosen),
        recommended=_recommended(rows, target, len(class_names)),
    )
    return dataset, len(table.frame) - len(rows)


def _check_columns(table: OwnTable, target: str, features: Sequence[str], classes: bool) -> None:
    if target not in table.targets:
        raise ConfigError(_unusable(table, target, "can't be predicted"))
    if not features:
        raise ConfigError("No column is chosen to learn from, but at least one is needed.")
    if target in features:
        raise ConfigError(
            f"The column {quoted(target)} is to be predicted, so it can't be learned from as well."
        )
    for name in features:
        if name not in table.usable:
            raise ConfigError(_unusable(table, name, "can't be learned from"))
    if classes and not table.may_be_classes(target):
        raise ConfigError(
            f"The column {quoted(target)} can't be predicted as classes, as these must be texts or "
            f"2 to {MAX_CLASSES} whole numbers."
        )
    if not classes and target in table.textual:
        raise ConfigError(
            f"The column {quoted(target)} holds texts, so it can only be predicted as classes."
        )


def _unusable(table: OwnTable, column: str, verdict: str) -> str:
    if column not in table.frame.columns:
        return f"The column {quoted(column)} {verdict}, as the table has none of that name."
    return f"The column {quoted(column)} {verdict}, as it {table.left_out[column]}."


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


def _row_numbers(rows: pd.DataFrame) -> pd.Index:
    """Name the rows by their place in the file, in a column that the table has not."""
    return pd.Index([str(row + 1) for row in rows.index], name=_unused("row", rows))


def _unused(name: str, rows: pd.DataFrame) -> str:
    while name in rows.columns:
        name += "_"
    return name


def _name(table: OwnTable, columns: Sequence[str], classes: bool) -> str:
    choices = repr((table.digest, tuple(columns), bool(classes)))
    return "own-" + hashlib.sha256(choices.encode()).hexdigest()[:12]


def _question(target: str, classes: bool) -> str:
    if classes:
        of = "" if target.casefold() in ("class", "classes") else f" of {target}"
        return f"Can this network tell the classes{of} apart?"
    return f"How well can this network predict {target}?"


def _descriptions(rows: pd.DataFrame, target: str, class_names: Sequence[str]) -> dict[str, str]:
    described = {
        str(name): f"from {digits(rows[name].min())} to {digits(rows[name].max())}"
        for name in rows.columns
    }
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


def _recommended(rows: pd.DataFrame, target: str, classes: int) -> dict[str, Any]:
    recommended = dict(RECOMMENDED)
    if len(rows) < BATCH:  # the usual batch would be larger than the table
        recommended["batch_size"] = len(rows)
    if classes:
        return recommended | (TWO_CLASSES if classes == 2 else MORE_CLASSES)
    return recommended | _recommended_for_size(rows[target].to_numpy(), rows.shape[1] - 1)


def _recommended_for_size(targets: np.ndarray, features: int) -> dict[str, Any]:
    """Return what learns from targets that are never scaled, however large they are.

    Adam's steps have the size of its rate, and two layers multiply theirs, so the rate follows the
    root of the targets' size. Where that allows no rate or leaves none that is fine enough,
    gradient descent without a hidden layer learns from every size alike; its rate must fall with
    the features.
    """
    size, spread = float(np.sqrt((targets**2).mean())), float(targets.std())
    if not SMALLEST_SIZE < size < LARGEST_SIZE or size > FAR * spread:
        rate = min(0.03, 0.5 / features)
        return {"hidden_units": (), "optimizer": "SGD", "learning_rate": _rounded(rate)}
    rate = RATE * max(1.0, size**0.5)
    return {"learning_rate": _rounded(min(rate, MAX_LEARNING_RATE))}


def _rounded(rate: float) -> float:
    return max(each for each in RATES if each <= rate)
