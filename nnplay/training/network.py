"""The network as plain tensor operations, for several runs of one structure side by side.

All weights of a run lie in one row of a (runs, parameters) matrix, in the order of
`keras.Model.get_weights`.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import keras
import tensorflow as tf

# Dropout: the values of a hidden layer and its number to the values that it passes on.
Drop = Callable[[tf.Tensor, int], tf.Tensor]


class Structure(NamedTuple):
    """All that determines the graph: another structure needs another trace.

    Attributes:
        sizes: Units of every layer from the inputs to the outputs.
        activations: Activation of every layer after the inputs.
        batch_size: At most the number of training rows.
        validates: Whether the validation loss is computed after every epoch.
        runs: How many networks train side by side.
        targets: Columns of the targets: one, or one per class.
        penalized: Whether l1 or l2 adds to the loss.
        drops: Whether the hidden layers have dropout.
        scheduled: Whether every step has its own learning rate.
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
    scheduled: bool = False

    @property
    def parameter_counts(self) -> list[int]:
        """Sizes of the flattened kernels and biases."""
        pairs = pairwise(self.sizes)
        return [count for inputs, units in pairs for count in (inputs * units, units)]


def sample_losses(name: str, y: tf.Tensor, predictions: tf.Tensor) -> tf.Tensor:
    """Return the Keras loss of each sample, not their mean: (..., rows, outputs) to (..., rows)."""
    if name in HINGES:
        are_classes = tf.reduce_all((y == 0) | (y == 1))
        margins = tf.maximum(1 - tf.where(are_classes, 2 * y - 1, y) * predictions, 0)
        return tf.reduce_mean(HINGES[name](margins), axis=-1)
    function = keras.losses.get(name)
    return getattr(function, "call", function)(y, predictions)


def activation_function(name: str) -> Any:
    """Return the Keras activation of a name."""
    return OWN_ACTIVATIONS.get(name) or keras.activations.get(name)


def _softmax(x: tf.Tensor) -> tf.Tensor:
    # TensorFlow's own kernel multiplies by a rounded reciprocal, so a single unit gets 0.99999994.
    # Its gradient is then not quite 0 as it must be, and most optimizers make a full step of it.
    powers = tf.exp(x - tf.stop_gradient(tf.reduce_max(x, axis=-1, keepdims=True)))
    shares = powers / tf.reduce_sum(powers, axis=-1, keepdims=True)
    shares._keras_logits = x  # where Keras's cross-entropies look for them
    return shares


# What Keras's hinges compute of the margins. Their own code branches in the graph, where threads
# could wait for each other for ever.
HINGES: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "hinge": tf.identity,
    "squared_hinge": tf.square,
}
OWN_ACTIVATIONS: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "softmax": _softmax,
    # TensorFlow's own, which Keras takes, registers a gradient with every trace and so keeps the
    # whole graph for ever.
    "silu": lambda x: x * tf.sigmoid(x),
}


class LayerTensors(NamedTuple):
    """The results of a layer, each of shape (runs, rows, units).

    Attributes:
        sums: The weighted inputs with the bias.
        active: The activation of the sums.
        values: What is passed on: `active`, after dropout if there is any.
    """

    sums: tf.Tensor
    active: tf.Tensor
    values: tf.Tensor


def forward(
    structure: Structure, weights: tf.Tensor, x: tf.Tensor, drop: Drop | None = None
) -> tf.Tensor:
    """Apply the layers and return the predictions; see `forward_layers`."""
    return forward_layers(structure, weights, x, drop)[-1].values


def forward_layers(
    structure: Structure, weights: tf.Tensor, x: tf.Tensor, drop: Drop | None = None
) -> list[LayerTensors]:
    """Apply the layers: weights (runs, parameters), x (runs or 1, rows, inputs).

    Args:
        drop: The dropout, applied to each hidden layer; they are numbered from 1.
    """
    parts = iter(tf.split(weights, structure.parameter_counts, axis=1))
    layers: list[LayerTensors] = []
    pairs = zip(pairwise(structure.sizes), structure.activations, strict=True)
    for layer, ((inputs, units), activation) in enumerate(pairs, start=1):
        kernel = tf.reshape(next(parts), [structure.runs, inputs, units])
        bias = tf.reshape(next(parts), [structure.runs, 1, units])
        sums = tf.matmul(x, kernel) + bias
        active = activation_function(activation)(sums)
        x = drop(active, layer) if drop and layer < len(structure.activations) else active
        layers.append(LayerTensors(sums, active, x))
    return layers


def penalty(structure: Structure, weights: tf.Tensor, l1: tf.Tensor, l2: tf.Tensor) -> tf.Tensor:
    """Return what `keras.regularizers.L1L2` adds to the loss for all kernels, shape (runs,)."""
    parts = tf.split(weights, structure.parameter_counts, axis=1)
    kernels = tf.concat(parts[::2], axis=1)
    sizes = tf.reduce_sum(tf.abs(kernels), axis=1)
    return l1 * sizes + l2 * tf.reduce_sum(tf.square(kernels), axis=1)
