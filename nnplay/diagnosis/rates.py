"""Learning rates: how far a step may go on these features, and settings that train reliably."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from nnplay.choices.optimizers import MOMENTUM
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.diagnosis.findings import Finding, make_fixes
from nnplay.diagnosis.question import Question
from nnplay.numbers import digits, exact, number, times

# Descent on a quadratic error is stable up to 2 / curvature; with momentum b up to
# 2 (1 + b) / curvature (Polyak, "Some methods of speeding up the convergence of iteration
# methods", 1964).
STABLE_STEPS = {"SGD": 2.0, "SGD with momentum": 2.0 * (1.0 + MOMENTUM)}
# Second derivative of each loss by the prediction; of the absolute error, whose slope is 1
# everywhere, that of the squared half-error which has the slope 1 at an error of 1.
CURVATURES = {
    "mean_squared_error": 2.0,
    "huber": 1.0,
    "log_cosh": 1.0,
    "mean_absolute_error": 1.0,
}
LOGARITHMIC = ("poisson", "mean_squared_logarithmic_error")  # losses with a log of the prediction
# A layer with such an activation flattens out on large sums instead of blowing up.
BOUNDED = ("sigmoid", "hard_sigmoid", "tanh", "softsign", "softmax")
# Optimizers whose step is about the learning rate, whatever the size of the error.
NORMALISED = ("RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Lion")
# Steps of several standard deviations can't settle; below that Adam still did in all our runs.
STEP_RATIO = 5.0
# Measured: hidden layers lower the stable rate, three layers of 16 to a tenth or less.
SAFE_SHARE = 1 / 30
# Adam's rates that came near linear regression within 500 epochs, by the number of hidden layers:
# the only layer has no other to multiply its steps, and deep tanh layers flatten at 0.03.
ADAM_RATES = (0.1, 0.03, 0.03)
DEEP_ADAM_RATE = 0.01
ENOUGH_EPOCHS = 500
# Measured: of deep layers narrower than this, or a lone relu, often no unit stays alive.
WIDE = 8


def learning_rate(
    config: TrainingConfig, dataset: Dataset, question: Question
) -> Iterator[Finding]:
    """Find a rate beyond the largest stable one, or steps far wider than the targets vary."""
    examples = question.examples
    rate, limit = config.learning_rate_used, largest_stable_rate(config, examples)
    if limit is not None and rate > limit:
        yield _too_high(config, dataset, limit)
    spread, reason = question.spread
    step = _step_size(config, examples)
    if config.optimizer in NORMALISED and step > STEP_RATIO * spread:
        yield Finding(
            "large_steps",
            "hint",
            f"One step at learning rate {exact(rate)} can move {question.moved} by {number(step)}",
            reason,
            f"{config.optimizer} moves every weight by about the learning rate at each step, "
            f"whatever the error. {question.too_wide}",
            make_fixes(config, {"standardize": True, "learning_rate": min(rate, 0.03)}),
            ("learning_rate", "standardize"),
        )


def _too_high(config: TrainingConfig, dataset: Dataset, limit: float) -> Finding:
    rate = config.learning_rate_used
    scaled = replace(config, standardize=True)
    scaled_limit = largest_stable_rate(scaled, prepare(scaled, dataset)) or limit
    slower = {"standardize": True, "learning_rate": _safe_rate(scaled_limit)}
    return Finding(
        "learning_rate_too_high",
        "problem",
        f"Learning rate {exact(rate)} is {times(rate / limit)} times what these features allow",
        _limits(config, dataset),
        "The learning rate is how far every step goes. The larger the features, the steeper the "
        "error, and beyond a limit each step overshoots further than the one before: the loss "
        "grows until it is no number any more. Standardised features (mean 0, deviation 1) "
        "allow much larger steps.",
        make_fixes(config, slower, steady(config)),
        ("learning_rate", "standardize", "optimizer"),
    )


def _limits(config: TrainingConfig, dataset: Dataset) -> str:
    texts = []
    for standardize, name in ((False, "as they are"), (True, "standardised")):
        choice = replace(config, standardize=standardize)
        limit = largest_stable_rate(choice, prepare(choice, dataset))
        if limit is not None:
            texts.append(f"{digits(limit, 2)} {name}")
    hidden = " Hidden layers can lower it further." if config.hidden_units else ""
    return f"The largest stable rate for these features is {' and '.join(texts)}.{hidden}"


def largest_stable_rate(config: TrainingConfig, examples: Examples) -> float | None:
    """Return the rate beyond which descent on all rows overshoots more and more.

    Exact without hidden layers, a guide with them; None where the optimizer, the loss or an
    activation does not overshoot in this way.
    """
    activations = config.activations
    if config.optimizer not in STABLE_STEPS or config.loss not in CURVATURES:
        return None
    if any(activation in BOUNDED for activation in activations):
        return None
    x = examples.x[examples.training_rows].astype(float)
    inputs = np.column_stack([x, np.ones(len(x))])  # the bias sees a constant 1
    largest = np.linalg.eigvalsh(inputs.T @ inputs / len(inputs))[-1]
    return STABLE_STEPS[config.optimizer] / (CURVATURES[config.loss] * float(largest))


def _safe_rate(limit: float) -> float:
    return float(f"{min(limit * SAFE_SHARE, 0.01):.0e}")


def _step_size(config: TrainingConfig, examples: Examples) -> float:
    """Return how far a step of the learning rate in every weight of one layer moves a sum."""
    x = np.abs(examples.x[examples.training_rows].astype(float))
    return config.learning_rate_used * float(x.sum(axis=1).mean() + 1.0)


def steady(config: TrainingConfig) -> dict:
    """Return the changes that made a run like this one train well in all our measurements."""
    depth = len(config.hidden_units)
    changes: dict[str, Any] = {}
    narrow = min(config.hidden_units, default=WIDE) < (WIDE if depth > 2 else 2)
    if config.activation != "linear" and narrow and (depth > 2 or config.activation == "relu"):
        changes["hidden_units"], depth = (WIDE,), 1
    changes |= {
        "standardize": True,
        "optimizer": "Adam",
        "learning_rate": ADAM_RATES[depth] if depth < len(ADAM_RATES) else DEEP_ADAM_RATE,
        "epochs": max(config.epochs, ENOUGH_EPOCHS),
    }
    # Measured: exp of exp runs out of range, and three sigmoids in a row flatten out.
    if (config.activation == "exponential" and depth > 1) or (
        config.activation in ("sigmoid", "hard_sigmoid") and depth > 2
    ):
        changes["activation"] = "relu"
    return changes
