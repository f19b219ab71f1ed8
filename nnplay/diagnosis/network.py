"""What the layers and their initial weights promise before a run."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.config import MAX_UNITS, TrainingConfig
from nnplay.diagnosis.findings import Finding, count, make_fixes
from nnplay.diagnosis.question import Question
from nnplay.diagnosis.rates import ADAM_RATES, steady

CONSTANTS = ("zeros", "ones", "constant")


def initial_weights(config: TrainingConfig) -> Iterator[Finding]:
    constants = [
        name
        for name in ("kernel_initializer", "output_kernel_initializer")
        if getattr(config, name) in CONSTANTS and (config.hidden_units or name[0] == "o")
    ]
    changes: dict[str, Any] = dict.fromkeys(constants, "glorot_uniform")
    if _starts_at_zero(config):
        if config.activation == "relu" or config.output_activation == "relu":
            # drawn weights on features of size 900 switch most ReLUs off for good
            changes |= steady(config)
        yield Finding(
            "zero_start",
            "problem",
            "The weights start at 0 in a way that lets no input ever count",
            f"Initial weights: {config.kernel_initializer}, of the output: "
            f"{config.output_kernel_initializer}; activation: {config.activation}.",
            "A weight is corrected by what comes in through it times the error that is sent back "
            "to it. Here one of the two is 0 for every weight of an input, so none of these ever "
            "changes; at most the constants that are added can learn. Small random weights break "
            "the deadlock.",
            make_fixes(config, changes),
            tuple(constants),
        )
    elif "kernel_initializer" in constants and max(config.hidden_units) > 1:
        yield _alike(config, changes)


def _starts_at_zero(config: TrainingConfig) -> bool:
    zeros = config.kernel_initializer == "zeros" and len(config.hidden_units) > 0
    zero_output = config.output_kernel_initializer == "zeros"
    at_zero = float(ACTIVATIONS[config.activation].function(np.zeros(1))[0])
    silent = zeros and at_zero == 0  # every hidden unit gives 0 at first
    if config.output_activation == "relu" and (zero_output or silent):
        return True  # TensorFlow's slope of relu at exactly 0 is 0
    if not silent:
        return False
    return config.activation == "relu" or len(config.hidden_units) > 1 or zero_output


def _alike(config: TrainingConfig, changes: dict) -> Finding:
    # What leaves a layer is the next layer's kernel: constant too, except perhaps the output's.
    pairs = list(pairwise([*config.hidden_units, 1]))
    last = config.output_kernel_initializer in CONSTANTS
    twins = [units for units, _ in (pairs if last else pairs[:-1]) if units > 1]
    named = f"Initial weights: {config.kernel_initializer}, of the output: "
    evidence = f"{named}{config.output_kernel_initializer}."
    if not twins or config.dropout:  # which drops other units in every step
        return Finding(
            "units_begin_alike",
            "hint",
            f"All {max(config.hidden_units)} hidden units begin with the same incoming weights",
            evidence,
            "Units that begin alike compute the same at first. Only different outgoing weights, or "
            "dropout, which switches units off at random, pull them apart, which takes time. "
            "Random initial weights give every unit a job of its own from the start.",
            make_fixes(config, changes),
            ("kernel_initializer",),
        )
    return Finding(
        "twin_units",
        "hint" if config.activation == "linear" else "problem",
        f"{max(twins)} units of a layer begin as twins and will do the work of 1",
        evidence,
        "Units with the same weights in and out get the same correction at every step, so they "
        "stay equal for ever, however many there are. Random initial weights make them differ.",
        make_fixes(config, changes),
        ("kernel_initializer", "output_kernel_initializer"),
    )


def layers(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    """Find hidden layers that add nothing, or too much for so few rows."""
    if not config.hidden_units:
        return
    examples = question.examples
    sizes = (len(examples.features), *config.hidden_units, examples.outputs)
    weights = sum((inputs + 1) * units for inputs, units in pairwise(sizes))
    rows = len(examples.training_rows)
    if config.activation == "linear":
        yield _linear(config, weights, (sizes[0] + 1) * sizes[-1], sizes[-1])
    elif weights > rows:
        fitting = (rows - sizes[-1]) // (sizes[0] + 1 + sizes[-1])
        fitting = min(max(fitting, 1), MAX_UNITS)
        options: list[dict[str, Any]] = [{"hidden_units": (fitting,)}]
        if config.validation_split == 0:
            options.append({"validation_split": 0.2, "validation_rows": "random"})
        yield Finding(
            "more_weights_than_rows",
            "hint",
            f"{count(weights, 'weight')} to learn from {count(rows, question.noun)}",
            f"The layers {'-'.join(map(str, sizes))} have {count(weights, 'weight')}, biases "
            f"included; the network learns from {count(rows, question.noun)}.",
            f"With more weights than {question.noun}s a network can learn every {question.noun} by "
            "heart, its chance deviations too. A small error on these "
            f"{question.noun}s then says little about others: only {question.noun}s that are held "
            "out show it.",
            make_fixes(config, *options),
            ("hidden_units", "validation_split"),
        )


def _linear(config: TrainingConfig, weights: int, needed: int, outputs: int) -> Finding:
    each = f", for each of {outputs} outputs" if outputs > 1 else ""
    hidden = count(len(config.hidden_units), "linear hidden layer")
    # a single layer has no other to multiply its steps; measured with Adam on features of one size
    suits = config.optimizer == "Adam" and config.standardize
    rate = {"learning_rate": max(ADAM_RATES[0], config.learning_rate_used)} if suits else {}
    return Finding(
        "all_linear",
        "hint",
        f"{hidden} with {count(weights, 'weight')}, for a formula of {needed} numbers",
        f"Without a hidden layer the same formula needs {needed} numbers: one for each feature, "
        f"and a constant{each}.",
        "A weighted sum of weighted sums is a weighted sum again. So linear layers, however many, "
        "compute what one layer computes. An activation that bends, such as relu or tanh, lets a "
        "hidden layer do more. A single layer may learn more slowly, as no other multiplies its "
        "steps.",
        make_fixes(config, {"hidden_units": (), **rate}, {"activation": "tanh"}),
        ("activation", "hidden_units"),
    )
