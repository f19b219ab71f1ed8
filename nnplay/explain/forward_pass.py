"""The forward pass of one row, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.history import forward


@dataclass(frozen=True, eq=False)
class UnitTrace:
    """What one unit makes of one row; `total` + `bias` = `before`.

    Attributes:
        name: The unit, as in the formula.
        inputs: Names of what flows in.
        values: What flows in, shape (inputs,).
        weights: What each value is multiplied by, shape (inputs,).
        before: The sum with the bias, as the activation gets it (rounded to float32).
        after: What the unit passes on.
    """

    name: str
    inputs: tuple[str, ...]
    values: np.ndarray
    weights: np.ndarray
    bias: float
    activation: str
    before: float
    after: float

    @property
    def products(self) -> np.ndarray:
        """Values times weights, shape (inputs,)."""
        with np.errstate(all="ignore"):
            return self.values * self.weights

    @property
    def total(self) -> float:
        """The sum of the products, before the bias."""
        with np.errstate(all="ignore"):
            return float(self.products.sum())


def predict(weights: Sequence[np.ndarray], activations: Sequence[str], x: np.ndarray) -> np.ndarray:
    """Predict with any weights as `TrainingHistory.predict` does, shape (rows, outputs)."""
    sizes = (len(weights[0]), *(len(bias) for bias in weights[1::2]))
    parameters = np.concatenate([array.ravel() for array in weights])
    return forward(x, parameters, sizes, activations)


def trace_row(
    weights: Sequence[np.ndarray],
    activations: Sequence[str],
    names: Sequence[tuple[str, ...]],
    row: np.ndarray,
) -> list[list[UnitTrace]]:
    """Follow one row through the units of every layer, the output layer last.

    Args:
        weights: Kernels and biases in the order of `keras.Model.get_weights`.
        names: The inputs, then the units of every layer, as `formula.names_of` has them.
        row: Inputs as the network was trained on, shape (inputs,).
    """
    values, layers = np.asarray(row, "float32"), []
    for layer, activation in enumerate(activations):
        kernel, bias = weights[2 * layer : 2 * layer + 2]
        with np.errstate(all="ignore"):  # of a run that diverged: NaN and infinity
            before = _sums(values, kernel, bias)
            after = ACTIVATIONS[activation].function(before)
        layers.append(
            [
                UnitTrace(
                    name=name,
                    inputs=names[layer],
                    values=values.astype(float),
                    weights=kernel[:, unit].astype(float),
                    bias=float(bias[unit]),
                    activation=activation,
                    before=float(before[unit]),
                    after=float(after[unit]),
                )
                for unit, name in enumerate(names[layer + 1])
            ]
        )
        values = after
    return layers


def _sums(values: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Sum in float64, as the products are shown, but overflow where the network does."""
    as_trained = values @ kernel + bias
    exact = values.astype(float) @ kernel.astype(float) + bias
    return np.where(np.isfinite(as_trained), exact, as_trained).astype("float32")
