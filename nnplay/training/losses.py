"""The loss of a network with given weights, and its gradient, without training."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.training.network import Structure, forward, penalty, sample_losses
from nnplay.training.segments import structure_of

BLOCK_VALUES = 1_000_000  # values of the widest layer that are computed at a time: 4 MB
MOST_VALUES = 4_000_000  # values of all units that a gradient may hold at a time


def losses_of(config: TrainingConfig, dataset: Dataset, parameters: np.ndarray) -> np.ndarray:
    """Return the training loss of several networks, as `keras.Model.evaluate` does.

    It is the mean over all training rows, with what l1 and l2 add and without dropout.

    Args:
        parameters: Their weights, shape (networks, parameters), as `TrainingHistory.parameters`.

    Returns:
        Losses, shape (networks,); NaN and infinity as they are.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        tf.errors.InvalidArgumentError: Where Keras refuses.
    """
    examples = prepare(config, dataset)
    rows = examples.training_rows
    x, y = tf.constant(examples.x[rows]), tf.constant(examples.targets[rows])
    structure = structure_of(config, [examples])
    block = max(1, BLOCK_VALUES // (len(rows) * max(structure.sizes)))
    losses = []
    for start in range(0, len(parameters), block):
        weights = tf.constant(parameters[start : start + block], tf.float32)
        losses.append(_losses(config, structure, weights, x, y).numpy())
    return np.concatenate(losses) if losses else np.zeros(0, "float32")


def gradients(
    config: TrainingConfig,
    dataset: Dataset,
    parameters: np.ndarray,
    rows: np.ndarray | None = None,
) -> np.ndarray:
    """Return the gradients of several networks' losses with respect to their weights.

    The losses are those of `losses_of`, or of some rows alone.

    Args:
        parameters: Shape (networks, parameters).
        rows: Row numbers in the table; all training rows unless given.

    Returns:
        Shape (networks, parameters).

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    chosen = examples.training_rows if rows is None else rows
    x, y = examples.x[chosen], examples.targets[chosen]
    structure = structure_of(config, [examples])
    block = max(1, MOST_VALUES // (len(x) * sum(structure.sizes)))
    parts = [parameters[start : start + block] for start in range(0, len(parameters), block)]
    return np.concatenate([_gradients(config, structure, x, y, part) for part in parts])


def _gradients(
    config: TrainingConfig, structure: Structure, x: np.ndarray, y: np.ndarray, part: np.ndarray
) -> np.ndarray:
    weights = tf.constant(part, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(weights)
        total = _losses(config, structure, weights, tf.constant(x), tf.constant(y))
    return tape.gradient(total, weights).numpy()


def batch_losses(
    config: TrainingConfig,
    dataset: Dataset,
    rows: np.ndarray,
    factors: Sequence[np.ndarray | None],
    parameters: np.ndarray,
) -> np.ndarray:
    """Return the loss of one batch for several networks, computed in float64.

    Args:
        rows: Row numbers of the batch in the table.
        factors: For each layer, what dropout multiplies its values by; None for nothing.
        parameters: The networks' weights, shape (networks, parameters).

    Returns:
        Means over the rows, with what l1 and l2 add, shape (networks,).
    """
    examples = prepare(config, dataset)
    x, y = (tf.constant(each[rows], tf.float64) for each in (examples.x, examples.targets))
    structure = structure_of(config, [examples])
    weights = tf.constant(parameters, tf.float64)
    return _losses(config, structure, weights, x, y, factors).numpy()


def _losses(
    config: TrainingConfig,
    structure: Structure,
    weights: tf.Tensor,
    x: tf.Tensor,
    y: tf.Tensor,
    factors: Sequence[np.ndarray | None] = (),
) -> tf.Tensor:
    """Return the mean loss of some rows for each network, with what l1 and l2 add."""

    def drop(values: tf.Tensor, layer: int) -> tf.Tensor:
        factor = factors[layer - 1] if factors else None
        if factor is None:
            return values
        return tf.where(factor > 0, values * tf.constant(factor, values.dtype), 0)

    many = structure._replace(runs=len(weights))
    predictions = forward(many, weights, x[None], drop)
    losses = sample_losses(many.loss, tf.tile(y[None], [many.runs, 1, 1]), predictions)
    means = tf.reduce_mean(losses, axis=1)
    if many.penalized:
        l1, l2 = (tf.constant(each, weights.dtype) for each in (config.l1, config.l2))
        means += penalty(many, weights, l1, l2)
    return means
