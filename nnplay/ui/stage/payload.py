"""A run as the bytes that the stage plays."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.datasets.patterns import SIZE
from nnplay.history import TrainingHistory
from nnplay.numbers import decimals_of
from nnplay.ui.drawing.names import full_names
from nnplay.ui.stage.axes import loss_axis, losses_of, other_axis, output_axis

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
    """Pack everything the stage draws: a JSON header, then float32 arrays.

    The format is the header's length (int32), the header, and the arrays in the order in which the
    header names them, all little-endian. Arrays are flattened in C order:

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


def pack(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Join a header and arrays in the format of `stage_payload`."""
    names = [(name, int(array.size)) for name, array in arrays.items()]
    with np.errstate(over="ignore"):  # numbers too large for float32 become infinite in the film
        parts = [np.ascontiguousarray(array, "<f4").tobytes() for array in arrays.values()]
    return b"".join([_packed({**header, "arrays": names}), *parts])


def pack_film(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Pack a film that is no single run's, with an id made from its content."""
    content = pack(header, arrays)
    return pack({"id": hashlib.sha256(content).hexdigest()[:12], **header}, arrays)


def shown_weights(dataset: Dataset, history: TrainingHistory) -> np.ndarray:
    """Return the weights of the keyframes, shape (keyframes, parameters)."""
    frames = _frames(dataset, *history.parameters.shape)
    return history.parameters[frames[_keyframes(len(frames), history.parameters.shape[1])]]


def with_gradients(payload: bytes, gradients: np.ndarray) -> bytes:
    """Add the gradients at the keyframes' weights, shape (keyframes, parameters)."""
    header = header_of(payload)
    arrays = [*header["arrays"], ("gradients", gradients.size)]
    return _with(payload, arrays=arrays) + np.ascontiguousarray(gradients, "<f4").tobytes()


def starting_at(payload: bytes, epoch: int) -> bytes:
    """Make a payload's film rest at an epoch, instead of playing, when a browser first gets it."""
    return _with(payload, start=epoch)


def answering(
    payload: bytes,
    *,
    opens: bool,
    asks: bool,
    more_epochs: Mapping[str, int] | None,
    resizes: Mapping[str, int] | None,
    offers_gradients: bool,
) -> bytes:
    """Tell the stage what the learner can press in a payload's picture, and beside it.

    Args:
        opens: Whether pressing a unit or a row leads to its arithmetic.
        asks: Whether pressing a place in the plane asks the network about it.
        more_epochs: The "step" by which the run can be made longer, and the "most" epochs that it
            can have; None if it can't be made longer.
        resizes: The most hidden "layers", the most "units" of one, and the "new_units" of a layer
            that is added; None if the layers can't be changed.
        offers_gradients: Whether the learner can ask for the gradients.
    """
    return _with(
        payload,
        opens=opens,
        asks=asks,
        more_epochs=more_epochs,
        resizes=resizes,
        offers_gradients=offers_gradients,
    )


def header_of(payload: bytes) -> dict[str, Any]:
    """Return the header of a payload."""
    return json.loads(payload[4 : _end_of_header(payload)])


def _end_of_header(payload: bytes) -> int:
    return 4 + int.from_bytes(payload[:4], "little")


def _with(payload: bytes, **fields: object) -> bytes:
    return _packed({**header_of(payload), **fields}) + payload[_end_of_header(payload) :]


def _packed(header: Mapping[str, object]) -> bytes:
    text = json.dumps(header, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)  # float32 arrays begin at a multiple of four
    return len(text).to_bytes(4, "little") + text


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
