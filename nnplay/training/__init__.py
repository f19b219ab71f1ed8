"""The training engine: whole Keras trainings inside compiled TensorFlow graphs."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import tensorflow as tf

from nnplay.choices import LOSSES
from nnplay.chunks import (
    CHUNK_SECONDS,
    Checkpoint,
    Chunk,
    OnProgress,
    RefusedError,
    join,
    run_chunks,
)
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare, prepare_seeds
from nnplay.evaluation.crossvalidation import Folds, Validation
from nnplay.history import TrainingHistory
from nnplay.numbers import extent
from nnplay.training.cache import LOOPS
from nnplay.training.folds import validate
from nnplay.training.network import Structure
from nnplay.training.segments import (
    Segment,
    first_checkpoint,
    structure_of,
    train_segments,
)

MAX_RECORDED_EPOCHS = 500
MAX_RECORDED_BYTES = 16_000_000  # of weights in one history
SEEDS_SECONDS = 0.1  # a background call: a learner's own run must not wait long for its turn
# A call of a search may take a little longer than that, so that a search that is stopped soon frees
# the workers. But the next call may reach a worker that has to trace the graph again, so most
# configurations should need only one.
FOLDS_SECONDS = 1.5


def train(
    config: TrainingConfig, dataset: Dataset, on_progress: OnProgress | None = None
) -> TrainingHistory:
    """Train the configuration's network as `keras.Model.fit` does, some 200 times faster.

    With `shuffle=False` losses and weights are those of `build_model(config, dataset)` and
    `fit(shuffle=False)` up to rounding. NaN and infinity are recorded as they are; where Keras
    refuses, the history's `refusal` says why. Threads may call it at once.

    Args:
        on_progress: Called a few times a second with the history so far; an exception from it
            ends the training.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    return run_chunks(advance, config, dataset, on_progress)


def advance(config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None) -> Chunk:
    """Train on from a checkpoint, or from the start, for about `CHUNK_SECONDS`."""
    examples = prepare(config, dataset)
    structure = structure_of(config, [examples])
    loop = LOOPS.get(structure)
    began = time.perf_counter()  # tracing a new graph does not count as training
    parts, refusal = [], None
    if checkpoint is None:
        checkpoint = first_checkpoint(config, loop, [config.seed])
        parts.append(_start(structure, checkpoint))
    stride = _stride(config.epochs, structure)
    try:
        for segment in train_segments(loop, config, [examples], checkpoint, CHUNK_SECONDS, stride):
            parts.append(_part(structure, segment))
            checkpoint = segment.checkpoint
    except tf.errors.InvalidArgumentError as error:
        refusal = _reason(config, examples, error)
    seconds = time.perf_counter() - began
    return Chunk(replace(join(parts), seconds=seconds, refusal=refusal), checkpoint)


def advance_seeds(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint | None
) -> Checkpoint:
    """Train one configuration from several seeds side by side, for about `SEEDS_SECONDS`.

    Every run is the same as that of `train` with its seed.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        RefusedError: Where Keras refuses.
    """
    examples = prepare_seeds(config, dataset, seeds)
    loop = LOOPS.get(structure_of(config, examples))
    checkpoint = checkpoint or first_checkpoint(config, loop, seeds)
    try:
        for segment in train_segments(loop, config, examples, checkpoint, SEEDS_SECONDS):
            checkpoint = segment.checkpoint
    except tf.errors.InvalidArgumentError as error:
        raise RefusedError(_reason(config, examples[0], error)) from None
    return checkpoint


def advance_folds(
    config: TrainingConfig,
    dataset: Dataset,
    folds: Folds,
    prune_above: Mapping[int, float],
    checkpoints: Sequence[Checkpoint] | None,
    seconds: float = FOLDS_SECONDS,
) -> Validation:
    """Train and score a configuration on folds; see `nnplay.training.folds.validate`.

    If Keras refuses the configuration, the result's `refusal` says why.

    Raises:
        ConfigError: If the configuration or the folds do not fit the data set.
    """
    examples = folds.prepare(config, dataset)
    try:
        return validate(config, examples, folds, prune_above, checkpoints, LOOPS, seconds)
    except tf.errors.InvalidArgumentError as error:
        return Validation(refusal=_reason(config, examples[0], error))


def _stride(epochs: int, structure: Structure) -> int:
    """Return every how many epochs to record the weights, so that neither maximum is exceeded."""
    record_bytes = 4 * sum(structure.parameter_counts)
    records = min(MAX_RECORDED_EPOCHS, MAX_RECORDED_BYTES // record_bytes - 2)
    return -(-epochs // records)


def _start(structure: Structure, checkpoint: Checkpoint) -> TrainingHistory:
    """Return the history of a run before its first epoch."""
    nothing = np.zeros((0, 1), "float32")
    records = np.zeros(1, int), checkpoint.weights[None]
    return _part(structure, Segment(nothing, nothing, *records, checkpoint))


def _part(structure: Structure, segment: Segment) -> TrainingHistory:
    return TrainingHistory(
        sizes=structure.sizes,
        activations=structure.activations,
        loss=segment.losses[:, 0],
        val_loss=segment.val_losses[:, 0] if structure.validates else None,
        epochs_recorded=segment.epochs_recorded,
        parameters=segment.recorded[:, 0],
        seconds=0.0,
    )


def _reason(config: TrainingConfig, examples: Examples, error: tf.errors.OpError) -> str:
    """Say in one sentence why Keras refuses."""
    if LOSSES[config.loss].targets == "index":
        return (
            f"Keras refuses to train with {config.loss}: it expects class numbers "
            "from 0 to one less than the output units, here only 0, but the targets run from "
            f"{extent(examples.y)}."
        )
    first_line = error.message.strip().splitlines()[0].rstrip(".")
    return f"Keras refuses to train this network: {first_line}."
