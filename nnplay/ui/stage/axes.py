"""The limits of the stage's axes, which stay the same for a whole film."""

from collections.abc import Sequence

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.history import TrainingHistory

# Beyond this ratio of the largest to the smallest loss, a linear axis shows only the first epochs.
LOG_FROM_RATIO = 30.0


def prediction_axis(y: np.ndarray) -> tuple[float, float]:
    """Return limits for predictions and targets, the same for a whole film.

    They include 0, where untrained and saturated networks predict, and go a tenth beyond the
    targets.
    """
    low, high = min(0.0, float(y.min())), max(0.0, float(y.max()))
    step = 10.0 ** np.floor(np.log10((high - low) / 10)) if high > low else 1.0
    return low, float(np.ceil((high + (high - low) / 10) / step - 1e-9) * step)


def output_axis(
    config: TrainingConfig, dataset: Dataset, examples: Examples
) -> tuple[float, float]:
    """Return limits for the network's outputs, the same for a whole film.

    For classes they are the two values that the loss pulls towards, in a table with room for what
    the activation can give beyond them. In a plane they are the values of its two full colours,
    with the threshold in the middle.
    """
    if not dataset.classes:
        if not dataset.pattern:
            return prediction_axis(examples.y)
        highest = float(np.ceil(10 * np.abs(examples.y).max()) / 10) or 1.0
        return -highest, highest
    margin = LOSSES[config.loss].margin and dataset.outputs == 1
    low, high = (-1.0, 1.0) if margin else (0.0, 1.0)
    if dataset.pattern:
        return low, high
    output = ACTIVATIONS[config.output_activation]
    if output.bounded:
        return min(low, output.low), max(high, output.high)
    beyond = (high - low) / 2
    return low - beyond, high + beyond


def loss_axis(history: TrainingHistory) -> dict[str, object]:
    """Return the axis for the losses of a run."""
    return axis_of(losses_of(history))


def losses_of(history: TrainingHistory) -> list[np.ndarray]:
    losses, val_losses = history.all_losses, history.all_val_losses
    return [losses] if val_losses is None else [losses, val_losses]


def axis_of(curves: Sequence[np.ndarray]) -> dict[str, object]:
    """Return limits and whether the scale is logarithmic, from the finite values."""
    low, high = _range(curves)
    return _axis(low, high, log=_is_wide(low, high))


def other_axis(curves: Sequence[np.ndarray]) -> dict[str, object] | None:
    """Return the same for the other scale; None unless all values are positive."""
    low, high = _range(curves)
    return _axis(low, high, log=not _is_wide(low, high)) if low > 0 else None


def _range(curves: Sequence[np.ndarray]) -> tuple[float, float]:
    values = np.concatenate(curves)
    values = values[np.isfinite(values)].astype(float)
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)


def _is_wide(low: float, high: float) -> bool:
    return low > 0 and high / low > LOG_FROM_RATIO


def _axis(low: float, high: float, *, log: bool) -> dict[str, object]:
    if log:
        return {"low": low / 1.2, "high": high * 1.2, "log": True}
    # with 0, or the rounding of a constant loss would be blown up into a curve
    low, high = min(0.0, low), max(0.0, high)
    high = high if high > low else low + 1.0
    return {"low": low, "high": high, "log": False}
