"""What a run has shown, together with the causes that could be known before it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.check import foresee
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import (
    RULES,
    WORTH,
    Finding,
    Rule,
    problems,
    tagged,
    worst_first,
)
from nnplay.history import TrainingHistory


def diagnose(config: TrainingConfig, dataset: Dataset, history: TrainingHistory) -> list[Finding]:
    """Find what went wrong and what went well, worst first, with the causes from `check`.

    Args:
        history: Of a finished run of this configuration, or of one that Keras refused.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    task, foreseen = foresee(config, dataset)
    causes = [found for _, found in foreseen]
    evidence = Evidence(task, history, causes)
    if not history.epochs and not history.refusal:
        return worst_first(causes)
    found = [(rule, rule(evidence)) for rule in RULES if rule.when == evidence.end]
    if evidence.end == "broke":
        found += [(rule, each) for rule, each in foreseen if each.severity == "problem"]
    elif evidence.end == "finished":
        found += [(rule, rule.after_all(evidence, each)) for rule, each in foreseen]
    return _offered_once(_unexplained([(rule, each) for rule, each in found if each]))


def foremost(findings: list[Finding]) -> Finding | None:
    """Return the finding that the verdict is about: the worst problem, else the run's worth."""
    return next(iter(problems(findings) or tagged(WORTH, findings) or findings), None)


def verdict(findings: list[Finding]) -> str:
    """Return the one line for the page: the title of the foremost finding."""
    finding = foremost(findings)
    return f"{finding.title}." if finding else "Nothing found."


def _offered_once(findings: list[Finding]) -> list[Finding]:
    """Leave every fix to the first finding that offers it, the foremost before all others."""
    main, kept = foremost(findings), list(findings)
    offered: list[Mapping[str, Any]] = []
    for place in sorted(range(len(kept)), key=lambda place: kept[place] is not main):
        fixes = tuple(fix for fix in kept[place].fixes if fix.changes not in offered)
        offered += [fix.changes for fix in fixes]
        kept[place] = replace(kept[place], fixes=fixes)
    return kept


def _unexplained(found: list[tuple[Rule, Finding]]) -> list[Finding]:
    """Leave out what a problem explains; what is itself explained explains nothing."""
    rules = {each.code: rule for rule, each in found}
    explained: set[str] = set()
    kept = []
    for each in worst_first(each for _, each in found):
        rule = rules[each.code]
        if not explained & {rule.code, *rule.tags}:
            kept.append(each)
            if each.severity == "problem":
                explained |= rule.explains
    return kept
