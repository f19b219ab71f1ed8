"""What the loss curve shows: a run that is unsteady, overfitting or not finished."""

import numpy as np

from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding, problems
from nnplay.diagnosis.fixes import (
    ENOUGH_EPOCHS,
    calm,
    faster,
    less_memorising,
    make_fixes,
    more_units,
)
from nnplay.diagnosis.regression import CLOSE
from nnplay.early_stopping import Watch
from nnplay.fields import MAX_EPOCHS
from nnplay.numbers import FACTOR, count, number, percent, percent_of

MIN_EPOCHS = 10  # fewer show no trend
# Still falling is a loss that falls by a hundredth in the last third, and by more than the noise:
# at that pace, another such run would lower it by a few per cent, and mostly by much more, as it
# falls faster once the weights have grown.
STILL_FALLING = 0.01
NOISE = 3.0  # standard errors: one run in hundreds falls that much by chance
# Unsteady is a loss that changes by about a seventh from epoch to epoch, up and down. Runs that
# settle, with batches of 1 to 32 rows, changed by up to 0.12.
UNSTEADY = 0.15
TURNS = 0.3  # at least this share of the changes is upwards
# A rise of a fifth of the smoothed loss is beyond the noise of ten validation rows. It must last: a
# loss that jumps is above its lowest level half of the time, but comes back to it.
TURNED_UP = 0.2
LAST_QUARTER, LASTS = 4, 0.25
SMOOTHING = 0.05  # of the epochs
# Smaller rises, as a share of the first loss, do not matter for classes: a cross-entropy near 0 can
# double without any answer changing.
MATTERS = 0.1
PATIENCES = (10, 20, 50, 100, 200, 500)  # of early stopping
FEW_EPOCHS = 100  # in fewer, larger steps alone are not enough
CALMING = (
    "Smaller steps can calm it.",
    "Features of one size (standardised: mean 0, deviation 1) can calm it, and Adam, which moves "
    "each weight by about the learning rate.",
)
FASTER = (
    "More epochs or larger steps",
    "More epochs, or larger steps by Adam on standardised features (mean 0, deviation 1),",
)


def tenths_of(curve: np.ndarray) -> list[float]:
    """Return the median loss of each tenth of a run."""
    return [float(np.median(part)) for part in np.array_split(curve, 10) if len(part)]


@finding("overfitting", 140, "finished", explains="poor")
def overfitting(evidence: Evidence) -> Finding | None:
    """Find a validation loss that rose for good while the training loss went on falling."""
    curve, validation = evidence.curve, evidence.validation_curve
    if curve is None or validation is None or len(curve) < MIN_EPOCHS:
        return None
    smooth, task = _smooth(validation), evidence.task
    turn, lowest = int(smooth.argmin()), float(smooth.min())
    end = slice(-max(len(validation) // LAST_QUARTER, 1), None)
    last = float(np.median(validation[end]))
    lasts = np.quantile(validation[end], LASTS) >= (1 + TURNED_UP) * lowest
    fell_on = np.quantile(curve[end], 1 - LASTS) < _smooth(curve)[turn]
    small = bool(task.dataset.classes) and last - lowest < MATTERS * validation[0]
    if not lasts or not fell_on or small:
        return None
    epoch = turn + 1
    stop = _stops(evidence)
    less = less_memorising(evidence)
    rise = f"{percent(last / lowest - 1)}" if last < FACTOR * lowest else f"to {number(last)}"
    return Finding(
        "hint" if evidence.fine else "problem",
        f"Overfitting: the validation loss has risen {rise} since epoch {epoch:,}",
        f"Validation loss: {number(lowest)} around epoch {epoch:,}, {number(last)} in the last "
        f"quarter of the run; training loss {number(float(curve[turn]))}, at the end "
        f"{number(float(curve[-1]))}. " + evidence.compare("baseline"),
        f"Since that epoch the network has memorised what is chance in its training {task.noun}s: "
        "their loss falls on, and that of the others rises."
        + (" Early stopping goes back to the lowest validation loss." if stop else ""),
        make_fixes(evidence.config, *([*less, *stop] if task.needs_bend else [*stop, *less])),
    )


def _stops(evidence: Evidence) -> list[dict[str, object]]:
    """Return settings of early stopping that would have ended with a better network, if any."""
    history, task = evidence.history, evidence.task
    if history.val_loss is None or evidence.config.stops_early:
        return []
    ends = {each: Watch().follow(history.val_loss.tolist(), 0, each) for each in PATIENCES}
    lowest = min(watch.lowest for watch in ends.values() if watch.lowest is not None)
    patience, best = next((p, end.best) for p, end in ends.items() if end.lowest == lowest)
    before = history.predict(evidence.examples.x, history.nearest_recorded(best))
    error = task.error_of(task.answers(before), evidence.examples.judged_rows)
    if error > evidence.error or not task.better(error, task.errors.baseline):
        return []
    return [{"patience": patience, "restore_best_weights": True}]


def _smooth(curve: np.ndarray) -> np.ndarray:
    """Return the moving average over a twentieth of the epochs, of the curve's length."""
    width = max(int(len(curve) * SMOOTHING), 1)
    padded = np.pad(curve, (width // 2, width - 1 - width // 2), mode="edge")
    sums = np.cumsum(np.concatenate([[0.0], padded]))
    return (sums[width:] - sums[:-width]) / width


def unsteadiness(evidence: Evidence) -> float | None:
    """Return the share of its size by which the loss typically changes; None if it is steady."""
    curve = evidence.curve
    # with dropout every step drops other units, so the loss jumps
    if curve is None or len(curve) < MIN_EPOCHS or evidence.config.dropout:
        return None
    window = _last_quarter(curve)
    steps = np.diff(window)
    jump = float(np.median(np.abs(steps))) / max(float(np.median(window)), 1e-30)
    return None if jump < UNSTEADY or (steps > 0).mean() < TURNS else jump


def _last_quarter(curve: np.ndarray) -> np.ndarray:
    return curve[-max(len(curve) // LAST_QUARTER, MIN_EPOCHS) :]


@finding("oscillating", 170, "finished")
def oscillating(evidence: Evidence) -> Finding | None:
    curve, jump = evidence.curve, unsteadiness(evidence)
    if curve is None or jump is None or evidence.fits:
        return None
    window = _last_quarter(curve)
    falling = _still_falling(evidence)
    size = percent_of(jump, "its size")
    calmer = calm(evidence.config)
    return Finding(
        evidence.severity,
        f"Unsteady{', though still falling' if falling else ''}: in a typical epoch the loss "
        f"changes by {size}",
        f"In the last {len(window)} epochs the loss lay between {number(window.min())} and "
        f"{number(window.max())}, half of the time below {number(float(np.median(window)))}, its "
        "size here (median). "
        f"It rose in {int((np.diff(window) > 0).sum())} of {len(window) - 1} epochs.",
        "A step that is too wide for the valley that the error forms lands on its other side, and "
        "so does the next. So chance decides with which loss the run ends. "
        f"{CALMING[len(calmer) > 1]}",
        make_fixes(evidence.config, calmer),
    )


def _still_falling(evidence: Evidence) -> tuple[float, int] | None:
    """Return by what share the judged loss was still falling, and over how many epochs."""
    curve = evidence.curve if evidence.validation_curve is None else evidence.validation_curve
    if evidence.curve is None or curve is None or evidence.fine or not evidence.task.informative:
        return None
    return _pace(curve)


def ended_early(evidence: Evidence) -> bool:
    """Tell whether early stopping ended the run, or took it back from later epochs."""
    history = evidence.history
    return history.stopped_at is not None or history.epochs_trained > history.epochs


def pace_at_end(evidence: Evidence) -> tuple[float, int] | None:
    """Return by what share the loss of a run that is not finished fell, over how many epochs."""
    pace = None if ended_early(evidence) else _still_falling(evidence)
    if pace is None or (unsteadiness(evidence) and not evidence.fits):
        return None
    return pace


@finding("not_finished", 180, "finished", explains="short_of_reference", tags="poor")
def not_finished(evidence: Evidence) -> Finding | None:
    config, task, pace = evidence.config, evidence.task, pace_at_end(evidence)
    if pace is None:
        return None
    share, span = pace
    loss = "loss" if evidence.validation_curve is None else "validation loss"
    ended = f"the run ended after {count(config.epochs, 'epoch')}"
    if share > 0:
        ended = f"the {loss} was still falling, by {percent(share, decimals=1)} in the last "
        ended += count(span, "epoch")
    longer = {"epochs": longer_epochs(evidence, share, span)}
    lasted = config.epochs >= FEW_EPOCHS
    sooner = faster(config) if lasted else {}
    more = more_units(evidence) if lasted else {}
    units = ", and so may more hidden units: each can add a bend" if more else ""
    return Finding(
        evidence.severity,
        f"Not finished: {ended}",
        evidence.compare("goal", when=f" after {count(config.epochs, 'epoch')}"),
        f"An epoch is one pass through the training {task.noun}s. A run that ends too early looks "
        "just like one that can't learn. "
        f"{FASTER[len(sooner) > 1] if sooner else 'More epochs'} may take it further{units}.",
        make_fixes(config, sooner, longer, more),
    )


def _pace(curve: np.ndarray) -> tuple[float, int] | None:
    """Return by what share a loss was still falling, over how many epochs; None if it was not."""
    if len(curve) < MIN_EPOCHS:
        fell = len(curve) == 1 or curve[0] >= curve[-1]
        return (1 - float(curve[-1] / curve[0]), max(len(curve) - 1, 1)) if fell else None
    thirds = np.array_split(curve[-max(int(0.3 * len(curve)), 6) :], 3)
    levels = [float(np.median(part)) for part in thirds]
    noise = float(np.std(np.diff(thirds[-1]))) / np.sqrt(len(thirds[-1]))
    least = max(STILL_FALLING * levels[0], NOISE * noise)
    if not levels[0] > levels[1] > levels[2] or levels[0] - levels[2] < least:
        return None
    return 1 - levels[-1] / levels[0], len(thirds[0]) + len(thirds[1])


def longer_epochs(evidence: Evidence, share: float, span: int) -> int:
    """Return the epochs needed for the goal at the last pace, or four times as many as now."""
    epochs = evidence.config.epochs
    more = min(max(4 * epochs, ENOUGH_EPOCHS), MAX_EPOCHS)
    # a network that can bend may pause at the mean, and an accuracy has no such steady pace
    curved = evidence.task.can_bend or evidence.task.dataset.classes
    steady = not (curved or evidence.config.schedule.changes)
    if epochs < MIN_EPOCHS or not steady or problems(evidence.causes) or share <= 0:
        return more
    missing = span * np.log(CLOSE * evidence.task.errors.linear / evidence.error) / np.log1p(-share)
    needed = int(np.ceil((epochs + missing) / ENOUGH_EPOCHS)) * ENOUGH_EPOCHS
    return needed if epochs < needed <= MAX_EPOCHS else more
