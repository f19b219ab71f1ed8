"""What a configuration without validation rows is worth on rows that it has not learned from."""

import math
from typing import NamedTuple

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.diagnose import foremost, task_of
from nnplay.diagnosis.finding import Finding, Fix, finding
from nnplay.diagnosis.fixes import gentle_l2, make_fixes
from nnplay.diagnosis.task import HALF, Task
from nnplay.evaluation.crossvalidation import Baselines, Folds, Score, measure_baselines

FOLDS = Folds(5, seeds=(0,))
CODE = "unseen_rows"


def is_unproven(config: TrainingConfig, findings: list[Finding]) -> bool:
    """Tell whether a run is good on its training rows, but has no validation rows to prove it."""
    first = foremost(findings)
    return not config.validation_split and first is not None and first.code == "as_good_as_linear"


class Unseen(NamedTuple):
    """A configuration with its score on `FOLDS`."""

    config: TrainingConfig
    dataset: Dataset
    score: Score


@finding(CODE, 185, "judged", tags="worth")
def judge_unseen(unseen: Unseen) -> Finding:
    """Compare the score on the folds with those of the baselines on the same folds.

    Raises:
        ConfigError: If the configuration or the folds do not fit the data set.
    """
    config, dataset, score = unseen
    task, baselines = task_of(config, dataset), measure_baselines(config, dataset, FOLDS)
    severity, verb = _judge(task, score, baselines)
    network, linear = (task.write(each) for each in (score.mean, baselines.linear.mean))
    return Finding(
        severity,
        f"On {task.noun}s that it has not learned from: {task.short_measure} {network}, {verb} "
        f"{task.linear_name} ({linear})",
        task.compare(
            f"on {task.noun}s that each of 5 networks has not learned from",
            network=score.mean,
            linear=baselines.linear.mean,
            baseline=baselines.guess.mean,
        ),
        f"The {task.noun}s are dealt into 5 folds. 5 networks with these settings each learn "
        "without one of the folds and are judged by it, so what was merely memorised does not "
        f"count. {_meaning(task, severity)}",
        () if severity == "good" else _simpler(task),
        code=CODE,
    )


def _judge(task: Task, score: Score, baselines: Baselines) -> tuple[str, str]:
    """Return the severity, and the words that compare the score with the linear model's."""
    linear, guess = baselines.linear, baselines.guess
    if not math.isfinite(score.mean):
        return "problem", "not as good as"
    if score.mean <= linear.limit and linear.mean <= score.limit:
        verb = "about as good as"
    else:
        verb = "better than" if score.mean < linear.mean else "not as good as"
    if not task.better(score.mean, guess.mean):
        worse = score.mean > min(guess.limit, linear.limit)
        return "problem" if worse else "hint", verb
    if verb != "not as good as":
        return "good", verb
    won, possible = guess.mean - score.mean, guess.mean - linear.mean
    return "hint" if won > HALF * possible else "problem", verb


def _meaning(task: Task, severity: str) -> str:
    if severity == "good":
        return f"What these settings learn holds for other {task.noun}s too."
    return (
        f"What these settings learn fits their own {task.noun}s better than others. A network with "
        "fewer weights, or one that learns for a shorter time, can memorise less."
    )


def _simpler(task: Task) -> tuple[Fix, ...]:
    """Return fixes after which the network can memorise less."""
    config = task.config
    halved = tuple(max(units // 2, 1) for units in config.hidden_units)
    return make_fixes(
        config,
        {"hidden_units": config.hidden_units[:1]},
        {"hidden_units": halved},
        {"hidden_units": ()},
        {"epochs": max(config.epochs // 4, 1)},
        {"l2": gentle_l2(task)},
    )
