"""The positions of names beside the points of a figure."""

from collections.abc import Sequence

import numpy as np

# Plotly's positions of a text, with the direction from its point: to the right, and up.
POSITIONS = {
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
}
PLOT = 380, 300  # px, about as wide and high as the plot is
POINT, LETTER, LINE = 5.0, 5.0, 9.0  # px, half as wide or high as they are


def label_positions(
    x: np.ndarray, y: np.ndarray, labels: Sequence[tuple[int, str]]
) -> dict[int, str]:
    """Choose positions of names beside their points, so that they cover no point and no name.

    Args:
        labels: Rows and their names, the most important first.

    Returns:
        Plotly's position of each row's name, without rows for whose names there is no room.
    """
    if not labels:
        return {}
    shown = np.isfinite(x) & np.isfinite(y)
    points = np.column_stack(
        [
            each / (float(np.ptp(each[shown])) or 1.0) * pixels
            for each, pixels in zip((x, y), PLOT, strict=True)
        ]
    )
    positions: dict[int, str] = {}
    taken: list[tuple[np.ndarray, np.ndarray]] = []
    for row, text in labels:
        half = np.array([LETTER * len(text), LINE])
        for position, direction in POSITIONS.items():
            middle = points[row] + np.array(direction) * (half + POINT + 1)
            others = np.delete(points, row, axis=0)
            is_free = not (np.abs(others - middle) < half + POINT).all(axis=1).any()
            if is_free and not any((abs(at - middle) < size + half).all() for at, size in taken):
                positions[row] = position
                taken.append((middle, half))
                break
    return positions
