"""Runs that Keras refused, and those whose numbers left all bounds."""

import numpy as np

from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, Finding, finding
from nnplay.diagnosis.fixes import fixes_of, recipe
from nnplay.diagnosis.rules.curve import MIN_EPOCHS, tenths_of
from nnplay.numbers import exact, number

EXPLODED = 10.0  # times the loss of the beginning
STEPS = ("learning_rate", "standardize", "optimizer")


@finding("refused", rank=10, when="refused")
def refused(evidence: Evidence) -> Finding:
    loss = [cause for cause in evidence.causes if cause.code == "loss_mismatch"]
    cause = loss[0] if loss else None
    return Finding(
        "problem",
        "Keras refuses to train this network, so nothing was learned",
        evidence.history.refusal or "",
        cause.why if cause else "The settings do not fit together for Keras.",
        fixes_of(evidence, loss=evidence.task.recommended["loss"]),
        cause.settings if cause else (),
    )


@finding("diverged", rank=20, when="broke")
def not_a_number(evidence: Evidence) -> Finding:
    config, loss = evidence.config, evidence.history.loss
    bad = np.flatnonzero(~np.isfinite(loss))
    title, before = "The weights ran out of range", ""
    if len(bad):
        kind = "infinite" if np.isinf(loss[bad[0]]) else "not a number (NaN)"
        title = f"The loss became {kind} in epoch {bad[0] + 1:,}"
        if bad[0]:
            before = f"One epoch earlier it was {number(float(loss[bad[0] - 1]))}. "
    fixes = fixes_of(evidence)
    features = "standardised (mean 0, deviation 1)" if config.standardize else "as they are"
    return Finding(
        "problem",
        title,
        f"{before}Learning rate {exact(config.learning_rate_used)}, optimizer {config.optimizer}, "
        f"features {features}.",
        "The numbers have left the range a computer can hold, or a logarithm was taken of a number "
        "below 0. Mostly the steps are too large: each overshoots further than the one before. "
        f"Nothing can be learned after that.{recipe(evidence.config, fixes)}",
        fixes,
        STEPS,
    )


@finding(
    "diverged",
    rank=20,
    when="finished",
    explains=(POOR, "dead_units", "saturated_units", "overfitting", "oscillating"),
)
def exploding(evidence: Evidence) -> Finding | None:
    curve, errors = evidence.curve, (evidence.training_error, evidence.training_baseline)
    if curve is None or evidence.task.better(*errors):
        return None
    grown = len(curve) > 1 and curve[-1] > EXPLODED * curve.min() and curve[-1] > curve[0]
    if len(curve) >= MIN_EPOCHS:
        tenths = tenths_of(curve)
        grown = tenths[-1] > EXPLODED * tenths[0]
    if not grown:
        return None
    fixes = fixes_of(evidence)
    return Finding(
        "problem",
        f"The loss grew from {number(curve.min())} to {number(curve[-1])}: training explodes",
        evidence.on_training_rows,
        "Each step overshoots its goal by more than the last one did, so the errors grow instead "
        "of shrinking. Smaller steps (a lower learning rate), or features of one size, stop that."
        + recipe(evidence.config, fixes),
        fixes,
        STEPS,
    )
