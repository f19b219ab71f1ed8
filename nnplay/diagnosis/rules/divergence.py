"""Runs that Keras refused, and runs that diverged."""

import numpy as np

from nnplay.choices import LOSSES, OPTIMIZERS
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import fixes_of
from nnplay.diagnosis.rules.curve import MIN_EPOCHS, tenths_of
from nnplay.numbers import exact, number

EXPLODED = 10.0  # times the first loss
LARGEST = 1.8e19  # about the largest number whose square is not infinite in float32


@finding("refused", 10, "refused")
def refused(evidence: Evidence) -> Finding:
    loss = [cause.why for cause in evidence.causes if cause.code == "loss_mismatch"]
    return Finding(
        "problem",
        "Keras refuses to train this network, so nothing was learned",
        evidence.history.refusal or "",
        loss[0] if loss else "The settings do not fit together for Keras.",
        fixes_of(evidence, loss=evidence.task.recommended["loss"]),
    )


@finding("diverged", 20, "broke")
def not_a_number(evidence: Evidence) -> Finding:
    config, loss = evidence.config, evidence.history.loss
    bad = np.flatnonzero(~np.isfinite(loss))
    title, before = "The weights ran out of range", ""
    if len(bad):
        is_nan = np.isnan(loss[bad[0]])
        how = "was no longer a number (NaN)" if is_nan else "became infinite"
        title = f"The loss {how} in epoch {bad[0] + 1:,}"
        if bad[0]:
            before = f"One epoch earlier it was {number(float(loss[bad[0] - 1]))}. "
    at_first = " at first" if config.schedule.changes else ""
    features = "standardised (mean 0, deviation 1)" if config.standardize else "as they are"
    rest = "Nothing can be learned after that."
    if np.isfinite(evidence.history.parameters[-1]).all():
        rest = "The weights go on changing, but no loss tells any more how good they are."
    return Finding(
        "problem",
        title,
        f"{before}Learning rate {exact(config.learning_rate_used)}{at_first}, optimizer "
        f"{config.optimizer}, features {features}.",
        f"{_what_broke(evidence)} {rest}",
        fixes_of(evidence),
    )


def _what_broke(evidence: Evidence) -> str:
    """Explain what took the numbers out of range, as far as the recorded weights show."""
    config, history, loss = evidence.config, evidence.history, LOSSES[evidence.config.loss]
    sound = np.flatnonzero(np.isfinite(history.parameters).all(axis=1))
    first, last = (
        history.predict(evidence.examples.x, int(history.epochs_recorded[place]))
        for place in (0, sound[-1])
    )
    largest = float(np.abs(first).max())
    if not largest <= LARGEST:
        reach = number(largest) if np.isfinite(largest) else "a computer can hold, or larger"
        return (
            f"Before the first step predictions were already as large as {reach}: from large "
            "features every layer makes larger sums. Standardised features (mean 0, deviation 1) "
            "keep them small."
        )
    if not loss.cut_off and (last < loss.domain[0]).any():
        return (
            f"A prediction was below 0, and {config.loss} takes a logarithm, which no number below "
            "0 has."
        )
    if OPTIMIZERS[config.optimizer].stable_step is None:
        return (
            "The numbers have left the range that a computer can hold. Smaller steps, or features "
            "of one size (standardised: mean 0, deviation 1), keep the sums of every layer small."
        )
    return (
        f"The numbers have left the range that a computer can hold. {config.optimizer}'s steps "
        "grow with the error: one that overshoots raises it, so the next overshoots further. "
        "Features of one size, a lower learning rate, or an optimizer whose steps do not grow "
        "with the error, such as Adam, can stop that."
    )


@finding(
    "diverged", 20, "finished", explains="poor dead_units saturated_units overfitting oscillating"
)
def exploding(evidence: Evidence) -> Finding | None:
    curve, task = evidence.curve, evidence.task
    better = task.better(evidence.training_error, task.training_errors.baseline)
    if curve is None or better:
        return None
    grown = len(curve) > 1 and curve[-1] > EXPLODED * curve.min() and curve[-1] > curve[0]
    if len(curve) >= MIN_EPOCHS:
        tenths = tenths_of(curve)
        grown = tenths[-1] > EXPLODED * tenths[0]
    if not grown:
        return None
    return Finding(
        "problem",
        f"The loss grew from {number(curve.min())} to {number(curve[-1])}: training explodes",
        evidence.on_training_rows,
        "Where each step overshoots its goal by more than the last one did, the errors grow "
        "instead of shrinking. Smaller steps (a lower learning rate), or features of one size, "
        "can stop that.",
        fixes_of(evidence),
    )
