"""Where names stand beside the points of a figure."""

from collections.abc import Sequence

import numpy as np

# Where a name may stand beside its point, to the right and up, and about how large the plot is.
BESIDE = {
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
}
PLOT = 380, 300  # px
POINT, LETTER, LINE = 5.0, 5.0, 9.0  # px, half as wide or high as they are


def label_places(x: np.ndarray, y: np.ndarray, labels: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Choose a place for each name beside its point, as Plotly calls places, so that none meet.

    Args:
        labels: Rows and their names, those that matter most first; what finds no place has none.
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
    places: dict[int, str] = {}
    taken: list[tuple[np.ndarray, np.ndarray]] = []
    for row, text in labels:
        half = np.array([LETTER * len(text), LINE])
        for name, direction in BESIDE.items():
            middle = points[row] + np.array(direction) * (half + POINT + 1)
            others = np.delete(points, row, axis=0)
            is_free = not (np.abs(others - middle) < half + POINT).all(axis=1).any()
            if is_free and not any((abs(at - middle) < size + half).all() for at, size in taken):
                places[row] = name
                taken.append((middle, half))
                break
    return places
