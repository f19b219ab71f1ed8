"""Which losses and output activations go together when a number is asked for."""

from dataclasses import replace

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import make_fixes, output_for
from nnplay.diagnosis.task import Task
from nnplay.numbers import count, digits, extent, number, percent

# A hundredth of the targets' variance is less than linear regression leaves on any of our data.
UNREACHABLE = 0.01
SOME_OUT_OF_REACH = 0.25  # of the variance; up to that most of the targets can be learned
NEARLY_ZERO = 1e-3  # of the targets' deviation: dividing by that outweighs a thousand other rows
MOSTLY_OUTSIDE = 0.5  # of the predictions; the others still pull the right way
SQUARED = "mean_squared_error"


def reach_in_words(activation: str, units: int = 1) -> str:
    """Say what the values of an output are limited to: "a relu output is never below 0"."""
    low, high = ACTIVATIONS[activation].reach(units)
    ends = digits(low), digits(high)
    limits = {
        (True, True): f"stays between {ends[0]} and {ends[1]}",
        (True, False): f"is never below {ends[0]}",
        (False, True): f"is never above {ends[1]}",
        (False, False): "has no limits",
    }
    reach = limits[bool(np.isfinite(low)), bool(np.isfinite(high))]
    return f"a {activation} output " + (f"is always {ends[0]}" if low == high else reach)


def span(domain: tuple[float, float]) -> str:
    """Write a range that begins at 0: "from 0 to 1" or "from 0 up"."""
    low, high = domain
    return f"from {digits(low)} " + (f"to {digits(high)}" if np.isfinite(high) else "up")


def _targets(task: Task) -> np.ndarray:
    return task.examples.y[task.examples.training_rows]


@finding(
    "loss_mismatch",
    rank=30,
    explains=("saturated_units", "dead_units"),
    confirm=Evidence.judge,
)
def loss_for_other_targets(task: Task) -> Finding | None:
    """Find a loss that is made for other targets than these numbers."""
    if task.dataset.classes:
        return None
    y, loss = _targets(task), LOSSES[task.config.loss]
    low, high = loss.domain
    zeros = int((np.abs(y) < NEARLY_ZERO * y.std(dtype=float)).sum())
    if loss.several or loss.margin:
        title = f"{loss.name} is for classes, and here a number is to be predicted"
        why = f"This loss {loss.phrase}. It does not ask how far a prediction lies from a number."
    elif y.min() < low or y.max() > high:
        title = f"{loss.name} is for targets {span(loss.domain)}; here they run from {extent(y)}"
        why = (
            "It takes logarithms, so outside that range it can't tell how far off a prediction is."
        )
    elif loss.relative and zeros:
        are = "is" if zeros == 1 else "are"
        title = f"{loss.name} divides by the targets, and {count(zeros, 'target')} {are} nearly 0"
        why = (
            "Beside a target near 0 even a small error is a huge percentage. So those rows "
            "outweigh all others, and the network learns little but to predict 0 there."
        )
    else:
        return None
    changes = {"loss": SQUARED, **_reachable(task)}
    return Finding(
        "problem",
        title,
        f"The targets run from {extent(y)}.",
        f"{why} For numbers, use the mean of the squared errors.",
        make_fixes(task.config, changes),
        ("loss",),
    )


def _as_predicted(evidence: Evidence, foreseen: Finding) -> Finding | None:
    """Judge by the predictions themselves whether they leave the range that the loss needs."""
    low, high = LOSSES[evidence.config.loss].domain
    outside = (evidence.predictions <= low) | (evidence.predictions > high)
    if evidence.fine and not outside.any():
        return None
    share = float(outside[evidence.examples.training_rows].mean())
    if evidence.learned or share < MOSTLY_OUTSIDE:
        return foreseen
    return replace(
        foreseen,
        severity="problem",
        evidence=f"At the end {percent(share)} of the predictions are outside the range that the "
        "loss needs.",
    )


@finding("loss_mismatch", rank=30, explains=("stuck",), confirm=_as_predicted)
def outputs_outside_the_loss(task: Task) -> Finding | None:
    """Find an output that may leave the range which the loss needs."""
    loss, output = LOSSES[task.config.loss], task.config.output_activation
    if task.dataset.classes or loss_for_other_targets(task):
        return None
    low, high = ACTIVATIONS[output].reach()
    if low >= loss.domain[0] and high <= loss.domain[1]:
        return None
    effect = (
        "Keras cuts off what lies outside, so training can't tell how far off it is"
        if loss.cut_off
        else "a number below 0 has no logarithm, so the loss is not a number (NaN)"
    )
    suited = output_for(task, loss.name)
    return Finding(
        "hint" if loss.cut_off else "problem",
        f"{loss.name} needs outputs {span(loss.domain)}, which a {output} output may leave",
        f"{capitalised(reach_in_words(output))}.",
        f"This loss takes the logarithm of the prediction: {effect}. "
        f"{capitalised(reach_in_words(suited))}.",
        make_fixes(
            task.config, {"output_activation": suited, "standardize": True}, {"loss": SQUARED}
        ),
        ("loss", "output_activation"),
    )


def capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def best_reachable_error(activation: str, y: np.ndarray) -> float:
    """Return the smallest mean squared error that predictions in the activation's range allow."""
    low, high = ACTIVATIONS[activation].reach()
    return float(np.mean((y.astype(float) - np.clip(y, low, high)) ** 2))


def _reachable(task: Task) -> dict[str, str]:
    """Return the change of the output activation that the targets ask for, if any."""
    y, config = _targets(task), task.config
    if best_reachable_error(config.output_activation, y) <= UNREACHABLE * y.var(dtype=float):
        return {}
    return {"output_activation": output_for(task, config.loss)}


@finding("unreachable_targets", rank=40)
def unreachable_targets(task: Task) -> Finding | None:
    if task.dataset.classes or not (changes := _reachable(task)):
        return None
    y, config = _targets(task), task.config
    best = best_reachable_error(config.output_activation, y)
    variance = float(y.var(dtype=float))
    if loss_for_other_targets(task):
        changes["loss"] = SQUARED
    return Finding(
        "problem" if best > SOME_OUT_OF_REACH * variance else "hint",
        f"{capitalised(reach_in_words(config.output_activation))}; the targets run from "
        f"{extent(y)}",
        f"The best mean squared error that this range allows is {number(best)}; always predicting "
        f"the mean scores {number(variance)}.",
        "The output activation is the last thing done to a prediction, so nothing beyond its range "
        "can ever be predicted, however long the training. For numbers, use a linear output, which "
        "passes the sum on as it is.",
        make_fixes(config, changes),
        ("output_activation",),
    )
