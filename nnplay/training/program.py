"""One training loop, traced once for a structure and then called with any numbers.

All weights of a network lie in one row of a (runs, parameters) matrix, in the order of
`keras.Model.get_weights`; `runs` networks of one structure train side by side. Weights and
optimizer slots go in and come out, so a traced program holds no state and threads may share it.
Only what changes the graph belongs to the structure: learning rate, seed, initializer, epochs and
data do not.
"""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context  # private; only for clear_kernel_cache()

from nnplay.training.optimizers import StatelessOptimizer

# The matrices are tiny: handing them between threads and rewriting the graph cost more than it
# gains.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})

PROGRAMS_KEPT = 48  # a traced structure holds about 3 MB
EVICTIONS_BEFORE_CLEARING = 16


# Values of a hidden layer and its number to the values that are left.
Drop = Callable[[tf.Tensor, int], tf.Tensor]


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


class Structure(NamedTuple):
    """What a new graph is needed for.

    Attributes:
        sizes: Units of every layer from the inputs to the outputs.
        activations: Activation of every layer after the inputs.
        batch_size: At most the number of training rows.
        validates: Whether the loss of held-out rows is wanted after every epoch.
        runs: How many networks train side by side.
        targets: Columns of the targets: one, or one a class.
        penalized: Whether large weights add to the loss.
        drops: Whether values of the hidden layers are dropped.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    optimizer: str
    batch_size: int
    validates: bool
    runs: int = 1
    targets: int = 1
    penalized: bool = False
    drops: bool = False

    @property
    def parameter_counts(self) -> list[int]:
        """Sizes of the flattened kernels and biases."""
        pairs = pairwise(self.sizes)
        return [count for inputs, units in pairs for count in (inputs * units, units)]


def sample_losses(name: str, y: tf.Tensor, predictions: tf.Tensor) -> tf.Tensor:
    """Return the Keras loss of each sample, not their mean: (..., rows, outputs) to (..., rows)."""
    if name in ("hinge", "squared_hinge"):
        # Keras's own branches in the graph, at which threads would wait for each other for ever.
        are_classes = tf.reduce_all((y == 0) | (y == 1))
        margins = tf.maximum(1 - tf.where(are_classes, 2 * y - 1, y) * predictions, 0)
        return tf.reduce_mean(margins if name == "hinge" else tf.square(margins), axis=-1)
    function = keras.losses.get(name)
    return getattr(function, "call", function)(y, predictions)


def activation_function(name: str) -> Any:
    """Return the Keras activation of a name."""
    if name == "silu":
        # Keras takes TensorFlow's, which registers a gradient of its own with every trace and so
        # keeps the whole graph for ever; the product is the same.
        return lambda x: x * tf.sigmoid(x)
    return keras.activations.get(name)


def forward(
    structure: Structure, weights: tf.Tensor, x: tf.Tensor, drop: Drop | None = None
) -> tf.Tensor:
    """Apply the layers: weights (runs, parameters), x (runs or 1, rows, inputs).

    Args:
        drop: Applied to the values of each hidden layer, which it gets with the layer's number.
    """
    parts = iter(tf.split(weights, structure.parameter_counts, axis=1))
    pairs = pairwise(structure.sizes)
    layers = enumerate(zip(pairs, structure.activations, strict=True), start=1)
    for layer, ((inputs, units), activation) in layers:
        kernel = tf.reshape(next(parts), [structure.runs, inputs, units])
        bias = tf.reshape(next(parts), [structure.runs, 1, units])
        x = activation_function(activation)(tf.matmul(x, kernel) + bias)
        if drop and layer < len(structure.activations):
            x = drop(x, layer)
    return x


def penalty(structure: Structure, weights: tf.Tensor, l1: tf.Tensor, l2: tf.Tensor) -> tf.Tensor:
    """Return what `keras.regularizers.L1L2` adds to the loss for all kernels, shape (runs,)."""
    parts = tf.split(weights, structure.parameter_counts, axis=1)
    kernels = tf.concat(parts[::2], axis=1)
    sizes = tf.reduce_sum(tf.abs(kernels), axis=1)
    return l1 * sizes + l2 * tf.reduce_sum(tf.square(kernels), axis=1)


def single_threaded() -> Any:
    """Run a graph on the calling thread; must be active both when tracing and when calling."""
    return tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR")


class Program:
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
        weights, order, shares, parts, _, x, y, x_val, y_val = (
            np.zeros(shape, kind) for kind, shape in shapes
        )
        slots, nothing = self.optimizer.initial_slots, Regularization()
        self(weights, slots, order, shares, parts, 1, x, y, x_val, y_val, nothing)

    def __call__(  # type: ignore[no-untyped-def]
        self, weights, slots, order, shares, parts, stride, x, y, x_val, y_val, regularization
    ) -> tuple:
        """Train for some epochs.

        Args:
            weights: Shape (runs, parameters).
            slots: The optimizer's variables, from `optimizer.start` or the call before.
            order: Row numbers, int32, shape (epochs, batches, runs, batch_size).
            shares: Part of each sample in its batch's mean, shape (batches, runs, batch_size).
            parts: Part of each batch in its epoch's mean, shape (batches, runs).
            stride: Record the weights after every `stride` epochs and after the last.
            x: Training inputs, shape (rows, inputs); y: their targets, shape (rows, targets).
            x_val: Held-out inputs; y_val: their targets; both may have no rows.
            regularization: Counts as far as the structure says.

        Returns:
            Weights, slots, recorded weights (records, runs, parameters), losses (epochs, runs) and
            validation losses (epochs, runs).

        Raises:
            tf.errors.InvalidArgumentError: When Keras can't compute the loss for these targets.
        """
        with single_threaded():
            schedule = (order, shares, parts, np.int32(stride))
            arguments = (weights, slots, *schedule, x, y, x_val, y_val, regularization)
            results = self._run(*tf.nest.map_structure(tf.convert_to_tensor, arguments))
        return tuple(tf.nest.map_structure(lambda tensor: tensor.numpy(), results))

    def _signature(self) -> list:
        runs, inputs = self.structure.runs, self.structure.sizes[0]
        batch, parameters = self.structure.batch_size, sum(self.structure.parameter_counts)
        floats = {
            "weights": [runs, parameters],
            "shares": [None, runs, batch],
            "parts": [None, runs],
            "x": [None, inputs],
            "y": [None, self.structure.targets],
        }
        spec = {name: tf.TensorSpec(shape, tf.float32) for name, shape in floats.items()}
        slots = [tf.TensorSpec(s.shape, s.dtype) for s in self.optimizer.initial_slots]
        order = tf.TensorSpec([None, None, runs, batch], tf.int32)
        stride = tf.TensorSpec([], tf.int32)
        rows = [spec["x"], spec["y"]] * 2
        kinds = (tf.float32, tf.float32, tf.float32, tf.int32, tf.int32)
        numbers = Regularization(*(tf.TensorSpec([], kind) for kind in kinds))
        return [
            spec["weights"],
            slots,
            order,
            spec["shares"],
            spec["parts"],
            stride,
            *rows,
            numbers,
        ]

    def _train(  # type: ignore[no-untyped-def]
        self, weights, slots, order, shares, parts, stride, x, y, x_val, y_val, regularization
    ):
        runs, parameters = weights.shape
        epochs, batches = tf.shape(order)[0], tf.shape(shares)[0]
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
                loss, weights, slots = self._step(
                    weights,
                    slots,
                    tf.gather(x, chosen),
                    tf.gather(y, chosen),
                    tf.gather(shares, index),
                    regularization,
                    (regularization.epoch + number) * batches + index,
                )
                return index + 1, weights, slots, total + loss * tf.gather(parts, index)

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

    def _step(self, weights, slots, x, y, share, regularization, number):  # type: ignore[no-untyped-def]
        drop = self._drop(regularization, number) if self.structure.drops else None
        with tf.GradientTape() as tape:
            tape.watch(weights)
            predictions = forward(self.structure, weights, x, drop)
            losses = sample_losses(self.structure.loss, y, predictions)
            penalties = self._penalties(weights, regularization)
        gradient = tape.gradient(
            [losses, penalties], weights, output_gradients=[share, tf.ones_like(penalties)]
        )
        weights, slots = self.optimizer.apply(weights, slots, gradient)
        return tf.reduce_sum(losses * share, axis=1) + penalties, weights, slots

    def _drop(self, regularization: Regularization, number: tf.Tensor) -> Drop:
        rate = regularization.dropout

        def drop(x: tf.Tensor, layer: int) -> tf.Tensor:
            seed = tf.stack([regularization.seed * len(self.structure.sizes) + layer, number])
            chance = tf.random.stateless_uniform(tf.shape(x), seed)
            return tf.where(chance >= rate, x / (1 - rate), 0.0)

        return drop

    def _penalties(self, weights: tf.Tensor, regularization: Regularization) -> tf.Tensor:
        if not self.structure.penalized:
            return tf.zeros([self.structure.runs])
        return penalty(self.structure, weights, regularization.l1, regularization.l2)

    def _val_loss(self, weights, x, y, regularization):  # type: ignore[no-untyped-def]
        runs = self.structure.runs
        if not self.structure.validates:
            return tf.constant(np.nan, tf.float32, [runs])
        predictions = forward(self.structure, weights, x[None])
        y = tf.tile(y[None], [runs, 1, 1])
        losses = tf.reduce_mean(sample_losses(self.structure.loss, y, predictions), axis=1)
        return losses + self._penalties(weights, regularization)


class ProgramCache:
    """The most recently used programs; threads may ask at once, tracing goes one by one."""

    def __init__(self, bound: int = PROGRAMS_KEPT) -> None:
        self._bound = bound
        self._programs: OrderedDict[Structure, Program] = OrderedDict()
        self._evicted = 0
        self._lock = threading.Lock()
        # Tracing is Python: side by side it only fights for the interpreter's lock.
        self._tracing = threading.Lock()

    def get(self, structure: Structure) -> Program:
        """Return the program of a structure, traced now if it is not there."""
        program = self._find(structure)
        if program is None:
            with self._tracing:
                program = self._find(structure) or self._add(Program(structure))
        return program

    def _find(self, structure: Structure) -> Program | None:
        with self._lock:
            if structure in self._programs:
                self._programs.move_to_end(structure)
            return self._programs.get(structure)

    def _add(self, program: Program) -> Program:
        with self._lock:
            self._programs[program.structure] = program
            if len(self._programs) > self._bound:
                self._programs.popitem(last=False)
                self._evicted += 1
            crowded = self._evicted >= EVICTIONS_BEFORE_CLEARING
            self._evicted = 0 if crowded else self._evicted
        if crowded:
            # An evicted program is a ring of references and leaves 0.2 MB in the kernel cache.
            gc.collect()
            context.context().clear_kernel_cache()
        return program


def schedule(
    rows: Sequence[int],
    batch_size: int,
    epochs: int,
    generators: Sequence[np.random.Generator | None],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `order`, `shares` and `parts` of `Program` for some epochs of training rows.

    A generator shuffles its run, None keeps the rows in order. A last short batch is filled up with
    its own rows, of share 0, so that none brings a NaN that the batch has not.

    Args:
        rows: How many each run has; all need equally many batches.
    """
    batches = -(-rows[0] // batch_size)
    position = np.arange(batches * batch_size)
    order = np.empty((epochs, len(rows), len(position)), "int32")
    for run, (count, generator) in enumerate(zip(rows, generators, strict=True)):
        numbers = np.tile(np.arange(count, dtype="int32"), (epochs, 1))
        if generator is not None:
            numbers = generator.permuted(numbers, axis=1)
        last = count - (batches - 1) * batch_size
        filled = np.where(position < count, position, count - last + (position - count) % last)
        order[:, run] = numbers[:, filled]
    batched = order.reshape(epochs, len(rows), batches, batch_size)
    counts = np.full((batches, len(rows)), batch_size)
    counts[-1] = np.array(rows) - (batches - 1) * batch_size
    real = (position < np.array(rows)[:, None]).reshape(len(rows), batches, batch_size)
    return (
        np.ascontiguousarray(batched.swapaxes(1, 2)),
        (real.swapaxes(0, 1) / counts[..., None]).astype("float32"),
        (counts / np.array(rows)).astype("float32"),
    )
