"""One training loop, traced once for a structure and then called with any numbers.

Weights and optimizer slots go in and come out, so a traced loop holds no state and threads may
share it. Only what changes the graph belongs to the structure: learning rate, seed, initializer,
epochs and data do not.
"""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from nnplay.training.network import Drop, Structure, forward, penalty, sample_losses
from nnplay.training.optimizers import StatelessOptimizer

# The matrices are tiny: handing them between threads and rewriting the graph cost more than it
# gains.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


class Regularization(NamedTuple):
    """What keeps weights small or makes them share the work; part of every call.

    Attributes:
        l1: Weighs the sizes of the kernels' weights, l2 their squares.
        dropout: Share of a hidden layer's values that is dropped in a training step.
        seed: Draws which ones, together with `epoch`, the epochs trained before the call.
    """

    l1: np.float32 = np.float32(0)
    l2: np.float32 = np.float32(0)
    dropout: np.float32 = np.float32(0)
    seed: np.int32 = np.int32(0)
    epoch: np.int32 = np.int32(0)


def single_threaded() -> Any:
    """Run a graph on the calling thread; must be active both when tracing and when calling."""
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
        """Train one epoch on zeros: a graph's first call is slower, which is no training time."""
        weights, _, *others = self._signature()[:-1]
        shapes = [(spec.dtype.name, [n or 1 for n in spec.shape]) for spec in (weights, *others)]
        weights, order, sample_weights, batch_weights, rates, _, *rows = (
            np.zeros(shape, kind) for kind, shape in shapes
        )
        batches = [order, sample_weights, batch_weights, rates, 1]
        self(*[weights, self.optimizer.initial_slots, *batches, *rows, Regularization()])

    def __call__(  # type: ignore[no-untyped-def]
        self,
        weights,
        slots,
        order,
        sample_weights,
        batch_weights,
        rates,
        stride,
        x,
        y,
        x_val,
        y_val,
        regularization,
    ) -> tuple:
        """Train for some epochs.

        Args:
            weights: Shape (runs, parameters).
            slots: The optimizer's variables, from `optimizer.start` or the call before.
            order: Row numbers, int32, shape (epochs, batches, runs, batch_size).
            sample_weights: Of each sample in its batch's mean, shape (batches, runs, batch_size).
            batch_weights: Of each batch in its epoch's mean, shape (batches, runs).
            rates: Learning rate of each step, shape (epochs, batches); counts if the structure
                says so, else that of the slots does.
            stride: Record the weights after every `stride` epochs and after the last.
            x: Training inputs, shape (rows, inputs); y: their targets, shape (rows, targets).
            x_val: Held-out inputs of each run, shape (runs, rows, inputs); y_val: their targets;
                both may have no rows.
            regularization: Counts as far as the structure says.

        Returns:
            Weights, slots, recorded weights (records, runs, parameters), losses (epochs, runs) and
            validation losses (epochs, runs).

        Raises:
            tf.errors.InvalidArgumentError: When Keras can't compute the loss for these targets.
        """
        with single_threaded():
            batches = (order, sample_weights, batch_weights, rates, np.int32(stride))
            arguments = (weights, slots, *batches, x, y, x_val, y_val, regularization)
            results = self._run(*tf.nest.map_structure(tf.convert_to_tensor, arguments))
        return tuple(tf.nest.map_structure(lambda tensor: tensor.numpy(), results))

    def _signature(self) -> list:
        runs, inputs = self.structure.runs, self.structure.sizes[0]
        batch, parameters = self.structure.batch_size, sum(self.structure.parameter_counts)
        floats = {
            "weights": [runs, parameters],
            "sample_weights": [None, runs, batch],
            "batch_weights": [None, runs],
            "rates": [None, None],
            "x": [None, inputs],
            "y": [None, self.structure.targets],
            "x_val": [runs, None, inputs],
            "y_val": [runs, None, self.structure.targets],
        }
        spec = {name: tf.TensorSpec(shape, tf.float32) for name, shape in floats.items()}
        slots = [tf.TensorSpec(s.shape, s.dtype) for s in self.optimizer.initial_slots]
        order = tf.TensorSpec([None, None, runs, batch], tf.int32)
        stride = tf.TensorSpec([], tf.int32)
        kinds = (tf.float32, tf.float32, tf.float32, tf.int32, tf.int32)
        numbers = Regularization(*(tf.TensorSpec([], kind) for kind in kinds))
        return [
            spec["weights"],
            slots,
            order,
            spec["sample_weights"],
            spec["batch_weights"],
            spec["rates"],
            stride,
            *(spec[name] for name in ("x", "y", "x_val", "y_val")),
            numbers,
        ]

    def _train(  # type: ignore[no-untyped-def]
        self,
        weights,
        slots,
        order,
        sample_weights,
        batch_weights,
        rates,
        stride,
        x,
        y,
        x_val,
        y_val,
        regularization,
    ):
        runs, parameters = weights.shape
        epochs, batches = tf.shape(order)[0], tf.shape(sample_weights)[0]
        records = (epochs + stride - 1) // stride
        recorded = tf.TensorArray(
            tf.float32, records, element_shape=[runs, parameters], clear_after_read=False
        )
        losses = tf.TensorArray(tf.float32, epochs, element_shape=[runs])
        val_losses = tf.TensorArray(tf.float32, epochs, element_shape=[runs])

        def epoch(number, weights, slots, recorded, losses, val_losses):  # type: ignore[no-untyped-def]
            rows = tf.gather(order, number)

            def batch(index, weights, slots, total):  # type: ignore[no-untyped-def]
                chosen = tf.gather(rows, index)
                if self.structure.scheduled:
                    slots = self.optimizer.with_rate(slots, tf.gather_nd(rates, [number, index]))
                loss, weights, slots = self._step(
                    weights,
                    slots,
                    tf.gather(x, chosen),
                    tf.gather(y, chosen),
                    tf.gather(sample_weights, index),
                    regularization,
                    (regularization.epoch + number) * batches + index,
                )
                return index + 1, weights, slots, total + loss * tf.gather(batch_weights, index)

            _, weights, slots, total = tf.while_loop(
                lambda index, *_: index < batches,
                batch,
                (0, weights, slots, tf.zeros([runs])),
            )
            losses = losses.write(number, total)
            val_losses = val_losses.write(
                number, self._val_loss(weights, x_val, y_val, regularization)
            )
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
        """Return what drops values in the step of this number, counted from 0 over all epochs."""
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

    def _val_loss(self, weights, x, y, regularization):  # type: ignore[no-untyped-def]
        runs = self.structure.runs
        if not self.structure.validates:
            return tf.constant(np.nan, tf.float32, [runs])
        predictions = forward(self.structure, weights, x)
        losses = tf.reduce_mean(sample_losses(self.structure.loss, y, predictions), axis=1)
        return losses + self.penalties(weights, regularization)
