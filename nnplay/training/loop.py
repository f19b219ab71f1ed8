"""The training loop, traced once for each structure and then called with any numbers.

Weights and optimizer slots go in and come out, so a traced loop holds no state and threads may
share it. The structure contains only what changes the graph; learning rate, seed, initializer,
epochs and data do not.
"""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from nnplay.training.batches import Batches
from nnplay.training.network import Drop, Structure, forward, penalty, sample_losses
from nnplay.training.optimizers import StatelessOptimizer

# The matrices are tiny: passing them between threads and optimizing the graph cost more than they
# gain.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


class Regularization(NamedTuple):
    """The numbers of l1, l2 and dropout that a call of the loop needs.

    Attributes:
        l1: Factor of the kernels' absolute weights in the loss; l2: of their squares.
        dropout: Share of a hidden layer's values that is dropped in a training step.
        seed: Determines, together with `epoch`, which values are dropped.
        epoch: How many epochs were trained before the call.
    """

    l1: np.float32 = np.float32(0)
    l2: np.float32 = np.float32(0)
    dropout: np.float32 = np.float32(0)
    seed: np.int32 = np.int32(0)
    epoch: np.int32 = np.int32(0)


class Rows(NamedTuple):
    """The training and validation rows, as arrays or tensors.

    Attributes:
        x: Inputs of all runs' training rows, shape (rows, inputs); y: their targets, shape (rows,
            targets).
        x_val: Inputs of each run's validation rows, shape (runs, rows, inputs); y_val: their
            targets. Both may have no rows.
    """

    x: Any
    y: Any
    x_val: Any
    y_val: Any


def single_threaded() -> Any:
    """Run graphs on the calling thread; use it both when tracing and when calling."""
    return tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR")


class Loop:
    """The traced training loop of one structure."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.optimizer = StatelessOptimizer(
            structure.optimizer, (structure.runs, sum(structure.parameter_counts))
        )
        with single_threaded():
            traced = tf.function(self._train, autograph=False)
            self._run = traced.get_concrete_function(*self._signature())
        self._warm_up()

    def _warm_up(self) -> None:
        """Train one epoch on zeros: a graph's first call is slower, and would count as training."""

        def zeros(spec: tf.TensorSpec) -> np.ndarray:
            return np.zeros([size or 1 for size in spec.shape], spec.dtype.as_numpy_dtype)

        weights, _, batches, rates, _, *others = self._signature()
        start, batches, rates, rows, regularization = tf.nest.map_structure(
            zeros, (weights, batches, rates, *others)
        )
        self(start, self.optimizer.initial_slots, batches, rates, 1, rows, regularization)

    def __call__(  # type: ignore[no-untyped-def]
        self, weights, slots, batches: Batches, rates, stride, rows: Rows, regularization
    ) -> tuple:
        """Train for some epochs.

        Args:
            weights: Shape (runs, parameters).
            slots: The optimizer's variables, from `optimizer.start` or the call before.
            rates: Learning rate of each step, shape (epochs, batches). Used if the structure is
                `scheduled`; otherwise the rate is in the slots.
            stride: Record the weights after every `stride` epochs and after the last.
            regularization: Its numbers are used if the structure is `penalized` or `drops`.

        Returns:
            Weights, slots, recorded weights (records, runs, parameters), losses (epochs, runs) and
            validation losses (epochs, runs).

        Raises:
            tf.errors.InvalidArgumentError: When Keras can't compute the loss for these targets.
        """
        with single_threaded():
            arguments = (weights, slots, batches, rates, np.int32(stride), rows, regularization)
            results = self._run(*tf.nest.map_structure(tf.convert_to_tensor, arguments))
        return tuple(tf.nest.map_structure(lambda tensor: tensor.numpy(), results))

    def _signature(self) -> list:
        """Return the shapes and types of a call's arguments, None for a size that may vary."""
        runs, inputs = self.structure.runs, self.structure.sizes[0]
        batch, targets = self.structure.batch_size, self.structure.targets

        def floats(*shape: int | None) -> tf.TensorSpec:
            return tf.TensorSpec(shape, tf.float32)

        integer = tf.TensorSpec([], tf.int32)
        return [
            floats(runs, sum(self.structure.parameter_counts)),
            [tf.TensorSpec(slot.shape, slot.dtype) for slot in self.optimizer.initial_slots],
            Batches(
                order=tf.TensorSpec([None, None, runs, batch], tf.int32),
                sample_weights=floats(None, runs, batch),
                batch_weights=floats(None, runs),
            ),
            floats(None, None),
            integer,
            Rows(
                x=floats(None, inputs),
                y=floats(None, targets),
                x_val=floats(runs, None, inputs),
                y_val=floats(runs, None, targets),
            ),
            Regularization(floats(), floats(), floats(), integer, integer),
        ]

    def _train(self, weights, slots, batches, rates, stride, rows, regularization):  # type: ignore[no-untyped-def]
        runs, parameters = weights.shape
        epochs, steps = tf.shape(batches.order)[0], tf.shape(batches.sample_weights)[0]
        records = (epochs + stride - 1) // stride
        recorded = tf.TensorArray(
            tf.float32, records, element_shape=[runs, parameters], clear_after_read=False
        )
        losses = tf.TensorArray(tf.float32, epochs, element_shape=[runs])
        val_losses = tf.TensorArray(tf.float32, epochs, element_shape=[runs])

        def epoch(number, weights, slots, recorded, losses, val_losses):  # type: ignore[no-untyped-def]
            order = tf.gather(batches.order, number)

            def batch(index, weights, slots, total):  # type: ignore[no-untyped-def]
                chosen = tf.gather(order, index)
                if self.structure.scheduled:
                    slots = self.optimizer.with_rate(slots, tf.gather_nd(rates, [number, index]))
                loss, weights, slots = self._step(
                    weights,
                    slots,
                    tf.gather(rows.x, chosen),
                    tf.gather(rows.y, chosen),
                    tf.gather(batches.sample_weights, index),
                    regularization,
                    (regularization.epoch + number) * steps + index,
                )
                total += loss * tf.gather(batches.batch_weights, index)
                return index + 1, weights, slots, total

            _, weights, slots, total = tf.while_loop(
                lambda index, *_: index < steps,
                batch,
                (0, weights, slots, tf.zeros([runs])),
            )
            losses = losses.write(number, total)
            val_losses = val_losses.write(number, self._val_loss(weights, rows, regularization))
            # Every epoch of a stride overwrites the one before, so its last epoch stays.
            recorded = recorded.write(number // stride, weights)
            return number + 1, weights, slots, recorded, losses, val_losses

        _, weights, slots, recorded, losses, val_losses = tf.while_loop(
            lambda number, *_: number < epochs,
            epoch,
            (0, weights, slots, recorded, losses, val_losses),
        )
        return weights, slots, recorded.stack(), losses.stack(), val_losses.stack()

    def _step(self, weights, slots, x, y, sample_weights, regularization, number):  # type: ignore[no-untyped-def]
        drop = self.drop(regularization, number) if self.structure.drops else None
        with tf.GradientTape() as tape:
            tape.watch(weights)
            predictions = forward(self.structure, weights, x, drop)
            losses = sample_losses(self.structure.loss, y, predictions)
            penalties = self.penalties(weights, regularization)
        gradient = tape.gradient(
            [losses, penalties], weights, output_gradients=[sample_weights, tf.ones_like(penalties)]
        )
        weights, slots = self.optimizer.apply(weights, slots, gradient)
        # a padding row of weight 0 would turn an infinite loss into NaN
        weighted = tf.math.multiply_no_nan(losses, sample_weights)
        return tf.reduce_sum(weighted, axis=1) + penalties, weights, slots

    def drop(self, regularization: Regularization, number: tf.Tensor) -> Drop:
        """Return the dropout of one step.

        Args:
            number: Of the step, counted from 0 over all epochs.
        """
        rate = regularization.dropout

        def drop(x: tf.Tensor, layer: int) -> tf.Tensor:
            seed = tf.stack([regularization.seed * len(self.structure.sizes) + layer, number])
            chance = tf.random.stateless_uniform(tf.shape(x), seed)
            return tf.where(chance >= rate, x / (1 - rate), 0.0)

        return drop

    def penalties(self, weights: tf.Tensor, regularization: Regularization) -> tf.Tensor:
        """Return what l1 and l2 add to the loss, shape (runs,)."""
        if not self.structure.penalized:
            return tf.zeros([self.structure.runs])
        return penalty(self.structure, weights, regularization.l1, regularization.l2)

    def _val_loss(self, weights, rows, regularization):  # type: ignore[no-untyped-def]
        runs = self.structure.runs
        if not self.structure.validates:
            return tf.constant(np.nan, tf.float32, [runs])
        predictions = forward(self.structure, weights, rows.x_val)
        losses = sample_losses(self.structure.loss, rows.y_val, predictions)
        return tf.reduce_mean(losses, axis=1) + self.penalties(weights, regularization)
