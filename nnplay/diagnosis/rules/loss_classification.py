"""Which losses and output activations go together when a class is asked for."""

from collections.abc import Mapping
from typing import Any

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, Finding, finding
from nnplay.diagnosis.fixes import make_fixes
from nnplay.diagnosis.rules.loss_regression import capitalised, reach_in_words, span
from nnplay.diagnosis.task import Task

# A loss that does not fit explains all that came of it, as its severity does.
SPOILED = (POOR, "saturated_output", "saturated_units", "dead_units", "oscillating")


@finding("unreachable_targets", rank=40, explains=SPOILED, confirm=Evidence.judge)
def always_one(task: Task) -> Finding | None:
    """Find a single softmax unit."""
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


@finding("loss_mismatch", rank=30, explains=SPOILED, confirm=Evidence.judge)
def loss_of_classes(task: Task) -> Finding | None:
    """Find a loss that is made for something else, or that does not suit the outputs."""
    loss, several = LOSSES[task.config.loss], task.examples.outputs > 1
    if not task.dataset.classes or (always_one(task) and loss.targets != "index"):
        return None
    low, _ = ACTIVATIONS[task.config.output_activation].reach(task.examples.outputs)
    if loss.margin and low >= 0 and not (loss.several and several):
        return _margin_out_of_reach(task)
    if loss.several and not several:
        return _one_unit(task)
    if loss.task == "regression":
        return _negative(task) if low < loss.domain[0] else _for_numbers(task)
    return _no_probability(task) if loss.probabilities else None


def _mismatch(
    task: Task, severity: str, texts: tuple[str, str, str], *options: Mapping[str, Any]
) -> Finding:
    fixes = make_fixes(task.config, task.recommended, *options)
    return Finding(severity, *texts, fixes, ("loss", "output_activation"))


def _classes(task: Task) -> str:
    names = task.dataset.classes
    return f"{len(names)} classes, {', '.join(names[:-1])} and {names[-1]}"


def _margin_out_of_reach(task: Task) -> Finding:
    name, several = task.config.output_activation, task.examples.outputs > 1
    first = "" if several else f" The class {task.dataset.classes[0]} is −1 to this loss."
    texts = (
        f"{task.config.loss} pulls towards −1 and 1, and a {name} output is never below 0",
        f"{capitalised(reach_in_words(name, task.examples.outputs))}.{first}",
        "A hinge loss is content when an output lies beyond −1 or 1 on its own side. An output "
        "that can't fall below 0 never gets there, so these rows pull for ever. A linear or tanh "
        "output reaches both.",
    )
    hopeless = ACTIVATIONS[name].never_zero and not several
    return _mismatch(task, "problem" if hopeless else "hint", texts, {"output_activation": "tanh"})


def _one_unit(task: Task) -> Finding:
    loss = LOSSES[task.config.loss]
    effect = loss.with_one_unit.format(first=task.dataset.classes[0])
    texts = (
        f"{loss.name} needs one output unit per class; here one unit tells two classes apart",
        f"There are {_classes(task)}, and one output unit.",
        f"This loss compares the outputs of several units. {effect} For a yes or no from one unit "
        "there is binary_crossentropy with a sigmoid.",
    )
    if loss.margin:
        return _mismatch(task, "hint", texts, {"loss": "hinge"})
    return _mismatch(task, "problem", texts)


def _negative(task: Task) -> Finding:
    loss, output = LOSSES[task.config.loss], task.config.output_activation
    effect = (
        "Keras treats every number below 0 as 0, so training can't tell how far off it is"
        if loss.cut_off
        else "a number below 0 has no logarithm, so the loss is not a number (NaN)"
    )
    made = task.recommended
    texts = (
        f"{loss.name} needs outputs {span(loss.domain)}, and a {output} output may fall below",
        f"{capitalised(reach_in_words(output, task.examples.outputs))}.",
        f"This loss takes the logarithm of the prediction: {effect}. For classes, use "
        f"{made['loss']} with {made['output_activation']}.",
    )
    return _mismatch(task, "hint" if loss.cut_off else "problem", texts)


def _for_numbers(task: Task) -> Finding:
    loss = LOSSES[task.config.loss]
    effect = (
        "It divides by the target, and the target 0 makes every error there endless: only those "
        "rows count."
        if loss.relative
        else "It can work. But a cross-entropy makes a wrong answer cost the more the surer it is, "
        "without limit; here it costs little more, so it is corrected more slowly."
    )
    texts = (
        f"{loss.name} is for predicting numbers, and here a class is asked for",
        f"There are {_classes(task)}; their numbers are names, not amounts.",
        f"This loss measures how far a prediction lies from a number. {effect} "
        f"{task.recommended['loss']} asks instead how probable, from no chance to certain, the "
        "network held the right class.",
    )
    return _mismatch(task, "problem" if loss.relative else "hint", texts)


def _no_probability(task: Task) -> Finding | None:
    loss, output = LOSSES[task.config.loss], ACTIVATIONS[task.config.output_activation]
    several = task.examples.outputs > 1
    low, high = output.reach(task.examples.outputs)
    if output.shared or (not loss.several and low >= 0 and high <= 1):
        return None
    harmless = not loss.several or (output.never_zero and loss.from_sums)
    effect = "Keras cuts off what is not between 0 and 1, and what is cut off is not corrected."
    if not loss.from_sums:
        effect = "It only pulls up the output of the right class; nothing pulls the others down."
    elif several and harmless and loss.several:
        effect = "Keras turns them into shares of their sum first, so it can work."
    expects = "that are above 0 and add up to 1" if loss.several else "from 0 to 1"
    sum_up = "" if low < 0 or not loss.several else f" Outputs of {output.name} need not sum to 1."
    texts = (
        f"{loss.name} expects outputs {expects}, and {output.name} may give others",
        f"{capitalised(reach_in_words(output.name, task.examples.outputs))}.{sum_up}",
        f"This loss takes the outputs for chances and looks at their logarithm. {effect} "
        f"{task.recommended['output_activation']} turns any sums into chances.",
    )
    return _mismatch(task, "hint" if harmless else "problem", texts)
