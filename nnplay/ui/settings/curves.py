"""The curve of each activation as a small picture within a line of text."""

from functools import cache
from urllib.parse import quote

import numpy as np

from nnplay.choices import ACTIVATIONS, Activation

WIDTH, HEIGHT, EDGE = 30, 14, 1.5  # px
REACH = 4.0  # the curve is drawn for sums from -REACH to REACH
POINTS = 17
LEAST_BEND = 0.02  # px: points at which the line bends less are left out
CURVE, ZERO = "#5f92dd", "#8b96a3"  # visible on light and on dark


@cache
def curve_of(name: str) -> str:
    """Return the picture of an activation's curve as a `data:` address."""
    sums = np.linspace(-REACH, REACH, POINTS)
    values = values_of(ACTIVATIONS[name], sums)
    low, high = min(0.0, values.min()), max(0.0, values.max())
    x = EDGE + (sums + REACH) / (2 * REACH) * (WIDTH - 2 * EDGE)
    down = (HEIGHT - 2 * EDGE) / (high - low)
    y = HEIGHT - EDGE - (values - low) * down
    points = ",".join(f"{place:.3g}" for point in _bends(x, y) for place in point)
    zero = f"{HEIGHT - EDGE + low * down:.3g}"
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' fill='none'>"
        f"<path stroke='{ZERO}' d='M0,{zero}H{WIDTH}'/>"
        f"<polyline stroke='{CURVE}' stroke-width='2' points='{points}'/></svg>"
    )
    return f"data:image/svg+xml,{quote(picture, safe=',:/=')}"


def _bends(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the ends of the line, and the points at which it bends, shape (points, 2)."""
    bends = np.abs(np.diff(y, 2)) > LEAST_BEND
    kept = np.concatenate([[True], bends, [True]])
    return np.column_stack([x, y])[kept]


def values_of(activation: Activation, sums: np.ndarray) -> np.ndarray:
    """Return the values of a unit; for softmax, of one beside a second unit with a sum of 0."""
    if activation.shared:
        return activation.function(np.stack([sums, np.zeros_like(sums)], axis=-1))[:, 0]
    return activation.function(sums)
