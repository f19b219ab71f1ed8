"""Penalties on weights, or dropout, that keep a network from learning."""

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import make_fixes, remedies
from nnplay.diagnosis.regression import CLOSE
from nnplay.diagnosis.task import HALF
from nnplay.numbers import digits, exact, number, percent

HEAVY = 0.2  # share of the loss from which a penalty is heavy
SMALL = 0.2  # a weight below this moves little
DEAR = 0.5  # share of what learning has gained; measured: at 0.3 a circle is still learned


@finding("over_regularized", 90, "finished", explains="poor saturated_units dead_units twin_units")
def over_regularized(evidence: Evidence) -> Finding | None:
    """Find a regularization so strong that the network does not even fit its training rows."""
    config = evidence.config
    penalty, dropped = _penalty(evidence), _dropped(config)
    if not (penalty or dropped) or evidence.fits:
        return None
    blamed = (*(("l1", "l2") if penalty else ()), *(("dropout",) if dropped else ()))
    used = {name: value for name in blamed if (value := getattr(config, name))}
    named = ", ".join(f"{name} {exact(value)}" for name, value in used.items())
    free = dict.fromkeys(used, 0.0)
    return Finding(
        evidence.severity,
        f"With {named} the network doesn't even fit its training {evidence.task.noun}s",
        f"{evidence.on_training_rows} {penalty}{' ' if penalty and dropped else ''}{dropped}",
        "A penalty (l1, l2) adds the size of the weights to the loss, and dropout switches off "
        "random hidden units in every step. A little keeps a network from memorising its "
        f"{evidence.task.noun}s, and too much keeps it from learning.",
        make_fixes(config, free, *remedies(evidence, **free)),
    )


def _penalty(evidence: Evidence) -> str:
    """Say what a penalty has done to the weights; "" if it has done little."""
    config, task, history = evidence.config, evidence.task, evidence.history
    if not (config.l1 or config.l2):
        return ""
    (first, widest), (total, largest) = (
        _cost(config, history.weights_at(epoch)[::2]) for epoch in (0, history.epochs)
    )
    loss, comparable = float(history.loss[-1]), config.loss == task.recommended["loss"]
    # with all weights 0 the loss would be the baseline's: a penalty can't be blamed for more
    at_work = loss <= CLOSE * task.baseline_loss if comparable else total <= first
    if at_work and total >= HEAVY * loss:
        share = percent(min(total / loss, 1.0) if loss else 1.0)
        return f"The penalty is {share} of the loss; the largest weight is {number(largest)}."
    if largest < min(SMALL, HALF * widest):
        return f"The penalty has pressed every weight towards 0: the largest is {number(largest)}."
    gained = task.baseline_loss - (loss - total)
    if not (at_work and comparable and total >= DEAR * gained > 0):
        return ""
    return (
        f"The penalty takes back {percent(min(total / gained, 1.0))} of what learning has lowered "
        f"the loss by; the largest weight is {number(largest)}."
    )


def _cost(config: TrainingConfig, kernels: list[np.ndarray]) -> tuple[float, float]:
    """Return the penalty on weights, and the largest absolute weight."""
    sizes = np.abs(np.concatenate([kernel.ravel() for kernel in kernels]))
    penalty = config.l1 * sizes.sum() + config.l2 * (sizes**2).sum()
    return float(penalty), float(sizes.max())


def _dropped(config: TrainingConfig) -> str:
    smallest = min(config.hidden_units, default=0)
    if not smallest or config.dropout < HALF:
        return ""
    left = smallest * (1 - config.dropout)
    return f"Of {smallest} units, a training step keeps {digits(left, 2)} on average."
