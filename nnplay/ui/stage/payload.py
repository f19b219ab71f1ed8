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
from nnplay.ui.drawing.names import told_names
from nnplay.ui.stage.axes import loss_axis, losses_of, other_axis, output_axis

# 0.4 MB of weights; a large network is shown with fewer of its recorded weights, never fewer than
# MIN_KEYFRAMES, which is 0.8 MB for five layers of 64 units.
MAX_WEIGHTS = 100_000
MIN_KEYFRAMES = 12
# 1 MB of predictions, where these are sent; a film of thousands of rows then has fewer frames.
MAX_PREDICTIONS, MIN_FRAMES = 250_000, 60
# 80 KB of inputs beside predictions, so that weights of a large network can be changed by hand.
MAX_INPUTS = 20_000


def stage_payload(
    run_id: str,
    config: TrainingConfig,
    dataset: Dataset,
    examples: Examples,
    history: TrainingHistory,
) -> bytes:
    """Pack everything the stage draws: a JSON header, then float32 arrays.

    The format is the header's length (int32), the header, and the arrays that the header names one
    behind the other, all little-endian. An array has all axes flattened, the last one fastest:

    - loss, val_loss: (epochs,), or empty without held-out rows;
    - loss_after, val_loss_after: those of the epochs that were given up, if any;
    - rates: the learning rate at the end of each of all these epochs, if it has a schedule;
    - actual: (rows,), quantities or numbers of classes;
    - weights: (keyframes, parameters), the keyframes being numbers of frames;
    - inputs: (features, rows) of a table, from which the browser computes what the network says;
      of a large network, whose frames have not all weights, only where they are few;
    - predictions: (frames, outputs, rows) of such a large network;
    - gradients: (keyframes, parameters), only where the learner wants to see them;
    - x1, x2: (rows,) of a pattern, from which, as from every place between the limits, the browser
      computes the inputs, (input - offset) / scale.

    The view that the header names shows what the network says: "scatter" of a quantity, "classes"
    of classes, "plane" of a pattern. "outputs" are the names of the output units, "axis" the limits
    for their values. One output means class 1 above the "threshold", several the class of the
    largest; the threshold is null where there are no classes or several outputs. The "penalty" is
    what l1 and l2 add to the loss. "bounds" are where the values of each layer end, or null. Runs
    of one "base" differ in the number of epochs alone: the longer one begins with the other. A run
    whose learning rate has a schedule over its epochs is its own base.
    """
    frames = _frames(dataset, *history.parameters.shape)
    epochs = history.epochs_recorded[frames]
    keyframes = _keyframes(len(epochs), history.parameters.shape[1])
    arrays = {
        "loss": history.loss,
        "val_loss": np.zeros(0) if history.val_loss is None else history.val_loss,
        "actual": examples.y[:, 0],
        "loss_after": history.loss_after,
        "val_loss_after": history.val_loss_after,
        "rates": rates_of(config, examples, history.epochs_trained),
        "weights": shown_weights(dataset, history),
    }
    plane: dict[str, object] = {}
    if dataset.pattern:
        plane, points = _plane(dataset, examples)
        arrays |= points
    else:
        has_all_weights = len(keyframes) == len(frames)
        if has_all_weights or examples.x.size <= MAX_INPUTS:
            arrays["inputs"] = examples.x.T
        if not has_all_weights:
            arrays["predictions"] = history.predict_at(examples.x, epochs).transpose(0, 2, 1)
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
        "names": told_names(dataset),
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


def rates_of(config: TrainingConfig, examples: Examples, epochs: int) -> np.ndarray:
    """Return the learning rate of the last step of each epoch; empty if it is constant."""
    if not config.schedule.changes:
        return np.zeros(0)
    batches = config.batches(len(examples.training_rows))
    return config.rates(np.arange(1, epochs + 1) * batches - 1, config.epochs * batches)


def id_of(config: TrainingConfig) -> str:
    """Return what tells the run of a configuration from all others."""
    return hashlib.sha256(repr(config).encode()).hexdigest()[:12]


def pack(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Join a header and its arrays, which it names, in the format of `stage_payload`."""
    names = [(name, int(array.size)) for name, array in arrays.items()]
    with np.errstate(over="ignore"):  # what float32 can't hold is infinite in the film
        parts = [np.ascontiguousarray(array, "<f4").tobytes() for array in arrays.values()]
    return b"".join([_packed({**header, "arrays": names}), *parts])


def pack_film(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Do the same for a film whose id comes of all that is in it."""
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
    """Let a payload's film, when it is new to a browser, rest at an epoch instead of playing."""
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
    """Say what a press in the picture of a payload, or beside it, does.

    Args:
        opens: Whether that of a unit or a row leads to its arithmetic.
        asks: Whether that of a place in the plane asks about it.
        more_epochs: By which "step" the run can be made longer, and the "most" epochs; None if it
            can't be.
        resizes: The most hidden "layers" and "units" that + leads to, and the "new_units" of a
            layer that is added; None if they can't be changed.
        offers_gradients: Whether they are added where the learner wants them.
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
    """Return what a payload says of its arrays."""
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
    """Say in words what the curve can't show: a refusal, NaN or infinity; "" when there is none."""
    if history.refusal:
        return history.refusal
    broken = np.flatnonzero(~np.isfinite(history.loss))
    if not len(broken):
        return ""
    kind = "not a number (NaN)" if np.isnan(history.loss[broken[0]]) else "infinite"
    rest = ", and nothing was learned after that" if np.isnan(history.loss[-1]) else ""
    return f"The loss became {kind} in epoch {broken[0] + 1:,}{rest}."


def _bounds(activation: str) -> tuple[float, float] | None:
    """Return where an activation's values end; None if one side has no end."""
    chosen = ACTIVATIONS[activation]
    return (chosen.low, chosen.high) if chosen.bounded else None


def threshold_of(config: TrainingConfig, dataset: Dataset) -> float | None:
    """Return above what the only output means class 1, as `metrics.classes_of` has it."""
    if not dataset.classes or dataset.outputs > 1:
        return None
    return LOSSES[config.loss].threshold


def _plane(dataset: Dataset, examples: Examples) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the browser needs to compute a pattern's inputs: for the header, and arrays."""
    header = {
        "limits": (-SIZE, SIZE),
        "offset": examples.offset.tolist(),
        "scale": examples.scale.tolist(),
    }
    return header, {name: dataset.frame[name].to_numpy() for name in ("x1", "x2")}


def _frames(dataset: Dataset, recorded: int, parameters: int) -> np.ndarray:
    """Return which recorded epochs the film shows, the first and the last among them."""
    values = len(dataset.frame) * dataset.outputs
    computed = dataset.pattern or recorded * parameters <= MAX_WEIGHTS
    most = recorded if computed else max(MIN_FRAMES, MAX_PREDICTIONS // values)
    return np.unique(np.linspace(0, recorded - 1, min(recorded, most)).round().astype(int))


def _keyframes(frames: int, parameters: int) -> np.ndarray:
    """Return which frames carry weights, the first and the last among them."""
    most: Sequence[int] = (MIN_KEYFRAMES, MAX_WEIGHTS // parameters)
    chosen = np.linspace(0, frames - 1, min(frames, max(most)))
    return np.unique(chosen.round().astype(int))
