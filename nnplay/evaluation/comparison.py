"""Runs side by side: their differing settings, their results, and the race between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Examples, recommended_settings
from nnplay.evaluation.metrics import (
    WORSE,
    classes_of,
    errors_of,
    log_loss,
    mean_absolute_error,
    r_squared,
)
from nnplay.fields import FIELDS, short_phrase
from nnplay.history import TrainingHistory

LOSS, VAL_LOSS, ERROR = "loss", "val_loss", "error"  # what a run's curve can show
# The settings in the order in which a run's name has them: what a learner tries first comes first.
NAMED = tuple(dict.fromkeys(("optimizer", "learning_rate", *FIELDS)))


@dataclass(frozen=True, eq=False)
class Result:
    """What is compared of a run: its curves and its scores at the end, without its weights.

    Attributes:
        loss: Loss of each epoch, shape (epochs,); val_loss: its validation loss, or None.
        epochs_recorded: Epochs with a known error, from 0 to the last, shape (recorded,).
        errors: Training error at these epochs (see `metrics.errors_of`), shape (recorded,).
        predicted: Predictions for all rows at the end, or numbers of classes, shape (rows,).
        held_out: Whether a row is a validation row, shape (rows,).
        error: Training error at the end.
        val_error: Validation error at the end; None without validation rows.
        mae: Mean absolute error on the training rows; r2: R² on them. NaN for classes.
        log_loss: Log loss on the training rows; NaN for quantities.
        seconds: Time spent training; epochs_trained: for how many epochs, including those that the
            run went back from.
        verdict: The doctor's, in one line.
    """

    config: TrainingConfig
    loss: np.ndarray
    val_loss: np.ndarray | None
    epochs_recorded: np.ndarray
    errors: np.ndarray
    predicted: np.ndarray
    held_out: np.ndarray
    error: float
    val_error: float | None
    mae: float
    r2: float
    log_loss: float
    seconds: float
    epochs_trained: int
    verdict: str

    @property
    def epochs_to_best(self) -> int | None:
        """The first epoch whose loss is within 5% of the run's lowest; None if there is none."""
        reached = first_within(self.loss, lowest(self.loss))
        return None if reached is None else reached + 1


def result_of(
    config: TrainingConfig, examples: Examples, history: TrainingHistory, verdict: str
) -> Result:
    """Measure a finished run; one that Keras refused has no numbers."""
    rows, classes = examples.training_rows, examples.classes > 0
    trained = 1.0 if history.epochs else np.nan
    epochs = history.epochs_recorded
    over_time = history.predict_at(examples.x, epochs) * trained
    outputs = history.predict(examples.x) * trained
    error, val_error = errors_of(examples, outputs, config.loss)
    y, learned = examples.y[rows], outputs[rows]
    return Result(
        config=config,
        loss=history.loss,
        val_loss=history.val_loss,
        epochs_recorded=epochs,
        errors=np.array([errors_of(examples, each, config.loss)[0] for each in over_time]),
        predicted=answers(outputs, config.loss) if classes else outputs[:, 0],
        held_out=np.isin(np.arange(len(outputs)), examples.validation_rows),
        error=error,
        val_error=val_error,
        mae=np.nan if classes else mean_absolute_error(y, learned),
        r2=np.nan if classes else r_squared(y, learned),
        log_loss=log_loss(y, learned) if classes else np.nan,
        seconds=history.seconds,
        epochs_trained=history.epochs_trained,
        verdict=verdict,
    )


def answers(outputs: np.ndarray, loss: str) -> np.ndarray:
    """Return the numbers of the predicted classes, NaN for a prediction that is not a number."""
    numbers = classes_of(outputs, loss)
    return np.where(numbers < 0, np.nan, numbers)


def lowest(values: np.ndarray) -> float:
    """Return the lowest finite value; infinity if there is none."""
    return float(values[np.isfinite(values)].min(initial=np.inf))


def first_within(values: np.ndarray, best: float) -> int | None:
    """Return the index of the first value within 5% of the best; None if there is none."""
    if not np.isfinite(best):
        return None
    there = np.flatnonzero(values.astype(float) <= _nearly(best))
    return int(there[0]) if len(there) else None


def _nearly(best: float) -> float:
    return best + (WORSE - 1) * abs(best)  # abs: some losses go below 0


# ---- what differs


def differing(configs: Sequence[TrainingConfig]) -> list[str]:
    """Return the names of the settings that are not the same in all configurations."""
    return [name for name in FIELDS if len({setting_of(each, name) for each in configs}) > 1]


def setting_of(config: TrainingConfig, setting: str) -> Any:
    """Return the value of a setting that a run trains with, the default's for None."""
    return FIELDS[setting].used_by(config)


def name_of(config: TrainingConfig) -> str:
    """Name a configuration by what differs from the settings recommended for its data.

    For example "Adam, lr 0.01, standardised", or "The default network" if nothing differs.
    """
    recommended = recommended_settings(config.dataset)
    parts = [
        short_phrase(config, setting)
        for setting in NAMED
        if getattr(config, setting) != getattr(recommended, setting)
    ]
    default = recommended == TrainingConfig()
    text = ", ".join(parts) or ("the default network" if default else "recommended settings")
    # "lr" and Keras's names keep their small letters
    is_word = "_" not in text.split(",")[0] and not text.startswith("lr ")
    return text[0].upper() + text[1:] if is_word else text


# ---- curves and the race


class Curve(NamedTuple):
    """A curve of a run: epochs or seconds, and the values there."""

    x: np.ndarray
    y: np.ndarray


def measures(results: Sequence[Result]) -> list[str]:
    """Return which measures can be drawn for these runs together, the best choice first.

    If their losses differ, that is the error: different losses have different units.
    """
    validated = all(result.val_loss is not None for result in results)
    same_loss = len({result.config.loss for result in results}) == 1
    if same_loss:
        return [LOSS, *([VAL_LOSS] if validated else []), ERROR]
    return [ERROR, LOSS, *([VAL_LOSS] if validated else [])]


def curve_of(result: Result, measure: str, *, by_time: bool) -> Curve:
    """Return a run's curve; by time, each of its epochs takes the same time."""
    x, y = result.epochs_recorded.astype(float), result.errors
    if measure != ERROR:
        values = result.loss if measure == LOSS else result.val_loss
        y = np.zeros(0) if values is None else values
        x = np.arange(1.0, len(y) + 1)
    if by_time:
        x = x * (result.seconds / max(result.epochs_trained, 1))
    return Curve(x, y)


class Arrival(NamedTuple):
    """The result of a run in a race.

    Attributes:
        rank: From 1, the winner's; equal runs share a rank.
        crossed_at: The epoch or second at which it crosses the finish line; None if it never does.
        best: The lowest value of its curve; infinity if none is a number.
        diverged_at: The epoch or second from which its curve is no longer a number; None if it does
            not diverge.
    """

    rank: int
    crossed_at: float | None
    best: float
    diverged_at: float | None


def finish_line(curves: Sequence[Curve]) -> float:
    """Return the value that a run must reach: within 5% of the best value of all runs."""
    return _nearly(min(lowest(curve.y) for curve in curves))


def race(curves: Sequence[Curve]) -> list[Arrival]:
    """Rank the runs by when they cross the finish line, and the others by their best value."""
    best_of_all = min(lowest(curve.y) for curve in curves)
    reached = [first_within(curve.y, best_of_all) for curve in curves]
    at = [
        None if index is None else float(curve.x[index])
        for curve, index in zip(curves, reached, strict=True)
    ]
    best = [lowest(curve.y) for curve in curves]
    order = [
        (0, where) if where is not None else (1, low) for where, low in zip(at, best, strict=True)
    ]
    return [
        Arrival(1 + sum(other < own for other in order), where, low, _diverged_at(curve))
        for own, where, low, curve in zip(order, at, best, curves, strict=True)
    ]


def _diverged_at(curve: Curve) -> float | None:
    finite = np.isfinite(curve.y)
    if not len(finite) or finite[-1]:
        return None
    last = np.flatnonzero(finite)
    return float(curve.x[last[-1] + 1 if len(last) else 0])
