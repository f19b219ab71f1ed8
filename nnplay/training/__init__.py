"""The training engine: whole Keras trainings inside compiled TensorFlow graphs."""

import random
import time
from dataclasses import replace

import numpy as np
import tensorflow as tf

from nnplay.chunks import CHUNK_SECONDS, Checkpoint, Chunk, OnProgress, join, run_chunks
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.history import TrainingHistory
from nnplay.model import make_initializer
from nnplay.training.program import ProgramCache, Structure, schedule

MAX_RECORDED_EPOCHS = 500
MAX_RECORDED_BYTES = 16_000_000  # of weights in one history
# Steps until a chunk knows how fast it is: 0.03 s for a small network, 0.2 s for the largest.
STEPS_BEFORE_MEASURING = 1_000

_programs = ProgramCache()


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
    began = time.perf_counter()
    examples = prepare(config, dataset)
    structure = _structure(config, examples)
    parts, refusal = [], None
    if checkpoint is None:
        weights = initial_weights(config, structure.sizes)[None]
        generator = np.random.default_rng(config.seed) if config.shuffle else None
        checkpoint = Checkpoint(0, weights, None, generator)
        parts.append(_part(structure, epochs_recorded=np.zeros(1, int), parameters=weights))
    try:
        for chunk in _portions(config, examples, structure, checkpoint):
            parts.append(chunk.history)
            checkpoint = chunk.checkpoint
    except tf.errors.InvalidArgumentError as error:
        refusal = _reason(config, examples, error)
    seconds = time.perf_counter() - began
    return Chunk(replace(join(parts), seconds=seconds, refusal=refusal), checkpoint)


def initial_weights(config: TrainingConfig, sizes: tuple[int, ...]) -> np.ndarray:
    """Draw the weights that `build_model` would have, bit for bit, shape (parameters,)."""
    # A Keras layer takes the seed of its initializer from Python's generator, which
    # `keras.utils.set_random_seed` seeds; a generator of our own leaves other threads alone.
    seeds = random.Random(config.seed)  # noqa: S311  not a secret
    hidden = len(sizes) - 2
    names = [config.kernel_initializer] * hidden + [config.output_kernel_initializer]
    arrays = []
    for name, inputs, units in zip(names, sizes[:-1], sizes[1:], strict=True):
        kernel = make_initializer(name, seeds)((inputs, units))
        arrays += [np.ravel(kernel), np.zeros(units)]
    return np.concatenate(arrays).astype("float32")


def _structure(config: TrainingConfig, examples: Examples) -> Structure:
    return Structure(
        sizes=(len(examples.features), *config.hidden_units, 1),
        activations=config.activations,
        loss=config.loss,
        optimizer=config.optimizer,
        batch_size=min(config.batch_size, len(examples.training_rows)),
        validates=len(examples.validation_rows) > 0,
    )


def _stride(epochs: int, structure: Structure) -> int:
    """Return after how many epochs the weights are recorded, so that both bounds are kept."""
    record_bytes = 4 * sum(structure.parameter_counts)
    records = min(MAX_RECORDED_EPOCHS, MAX_RECORDED_BYTES // record_bytes - 2)
    return -(-epochs // records)


def _portions(config: TrainingConfig, examples: Examples, structure: Structure, at: Checkpoint):  # type: ignore[no-untyped-def]
    """Train in calls of whole strides, the first short, the next to fill the time that is left."""
    program = _programs.get(structure)
    stride = _stride(config.epochs, structure)
    rows = examples.training_rows
    x, y = examples.x[rows], examples.y[rows]
    x_val, y_val = examples.x[examples.validation_rows], examples.y[examples.validation_rows]
    slots = at.slots
    if slots is None:
        slots = program.optimizer.start(config.learning_rate_used)
    weights, generator, epoch = at.weights, at.generator, at.epoch
    batches = -(-len(rows) // structure.batch_size)
    count, began = STEPS_BEFORE_MEASURING // batches, time.perf_counter()
    while epoch < config.epochs and count > 0:
        count = min(max(count // stride, 1) * stride, config.epochs - epoch)
        order, shares, parts = schedule(len(rows), structure.batch_size, count, [generator])
        called = time.perf_counter()
        weights, slots, recorded, losses, val_losses = program(
            weights, slots, order, shares, parts, stride, x, y, x_val, y_val
        )
        ended = epoch + np.minimum(np.arange(1, len(recorded) + 1) * stride, count)
        part = _part(
            structure,
            loss=losses[:, 0],
            val_loss=val_losses[:, 0],
            epochs_recorded=ended,
            parameters=recorded[:, 0],
        )
        epoch += count
        yield Chunk(part, Checkpoint(epoch, weights, slots, generator))
        now = time.perf_counter()
        count = int(count * (CHUNK_SECONDS - (now - began)) / (now - called))


def _part(structure: Structure, **arrays: np.ndarray) -> TrainingHistory:
    nothing = np.zeros(0, "float32")
    val_loss = arrays.get("val_loss", nothing)
    return TrainingHistory(
        sizes=structure.sizes,
        activations=structure.activations,
        loss=arrays.get("loss", nothing),
        val_loss=val_loss if structure.validates else None,
        epochs_recorded=arrays["epochs_recorded"],
        parameters=arrays["parameters"],
        seconds=0.0,
    )


def _reason(config: TrainingConfig, examples: Examples, error: tf.errors.OpError) -> str:
    """Say in one sentence why Keras refuses."""
    if config.loss == "sparse_categorical_crossentropy":
        return (
            "Keras refuses to train with sparse_categorical_crossentropy: it expects class numbers "
            "from 0 to one less than the output units, here only 0, but the targets run from "
            f"{examples.y.min():.1f} to {examples.y.max():.1f}."
        )
    first_line = error.message.strip().splitlines()[0].rstrip(".")
    return f"Keras refuses to train this network: {first_line}."
