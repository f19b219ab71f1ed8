"""Keras's activations in NumPy, so that recorded weights predict without TensorFlow."""

from collections.abc import Callable

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


ACTIVATION_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "leaky_relu": lambda x: np.where(x > 0, x, LEAKY_RELU_SLOPE * x),
    "elu": elu,
    "selu": selu,
    "gelu": lambda x: 0.5 * x * (1.0 + erf(x / np.sqrt(2.0, dtype=x.dtype))),
    "silu": lambda x: x * sigmoid(x),
    "softplus": softplus,
    "softsign": lambda x: x / (1.0 + np.abs(x)),
    "exponential": np.exp,
    "hard_sigmoid": lambda x: np.clip(x / 6.0 + 0.5, 0.0, 1.0),
    "mish": lambda x: x * np.tanh(softplus(x)),
    "softmax": softmax,
}
