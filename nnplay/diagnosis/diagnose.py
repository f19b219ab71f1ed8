"""Runs the doctor's rules: `check` before a run, `diagnose` after it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis import rules  # noqa: F401  registers them
from nnplay.diagnosis.classification import Classification
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import (
    RULES,
    SEVERITIES,
    Finding,
    Found,
    problems,
    tagged,
)
from nnplay.diagnosis.regression import Regression
from nnplay.diagnosis.task import Task
from nnplay.history import TrainingHistory


def check(config: TrainingConfig, dataset: Dataset) -> list[Finding]:
    """Return the findings that follow from the settings and the data alone, worst first.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    return [finding for _, finding in _worst_first(foresee(config, dataset)[1])]


@lru_cache(maxsize=8)  # `check` needs it before a run, `diagnose` after it
def foresee(config: TrainingConfig, dataset: Dataset) -> tuple[Task, Found]:
    """Return the task and what `check` finds, each with the rule that found it."""
    task = task_of(config, dataset)
    return task, _found("before", task)


def _found(when: str, subject: Task | Evidence) -> Found:
    found = [(rule, rule(subject)) for rule in RULES if rule.when == when]
    return [(rule, each) for rule, each in found if each]


def task_of(config: TrainingConfig, dataset: Dataset) -> Task:
    """Return the task of a data set, with the settings that are to solve it."""
    kind = Classification if dataset.classes else Regression
    return kind(config, dataset, prepare(config, dataset))


def diagnose(config: TrainingConfig, dataset: Dataset, history: TrainingHistory) -> list[Finding]:
    """Return the findings about a run, worst first, with those of `check` that it confirms.

    Args:
        history: The history of the finished run, or of one that Keras refused.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    task, foreseen = foresee(config, dataset)
    evidence = Evidence(task, history, [found for _, found in foreseen])
    found = _found(evidence.end, evidence)
    if evidence.end == "broke":
        found += [(rule, each) for rule, each in foreseen if each.severity == "problem"]
    elif evidence.end == "finished":
        left = [(rule, rule.confirm(evidence, each)) for rule, each in foreseen]
        found += [(rule, each) for rule, each in left if each]
    return _offered_once(_unexplained(found))


def foremost(findings: list[Finding]) -> Finding | None:
    """Return the most important finding: the worst problem, or else what the run is worth."""
    return next(iter(problems(findings) or tagged("worth", findings) or findings), None)


def foremost_first(findings: list[Finding]) -> list[int]:
    """Return the indices of the findings with the most important one first; the rest in order."""
    main = foremost(findings)
    return sorted(range(len(findings)), key=lambda place: findings[place] is not main)


def verdict(findings: list[Finding]) -> str:
    """Return the most important finding's title as one line for the page."""
    finding = foremost(findings)
    return f"{finding.title}." if finding else "Nothing found."


def _offered_once(findings: list[Finding]) -> list[Finding]:
    """Drop fixes that another finding offers already; the most important finding keeps its own."""
    kept = list(findings)
    offered: list[Mapping[str, Any]] = []
    for place in foremost_first(findings):
        fixes = tuple(fix for fix in kept[place].fixes if fix.changes not in offered)
        offered += [fix.changes for fix in fixes]
        kept[place] = replace(kept[place], fixes=fixes)
    return kept


def _unexplained(found: Found) -> list[Finding]:
    """Leave out the findings that a worse problem explains, unless that is left out itself."""
    explained: set[str] = set()
    kept = []
    for rule, each in _worst_first(found):
        if not explained & {rule.code, *rule.tags}:
            kept.append(each)
            if each.severity == "problem":
                explained |= rule.explains
    return kept


def _worst_first(found: Found) -> Found:
    return sorted(found, key=lambda each: (SEVERITIES.index(each[1].severity), each[0].rank))
