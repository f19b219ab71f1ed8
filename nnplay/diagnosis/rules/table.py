"""Findings made of a table's warnings (see `nnplay.datasets.warnings`)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from nnplay.datasets import Dataset
from nnplay.datasets.warnings import TableWarning, beyond, outliers, row_numbers, totals_of
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, Fix, capitalised, finding
from nnplay.diagnosis.fixes import SQUARED, make_fixes
from nnplay.diagnosis.rules.data import disguised, hidden_class
from nnplay.diagnosis.task import Task
from nnplay.numbers import listed


@lru_cache(maxsize=8)
def _counting(dataset: Dataset) -> tuple[TableWarning, ...]:
    if dataset.pattern:
        return ()
    return tuple(row_numbers(dataset.frame, dataset.target, dataset.features))


@lru_cache(maxsize=8)
def _computed(dataset: Dataset) -> tuple[TableWarning, ...]:
    return () if dataset.pattern else tuple(totals_of(dataset.frame, tuple(dataset.row_labels)))


def _finding_of(
    warned: Sequence[TableWarning],
    severity: str,
    why: str,
    fixes: tuple[Fix, ...] = (),
    settings: tuple[str, ...] = ("features",),
) -> Finding:
    """Make the finding of what a table warns of, with the title of the first."""
    said = dict.fromkeys(f"{capitalised(each.evidence)}." for each in warned)
    return Finding(severity, warned[0].title, " ".join(said), why, fixes, settings)


def _chosen(task: Task, warned: tuple[TableWarning, ...]) -> list[TableWarning]:
    return [each for each in warned if each.column in task.examples.features]


def _without(task: Task, warned: list[TableWarning]) -> tuple[Fix, ...]:
    """Return the fix that leaves these columns out, if others remain."""
    names = {each.column for each in warned}
    rest = tuple(name for name in task.examples.features if name not in names)
    return make_fixes(task.config, {"features": rest}) if rest else ()


@finding("target_in_disguise", 45, explains="as_good_as_linear")
def target_in_disguise(task: Task) -> Finding | None:
    """Find features that are the target in other words or other units."""
    warned = _chosen(task, disguised(task.dataset))
    if not warned:
        return None
    found = _finding_of(
        warned,
        "problem",
        "The answer itself is among the features, so the network only has to copy it. Where the "
        "answer is not known yet, neither is that feature, and the result says nothing about what "
        "the others are worth.",
        _without(task, warned),
    )
    if len({each.title for each in warned}) == 1:
        return found
    names = listed([each.column for each in warned])
    return replace(found, title=f"{names} are {task.dataset.target} in other words or units")


@finding("total_among_rows", 230)
def total_among_rows(task: Task) -> Finding | None:
    """Find a row that adds up the others or is their mean."""
    warned = _computed(task.dataset)
    if not warned:
        return None
    found = _finding_of(
        warned,
        "hint",
        "Such a row is usually no example like the others: its numbers are computed from theirs, "
        "and a sum can be so large that it outweighs them all. Take it out of the table.",
        settings=("dataset",),
    )
    place = f"It stands in row {warned[0].rows[0] + 1} of {len(task.dataset.frame):,}."
    return replace(found, evidence=place)


@finding("row_numbers_as_feature", 235)
def row_numbers_as_feature(task: Task) -> Finding | None:
    """Find features that only number the rows."""
    warned = _chosen(task, _counting(task.dataset))
    if not warned:
        return None
    found = _finding_of(
        warned,
        "hint",
        f"Such a number says where a {task.noun} is in the table, and nothing else about it. The "
        "network can only use it to memorise, or to find out how the table was sorted.",
        _without(task, warned),
    )
    names = listed([each.column for each in warned])
    return replace(found, title=f"{names} only number{'s' * (len(warned) == 1)} the {task.noun}s")


def _as_it_turned_out(evidence: Evidence, foreseen: Finding) -> Finding:
    """Make it a hint if the run does well on those rows all the same."""
    return replace(foreseen, severity="hint") if evidence.fine else foreseen


@finding(
    "sorted_rows", 55, explains="poor overfitting as_good_as_linear", confirm=_as_it_turned_out
)
def sorted_rows(task: Task) -> Finding | None:
    """Find validation rows that lie beyond all others, as the last ones of a sorted table do."""
    config, dataset, examples = task.config, task.dataset, task.examples
    held_out, classes = len(examples.validation_rows), bool(dataset.classes)
    drawn = dataset.pattern or config.validation_rows == "random"
    if drawn or not held_out or hidden_class(task) is not None:
        return None
    frame, target, features = dataset.frame, dataset.target, examples.features
    found = beyond(frame, target, features, held_out, classes=classes, noun=task.noun)
    if not found:
        return None
    return _finding_of(
        found,
        "problem" if found[0].column == target else "hint",
        "The table is sorted, or nearly so. What holds for one end of it need not hold for the "
        f"other, which the network never sees. Validation {task.noun}s drawn at random are like "
        "those that it learns from.",
        make_fixes(config, {"validation_rows": "random"}),
        ("validation_rows", "validation_split"),
    )


@finding("outliers", 215)
def few_rows_decide(task: Task) -> Finding | None:
    """Find a few rows that decide the squared error that is trained or judged."""
    dataset, examples, noun = task.dataset, task.examples, task.noun
    if dataset.classes or dataset.pattern:
        return None
    targets = pd.Series(examples.y[:, 0].astype(float), name=dataset.target)
    learned = task.config.loss == SQUARED
    found = outliers(targets.iloc[examples.training_rows], f"training {noun}") if learned else []
    fixes = make_fixes(task.config, {"loss": "mean_absolute_error"}) if found else ()
    why = (
        f"the network learns most from what is far out, be it a rare {noun} or a typing error. "
        "The mean of the absolute errors weighs every miss by its size."
        if found
        else f"the score on the validation {noun}s shows how well the outliers are predicted, and "
        "hardly anything about the others."
    )
    found = found or outliers(targets.iloc[examples.validation_rows], f"validation {noun}")
    if not found:
        return None
    return _finding_of(
        found,
        "hint",
        f"A miss ten times as large counts a hundred times in a squared error, so {why}",
        fixes,
        ("loss", "validation_rows"),
    )
