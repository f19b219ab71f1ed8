"""What can be known before a run, from the settings and the data alone."""

from functools import lru_cache

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis import rules  # noqa: F401  registers them
from nnplay.diagnosis.classification import Classification
from nnplay.diagnosis.finding import RULES, Finding, Rule, worst_first
from nnplay.diagnosis.regression import Regression
from nnplay.diagnosis.task import Task


def check(config: TrainingConfig, dataset: Dataset) -> list[Finding]:
    """Find what can be known before the run, worst first.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    _, foreseen = foresee(config, dataset)
    return worst_first(found for _, found in foreseen)


@lru_cache(maxsize=8)  # what is known before a run is asked for again after it
def foresee(config: TrainingConfig, dataset: Dataset) -> tuple[Task, list[tuple[Rule, Finding]]]:
    """Return the task and what `check` finds, each with the rule that found it."""
    task = task_of(config, dataset)
    found = [(rule, rule(task)) for rule in RULES if rule.when == "before"]
    return task, [(rule, each) for rule, each in found if each]


def task_of(config: TrainingConfig, dataset: Dataset) -> Task:
    """Return what a data set asks for."""
    kind = Classification if dataset.classes else Regression
    return kind(config, dataset, prepare(config, dataset))
