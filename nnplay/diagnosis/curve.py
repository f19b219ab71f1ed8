"""What the course of the loss says: growth, standstill, restlessness, a turn, an early end."""

from collections.abc import Iterator

import numpy as np

from nnplay.config import MAX_EPOCHS
from nnplay.diagnosis.findings import Finding, count, make_fixes, problems
from nnplay.diagnosis.outcome import Outcome
from nnplay.diagnosis.quantity import CLOSE
from nnplay.diagnosis.rates import ENOUGH_EPOCHS
from nnplay.numbers import number, percent, percent_of

MIN_EPOCHS = 10  # fewer make no trend
EXPLODED = 10.0  # times the loss of the beginning
# Less than a hundredth in half a run: at that pace ten runs more would win less than a fifth.
STUCK = 0.01
# A hundredth in the last third, and more than the noise: at that pace as long a run again would
# win a few per cent more, and mostly much more, as falls speed up when the weights have grown.
STILL_FALLING = 0.01
NOISE = 3.0  # standard errors, so that one run in hundreds falls by chance
# From one epoch to the next by a quarter of the loss, now up, now down. Batches of 1 to 32 rows
# that settle showed up to 0.2.
RESTLESS = 0.25
TURNS = 0.3  # of the steps go up
# A rise of a fifth is beyond the noise of ten held-out rows once it is smoothed.
TURNED_UP = 0.2
SMOOTHING = 0.05  # of the epochs
# Of the first loss; a cross-entropy near 0 may double without an answer changing.
MATTERS = 0.1


def excess_loss(outcome: Outcome, rows: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """Return the loss above its best possible value, which is not 0 for poisson."""
    loss = loss.astype(float)
    if outcome.config.loss != "poisson":
        return loss
    y = outcome.examples.targets[rows].astype(float)
    return np.maximum(loss - np.mean(y - y * np.log(np.maximum(y, 1e-7))), 1e-9)


def findings_of_curve(outcome: Outcome) -> Iterator[Finding]:
    """Find what the losses tell; the numbers are finite and the loss fits the target."""
    examples, history = outcome.examples, outcome.history
    curve = excess_loss(outcome, examples.training_rows, history.loss)
    if not np.isfinite(curve).all() or (curve < 0).any():
        return  # of a loss below 0, which kl_divergence may be, no share can be told
    if _exploding(outcome, curve):
        yield _explosion(outcome, curve)
        return
    held_out = None
    held_loss = history.val_loss
    if held_loss is not None and np.isfinite(held_loss).all() and (held_loss >= 0).all():
        held_out = excess_loss(outcome, examples.validation_rows, held_loss)
        yield from _overfitting(outcome, curve, held_out)
    if not outcome.learned and not outcome.fits and _standstill(curve):
        yield _stuck(outcome, curve)
        return
    yield from _oscillating(outcome, curve)
    yield from _not_finished(outcome, curve if held_out is None else held_out)


def _tenths(curve: np.ndarray) -> list[float]:
    return [float(np.median(part)) for part in np.array_split(curve, 10) if len(part)]


def _exploding(outcome: Outcome, curve: np.ndarray) -> bool:
    grown = len(curve) > 1 and curve[-1] > EXPLODED * curve.min() and curve[-1] > curve[0]
    if len(curve) >= MIN_EPOCHS:
        tenths = _tenths(curve)
        grown = tenths[-1] > EXPLODED * tenths[0]
    return grown and outcome.question.hopeless(outcome.training_error, outcome.training_simplest)


def _explosion(outcome: Outcome, curve: np.ndarray) -> Finding:
    return Finding(
        "exploding",
        "problem",
        f"The loss grew from {number(curve.min())} to {number(curve[-1])}: training explodes",
        outcome.on_training_rows(" at the end"),
        "Each step overshoots its goal by more than the last one did, so the errors grow instead "
        "of shrinking. Smaller steps (a lower learning rate), or features of one size, stop that.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("learning_rate", "standardize", "optimizer"),
    )


def _standstill(curve: np.ndarray) -> bool:
    if len(curve) < MIN_EPOCHS:
        return False
    tenths = _tenths(curve)
    return tenths[5] * (1 - STUCK) < tenths[-1] <= tenths[0] / (1 - STUCK)


def _stuck(outcome: Outcome, curve: np.ndarray) -> Finding:
    tenths = _tenths(curve)
    return Finding(
        "stuck",
        "problem",
        f"Stuck: the loss was {number(tenths[5])} half-way and is {number(tenths[-1])} at the end",
        outcome.on_training_rows(),
        "The loss has stopped falling before the inputs were of any use. Either the steps are too "
        "small to see, or the network sits where every small step looks useless.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("learning_rate", "optimizer", "standardize"),
    )


def _overfitting(outcome: Outcome, curve: np.ndarray, held_out: np.ndarray) -> Iterator[Finding]:
    if len(held_out) < MIN_EPOCHS:
        return
    question, smooth = outcome.question, _smooth(held_out)
    turn, last = int(smooth.argmin()), float(np.median(held_out[-max(len(held_out) // 20, 1) :]))
    lowest = float(smooth[turn])
    fell_on = _smooth(curve)[-1] < _smooth(curve)[turn]
    small = bool(outcome.dataset.classes) and last - lowest < MATTERS * held_out[0]
    if last < (1 + TURNED_UP) * lowest or not fell_on or small:
        return
    epoch = turn + 1
    # where a bend is needed, the few epochs before an early turn have taught nothing yet
    stop = [] if question.bends and epoch < MIN_EPOCHS else [{"epochs": epoch}]
    fixes = [*outcome.less_by_heart, *stop] if question.bends else [*stop, *outcome.less_by_heart]
    yield Finding(
        "overfitting",
        "hint" if outcome.fine else "problem",
        f"Learning by heart: the held-out loss turned up at epoch {epoch:,}, by "
        f"{percent_of(last / lowest - 1, 'its lowest value')}",
        f"Held-out loss: {number(lowest)} around epoch {epoch:,}, {number(last)} at the end; "
        f"training loss {number(float(curve[turn]))}, then {number(float(curve[-1]))}. "
        + question.against_simplest(f"on the {outcome.where}", outcome.error, outcome.simplest),
        f"Up to that epoch the network learned what holds for all {question.noun}s. Since then it "
        f"has learned the chance deviations of its own {question.noun}s (over-fitting), which "
        "makes it worse on others. Stopping at the turn keeps the better network.",
        make_fixes(outcome.config, *fixes),
        ("epochs", "hidden_units"),
    )


def _smooth(curve: np.ndarray) -> np.ndarray:
    """Return the running mean over a twentieth of the epochs, as long as the curve."""
    width = max(int(len(curve) * SMOOTHING), 1)
    padded = np.pad(curve, (width // 2, width - 1 - width // 2), mode="edge")
    sums = np.cumsum(np.concatenate([[0.0], padded]))
    return (sums[width:] - sums[:-width]) / width


def _oscillating(outcome: Outcome, curve: np.ndarray) -> Iterator[Finding]:
    window = curve[-max(len(curve) // 4, MIN_EPOCHS) :]
    if len(window) < MIN_EPOCHS:
        return
    level, steps = float(np.median(window)), np.diff(window)
    jump = float(np.abs(steps).mean()) / max(level, 1e-30)
    calm = outcome.question.calm(outcome.training_error)
    calm = calm or outcome.config.dropout > 0  # every step drops other units, so the loss jumps
    if jump < RESTLESS or (steps > 0).mean() < TURNS or calm:
        return
    yield Finding(
        "oscillating",
        outcome.severity,
        f"Restless: from epoch to epoch the loss jumps by {percent_of(jump, 'its size')}",
        f"In the last {len(window)} epochs it went from {number(window.min())} to "
        f"{number(window.max())}, and up in {int((steps > 0).sum())} of {len(steps)} steps.",
        "The steps are too wide for the valley that the error forms, so each jumps to the other "
        "side. What the last epoch leaves is then a matter of chance. Smaller steps, or features "
        "of one size, calm it.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("learning_rate", "standardize", "batch_size"),
    )


def _not_finished(outcome: Outcome, curve: np.ndarray) -> Iterator[Finding]:
    if outcome.fine or not outcome.informative:
        return
    if len(curve) >= MIN_EPOCHS:
        thirds = np.array_split(curve[-max(int(0.3 * len(curve)), 6) :], 3)
        levels = [float(np.median(part)) for part in thirds]
        noise = float(np.std(np.diff(thirds[-1]))) / np.sqrt(len(thirds[-1]))
        fall = levels[0] - levels[2]
        if not levels[0] > levels[1] > levels[2] or fall < max(
            STILL_FALLING * levels[0], NOISE * noise
        ):
            return
        span = len(thirds[0]) + len(thirds[1])
    else:
        levels, span = [float(curve[0]), float(curve[-1])], max(len(curve) - 1, 1)
        if len(curve) > 1 and levels[0] < levels[1]:
            return
    yield _unfinished(outcome, levels, span)


def _more_epochs(outcome: Outcome, share: float, span: int) -> list[dict[str, int]]:
    """Return the epochs that the goal takes at the last pace, if they are allowed."""
    epochs = outcome.config.epochs
    if epochs < MIN_EPOCHS:
        return [{"epochs": ENOUGH_EPOCHS}]
    if outcome.config.activation != "linear" or problems(outcome.causes):
        return []  # curved networks may pause at the mean, so their pace foretells little
    if outcome.dataset.classes:
        return []  # a share of right answers does not fall by so many per cent an epoch
    goal = CLOSE * outcome.straight
    missing = span * np.log(goal / outcome.error) / np.log1p(-share)
    needed = int(np.ceil((epochs + missing) / ENOUGH_EPOCHS)) * ENOUGH_EPOCHS
    return [{"epochs": needed}] if needed <= MAX_EPOCHS else []


def _unfinished(outcome: Outcome, levels: list[float], span: int) -> Finding:
    config, share = outcome.config, 1 - levels[-1] / levels[0]
    longer = {} if config.activation == "linear" else {"epochs": min(4 * config.epochs, MAX_EPOCHS)}
    falling = (
        f"falling, by {percent(share, decimals=1)} in the last {count(span, 'epoch')}"
        if share > 0
        else "at its start"
    )
    return Finding(
        "not_finished",
        outcome.severity,
        f"Not finished: the loss was still {falling}",
        outcome.question.against_goal(
            f"after {count(config.epochs, 'epoch')}", outcome.error, outcome.goal
        ),
        f"An epoch is one pass through the training {outcome.question.noun}s. The network was on "
        "its way, but the steps were too few or too small to arrive. Larger steps on standardised "
        "features (mean 0, deviation 1) get there sooner, more epochs get there later.",
        make_fixes(config, *outcome.remedies(**longer), *_more_epochs(outcome, share, span)),
        ("epochs", "learning_rate", "standardize"),
    )
