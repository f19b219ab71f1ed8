"""`Step`, one training step with all its numbers, in NumPy."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class LayerPass:
    """The forward and backward pass of a batch through one layer; shapes (rows, units).

    Attributes:
        inputs: The inputs of the layer, shape (rows, inputs).
        sums: The weighted inputs with the bias, which the activation gets.
        slopes: Derivative of the activation at these sums; of no use for softmax, whose units
            depend on each other.
        factors: What dropout multiplies each value by, 0 if it is dropped; None without dropout.
        deltas: Derivative of each row's own loss with respect to the sums.
    """

    inputs: np.ndarray
    sums: np.ndarray
    slopes: np.ndarray
    factors: np.ndarray | None
    deltas: np.ndarray


@dataclass(frozen=True, eq=False)
class Step:
    """One training step, with all the numbers that lead to the new weights.

    Attributes:
        epoch: How many epochs were trained before; the step belongs to the next one.
        batch: The number of its batch in that epoch, from 0; batches: how many there are.
        number: The number of the step, counted from 1 over all epochs.
        rows: Row numbers of the batch in the table.
        layers: All layers after the inputs.
        error_slopes: Derivative of each row's own loss with respect to the predictions, shape
            (rows, outputs); None if Keras computes the loss from the sums before the activation.
        loss: Mean over the rows, with what l1 and l2 add.
        gradient: Derivative of that loss with respect to every weight, shape (parameters,).
        before: The weights before the step, shape (parameters,); after: those after it.
        memory_before: What the optimizer remembers before the step, in the order of its record's
            `memory`: one number per weight, shape (parameters,), or one for all; memory_after:
            after the step.
        settings: The optimizer's numbers, by the names of Keras's arguments.
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
        """For each layer, what dropout multiplies its values by; None without dropout."""
        return tuple(layer.factors for layer in self.layers)

    @property
    def nbytes(self) -> int:
        """About how many bytes all the arrays hold."""
        arrays = [each for layer in self.layers for each in vars(layer).values()]
        arrays += [self.gradient, self.before, self.after, *self.memory_before, *self.memory_after]
        return sum(array.nbytes for array in arrays if array is not None)
