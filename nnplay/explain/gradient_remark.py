"""Remarks about a gradient that is 0, nearly 0, or not a number."""

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.explain.gradient_step import Chain, Factor
from nnplay.step import Step

FLAT = 0.01  # of the steepest slope: a unit with smaller slopes for all rows is saturated


def remark(step: Step, chain: Chain) -> str:
    """Explain a gradient that is 0, nearly 0 or not a number; "" for any other."""
    if not np.isfinite(step.before).all():
        return (
            "Some weights are no longer numbers (NaN) or infinite before this step: the training "
            "has diverged, and there is no slope to follow."
        )
    if not np.isfinite(chain.gradient):
        return _broken(chain)
    if not chain.products.any():
        rest = "" if not chain.penalty else " Only the penalty moves it."
        return f"{_nothing(chain)}{rest}"
    return _faint(chain)


def _broken(chain: Chain) -> str:
    for factor in chain.factors:
        count = int((~np.isfinite(factor.values)).sum())
        if count:
            return (
                f"The {factor.name} is infinite or not a number for {_rows(count, factor)}, so the "
                "gradient is not a number either: this step breaks the network."
            )
    return "The numbers are too large to be multiplied: this step breaks the network."


def _nothing(chain: Chain) -> str:
    """Explain why all products are 0."""
    for factor in chain.factors:
        if not factor.values.any():
            return f"{_why_zero(factor)} So the gradient of the error is 0."
    return "For every row one of the factors is 0, so the gradient of the error is 0."


def _why_zero(factor: Factor) -> str:
    where = f"for {_rows(len(factor.values), factor)}"
    if factor.kind == "activation":
        return _flat_unit(factor, f"The {factor.name} is 0 {where}")
    if factor.kind == "error":
        return f"The loss is flat {where}: a small change of {factor.owner} does not change it."
    if factor.kind == "weight":
        return f"The {factor.name}, is 0: what {factor.owner} does has no effect."
    if factor.kind == "dropout":
        return f"Dropout has set {factor.owner} to 0 {where}."
    if factor.kind == "input":
        return f"{factor.owner} is 0 {where}, so this weight has no effect."
    return f"The {factor.name} is 0 {where}: nothing comes back to it."


def _flat_unit(factor: Factor, said: str) -> str:
    """Tell a dead unit from a saturated one."""
    name = factor.activation
    if ACTIVATIONS[name].shared:
        return f"{said}: a {name} of a single unit is always 1, whatever the sum."
    if ACTIVATIONS[name].levels_off:
        return f"{said}: {factor.owner} is saturated, where {name} is flat."
    return f"{said}: {factor.owner} is dead here, as {name} passes nothing on."


def _faint(chain: Chain) -> str:
    """Name a unit whose activation is nearly flat for all rows, or flat for some; "" if none is."""
    for factor in chain.factors:
        if factor.kind != "activation":
            continue
        activation = ACTIVATIONS[factor.activation]
        sizes = np.abs(factor.values)
        if activation.levels_off and sizes.max() < FLAT * activation.steepest:
            return (
                f"{factor.owner} is saturated: {activation.name} is nearly flat for all rows of "
                "the batch, which makes the gradient small."
            )
        silent = int((sizes == 0).sum())
        if silent:
            return (
                f"The {factor.name} is 0 for {_rows(silent, factor)}: these have no say in this "
                "gradient."
            )
    return ""


def _rows(count: int, factor: Factor) -> str:
    every = len(factor.values)
    if every == 1:
        return "the only row of the batch"
    return f"all {every} rows of the batch" if count == every else f"{count} of {every} rows"
