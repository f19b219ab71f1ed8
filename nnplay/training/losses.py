"""The loss of a network with any weights, without training."""

import numpy as np
import tensorflow as tf

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.training.network import forward, penalty, sample_losses
from nnplay.training.segments import structure_of

BLOCK_VALUES = 1_000_000  # of the widest layer at once, 4 MB


def losses_of(config: TrainingConfig, dataset: Dataset, parameters: np.ndarray) -> np.ndarray:
    """Return the training loss with each of many weights, as `keras.Model.evaluate` does.

    It is the mean over all training rows, with what l1 and l2 add and without dropout.

    Args:
        parameters: Shape (many, parameters), as `TrainingHistory.parameters`.

    Returns:
        Losses, shape (many,); NaN and infinity as they are.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        tf.errors.InvalidArgumentError: Where Keras refuses.
    """
    examples = prepare(config, dataset)
    rows = examples.training_rows
    x, y = tf.constant(examples.x[rows][None]), tf.constant(examples.targets[rows][None])
    structure = structure_of(config, [examples])
    block = max(1, BLOCK_VALUES // (len(rows) * max(structure.sizes)))
    losses = []
    for start in range(0, len(parameters), block):
        weights = tf.constant(parameters[start : start + block], tf.float32)
        many = structure._replace(runs=len(weights))
        predictions = forward(many, weights, x)
        each = sample_losses(config.loss, tf.tile(y, [many.runs, 1, 1]), predictions)
        loss = tf.reduce_mean(each, axis=1)
        if many.penalized:
            loss += penalty(many, weights, tf.constant(config.l1), tf.constant(config.l2))
        losses.append(loss.numpy())
    return np.concatenate(losses) if losses else np.zeros(0, "float32")
