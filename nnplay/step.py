"""One training step with all its numbers, in NumPy."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class LayerPass:
    """What a layer makes of a batch, and what the loss makes of it; shapes (rows, units).

    Attributes:
        inputs: What comes in, shape (rows, inputs).
        sums: The weighted inputs with the bias, as the activation gets them.
        slopes: Of the activation at these sums; no use where units share a sum (softmax).
        factors: What dropout multiplies each value by, 0 for one that is dropped; None without it.
        deltas: The slope of each row's own loss by the sums.
    """

    inputs: np.ndarray
    sums: np.ndarray
    slopes: np.ndarray
    factors: np.ndarray | None
    deltas: np.ndarray


@dataclass(frozen=True, eq=False)
class Step:
    """One batch that a run learns from, with all that leads to its new weights.

    Attributes:
        epoch: The epochs trained before; the step belongs to the next one.
        batch: Which of that epoch's batches it is, from 0; batches: how many there are.
        number: Of the step, counted from 1 over all epochs.
        rows: The batch's rows, by their numbers in the table.
        layers: From the first one after the inputs on.
        error_slopes: The slope of each row's own loss by the predictions, shape (rows, outputs);
            None where Keras computes the loss from the sums before the output's activation.
        loss: Mean over the rows, with what l1 and l2 add.
        gradient: Slope of that loss by every weight, shape (parameters,).
        before: The weights, shape (parameters,); after: those after the step.
        memory_before: What the optimizer remembers, in the order of its record's `memory`: a
            number each weight, shape (parameters,), or one for all; memory_after: after the step.
        settings: The optimizer's numbers by the names that Keras gives its arguments.
    """

    epoch: int
    batch: int
    batches: int
    number: int
    rows: np.ndarray
    layers: tuple[LayerPass, ...]
    error_slopes: np.ndarray | None
    loss: float
    gradient: np.ndarray
    before: np.ndarray
    after: np.ndarray
    memory_before: tuple[np.ndarray, ...]
    memory_after: tuple[np.ndarray, ...]
    settings: Mapping[str, float]

    @property
    def factors(self) -> tuple[np.ndarray | None, ...]:
        """What dropout multiplies the values of each layer by."""
        return tuple(layer.factors for layer in self.layers)

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays of the layers and the weights hold, about."""
        arrays = [each for layer in self.layers for each in vars(layer).values()]
        arrays += [self.gradient, self.before, self.after, *self.memory_before, *self.memory_after]
        return sum(array.nbytes for array in arrays if array is not None)
