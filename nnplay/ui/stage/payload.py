"""A run as the bytes that the stage plays."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.datasets.patterns import SIZE
from nnplay.history import TrainingHistory
from nnplay.numbers import decimals_of
from nnplay.ui.drawing.names import full_names
from nnplay.ui.stage.axes import loss_axis, losses_of, other_axis, output_axis
from nnplay.ui.stage.packing import pack

# 0.4 MB of weights. A large network sends fewer of its recorded weights, but at least those of
# MIN_KEYFRAMES epochs: 0.8 MB for five layers of 64 units.
MAX_WEIGHTS = 100_000
MIN_KEYFRAMES = 12
# 1 MB of predictions, if they are sent; with thousands of rows the film then has fewer frames.
MAX_PREDICTIONS, MIN_FRAMES = 250_000, 60
# 80 KB of inputs, sent beside predictions so that a large network's weights can be changed by hand.
MAX_INPUTS = 20_000


def stage_payload(
    run_id: str,
    config: TrainingConfig,
    dataset: Dataset,
    examples: Examples,
    history: TrainingHistory,
) -> bytes:
    """Pack everything the stage draws.

    The arrays, in the format of `pack`:

    - loss, val_loss: (epochs,), val_loss empty without validation rows;
    - loss_after, val_loss_after: the losses of the epochs that were given up, if any;
    - rates: the learning rate at the end of every epoch, those given up included; empty if it is
      constant;
    - actual: (rows,), quantities or numbers of classes;
    - weights: (keyframes, parameters); keyframes are the frames that have weights;
    - inputs: (features, rows) of a table, from which the browser computes the predictions; if only
      some frames are keyframes, they are sent only if they are few;
    - predictions: (frames, outputs, rows) of a table, if only some frames are keyframes;
    - gradients: (keyframes, parameters), only if the learner asks for them;
    - x1, x2: (rows,) of a pattern. From these, and from any place between the "limits", the browser
      computes the inputs and scales them, (input - "offset") / "scale".

    In the header, "view" is how predictions are shown: "scatter" for a quantity, "classes" for
    classes, "plane" for a pattern. "outputs" are the names of the output units, "axis" the limits
    for their values. A single output above the "threshold" means class 1; of several outputs the
    largest is the class. The threshold is null without classes or with several outputs. "penalty"
    are the factors l1 and l2. "bounds" are the lowest and the highest value of each layer, or null.
    Runs with the same "base" differ in the number of epochs alone, so the longer one begins with
    the other; a run with a learning-rate schedule is its own base.
    """
    frames = _frames(dataset, *history.parameters.shape)
    epochs = history.epochs_recorded[frames]
    keyframes = _keyframes(len(epochs), history.parameters.shape[1])
    arrays = {
        **_curves(config, examples, history),
        "actual": examples.y[:, 0],
        "weights": shown_weights(dataset, history),
    }
    plane: dict[str, object] = {}
    if dataset.pattern:
        plane, points = _plane(dataset, examples)
        arrays |= points
    else:
        arrays |= _table(examples, history, epochs, has_all_weights=len(keyframes) == len(frames))
    header = {
        "id": run_id,
        "base": run_id if config.schedule.changes else id_of(replace(config, epochs=1)),
        "view": "plane" if dataset.pattern else "classes" if dataset.classes else "scatter",
        "target": dataset.target_label,
        "measured": dataset.measured,
        "classes": dataset.classes,
        "outputs": dataset.output_names,
        "threshold": threshold_of(config, dataset),
        "features": examples.features,
        "sizes": history.sizes,
        "activations": history.activations,
        "bounds": [_bounds(name) for name in history.activations],
        "names": full_names(dataset),
        "validation_rows": examples.validation_rows.tolist(),
        "epochs": epochs.tolist(),
        "keyframes": keyframes.tolist(),
        "total": history.stopped_at or config.epochs,
        "decimals": 2 if dataset.classes else decimals_of(examples.y),
        "axis": output_axis(config, dataset, examples),
        "loss_name": config.loss,
        "loss_axis": loss_axis(history),
        "other_axis": other_axis(losses_of(history)),
        "penalty": (config.l1, config.l2),
        "note": broken_note(history),
        **plane,
    }
    return pack(header, arrays)


def _curves(
    config: TrainingConfig, examples: Examples, history: TrainingHistory
) -> dict[str, np.ndarray]:
    """Return the losses and learning rates of all epochs."""
    return {
        "loss": history.loss,
        "val_loss": np.zeros(0) if history.val_loss is None else history.val_loss,
        "loss_after": history.loss_after,
        "val_loss_after": history.val_loss_after,
        "rates": rates_of(config, examples, history.epochs_trained),
    }


def _table(
    examples: Examples, history: TrainingHistory, epochs: np.ndarray, *, has_all_weights: bool
) -> dict[str, np.ndarray]:
    """Return the inputs of a table's rows or, where the browser lacks weights, predictions."""
    arrays = {}
    if has_all_weights or examples.x.size <= MAX_INPUTS:
        arrays["inputs"] = examples.x.T
    if not has_all_weights:
        arrays["predictions"] = history.predict_at(examples.x, epochs).transpose(0, 2, 1)
    return arrays


def rates_of(config: TrainingConfig, examples: Examples, epochs: int) -> np.ndarray:
    """Return the learning rate of the last step of each epoch; empty if it is constant."""
    if not config.schedule.changes:
        return np.zeros(0)
    batches = config.batches(len(examples.training_rows))
    return config.rates(np.arange(1, epochs + 1) * batches - 1, config.epochs * batches)


def id_of(config: TrainingConfig) -> str:
    """Return an id for the run of a configuration, the same in every process."""
    return hashlib.sha256(repr(config).encode()).hexdigest()[:12]


def shown_weights(dataset: Dataset, history: TrainingHistory) -> np.ndarray:
    """Return the weights of the keyframes, shape (keyframes, parameters)."""
    frames = _frames(dataset, *history.parameters.shape)
    return history.parameters[frames[_keyframes(len(frames), history.parameters.shape[1])]]


def broken_note(history: TrainingHistory) -> str:
    """Say what the curve can't show: that Keras refused, or a loss of NaN or infinity; else ""."""
    if history.refusal:
        return history.refusal
    broken = np.flatnonzero(~np.isfinite(history.loss))
    if not len(broken):
        return ""
    is_nan = np.isnan(history.loss[broken[0]])
    how = "was no longer a number (NaN)" if is_nan else "became infinite"
    rest = (
        "" if np.isfinite(history.parameters[-1]).all() else ", and nothing was learned after that"
    )
    return f"The loss {how} in epoch {broken[0] + 1:,}{rest}."


def _bounds(activation: str) -> tuple[float, float] | None:
    """Return an activation's lowest and highest value; None if it is unbounded."""
    chosen = ACTIVATIONS[activation]
    return (chosen.low, chosen.high) if chosen.bounded else None


def threshold_of(config: TrainingConfig, dataset: Dataset) -> float | None:
    """Return the value above which a single output means class 1, as in `metrics.classes_of`."""
    if not dataset.classes or dataset.outputs > 1:
        return None
    return LOSSES[config.loss].threshold


def _plane(dataset: Dataset, examples: Examples) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return a header and arrays from which the browser computes a pattern's inputs."""
    header = {
        "limits": (-SIZE, SIZE),
        "offset": examples.offset.tolist(),
        "scale": examples.scale.tolist(),
    }
    return header, {name: dataset.frame[name].to_numpy() for name in ("x1", "x2")}


def _frames(dataset: Dataset, recorded: int, parameters: int) -> np.ndarray:
    """Return the indices of the recorded epochs that the film shows, always the first and last."""
    values = len(dataset.frame) * dataset.outputs
    computed = dataset.pattern or recorded * parameters <= MAX_WEIGHTS
    most = recorded if computed else max(MIN_FRAMES, MAX_PREDICTIONS // values)
    return np.unique(np.linspace(0, recorded - 1, min(recorded, most)).round().astype(int))


def _keyframes(frames: int, parameters: int) -> np.ndarray:
    """Return the indices of the frames that have weights, always the first and last."""
    most: Sequence[int] = (MIN_KEYFRAMES, MAX_WEIGHTS // parameters)
    chosen = np.linspace(0, frames - 1, min(frames, max(most)))
    return np.unique(chosen.round().astype(int))
