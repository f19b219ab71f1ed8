"""Where a weight or a bias is in a network."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np


class Place(NamedTuple):
    """The place of a weight or a bias; layer 0 comes after the inputs, a bias has the row -1."""

    layer: int
    row: int
    unit: int

    def value_in(self, weights: Sequence[np.ndarray]) -> float:
        """Read its value from arrays in the order of `keras.Model.get_weights`."""
        return float(self._cell(weights)[()])

    def _cell(self, weights: Sequence[np.ndarray]) -> np.ndarray:
        """Return a view of it alone, shape ()."""
        array = weights[2 * self.layer + (self.row < 0)]
        return array[self.unit, ...] if self.row < 0 else array[self.row, self.unit, ...]

    def index_in(self, sizes: Sequence[int]) -> int:
        """Return its index among all weights and biases, flattened."""
        start = sum((sizes[i] + 1) * sizes[i + 1] for i in range(self.layer))
        row = sizes[self.layer] if self.row < 0 else self.row
        return start + row * sizes[self.layer + 1] + self.unit

    def text(self, names: Sequence[Sequence[str]]) -> str:
        """Name it in words.

        Args:
            names: Of the inputs and of every layer's units, from `formula.names_of`.
        """
        unit = names[self.layer + 1][self.unit]
        if self.row < 0:
            return f"the bias of {unit}"
        return f"the weight from {names[self.layer][self.row]} to {unit}"


def changed(weights: Sequence[np.ndarray], values: Mapping[Place, float]) -> list[np.ndarray]:
    """Return a copy of the weights with new values at some places."""
    copies = [array.copy() for array in weights]
    with np.errstate(over="ignore"):
        for place, value in values.items():
            place._cell(copies)[()] = value
    return copies
