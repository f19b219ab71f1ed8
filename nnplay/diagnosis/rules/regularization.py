"""Whether a penalty on weights, or dropout, holds a network back."""

from collections.abc import Iterator

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, Finding, finding
from nnplay.diagnosis.fixes import PENALTIES, make_fixes, remedies
from nnplay.numbers import digits, exact, number, percent

HEAVY = 0.2  # of the loss
DEAR = 0.5  # of what learning has lowered the loss by; measured: 0.3 leaves a circle learned
MOST_DROPPED = 0.5


@finding(
    "over_regularized",
    rank=90,
    when="finished",
    explains=(POOR, "saturated_units", "dead_units", "twin_units"),
)
def over_regularized(evidence: Evidence) -> Finding | None:
    """Find a regularization so strong that the network does not even fit its own rows."""
    config = evidence.config
    used = {name: getattr(config, name) for name in PENALTIES}
    used = {name: value for name, value in used.items() if value}
    shown = [*_penalty(evidence), *_dropped(config)]
    if not shown or evidence.fits:
        return None
    named = ", ".join(f"{name} {exact(value)}" for name, value in used.items())
    free = dict.fromkeys(used, 0.0)
    return Finding(
        evidence.severity,
        f"With {named} the network doesn't even fit its training {evidence.task.noun}s",
        f"{evidence.on_training_rows} {' '.join(shown)}",
        "A penalty (l1, l2) adds the size of the weights to the loss, and dropout switches off "
        "random hidden units in every step. A little keeps a network from memorising its "
        f"{evidence.task.noun}s, and too much keeps it from learning.",
        make_fixes(config, free, *remedies(evidence, **free)),
        tuple(used),
    )


def _penalty(evidence: Evidence) -> Iterator[str]:
    config = evidence.config
    if not (config.l1 or config.l2):
        return
    kernels = evidence.history.weights_at(evidence.history.epochs)[::2]
    total = sum(
        config.l1 * float(np.abs(kernel).sum()) + config.l2 * float((kernel**2).sum())
        for kernel in kernels
    )
    loss = float(evidence.history.loss[-1])
    largest = max(float(np.abs(kernel).max()) for kernel in kernels)
    if total >= HEAVY * loss:
        share = percent(min(total / loss, 1.0) if loss else 1.0)
        yield f"The penalty is {share} of the loss; the largest weight is {number(largest)}."
    elif largest < HEAVY:
        yield f"The penalty has pressed every weight towards 0: the largest is {number(largest)}."
    elif config.loss == evidence.task.recommended["loss"]:
        gained = evidence.task.baseline_loss - (loss - total)
        if total >= DEAR * gained > 0:
            yield (
                f"The penalty takes back {percent(min(total / gained, 1.0))} of what learning has "
                f"lowered the loss by; the largest weight is {number(largest)}."
            )


def _dropped(config: TrainingConfig) -> Iterator[str]:
    smallest = min(config.hidden_units, default=0)
    left = smallest * (1 - config.dropout)
    if smallest and config.dropout >= MOST_DROPPED:
        yield f"Of {smallest} units, a training step keeps {digits(left, 2)} on average."
