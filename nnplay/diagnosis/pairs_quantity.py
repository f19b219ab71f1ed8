"""Which losses and output activations go together when a quantity is asked for."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.diagnosis.findings import Finding, count, make_fixes
from nnplay.diagnosis.question import Question
from nnplay.diagnosis.ranges import best_reachable_error, lowest_in_words, output_range
from nnplay.diagnosis.rates import LOGARITHMIC
from nnplay.numbers import digits, extent, number

# A hundredth of the targets' variance is less than linear regression leaves on any of our data.
UNREACHABLE = 0.01
SOME_OUT_OF_REACH = 0.25  # of the variance; up to that most of the targets can be learned
NEARLY_ZERO = 1e-3  # of the targets' deviation: dividing by that outweighs a thousand other rows
SOFTPLUS = "The output activation softplus is always above 0 and nearly straight for large values."
FOR_CLASSES = {
    "hinge": "pulls every output towards -1 or 1, one for each of two classes",
    "squared_hinge": "pulls every output towards -1 or 1, one for each of two classes",
    "categorical_hinge": "asks that one output of several be larger than the others",
    "categorical_crossentropy": "compares shares of several outputs, which add up to 1",
    "kl_divergence": "compares shares of several outputs, which add up to 1",
}


def pairs_of_quantity(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    """Find a loss that does not fit the targets, and an output that can't reach them."""
    y = question.examples.y[question.examples.training_rows]
    yield from _loss(config, y)
    yield from _range(config, y)


def negative_predictions(
    config: TrainingConfig, advice: str, *options: Mapping[str, Any]
) -> Finding:
    """Say that the loss takes a logarithm of an output that may fall below 0."""
    poisson = config.loss == "poisson"
    effect = (
        "a number below 0 has no logarithm, so the loss is not a number (NaN)"
        if poisson
        else "Keras counts every number below 0 as 0, so training cannot tell how far off it is"
    )
    return Finding(
        "negative_predictions",
        "problem" if poisson else "hint",
        f"The loss {config.loss} needs predictions above 0, but a {config.output_activation} "
        "output can fall below",
        lowest_in_words(config.output_activation),
        f"This loss takes the logarithm of the prediction: {effect}. {advice}",
        make_fixes(config, *options),
        ("loss", "output_activation"),
    )


def _loss(config: TrainingConfig, y: np.ndarray) -> Iterator[Finding]:
    low = float(y.min())
    zeros = int((np.abs(y) < NEARLY_ZERO * y.std(dtype=float)).sum())
    if config.loss == "binary_crossentropy":
        yield from _binary(config, y)
    elif config.loss == "sparse_categorical_crossentropy":
        yield _mismatch(
            config,
            y,
            "sparse_categorical_crossentropy is for class numbers, and this network has one output",
            "This loss picks one class out of several and needs an output unit for each of them. "
            "Here an amount is to be predicted.",
            " With one output unit the only class number is 0.",
        )
    elif config.loss in FOR_CLASSES:
        yield _mismatch(
            config,
            y,
            f"{config.loss} is for classes, and here an amount is to be predicted",
            f"This loss {FOR_CLASSES[config.loss]}. It does not ask how far a prediction lies from "
            "an amount.",
        )
    elif config.loss == "mean_absolute_percentage_error" and zeros:
        yield _mismatch(
            config,
            y,
            f"{config.loss} divides by the targets, and {count(zeros, 'target')} "
            f"{'is' if zeros == 1 else 'are'} 0 or nearly",
            "An error of a tenth is endlessly many percent of 0. So the rows near 0 outweigh all "
            "others, and the network learns little but to say 0 there.",
        )
    elif config.loss in LOGARITHMIC and low < 0:
        yield _mismatch(
            config,
            y,
            f"{config.loss} is for targets from 0 on; here they go down to {digits(low)}",
            "This loss takes logarithms, and a number below 0 has none.",
        )
    elif config.loss in LOGARITHMIC and output_range(config.output_activation)[0] < 0:
        softplus = {"output_activation": "softplus", "standardize": True}
        yield negative_predictions(config, SOFTPLUS, softplus, {"loss": "mean_squared_error"})


def _binary(config: TrainingConfig, y: np.ndarray) -> Iterator[Finding]:
    low, high = float(y.min()), float(y.max())
    reach = output_range(config.output_activation)
    if low < 0 or high > 1:
        lie = f"go up to {digits(high)}" if low >= 0 else f"run from {extent(y)}"
        yield _mismatch(
            config,
            y,
            f"binary_crossentropy is for targets from 0 to 1; here they {lie}",
            "This loss compares the chances of a yes with a yes or a no, so it expects targets "
            "between 0 and 1. With others it falls below 0, and a smaller loss is no better "
            "prediction.",
        )
    elif reach[0] < 0 or reach[1] > 1:
        yield Finding(
            "not_a_probability",
            "hint",
            f"binary_crossentropy expects outputs from 0 to 1, and {config.output_activation} may "
            "leave them",
            lowest_in_words(config.output_activation),
            "This loss takes the logarithm of the output. Keras cuts off what lies below 0 or "
            "above 1, so such outputs are not corrected. A sigmoid stays between.",
            make_fixes(config, {"output_activation": "sigmoid"}, {"loss": "mean_squared_error"}),
            ("output_activation", "loss"),
        )


def _mismatch(
    config: TrainingConfig, y: np.ndarray, title: str, why: str, more: str = ""
) -> Finding:
    return Finding(
        "loss_mismatch",
        "problem",
        title,
        f"The targets run from {extent(y)}.{more}",
        f"{why} For amounts, use the mean of the squared errors.",
        make_fixes(config, {"loss": "mean_squared_error", **_reachable(config, y)}),
        ("loss",),
    )


def _reachable(config: TrainingConfig, y: np.ndarray) -> dict[str, str]:
    """Return the change of the output activation that the targets ask for, if any."""
    if best_reachable_error(config.output_activation, y) <= UNREACHABLE * y.var(dtype=float):
        return {}
    positive = config.loss in LOGARITHMIC and y.min() >= 0
    return {"output_activation": "softplus" if positive else "linear"}


def _end(limit: float) -> str:
    return digits(limit) if math.isfinite(limit) else "no limit"


def _range(config: TrainingConfig, y: np.ndarray) -> Iterator[Finding]:
    changes = _reachable(config, y)
    if not changes:
        return
    low, high = output_range(config.output_activation)
    reach = f"only {digits(low)}" if low == high else f"{_end(low)} to {_end(high)}"
    best = best_reachable_error(config.output_activation, y)
    variance = float(y.var(dtype=float))
    if any(finding.code == "loss_mismatch" for finding in _loss(config, y)):
        changes["loss"] = "mean_squared_error"
    yield Finding(
        "unreachable_targets",
        "problem" if best > SOME_OUT_OF_REACH * variance else "hint",
        f"A {config.output_activation} output reaches {reach}; the targets lie at {extent(y)}",
        f"The best mean squared error that this range allows is {number(best)}; always predicting "
        f"the mean scores {number(variance)}.",
        "The output activation is the last thing done to a prediction, so nothing beyond its range "
        "can ever be predicted, however long the training. For amounts, a linear output, which "
        "changes nothing, reaches every number.",
        make_fixes(config, changes),
        ("output_activation",),
    )
