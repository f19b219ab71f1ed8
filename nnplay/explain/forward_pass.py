"""The forward pass of one row, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.history import forward


@dataclass(frozen=True, eq=False)
class UnitTrace:
    """The computation of one unit for one row; `total` + `bias` = `before`.

    Attributes:
        name: The unit's name in the formula.
        inputs: Names of its inputs.
        values: Values of its inputs, shape (inputs,).
        weights: What each value is multiplied by, shape (inputs,).
        before: The weighted sum with the bias, before the activation, rounded to float32.
        after: The value after the activation.
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
    """Predict with given weights as `TrainingHistory.predict` does, shape (rows, outputs)."""
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
        names: Of the inputs and of every layer's units, from `formula.names_of`.
        row: The row's inputs as the network was trained on, shape (inputs,).
    """
    values, layers = np.asarray(row, "float32"), []
    for layer, activation in enumerate(activations):
        kernel, bias = weights[2 * layer : 2 * layer + 2]
        with np.errstate(all="ignore"):  # a run that diverged has NaN and infinity
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
    """Sum in float64, like the products that are shown, but overflow where float32 does."""
    as_trained = values @ kernel + bias
    exact = values.astype(float) @ kernel.astype(float) + bias
    return np.where(np.isfinite(as_trained), exact, as_trained).astype("float32")
