"""What a table warns of before anything is learned: see `nnplay.datasets.warnings`."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from nnplay.datasets import Dataset
from nnplay.datasets.warnings import Warned, beyond, outliers, row_numbers, totals_of
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, Finding, finding
from nnplay.diagnosis.fixes import SQUARED, make_fixes
from nnplay.diagnosis.rules.data import disguised, hidden_class
from nnplay.diagnosis.task import Task
from nnplay.numbers import listed


@lru_cache(maxsize=8)
def _counting(dataset: Dataset) -> tuple[Warned, ...]:
    if dataset.pattern:
        return ()
    return tuple(row_numbers(dataset.frame, dataset.target, dataset.features))


@lru_cache(maxsize=8)
def _computed(dataset: Dataset) -> tuple[Warned, ...]:
    return () if dataset.pattern else tuple(totals_of(dataset.frame, tuple(dataset.row_labels)))


def _chosen(task: Task, warned: tuple[Warned, ...]) -> list[Warned]:
    return [each for each in warned if each.column in task.examples.features]


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _without(task: Task, warned: list[Warned]) -> dict[str, tuple[str, ...]]:
    """Return the change that leaves the columns out, if it leaves any."""
    names = {each.column for each in warned}
    rest = tuple(name for name in task.examples.features if name not in names)
    return {"features": rest} if rest else {}


@finding("target_in_disguise", rank=45, explains=("as_good_as_linear",))
def target_in_disguise(task: Task) -> Finding | None:
    """Find features that are the target in other words or other units."""
    warned = _chosen(task, disguised(task.dataset))
    if not warned:
        return None
    names = [each.column for each in warned]
    title = warned[0].title
    if len({each.title for each in warned}) > 1:
        title = f"{listed(names)} are {task.dataset.target} in other words or units"
    said = dict.fromkeys(each.evidence for each in warned)
    return Finding(
        "problem",
        title,
        " ".join(map(_sentence, said)),
        "The answer itself is among the features, so the network only has to copy it. Where the "
        "answer is not known yet, neither is that feature, and the result says nothing about what "
        "the others are worth.",
        make_fixes(task.config, _without(task, warned)),
        ("features",),
    )


@finding("total_among_rows", rank=230)
def total_among_rows(task: Task) -> Finding | None:
    """Find a row that adds up the others or is their mean."""
    warned = _computed(task.dataset)
    if not warned:
        return None
    return Finding(
        "hint",
        warned[0].title,
        f"It stands in row {warned[0].rows[0] + 1} of {len(task.dataset.frame):,}.",
        "Such a row is usually no example like the others: its numbers are computed from theirs, "
        "and a sum can be so large that it outweighs them all. Take it out of the table.",
        settings=("dataset",),
    )


@finding("row_numbers_as_feature", rank=235)
def row_numbers_as_feature(task: Task) -> Finding | None:
    """Find features that only number the rows."""
    warned = _chosen(task, _counting(task.dataset))
    if not warned:
        return None
    names = listed([each.column for each in warned])
    return Finding(
        "hint",
        f"{names} only number{'s' * (len(warned) == 1)} the {task.noun}s",
        " ".join(_sentence(each.evidence) for each in warned),
        f"A number says where a {task.noun} stands in the table and nothing of what it is. The "
        "network can only use it to memorise, or to find out how the table was sorted.",
        make_fixes(task.config, _without(task, warned)),
        ("features",),
    )


def _as_it_turned_out(evidence: Evidence, foreseen: Finding) -> Finding:
    """Call it no problem where the run does well on those rows all the same."""
    return replace(foreseen, severity="hint") if evidence.fine else foreseen


@finding(
    "sorted_rows",
    rank=55,
    explains=(POOR, "overfitting", "as_good_as_linear"),
    confirm=_as_it_turned_out,
)
def sorted_rows(task: Task) -> Finding | None:
    """Find held-out rows that lie beyond all others, as the last ones of a sorted table do."""
    config, dataset, examples = task.config, task.dataset, task.examples
    held_out = len(examples.validation_rows)
    drawn = dataset.pattern or config.validation_rows == "random"
    if drawn or not held_out or hidden_class(task) is not None:
        return None
    found = beyond(
        dataset.frame,
        dataset.target,
        examples.features,
        held_out,
        classes=bool(dataset.classes),
        noun=task.noun,
    )
    if not found:
        return None
    return Finding(
        "problem" if found[0].column == dataset.target else "hint",
        found[0].title,
        _sentence(found[0].evidence),
        f"The table is sorted, or nearly so. What holds for one end of it need not hold for the "
        f"other, which the network never sees. Validation {task.noun}s drawn at random are like "
        "those that it learns from.",
        make_fixes(config, {"validation_rows": "random"}),
        ("validation_rows", "validation_split"),
    )


@finding("outliers", rank=215)
def few_rows_decide(task: Task) -> Finding | None:
    """Find a few rows that decide the squared error that is trained or judged."""
    dataset, examples = task.dataset, task.examples
    if dataset.classes or dataset.pattern:
        return None
    squared = task.config.loss == SQUARED
    found = _far_out(task, "training", examples.training_rows) if squared else []
    why = (
        f"so the network learns most from what is far out, be it a rare {task.noun} or a slip of "
        "the pen. The mean of the absolute errors weighs every miss by its size."
    )
    fixes = make_fixes(task.config, {"loss": "mean_absolute_error"}) if found else ()
    if not found:
        found = _far_out(task, "validation", examples.validation_rows)
        why = (
            f"so the score on the validation {task.noun}s tells how well what is far out is "
            "predicted, and hardly anything of the others."
        )
    if not found:
        return None
    return Finding(
        "hint",
        found[0].title,
        _sentence(found[0].evidence),
        f"A miss ten times as large counts a hundred times in a squared error, {why}",
        fixes,
        ("loss", "validation_rows"),
    )


def _far_out(task: Task, which: str, rows: np.ndarray) -> list[Warned]:
    targets = pd.Series(task.examples.y[rows, 0].astype(float), name=task.dataset.target)
    return outliers(targets, f"{which} {task.noun}")
