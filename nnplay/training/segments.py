"""Trains one configuration, from one or several seeds, in segments of some epochs each."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnplay.chunks import CHUNK_SECONDS, Checkpoint
from nnplay.config import TrainingConfig
from nnplay.datasets import Examples
from nnplay.early_stopping import Stopping, Watch
from nnplay.model import make_initializer
from nnplay.training.batches import draw_batches
from nnplay.training.loop import Loop, Regularization, Rows
from nnplay.training.network import Structure

# Steps of a chunk's first call, which measures how fast training is: 0.03 s for a small network,
# 0.2 s for the largest.
STEPS_BEFORE_MEASURING = 1_000


@dataclass(frozen=True, eq=False)
class Segment:
    """The results of some epochs of training.

    Attributes:
        losses: Loss of each epoch, shape (epochs, runs); val_losses: its validation loss.
        epochs_recorded: The epochs at whose end the weights were recorded.
        recorded: These weights, shape (records, runs, parameters).
        checkpoint: The state of the runs at the end.
    """

    losses: np.ndarray
    val_losses: np.ndarray
    epochs_recorded: np.ndarray
    recorded: np.ndarray
    checkpoint: Checkpoint


def structure_of(config: TrainingConfig, examples: Sequence[Examples]) -> Structure:
    """Return the structure of the graph that trains a configuration.

    Several runs compute a validation loss only if early stopping needs it.

    Args:
        examples: The examples of each run.
    """
    first = examples[0]
    held_out = len(first.validation_rows) > 0
    return Structure(
        sizes=(len(first.features), *config.hidden_units, first.outputs),
        activations=config.activations,
        loss=config.loss,
        optimizer=config.optimizer,
        batch_size=min(config.batch_size, max(len(each.training_rows) for each in examples)),
        validates=held_out and (len(examples) == 1 or config.stops_early),
        runs=len(examples),
        targets=first.targets.shape[1],
        penalized=config.l1 > 0 or config.l2 > 0,
        drops=config.dropout > 0 and len(config.hidden_units) > 0,
        scheduled=config.schedule.changes,
    )


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


def first_checkpoint(config: TrainingConfig, loop: Loop, seeds: Sequence[int]) -> Checkpoint:
    """Return the checkpoint with which the runs of these seeds begin."""
    sizes = loop.structure.sizes
    weights = [initial_weights(replace(config, seed=seed), sizes) for seed in seeds]
    draw = [np.random.default_rng(seed) if config.shuffle else None for seed in seeds]
    slots = loop.optimizer.start(config.learning_rate_used)
    start = np.stack(weights)
    stopping = None
    if config.stops_early and loop.structure.validates:
        watches = (Watch(),) * len(seeds)
        stopping = Stopping(config.patience, config.restore_best_weights, watches, start)
    return Checkpoint(0, start, slots, tuple(draw), stopping)


def train_segments(
    loop: Loop,
    config: TrainingConfig,
    examples: Sequence[Examples],
    at: Checkpoint,
    seconds: float,
    stride: int | None = None,
    until: int | None = None,
) -> Iterator[Segment]:
    """Train for about `seconds`, in calls of the loop: a short one first, to measure the speed.

    It ends sooner at the last epoch, and when early stopping has stopped all runs.

    Args:
        examples: The examples of each run; all runs need equally many batches.
        stride: Record the weights after every `stride` epochs and after each call's last; None:
            after each call's last alone.
        until: The epoch to train to, the run's last unless given.

    Raises:
        tf.errors.InvalidArgumentError: When Keras can't compute the loss for these targets.
    """
    structure = loop.structure
    rows, offsets = _stack(examples, validates=structure.validates)
    counts = [len(each.training_rows) for each in examples]
    batches = config.batches(counts[0])
    steps = batches * structure.runs
    count = max(1, int(STEPS_BEFORE_MEASURING * seconds / CHUNK_SECONDS) // steps)
    end = until or config.epochs
    began = time.perf_counter()
    while at.epoch < end and not at.is_last(config) and count > 0:
        whole = stride or 1
        count = min(max(count // whole, 1) * whole, end - at.epoch)
        drawn = draw_batches(counts, structure.batch_size, count, at.generators)
        drawn = drawn._replace(order=drawn.order + offsets)
        called = time.perf_counter()
        every = 1 if at.stopping else stride or count
        rates = _rates(config, at.epoch, count, batches)
        numbers = regularization(config, at.epoch)
        weights, slots, recorded, losses, val_losses = loop(
            at.weights, at.slots, drawn, rates, every, rows, numbers
        )
        ended = at.epoch + np.minimum(np.arange(1, len(recorded) + 1) * every, count)
        before, at = at, Checkpoint(at.epoch + count, weights, slots, at.generators)
        segment = Segment(losses, val_losses, ended, recorded, at)
        if before.stopping:
            segment = _stopped(segment, before.stopping, before.epoch, stride or count)
        at = segment.checkpoint
        yield segment
        now = time.perf_counter()
        count = int(count * (seconds - (now - began)) / (now - called))


def _stopped(segment: Segment, before: Stopping, epoch: int, stride: int) -> Segment:
    """Apply early stopping to a segment, and cut off the epochs after all runs have stopped.

    Args:
        segment: Has recorded the weights of every epoch.
        epoch: The last epoch before the segment.
        stride: Keep the weights after every `stride` epochs, and the last.
    """
    after = before.follow(segment.val_losses, segment.recorded, epoch)
    count = after.last - epoch if after.stopped else len(segment.losses)
    kept = np.unique([*range(stride - 1, count, stride), count - 1])
    checkpoint = replace(segment.checkpoint, epoch=epoch + count, stopping=after)
    return Segment(
        losses=segment.losses[:count],
        val_losses=segment.val_losses[:count],
        epochs_recorded=segment.epochs_recorded[kept],
        recorded=segment.recorded[kept],
        checkpoint=checkpoint,
    )


def _rates(config: TrainingConfig, epoch: int, count: int, batches: int) -> np.ndarray:
    """Return the learning rates of the `count` epochs after `epoch`, shape (epochs, batches)."""
    if not config.schedule.changes:
        return np.zeros((1, 1), "float32")
    steps = np.arange(epoch * batches, (epoch + count) * batches).reshape(count, batches)
    return config.rates(steps, config.epochs * batches).astype("float32")


def regularization(config: TrainingConfig, epoch: int) -> Regularization:
    """Return the numbers of l1, l2 and dropout for a call of the loop after this epoch."""
    return Regularization(
        l1=np.float32(config.l1),
        l2=np.float32(config.l2),
        dropout=np.float32(config.dropout),
        seed=np.int32(config.seed),
        epoch=np.int32(epoch),
    )


def _stack(examples: Sequence[Examples], *, validates: bool) -> tuple[Rows, np.ndarray]:
    """Concatenate the training rows of all runs, once for runs that share their examples.

    Returns:
        The rows, and the offset at which each run's training rows begin, shape (runs, 1), like the
        last two axes of `Batches.order`.
    """
    different = list({id(each): each for each in examples}.values())
    ends = np.cumsum([0, *(len(each.training_rows) for each in different)], dtype="int32")
    begins = {id(each): begin for each, begin in zip(different, ends, strict=False)}
    held_out = [(each, each.validation_rows if validates else slice(0)) for each in examples]
    rows = Rows(
        x=np.concatenate([each.x[each.training_rows] for each in different]),
        y=np.concatenate([each.targets[each.training_rows] for each in different]),
        x_val=np.stack([each.x[own] for each, own in held_out]),
        y_val=np.stack([each.targets[own] for each, own in held_out]),
    )
    return rows, np.array([[begins[id(each)]] for each in examples])
