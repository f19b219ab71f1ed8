"""Divides the training rows of every epoch into batches."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np


class Batches(NamedTuple):
    """The rows of every step of some epochs, as arrays or tensors.

    Attributes:
        order: Row numbers, int32, shape (epochs, batches, runs, batch_size).
        sample_weights: Weight of each sample in the mean of its batch, shape (batches, runs,
            batch_size).
        batch_weights: Weight of each batch in the mean of its epoch, shape (batches, runs).
    """

    order: Any
    sample_weights: Any
    batch_weights: Any


def draw_batches(
    rows: Sequence[int],
    batch_size: int,
    epochs: int,
    generators: Sequence[np.random.Generator | None],
) -> Batches:
    """Draw the batches of some epochs.

    The last batch is padded with its own rows at weight 0; other rows could bring in a NaN.

    Args:
        rows: How many training rows each run has; all runs need equally many batches.
        generators: For each run, what shuffles its rows; None keeps their order.
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
    return Batches(
        np.ascontiguousarray(batched.swapaxes(1, 2)),
        (real.swapaxes(0, 1) / counts[..., None]).astype("float32"),
        (counts / np.array(rows)).astype("float32"),
    )
