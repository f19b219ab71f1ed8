"""What an output activation can reach."""

import numpy as np

from nnplay.numbers import digits

# Lowest and highest value of each activation that has a limit; the dips of gelu, silu and mish
# below 0 are their minima.
RANGES = {
    "relu": (0.0, np.inf),
    "softplus": (0.0, np.inf),
    "exponential": (0.0, np.inf),
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
    "softmax": (1.0, 1.0),  # the only unit gets the whole sum of 1
    "elu": (-1.0, np.inf),
    "selu": (-1.7581, np.inf),
    "gelu": (-0.17, np.inf),
    "silu": (-0.2785, np.inf),
    "mish": (-0.3088, np.inf),
}
ALWAYS_POSITIVE = ("sigmoid", "softplus", "exponential", "softmax")  # these never reach 0 itself


def output_range(activation: str, outputs: int = 1) -> tuple[float, float]:
    """Return the lowest and the highest value of an output."""
    if activation == "softmax" and outputs > 1:
        return 0.0, 1.0
    return RANGES.get(activation, (-np.inf, np.inf))


def lowest_in_words(activation: str) -> str:
    """Say in a sentence how low an output can fall."""
    lowest = output_range(activation)[0]
    if np.isfinite(lowest):
        return f"The lowest value of {activation} is {digits(lowest)}."
    return f"A {activation} output has no lower limit."


def best_reachable_error(activation: str, y: np.ndarray) -> float:
    """Return the smallest mean squared error that predictions in the activation's range allow."""
    low, high = output_range(activation)
    return float(np.mean((y.astype(float) - np.clip(y, low, high)) ** 2))
