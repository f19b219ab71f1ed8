"""Initial weights from which a network can't learn, or with which units stay equal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from nnplay.choices import ACTIVATIONS, INITIALIZERS
from nnplay.config import TrainingConfig
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import fixes_of, make_fixes, steady
from nnplay.diagnosis.task import Task
from nnplay.numbers import count, listed

RANDOM = "glorot_uniform"
SAME = 1e-4  # of the largest weight: rounding in float32 alone makes equal units differ a little
SETTINGS = ("kernel_initializer", "output_kernel_initializer")
TWINS = (
    "Units with the same weights in and out get the same correction at every step, so they stay "
    "equal for ever, however many there are. Random initial weights make them differ."
)


def _value(config: TrainingConfig, setting: str) -> float | None:
    """Return the value with which all weights begin; None if they are drawn."""
    return INITIALIZERS[getattr(config, setting)].constant


def _constant(config: TrainingConfig) -> tuple[str, ...]:
    """Return the settings that give all weights of a layer the same value."""
    names = SETTINGS if config.hidden_units else SETTINGS[1:]
    return tuple(name for name in names if _value(config, name) is not None)


def _initial(config: TrainingConfig) -> str:
    hidden, output = config.kernel_initializer, config.output_kernel_initializer
    return f"Initial weights: {hidden}, of the output: {output}"


@finding(
    "zero_start",
    60,
    explains="twin_units dead_units stuck not_finished saturated_output over_regularized",
)
def zero_start(task: Task) -> Finding | None:
    config, locked = task.config, deadlock(task.config)
    if not locked:
        return None
    changes: dict[str, Any] = dict.fromkeys(_constant(config), RANDOM)
    soothed = ""
    if any(map(_is_flat_at_zero, config.activations)):
        # drawn weights on features of size 900 switch most ReLUs off for good
        changes |= steady(config)
        soothed = ", if the features are of one size (mean 0, deviation 1) and steps suit them"
    at_zero = [name for name in _constant(config) if _value(config, name) == 0]
    which = "The weights start" if len(at_zero) > 1 else "The output's weights start"
    if at_zero == [SETTINGS[0]]:
        which = "The hidden weights start"
    names = listed([*dict.fromkeys(config.hidden_activations or (config.activation,))])
    return Finding(
        "problem",
        f"{which} at 0, so that no input can ever have an effect",
        f"{_initial(config)}; activation: {names}.",
        "A weight is corrected by what comes in through it times the error that is sent back to "
        f"it. {locked} So no input gets through; at most the constants that are added "
        f"can learn. Random weights break the deadlock{soothed}.",
        make_fixes(config, changes),
        _constant(config),
    )


def deadlock(config: TrainingConfig) -> str | None:
    """Explain which of the two factors of a correction is 0 at every step; None if neither is."""
    zeros = bool(config.hidden_units) and _value(config, SETTINGS[0]) == 0
    zero_output = _value(config, SETTINGS[1]) == 0
    *before, last = config.hidden_activations or ("linear",)
    silent = zeros and _is_zero_at_zero(last)  # every unit before the output gives 0 at first
    if _is_flat_at_zero(config.output_activation) and (zero_output or silent):
        flat = config.output_activation
        return f"Here the output's sum is 0, where {flat} sends no error back."
    nothing = "Here the hidden units give 0, so nothing comes in through the output's weights"
    if silent and _is_flat_at_zero(last):
        return f"{nothing}, and {last}, flat at 0, sends no error back to the hidden weights."
    if silent and zero_output:
        return f"{nothing}; these are 0 too, so no error is sent back to the hidden weights."
    if zeros and any(map(_is_zero_at_zero, before)):
        return "Here the layers between give 0 and pass no error back, as their weights are 0."
    return None


def _is_zero_at_zero(activation: str) -> bool:
    return float(ACTIVATIONS[activation].function(np.zeros(1))[0]) == 0


def _is_flat_at_zero(activation: str) -> bool:
    """Tell whether a sum of 0 gives 0 with a slope of 0; TensorFlow's relu does."""
    return _is_zero_at_zero(activation) and ACTIVATIONS[activation].flat_at_zero


def _as_the_weights_show(evidence: Evidence, foreseen: Finding) -> Finding | None:
    """Count the twins at the end; without any, keep only the hint that units begin alike."""
    saved, units, layer = max(_twins(evidence))
    if not saved:
        return foreseen if foreseen.settings == SETTINGS[:1] else None
    left = units - saved
    return replace(
        foreseen,
        severity="hint" if not evidence.task.can_bend or evidence.fine else "problem",
        title=f"{units} units of layer {layer} do the work of {left}: the others are twins",
        evidence=f"By the weights that come in and go out, these {units} units are only "
        f"{count(left, 'distinct unit')}.",
        why=TWINS,
        fixes=fixes_of(evidence, **dict.fromkeys(SETTINGS, RANDOM)),
        settings=SETTINGS,
    )


def _twins(evidence: Evidence) -> Iterator[tuple[int, int, int]]:
    """Yield for each hidden layer how many units are superfluous, its units, and its number."""
    arrays = evidence.history.weights_at(evidence.history.epochs)
    for layer, units in enumerate(evidence.config.hidden_units):
        kernel, bias, leaving = arrays[2 * layer : 2 * layer + 3]
        signatures = np.vstack([kernel, bias, leaving.T]).astype(float)
        size = np.abs(signatures).max() or 1.0
        different = len(np.unique(np.round(signatures / (SAME * size)), axis=1).T)
        yield units - different, units, layer + 1


@finding("twin_units", 150, confirm=_as_the_weights_show)
def twin_units(task: Task) -> Finding | None:
    """Find units of a layer that begin alike, and will perhaps stay so."""
    config, constant = task.config, _constant(task.config)
    begin_alike = "kernel_initializer" in constant and max(config.hidden_units) > 1
    if not begin_alike or deadlock(config):
        return None
    fixes = make_fixes(config, dict.fromkeys(constant, RANDOM))
    # What leaves a layer is the next layer's kernel: constant too, except perhaps the output's.
    layers = config.hidden_units if SETTINGS[1] in constant else config.hidden_units[:-1]
    twins = max(layers, default=1)
    if twins == 1 or config.dropout:  # dropout drops other units in every step, so they differ
        return Finding(
            "hint",
            f"All {max(config.hidden_units)} hidden units begin with the same incoming weights",
            f"{_initial(config)}.",
            "Units that begin alike compute the same at first. Only different outgoing weights, or "
            "dropout, which switches units off at random, pull them apart, which takes time. "
            "Random initial weights give every unit a job of its own from the start.",
            fixes,
            SETTINGS[:1],
        )
    return Finding(
        "problem" if task.can_bend else "hint",
        f"{twins} units of a layer begin as twins and will do the work of 1",
        f"{_initial(config)}.",
        TWINS,
        fixes,
        SETTINGS,
    )
