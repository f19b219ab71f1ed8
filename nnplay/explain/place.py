"""Where a weight or a bias is in a network."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Place(NamedTuple):
    """A weight or a bias; the row of a bias is -1, the first layer that has weights is 0."""

    layer: int
    row: int
    unit: int

    @property
    def kind(self) -> str:
        return "bias" if self.row < 0 else "weight"

    def value_in(self, weights: Sequence[np.ndarray]) -> float:
        """Read its value from arrays in the order of `keras.Model.get_weights`."""
        if self.row < 0:
            return float(weights[2 * self.layer + 1][self.unit])
        return float(weights[2 * self.layer][self.row, self.unit])

    def index_in(self, sizes: Sequence[int]) -> int:
        """Return its place among all weights, flattened one behind the other."""
        start = sum((sizes[i] + 1) * sizes[i + 1] for i in range(self.layer))
        row = sizes[self.layer] if self.row < 0 else self.row
        return start + row * sizes[self.layer + 1] + self.unit

    def text(self, names: Sequence[Sequence[str]]) -> str:
        """Name it by the names of the inputs and of every layer's units."""
        unit = names[self.layer + 1][self.unit]
        if self.row < 0:
            return f"the bias of {unit}"
        return f"the weight from {names[self.layer][self.row]} to {unit}"
