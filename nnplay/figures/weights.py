"""A layer's weights as a heat map."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.style import FONT_SIZE, MARGIN, break_beside
from nnplay.numbers import AXIS, decimals_of, fixed

MOST_NUMBERED = 8  # units, up to which the numbers are written into the heat map
PALER = 3  # behind numbers, whose inks are Plotly's: else their contrast would fall below 4.5


def weights_figure(
    kernel: np.ndarray,
    bias: np.ndarray,
    inputs: Sequence[str],
    units: Sequence[str],
    scale: np.ndarray | float,
    marked: tuple[int, int] | None = None,
) -> go.Figure:
    """Draw a layer as a heat map, inputs down, units across, the biases in the last row.

    Args:
        kernel: Shape (inputs, units).
        bias: Shape (units,).
        inputs: Names of the inputs; units: names of the units.
        scale: Weights for the colours: the largest one has the strongest that is used, so that two
            figures can share them.
        marked: Row and column of a cell that gets a frame.
    """
    figure = go.Figure()
    sizes = np.abs(scale)
    limit = float(sizes[np.isfinite(sizes)].max(initial=0)) or 1.0
    numbered = kernel.shape[1] <= MOST_NUMBERED and len(kernel) <= 2 * MOST_NUMBERED
    full = limit * PALER if numbered else limit
    rows = break_beside([*inputs, "bias"])
    values = np.vstack([kernel, bias])
    # a small number beside large ones is not "0", which only nothing is
    decimals = max(1, decimals_of([-limit, limit]))
    figure.add_heatmap(
        z=values,
        x=break_beside(units),
        y=rows,
        coloraxis="coloraxis",
        text=[[fixed(value, decimals) for value in row] for row in values],
        texttemplate="%{text}" if numbered else None,
        hovertemplate="%{y} → %{x}: %{text}<extra></extra>",
    )
    if marked:
        row, unit = marked
        edges = {"x0": unit - 0.5, "x1": unit + 0.5, "y0": row - 0.5, "y1": row + 0.5}
        figure.add_shape(type="rect", line={"width": 4, "color": "#888888"}, **edges)
    # names may look like numbers
    figure.update_xaxes(type="category")
    figure.update_yaxes(type="category", autorange="reversed", ticksuffix=" ")
    row_height = 26 + 16 * max(name.count("<br>") for name in rows)
    figure.update_layout(
        height=120 + row_height * min(len(rows), 17),
        margin=MARGIN,
        font_size=FONT_SIZE,
        # without a colour scale, it has that of the page's theme, light or dark
        coloraxis={"cmin": -full, "cmax": full, "cmid": 0, "autocolorscale": True},
        coloraxis_colorbar=AXIS,
        coloraxis_showscale=not numbered,  # the numbers need its room
    )
    return figure
