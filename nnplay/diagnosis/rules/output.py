"""Output activations that can't reach the targets, or are flat at the predictions."""

import numpy as np

from nnplay.choices import ACTIVATIONS, INITIALIZERS, LOSSES
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import corrected, make_fixes, output_for
from nnplay.diagnosis.rules.units import is_flat, slopes_of
from nnplay.diagnosis.task import HALF, Task
from nnplay.numbers import digits, extent, number

# A hundredth of the targets' variance is less than linear regression leaves on any of our data.
UNREACHABLE = 0.01
SOME_OUT_OF_REACH = 0.25  # of the variance: up to here most targets can be learned


def reach_in_words(activation: str, units: int = 1) -> str:
    """Say in what range the values of an output are: "A relu output is never below 0"."""
    low, high = ACTIVATIONS[activation].reach(units)
    reach = f"stays between {digits(low)} and {digits(high)}"
    if low == high:
        reach = f"is always {digits(low)}"
    elif np.isinf(high):
        reach = "has no limits" if np.isinf(low) else f"is never below {digits(low)}"
    return f"A{'n' if activation[0] in 'aeiou' else ''} {activation} output {reach}"


def best_reachable_error(activation: str, y: np.ndarray) -> float:
    """Return the smallest mean squared error that predictions in the activation's range allow."""
    low, high = ACTIVATIONS[activation].reach()
    return float(np.mean((y.astype(float) - np.clip(y, low, high)) ** 2))


def reachable(task: Task) -> dict[str, str]:
    """Return a change to an output activation that can reach the targets; {} if it can already."""
    best = best_reachable_error(task.config.output_activation, task.targets)
    if best <= UNREACHABLE * task.baseline_loss:
        return {}
    return {"output_activation": output_for(task, task.config.loss)}


@finding("unreachable_targets", 40)
def unreachable_targets(task: Task) -> Finding | None:
    if task.dataset.classes or not (changes := reachable(task)):
        return None
    y, config = task.targets, task.config
    best = best_reachable_error(config.output_activation, y)
    variance = task.baseline_loss
    if changes == {"output_activation": task.recommended["output_activation"]}:
        changes = task.recommended
    return Finding(
        "problem" if best > SOME_OUT_OF_REACH * variance else "hint",
        f"{reach_in_words(config.output_activation)}; the targets run from {extent(y)}",
        f"The best mean squared error that this range allows is {number(best)}; always predicting "
        f"the mean scores {number(variance)}.",
        "The output activation is the last thing done to a prediction, so nothing beyond its range "
        "can ever be predicted, however long the training. For numbers, use a linear output, which "
        "passes the sum on as it is.",
        make_fixes(config, changes),
        ("output_activation",),
    )


@finding(
    "unreachable_targets",
    40,
    explains="poor saturated_units dead_units oscillating",
    confirm=Evidence.judge,
)
def always_one(task: Task) -> Finding | None:
    """Find a softmax of a single unit, which gets the whole share of 1."""
    names, output = task.dataset.classes, task.config.output_activation
    low, high = ACTIVATIONS[output].reach(task.examples.outputs)
    if not names or low < high:
        return None
    return Finding(
        "problem",
        f"A {output} with one output unit is always 1, whatever the inputs",
        f"So every {task.noun} is predicted as {names[1]}, never as {names[0]}.",
        f"{output} shares 1 between the units of its layer, and a single unit gets all of it. No "
        "weight can change that, so nothing is learned. For two classes a sigmoid makes one unit "
        "a chance between 0 and 1.",
        make_fixes(task.config, task.recommended),
        ("loss", "output_activation"),
    )


@finding("saturated_output", 100, "finished", explains="poor")
def saturated_output(evidence: Evidence) -> Finding | None:
    """Find an output activation that is flat at most predictions."""
    name, task = evidence.config.output_activation, evidence.task
    output, (sums, values) = ACTIVATIONS[name], evidence.layers[-1]
    flat = is_flat(output, sums)
    if task.dataset.classes or output.linear or flat.mean() < HALF:
        return None
    if output.probability and LOSSES[evidence.config.loss].from_sums:
        return None  # the error goes past the activation
    exactly = int((slopes_of(output, sums) == 0).sum())
    zero = f", for {exactly} of {len(flat)} predictions exactly 0" if exactly else ""
    suited = output_for(task, evidence.config.loss)
    ends = np.unique(values.round(2))
    stuck = bool(flat.all()) and len(ends) == 1
    title = (
        f"The {name} output is stuck at {digits(ends[0])} for all {len(flat)} training {task.noun}s"
        if stuck
        else f"{int(flat.sum())} of {len(flat)} predictions lie where {name} is flat, at "
        f"{extent(values[flat].round(2))}"
    )
    return Finding(
        "hint" if evidence.fits else "problem",
        title,
        f"The mean squared error is {number(evidence.training_error)}; the targets run from "
        f"{extent(task.targets)}. There the slope of {name} is nearly 0{zero}."
        f"{_other_end(evidence, ends[0]) if stuck else ''}",
        "Training asks how the error changes when a weight changes a little. Where the output "
        "activation is flat, the prediction hardly changes, so the weights are hardly corrected, "
        "however wrong the prediction. A linear output is never flat.",
        make_fixes(evidence.config, corrected(evidence, output_activation=suited)),
    )


def _other_end(evidence: Evidence, end: float) -> str:
    """Say that all predictions were at this end before the first epoch, "" if they were not."""
    config, rows = evidence.config, evidence.examples.training_rows
    used = {config.output_kernel_initializer}
    used |= {config.kernel_initializer} if config.hidden_units else set()
    drawn = any(INITIALIZERS[each].constant is None for each in used)
    first = evidence.history.predict(evidence.examples.x, 0)[rows]
    if not drawn or not (first.round(2) == end).all():
        return ""
    limits = ACTIVATIONS[config.output_activation].reach()
    if limits[0] == limits[1]:
        return ""
    others = [limit for limit in limits if np.isfinite(limit) and limit != end]
    other = f"at {digits(others[0])}" if len(others) == 1 else "elsewhere"
    return f" It was so before the first epoch; another seed may put it {other}."
