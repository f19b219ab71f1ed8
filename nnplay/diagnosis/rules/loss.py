"""Losses that do not suit the targets or the outputs."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES, Activation, Loss
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import SQUARED, Changes, make_fixes, output_for
from nnplay.diagnosis.rules.output import reach_in_words, reachable
from nnplay.diagnosis.task import HALF, Task
from nnplay.numbers import count, digits, extent, percent

NEARLY_ZERO = 1e-3  # of the targets' deviation: a row divided by it outweighs a thousand others
# What a loss that does not suit the classes explains: its severity follows from the result already.
SPOILED = "poor saturated_units dead_units oscillating"
SETTINGS = ("loss", "output_activation")
mismatch = partial(finding, "loss_mismatch", rank=30)


def _span(domain: tuple[float, float]) -> str:
    """Write a range that begins at 0: "from 0 to 1" or "of 0 or more"."""
    low, high = map(digits, domain)
    return f"from {low} to {high}" if np.isfinite(domain[1]) else f"of {low} or more"


@mismatch(explains="saturated_units dead_units", confirm=Evidence.judge)
def loss_for_other_targets(task: Task) -> Finding | None:
    """Find a loss that is not made for targets such as these numbers."""
    if task.dataset.classes:
        return None
    y, loss = task.targets, LOSSES[task.config.loss]
    low, high = loss.domain
    zeros = int((np.abs(y) < NEARLY_ZERO * y.std(dtype=float)).sum())
    if loss.several or loss.margin:
        title = f"{loss.name} is for classes, and here a number is to be predicted"
        why = f"This loss {loss.phrase}. It does not ask how far a prediction lies from a number."
    elif y.min() < low or y.max() > high:
        title = f"{loss.name} is for targets {_span(loss.domain)}; here they run from {extent(y)}"
        why = "It takes logarithms, so outside that range it can't tell how far off it is."
    elif loss.relative and zeros:
        are = "is" if zeros == 1 else "are"
        title = f"{loss.name} divides by the targets, and {count(zeros, 'target')} {are} nearly 0"
        why = (
            "Beside a target near 0 even a small error is a huge percentage. So those "
            f"{task.noun}s outweigh all others, and the network learns little but to predict 0 "
            "there."
        )
    else:
        return None
    return Finding(
        "problem",
        title,
        f"The targets run from {extent(y)}.",
        f"{why} For numbers, use the mean of the squared errors.",
        make_fixes(task.config, {"loss": SQUARED, **reachable(task)}),
        ("loss",),
    )


def _as_predicted(evidence: Evidence, foreseen: Finding) -> Finding | None:
    """Judge a regression by how many predictions are outside the range that the loss needs."""
    if evidence.task.dataset.classes:
        return evidence.judge(foreseen)
    low, high = LOSSES[evidence.config.loss].domain
    outside = (evidence.predictions <= low) | (evidence.predictions > high)
    if evidence.fine and not outside.any():
        return None
    share = float(outside[evidence.examples.training_rows].mean())
    if evidence.learned or share < HALF:  # of the predictions: the others pull the right way
        return foreseen
    text = f"At the end {percent(share)} of the predictions are outside the range it needs."
    return replace(foreseen, severity="problem", evidence=text)


@mismatch(explains=SPOILED, confirm=_as_predicted)
def outputs_outside_the_loss(task: Task) -> Finding | None:
    """Find an output that can leave the range in which the loss can take its logarithm."""
    config, loss = task.config, LOSSES[task.config.loss]
    low, high = ACTIVATIONS[config.output_activation].reach(task.examples.outputs)
    inside = low >= loss.domain[0] and high <= loss.domain[1]
    if inside or loss.several or (not task.dataset.classes and loss_for_other_targets(task)):
        return None
    effect = (
        "Keras cuts off what lies outside that range, and what is cut off is not corrected."
        if loss.cut_off
        else "A number below 0 has no logarithm, so the loss is not a number (NaN)."
    )
    made = task.recommended
    advice = f"For classes, use {made['loss']} with {made['output_activation']}."
    options: list[dict[str, object]] = [dict(made)]
    if not task.dataset.classes:
        activation = output_for(task, loss.name)
        advice = f"{reach_in_words(activation)}."
        options = [{"output_activation": activation, "standardize": True}, {"loss": SQUARED}]
    return Finding(
        "hint" if loss.cut_off else "problem",
        f"{loss.name} needs outputs {_span(loss.domain)}, but {config.output_activation} can give "
        "others",
        f"{reach_in_words(config.output_activation, task.examples.outputs)}.",
        f"This loss takes the logarithm of the prediction. {effect} {advice}",
        make_fixes(config, *options),
        SETTINGS,
    )


@mismatch(explains=SPOILED, confirm=Evidence.judge)
def loss_for_other_classes(task: Task) -> Finding | None:
    """Find a loss that is made for numbers, or for other outputs than these classes have."""
    unsuited = _unsuited(task) if task.dataset.classes else None
    if not unsuited:
        return None
    made, names = task.recommended, task.dataset.classes
    return Finding(
        unsuited.severity,
        unsuited.title,
        f"There are {len(names)} classes, {', '.join(names[:-1])} and {names[-1]}. "
        f"{reach_in_words(task.config.output_activation, task.examples.outputs)}.",
        f"{unsuited.why} For these classes, use {made['loss']} with {made['output_activation']}: "
        "it asks what chance the network gives the right class.",
        make_fixes(task.config, made, *unsuited.fixes),
        SETTINGS,
    )


class Unsuited(NamedTuple):
    """Why a loss does not suit classes, and fixes beside the recommended settings."""

    severity: str
    title: str
    why: str
    fixes: tuple[Changes, ...] = ()


def _unsuited(task: Task) -> Unsuited | None:
    """Say why the loss does not suit the classes or their outputs; None if it does."""
    loss, output = LOSSES[task.config.loss], ACTIVATIONS[task.config.output_activation]
    several, (low, high) = task.examples.outputs > 1, output.reach(task.examples.outputs)
    if low == high and loss.targets != "index":  # see `always_one`
        return None
    if loss.margin and low >= 0 and not (several and loss.several):
        return _without_negative_outputs(task, loss, output, several=several)
    if loss.several and not several:
        return _with_one_unit(task, loss)
    if loss.task == "regression" and low >= loss.domain[0]:
        return _for_numbers(task, loss)
    if loss.several and loss.probabilities and not output.shared:
        return _without_shares(loss, output)
    return None


def _without_negative_outputs(
    task: Task, loss: Loss, output: Activation, *, several: bool
) -> Unsuited:
    return Unsuited(
        "problem" if output.never_zero and not several else "hint",
        f"{loss.name} pulls towards −1 and 1, and outputs of {output.name} are never below 0",
        "A hinge loss is content when an output lies beyond −1 or 1 on its own side. Outputs that "
        f"can't fall below 0 never reach −1, so the loss pulls at those {task.noun}s for ever. "
        "Linear and tanh outputs can reach −1.",
        ({"output_activation": "tanh"},),
    )


def _with_one_unit(task: Task, loss: Loss) -> Unsuited:
    return Unsuited(
        "hint" if loss.margin else "problem",
        f"{loss.name} needs one output unit per class; here one unit tells two classes apart",
        "This loss compares the outputs of several units. "
        f"{loss.with_one_unit.format(first=task.dataset.classes[0])}",
        ({"loss": "hinge"},) if loss.margin else (),
    )


def _for_numbers(task: Task, loss: Loss) -> Unsuited:
    return Unsuited(
        "problem" if loss.relative else "hint",
        f"{loss.name} is for predicting numbers, and here a class is asked for",
        "It divides by the target, and the target 0 makes every error there endless, so only "
        f"those {task.noun}s count."
        if loss.relative
        else "It can work. But in a cross-entropy a wrong answer costs more, without limit, the "
        "surer it is. Here it costs little more, so it is corrected more slowly.",
    )


def _without_shares(loss: Loss, output: Activation) -> Unsuited:
    harmless = output.never_zero and loss.from_sums
    effect = "Keras cuts off what is not between 0 and 1, and what is cut off is not corrected."
    if not loss.from_sums:
        effect = "It only pulls up the right class's output; nothing pulls the others down."
    elif harmless:
        effect = "Keras turns them into shares of their sum first, so it can work."
    return Unsuited(
        "hint" if harmless else "problem",
        f"{loss.name} expects outputs that add up to 1, and those of {output.name} need not",
        f"This loss takes the outputs for chances and looks at their logarithm. {effect}",
    )
