"""Whether a penalty on weights, or dropout, holds a network back."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.diagnosis.findings import Finding, make_fixes
from nnplay.diagnosis.outcome import Outcome
from nnplay.numbers import digits, exact, number, percent

HEAVY = 0.2  # of the loss
DEAR = 0.5  # of what learning has lowered the loss by; measured: 0.3 leaves a circle learned
MOST_DROPPED = 0.5
FEW_LEFT = 3.0  # units that a step leaves on average, of the smallest hidden layer


def held_back(outcome: Outcome) -> Iterator[Finding]:
    """Find a restraint so strong that the network does not even fit its own rows."""
    config = outcome.config
    restraints = {name: getattr(config, name) for name in ("l1", "l2", "dropout")}
    restraints = {name: value for name, value in restraints.items() if value}
    if not restraints or outcome.fits:
        return
    evidence = [*_penalty(outcome), *_dropped(config)]
    if not evidence:
        return
    named = " and ".join(f"{name} {exact(value)}" for name, value in restraints.items())
    free: dict[str, Any] = dict.fromkeys(restraints, 0.0)
    yield Finding(
        "held_back",
        outcome.severity,
        f"Held back: with {named} the network does not even fit its own {outcome.question.noun}s",
        f"{outcome.on_training_rows()} {' '.join(evidence)}",
        "A penalty (l1, l2) adds the size of the weights to the loss, and dropout switches off "
        "hidden units by chance in every step. A little can keep a network from learning by "
        "heart. Too much leaves it unable to learn at all.",
        make_fixes(config, free, *outcome.remedies(**free)),
        tuple(restraints),
    )


def _penalty(outcome: Outcome) -> Iterator[str]:
    config = outcome.config
    kernels = outcome.history.weights_at(outcome.history.epochs)[::2]
    total = sum(
        config.l1 * float(np.abs(kernel).sum()) + config.l2 * float((kernel**2).sum())
        for kernel in kernels
    )
    loss = float(outcome.history.loss[-1])
    largest = max(float(np.abs(kernel).max()) for kernel in kernels)
    if not (config.l1 or config.l2):
        return
    if total >= HEAVY * loss:
        share = percent(min(total / loss, 1.0) if loss else 1.0)
        yield f"The penalty is {share} of the loss; the largest weight is {number(largest)}."
    elif largest < HEAVY:
        yield f"The penalty has pressed every weight towards 0: the largest is {number(largest)}."
    elif config.loss == outcome.question.asked["loss"]:
        gained = outcome.question.simplest_loss - (loss - total)
        if total >= DEAR * gained > 0:
            yield (
                f"The penalty takes back {percent(min(total / gained, 1.0))} of what learning has "
                f"lowered the loss by; the largest weight is {number(largest)}."
            )


def _dropped(config: TrainingConfig) -> Iterator[str]:
    smallest = min(config.hidden_units, default=0)
    left = smallest * (1 - config.dropout)
    if config.dropout and smallest and (config.dropout >= MOST_DROPPED or left < FEW_LEFT):
        yield f"Of {smallest} units, a training step keeps {digits(left, 2)} on average."
