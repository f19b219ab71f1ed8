"""Keras's activations, with their functions in NumPy and the properties that other code asks for.

`HIDDEN_ACTIVATIONS` names those that a hidden layer may have.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# keras.activations.selu: Klambauer et al., "Self-Normalizing Neural Networks", 2017.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
LEAKY_RELU_SLOPE = 0.2  # the default of keras.activations.leaky_relu


def erf(x: np.ndarray) -> np.ndarray:
    """Approximate the error function to 1.5e-7 (Abramowitz and Stegun, 1964, formula 7.1.26)."""
    t = 1.0 / (1.0 + 0.3275911 * np.abs(x))
    polynomial = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    return np.sign(x) * (1.0 - polynomial * np.exp(-x * x))


def sigmoid(x: np.ndarray) -> np.ndarray:
    # tanh never overflows, so large negative sums need no case of their own
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def softplus(x: np.ndarray) -> np.ndarray:
    return np.logaddexp(x, np.zeros_like(x))


def elu(x: np.ndarray) -> np.ndarray:
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def selu(x: np.ndarray) -> np.ndarray:
    return SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0)))


def softmax(x: np.ndarray) -> np.ndarray:
    """Share the sum of 1 between the units of the last axis; a single unit is always 1."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Activation:
    """An activation.

    Attributes:
        name: Its name in Keras.
        function: Maps sums to values, the units along the last axis.
        latex: The formula, s being the sum of the weighted inputs and the bias.
        phrase: What it does, as a continuation of "it".
        low: Lowest value of a unit; high: highest value.
        never_zero: Whether `low` is 0 and only approached, so that every value is above 0.
        steepest: The steepest slope of a bounded one, with which a slope is compared to call it
            flat.
        never_flat: Whether the slope is far from 0 for every sum.
        levels_off: Whether it goes flat, for large or very negative sums, at a value other than 0;
            a unit at rest there is saturated, not dead.
        linear: Whether it changes nothing, so that layers of it collapse into one.
        probability: Whether values can be read as probabilities. Keras's cross-entropies take the
            sums before such an activation, so even a flat output is corrected in full.
        shared: Whether the units of a layer share a sum of 1, so that each value depends on all
            others; for output layers only.
        deepest: Most hidden layers that trained reliably with it in all our runs; None: no limit.
    """

    name: str
    function: Callable[[np.ndarray], np.ndarray]
    latex: str
    phrase: str
    low: float = -np.inf
    high: float = np.inf
    never_zero: bool = False
    steepest: float = 1.0
    never_flat: bool = False
    levels_off: bool = False
    linear: bool = False
    probability: bool = False
    shared: bool = False
    deepest: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether values have both ends: a large sum makes it flat instead of a large value."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    @property
    def flat_at_zero(self) -> bool:
        """Whether it reaches exactly 0, where its slope is 0 too, as it is for lower sums."""
        return self.low == 0 and not self.never_zero

    def reach(self, units: int = 1) -> tuple[float, float]:
        """Return the lowest and the highest value of a unit in a layer of this many."""
        if self.shared and units == 1:
            return 1.0, 1.0  # the only unit gets the whole sum of 1
        return self.low, self.high


ACTIVATIONS = {
    each.name: each
    for each in (
        Activation(
            "linear",
            lambda x: x,
            r"s",
            "passes the sum on as it is",
            never_flat=True,
            linear=True,
        ),
        Activation(
            "relu",
            lambda x: np.maximum(x, 0),
            r"\max(0,\, s)",
            "passes a positive sum on and turns a negative one into 0",
            low=0.0,
        ),
        Activation(
            "sigmoid",
            sigmoid,
            r"\dfrac{1}{1 + e^{-s}}",
            "squeezes the sum between 0 and 1",
            low=0.0,
            high=1.0,
            never_zero=True,
            steepest=1 / 4,
            levels_off=True,
            probability=True,
            deepest=2,
        ),
        Activation(
            "tanh",
            np.tanh,
            r"\dfrac{e^{s} - e^{-s}}{e^{s} + e^{-s}}",
            "squeezes the sum between −1 and 1",
            low=-1.0,
            high=1.0,
            levels_off=True,
        ),
        Activation(
            "leaky_relu",
            lambda x: np.where(x > 0, x, LEAKY_RELU_SLOPE * x),
            r"\max(0.2\,s,\, s)",
            "passes a positive sum on, and a fifth of a negative one",
            never_flat=True,
        ),
        Activation(
            "elu",
            elu,
            r"\begin{cases} s & s > 0 \\ e^{s} - 1 & \text{otherwise} \end{cases}",
            "passes a positive sum on and bends a negative one towards −1",
            low=-1.0,
            levels_off=True,
        ),
        Activation(
            "selu",
            selu,
            r"\begin{cases} 1.0507\,s & s > 0 \\ "
            r"1.7581\,(e^{s} - 1) & \text{otherwise} \end{cases}",
            "is elu stretched by fixed numbers, so that a deep network keeps its values in range",
            low=-1.7581,
            levels_off=True,
        ),
        Activation(
            "gelu",
            lambda x: 0.5 * x * (1.0 + erf(x / np.sqrt(2.0, dtype=x.dtype))),
            r"s \cdot \Phi(s)",
            "multiplies the sum by Φ(s), the share of the bell curve that lies below it",
            low=-0.17,  # the bottom of its dip, as of silu and mish
        ),
        Activation(
            "silu",
            lambda x: x * sigmoid(x),
            r"\dfrac{s}{1 + e^{-s}}",
            "multiplies the sum by its own sigmoid, a number between 0 and 1",
            low=-0.2785,
        ),
        Activation(
            "softplus",
            softplus,
            r"\ln(1 + e^{s})",
            "is relu with a rounded corner, always above 0",
            low=0.0,
            never_zero=True,
        ),
        Activation(
            "softsign",
            lambda x: x / (1.0 + np.abs(x)),
            r"\dfrac{s}{1 + |s|}",
            "squeezes the sum between −1 and 1, slowly",
            low=-1.0,
            high=1.0,
            levels_off=True,
        ),
        Activation(
            "exponential",
            np.exp,
            r"e^{s}",
            "raises e to the power of the sum: always above 0, soon very large",
            low=0.0,
            never_zero=True,
            deepest=1,  # exp of exp runs out of range
        ),
        Activation(
            "hard_sigmoid",
            lambda x: np.clip(x / 6.0 + 0.5, 0.0, 1.0),
            r"\min(1,\, \max(0,\, {\tfrac{s}{6} + 0.5}))",
            "is a sigmoid of straight lines: 0 up to a sum of −3, 1 from a sum of 3 on",
            low=0.0,
            high=1.0,
            steepest=1 / 6,
            levels_off=True,
            deepest=2,
        ),
        Activation(
            "mish",
            lambda x: x * np.tanh(softplus(x)),
            r"s \cdot \tanh(\ln(1 + e^{s}))",
            "passes a large positive sum on and turns a very negative one almost into 0, smoothly",
            low=-0.3088,
        ),
        Activation(
            "softmax",
            softmax,
            r"\dfrac{e^{s}}{\text{sum of } e^{s} \text{ over the layer's units}}",
            "shares 1 between the units of its layer, so a single unit always gets 1",
            low=0.0,
            high=1.0,
            never_zero=True,
            steepest=1 / 4,
            levels_off=True,
            probability=True,
            shared=True,
        ),
    )
}
HIDDEN_ACTIVATIONS = tuple(name for name, each in ACTIVATIONS.items() if not each.shared)
