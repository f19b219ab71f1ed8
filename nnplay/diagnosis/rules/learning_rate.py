"""How far a step may go on these features."""

from dataclasses import replace

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import Examples, prepare
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import (
    calm,
    is_far_too_wide,
    make_fixes,
    one_digit,
    steady,
)
from nnplay.diagnosis.rules.curve import unsteadiness
from nnplay.diagnosis.rules.divergence import exploding
from nnplay.diagnosis.task import Task
from nnplay.numbers import digits, exact, number, times

# Steps of several standard deviations can't settle; below that Adam still did in all our runs.
STEP_RATIO = 5.0
# Measured: hidden layers lower the stable rate, three layers of 16 to a tenth or less.
SAFE_SHARE = 1 / 30
THROWN = 10.0  # times the weights' size at first


def _if_harmful(evidence: Evidence, foreseen: Finding) -> Finding | None:
    """Keep what was foreseen where the loss jumps or ends above its beginning.

    Weights that were thrown far say more.
    """
    curve = evidence.curve
    if evidence.fine or curve is None or thrown_weights(evidence):
        return None
    harmed = unsteadiness(evidence) or curve[-1] > curve[0] or exploding(evidence)
    return foreseen if harmed else None


@finding("learning_rate_too_high", 70, confirm=_if_harmful)
def unstable_rate(task: Task) -> Finding | None:
    """Find a rate beyond the largest stable one."""
    config = task.config
    rate, limit = config.learning_rate_used, largest_stable_rate(config, task.examples)
    if limit is None or rate <= limit:
        return None
    over = rate / limit
    how = f"{times(over)} times what" if over >= 1.05 else "a little more than"
    choices = (replace(config, standardize=each) for each in (False, True))
    raw, scaled = (
        largest_stable_rate(each, prepare(each, task.dataset)) or limit for each in choices
    )
    slower = {"standardize": True, "learning_rate": one_digit(min(scaled * SAFE_SHARE, 0.01))}
    return Finding(
        "problem",
        f"{_named(config)} is {how} these features allow",
        f"The largest stable rate for these features is {digits(raw, 2)} as they are and "
        f"{digits(scaled, 2)} standardised (mean 0, deviation 1)."
        f"{' Hidden layers can lower it further.' if config.hidden_units else ''}",
        "The learning rate is how far every step goes. The larger the features, the steeper the "
        "error, and beyond a limit steps overshoot their goal, so that the loss jumps or grows.",
        make_fixes(config, slower, steady(config)),
        ("learning_rate", "standardize", "optimizer"),
    )


@finding("learning_rate_too_high", 70, confirm=_if_harmful)
def wide_steps(task: Task) -> Finding | None:
    """Find steps of the learning rate itself that are far wider than the targets vary."""
    config, spread = task.config, 1.0
    reason = "Sums of −5 and 5 already mean almost sure: the sigmoid of 5 is 0.99."
    if not task.dataset.classes:
        spread = float(task.targets.std(dtype=float))
        reason = f"The targets vary by only {number(spread)} around their mean."
    x = np.abs(task.examples.x[task.examples.training_rows].astype(float))
    # how far a step of the learning rate in every weight of one layer moves a sum
    step = config.learning_rate_used * float(x.sum(axis=1).mean() + 1.0)
    if not OPTIMIZERS[config.optimizer].normalized or step <= STEP_RATIO * spread:
        return None
    rate = config.learning_rate_used
    return Finding(
        "hint",
        f"One step at {_named(config).lower()} can move an output's weighted sum by {number(step)}",
        reason,
        f"{config.optimizer} moves every weight by about the learning rate at each step, whatever "
        "the error. With steps that wide, predictions can jump over their goal again and again.",
        make_fixes(config, {"standardize": True, "learning_rate": min(rate, 0.03)}),
        ("learning_rate", "standardize"),
    )


@finding(
    "learning_rate_too_high",
    70,
    "finished",
    explains="poor saturated_units dead_units oscillating overfitting",
)
def thrown_weights(evidence: Evidence) -> Finding | None:
    """Find steps that have thrown the weights far from where they began, and taught little."""
    config, (before, after) = evidence.config, evidence.weight_sizes
    if not is_far_too_wide(config) or evidence.fine or evidence.fits:
        return None
    if not after >= THROWN * before > 0:
        return None
    # where a bend is needed, a run has won much before it has learned any
    severity = "problem" if evidence.task.needs_bend else evidence.severity
    return Finding(
        severity,
        f"{_named(config)} is too large: the weights have become {times(after / before)} "
        "times as large",
        f"On average a weight's size was {number(before)} before the first step and is "
        f"{number(after)} at the end. {evidence.on_training_rows}",
        f"{config.optimizer} moves every weight by about the learning rate at each step, whatever "
        "the error. Steps that wide can jump over their goal again and again.",
        make_fixes(config, calm(config)),
        ("learning_rate",),
    )


def _named(config: TrainingConfig) -> str:
    """Name the rate that the steps have, or that the first ones have of a schedule."""
    which = "The first learning rate" if config.schedule.changes else "Learning rate"
    return f"{which} {exact(config.learning_rate_used)}"


def largest_stable_rate(config: TrainingConfig, examples: Examples) -> float | None:
    """Return the rate beyond which descent on all rows overshoots more and more.

    Exact without hidden layers, a guide with them; None where the optimizer, the loss or an
    activation does not overshoot in this way.
    """
    step, curvature = OPTIMIZERS[config.optimizer].stable_step, LOSSES[config.loss].curvature
    flattens = any(ACTIVATIONS[activation].bounded for activation in config.activations)
    if step is None or curvature is None or flattens:
        return None
    x = examples.x[examples.training_rows].astype(float)
    inputs = np.column_stack([x, np.ones(len(x))])  # the bias sees a constant 1
    largest = np.linalg.eigvalsh(inputs.T @ inputs / len(inputs))[-1]
    return step / (curvature * float(largest))
