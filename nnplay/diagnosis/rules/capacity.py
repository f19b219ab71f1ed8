"""Networks that can do too little for their task, or more than it needs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import HELD_OUT, prepare
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import ADAM_RATES, make_fixes, suited_rate
from nnplay.diagnosis.task import Task
from nnplay.fields import MAX_UNITS
from nnplay.history import count_parameters
from nnplay.numbers import count

# Computed inputs with which a straight border becomes a circle, or a saddle.
CURVED_INPUTS = (("x1²", "x2²"), ("x1·x2",))
FEWEST_UNITS, BENDING_UNITS = 4, (8,)  # a ring takes three straight sides


@finding("cannot_bend", 80, explains="poor overfitting")
def cannot_bend(task: Task) -> Finding | None:
    """Find a network that can't bend, for a task on which neighbours beat linear models."""
    if task.can_bend or not task.needs_bend:
        return None
    config = task.config
    layers = "linear hidden layers" if config.hidden_units else "no hidden layer"
    enough = min(config.hidden_units, default=0) >= FEWEST_UNITS
    units = config.hidden_units if enough else BENDING_UNITS
    bent: dict[str, Any] = {"hidden_units": units, "activation": "tanh"}
    rate = suited_rate(replace(config, **bent))
    straight = "the border between two classes is straight"
    if not task.dataset.classes:
        straight = "a network computes a flat surface"
    return Finding(
        "hint" if task.wins(task.errors.linear) else "problem",
        f"With {layers} this network can't bend, and these {task.noun}s need a bend",
        task.compare(f"on the {task.where}", **task.errors._asdict()),
        f"Without a bend, {straight}. Nearest neighbours answer a {task.noun} as the training "
        f"{task.noun}s most like it do, so they show what is possible at least. A hidden layer "
        "with tanh or relu can bend.",
        make_fixes(config, {**bent, **rate}, *_curved_inputs(task)),
        ("hidden_units", "activation"),
    )


def _curved_inputs(task: Task) -> Iterator[dict[str, Any]]:
    """Yield the inputs with which even a linear model is as good as the neighbours."""
    if not task.dataset.pattern or not task.dataset.classes:
        return
    for features in CURVED_INPUTS:
        curved = TrainingConfig(**{**vars(task.config), "features": features})
        other = type(task)(curved, task.dataset, prepare(curved, task.dataset))
        if other.close(other.training_errors.linear, task.training_errors.neighbours):
            yield {"features": features}


@finding("all_linear", 280)
def all_linear(task: Task) -> Finding | None:
    """Find linear hidden layers if no bend is needed."""
    config, sizes = task.config, task.sizes
    if not config.hidden_units or task.can_bend or task.needs_bend:
        return None
    needed, outputs = (sizes[0] + 1) * sizes[-1], sizes[-1]
    each = f", for each of {outputs} outputs" if outputs > 1 else ""
    hidden = count(len(config.hidden_units), "linear hidden layer")
    # a single layer has no other to multiply its steps; measured with Adam on features of one size
    suits = config.optimizer == "Adam" and config.standardize
    rate = {"learning_rate": max(ADAM_RATES[0], config.learning_rate_used)} if suits else {}
    return Finding(
        "hint",
        f"{hidden} with {count_parameters(sizes):,} weights and biases, for a formula of {needed} "
        "numbers",
        f"Without a hidden layer the same formula needs {needed} numbers: one for each feature, "
        f"and a constant{each}.",
        "A weighted sum of weighted sums is a weighted sum again. So linear layers, however many, "
        "compute what one layer computes. An activation that bends, such as relu or tanh, lets a "
        "hidden layer do more. A single layer may learn more slowly at the same rate.",
        make_fixes(config, {"hidden_units": (), **rate}, {"activation": "tanh"}),
        ("activation", "hidden_units"),
    )


@finding("more_parameters_than_rows", 290)
def more_parameters_than_rows(task: Task) -> Finding | None:
    config, sizes, noun = task.config, task.sizes, task.noun
    parameters, rows = count_parameters(sizes), len(task.examples.training_rows)
    if not task.can_bend or parameters <= rows:
        return None
    fitting = (rows - sizes[-1]) // (sizes[0] + 1 + sizes[-1])
    options: list[dict[str, Any]] = [{"hidden_units": (min(max(fitting, 1), MAX_UNITS),)}]
    if config.validation_split == 0:
        options.append(dict(HELD_OUT))
    return Finding(
        "hint",
        f"{parameters:,} weights and biases to learn from {count(rows, noun)}",
        f"The layers {'-'.join(map(str, sizes))} have {parameters:,} weights and biases; the "
        f"network learns from {count(rows, noun)}.",
        f"With more of them than {noun}s a network can memorise every {noun}, noise included. "
        f"A small error on these {noun}s then says little about others: only {noun}s that are "
        "held out can show that.",
        make_fixes(config, *options),
        ("hidden_units", "validation_split"),
    )
