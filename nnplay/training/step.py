"""Takes one training step of a run apart: all its numbers as a `Step`."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import tensorflow as tf

from nnplay.chunks import CHUNK_SECONDS, Checkpoint
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.step import LayerPass, Step
from nnplay.training.batches import Batches, draw_batches
from nnplay.training.cache import LOOPS
from nnplay.training.loop import Loop, Regularization, Rows
from nnplay.training.network import Drop, LayerTensors, forward_layers, sample_losses
from nnplay.training.segments import (
    first_checkpoint,
    regularization,
    structure_of,
    train_segments,
)


def train_to(
    config: TrainingConfig, dataset: Dataset, epoch: int, checkpoint: Checkpoint | None
) -> Checkpoint:
    """Train towards an epoch of a run, from a checkpoint or the start, for about `CHUNK_SECONDS`.

    Early stopping is left out: it decides when a run ends, but does not change any epoch.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    config = replace(config, patience=0)
    examples = prepare(config, dataset)
    loop = LOOPS.get(structure_of(config, [examples]))
    checkpoint = checkpoint or first_checkpoint(config, loop, [config.seed])
    if checkpoint.epoch < epoch:
        for segment in train_segments(
            loop, config, [examples], checkpoint, CHUNK_SECONDS, until=epoch
        ):
            checkpoint = segment.checkpoint
    return checkpoint


def take_step(config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint, batch: int) -> Step:
    """Take the step with one batch of the epoch after a checkpoint, and return all its numbers.

    It is the same step as in the run itself, with its order of the rows and its dropout.

    Args:
        checkpoint: Of a single run, from `train_to`.
        batch: The number of the batch, from 0.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        IndexError: If the epoch has no batch of this number.
    """
    examples = prepare(config, dataset)
    loop = LOOPS.get(structure_of(config, [examples]))
    epoch = _Epoch(config, examples, loop, checkpoint)
    weights, slots = epoch.train(checkpoint.weights, checkpoint.slots, 0, batch)
    after, slots_after = epoch.train(weights, slots, batch, batch + 1)
    numbers = epoch.rows_of(batch)
    number = checkpoint.epoch * epoch.batches + batch
    drop = loop.drop(epoch.numbers(0), tf.constant(number)) if loop.structure.drops else None
    passed = _Pass(loop, weights, epoch.x[numbers], epoch.y[numbers], drop, epoch.numbers(0))
    read = loop.optimizer.memory
    return Step(
        epoch=checkpoint.epoch,
        batch=batch,
        batches=epoch.batches,
        number=number + 1,
        rows=examples.training_rows[numbers],
        layers=passed.layers,
        error_slopes=passed.error_slopes,
        loss=passed.loss,
        gradient=passed.gradient,
        before=weights[0],
        after=after[0],
        memory_before=read(slots),
        memory_after=read(slots_after),
        settings=loop.optimizer.settings(slots_after),
    )


class _Epoch:
    """The epoch after a checkpoint, whose batches can be trained one by one."""

    def __init__(
        self, config: TrainingConfig, examples: Examples, loop: Loop, at: Checkpoint
    ) -> None:
        rows = examples.training_rows
        self.x, self.y = examples.x[rows], examples.targets[rows]
        self._drawn = draw_batches(
            [len(rows)], loop.structure.batch_size, 1, deepcopy(at.generators)
        )
        self.batches = len(self._drawn.sample_weights)
        self._config, self._loop, self._epoch = config, loop, at.epoch

    def rows_of(self, batch: int) -> np.ndarray:
        """Return the indices of a batch's rows among the training rows, without the padding."""
        return self._drawn.order[0, batch, 0][self._drawn.sample_weights[batch, 0] > 0]

    def numbers(self, batch: int) -> Regularization:
        """Return the numbers for a call of the loop in which each batch counts as an epoch."""
        return regularization(self._config, self._epoch * self.batches + batch)

    def _rates(self, batches: np.ndarray) -> np.ndarray:
        """Return the learning rate of some batches, shape (batches, 1)."""
        steps = self._epoch * self.batches + batches[:, None]
        return self._config.rates(steps, self._config.epochs * self.batches).astype("float32")

    def train(self, weights: np.ndarray, slots: Any, start: int, stop: int) -> tuple[Any, Any]:
        """Train with the batches from `start` to before `stop`; return weights and slots."""
        if start == stop:
            return weights, slots
        steps = Batches(
            order=self._drawn.order[0, start:stop, None],
            # only the last batch of an epoch may be shorter, and here it is always trained alone
            sample_weights=self._drawn.sample_weights[stop - 1 : stop],
            batch_weights=np.ones((1, 1), "float32"),
        )
        rates = self._rates(np.arange(start, stop))
        rows = Rows(self.x, self.y, self.x[None, :0], self.y[None, :0])
        after, slots, *_ = self._loop(
            weights, slots, steps, rates, stop - start, rows, self.numbers(start)
        )
        return after, slots


class _Pass:
    """The forward and backward pass of one batch."""

    def __init__(
        self,
        loop: Loop,
        weights: np.ndarray,
        x: np.ndarray,
        y: np.ndarray,
        drop: Drop | None,
        numbers: Regularization,
    ) -> None:
        own = tf.constant(weights)
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(own)
            layers = forward_layers(loop.structure, own, x[None], drop)
            losses = sample_losses(loop.structure.loss, y[None], layers[-1].values)
            penalties = loop.penalties(own, numbers)
            total = tf.reduce_mean(losses, axis=1) + penalties
        self.loss = float(total[0])
        self.gradient = tape.gradient(total, own)[0].numpy()
        by_prediction = tape.gradient(losses, layers[-1].active)
        self.error_slopes = None if by_prediction is None else by_prediction[0].numpy()
        inputs = [tf.constant(x[None]), *(layer.values for layer in layers[:-1])]
        self.layers = tuple(
            LayerPass(
                inputs=came[0].numpy(),
                sums=layer.sums[0].numpy(),
                slopes=tape.gradient(layer.active, layer.sums)[0].numpy(),
                factors=_factors(layer, number, drop if number < len(layers) else None),
                deltas=tape.gradient(losses, layer.sums)[0].numpy(),
            )
            for number, (came, layer) in enumerate(zip(inputs, layers, strict=True), start=1)
        )


def _factors(layer: LayerTensors, number: int, drop: Drop | None) -> np.ndarray | None:
    return None if drop is None else drop(tf.ones_like(layer.active), number)[0].numpy()
