"""Candidates to figures; each function is named after what its figure shows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.style import FONT_SIZE, MARGIN
from nnplay.numbers import digits, percent


def importance_figure(names: Sequence[str], shares: Sequence[float]) -> go.Figure:
    """Draw how much of the differences each setting explains, as bars from top to bottom.

    Args:
        shares: One per name, from 0 to 1.
    """
    figure = go.Figure()
    figure.add_bar(
        x=list(shares),
        y=list(names),
        orientation="h",
        text=[percent(share) for share in shares],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure.update_xaxes(title="share of the differences", tickformat=".0%", range=[0, 1.08])
    figure.update_yaxes(type="category", autorange="reversed", ticksuffix=" ")
    figure.update_layout(
        height=110 + 36 * len(names), margin=MARGIN, font_size=FONT_SIZE, showlegend=False
    )
    return figure


def parallel_figure(columns: Sequence[tuple[str, Sequence[Any]]]) -> go.Figure:
    """Draw every row as a line through its values, with one axis per column.

    The lower the value of the last column, the stronger the line's colour. Positive numbers that
    span a factor of ten or more get a logarithmic axis.

    Args:
        columns: Each column's name and its values, one per row, all numbers or none.
    """
    ranks = np.argsort(np.argsort(columns[-1][1]))
    figure = go.Figure()
    figure.add_parcoords(
        dimensions=[{"label": _two_lines(name), **_axis(values)} for name, values in columns],
        line={"color": -ranks, "coloraxis": "coloraxis"},
        labelfont_size=FONT_SIZE - 2,
        tickfont_size=FONT_SIZE - 3,
        rangefont_size=1,  # hides the ends of every axis, which its ticks name already
    )
    figure.update_layout(
        height=430,
        margin={"l": 100, "r": 50, "t": 80, "b": 20},  # room for the toolbar above the labels
        # visible on white and on black
        coloraxis={"showscale": False, "colorscale": ["#a3acb8", "#a3acb8", "#c08a5a", "#d2600a"]},
    )
    return figure


def _order(value: object) -> tuple:
    """Return a sort key: names by their letters, then "4", "16", "4-4" by length and size."""
    parts = str(value).split("-")
    if all(part.isdigit() for part in parts):
        return 1, len(parts), tuple(int(part) for part in parts), ""
    return 0, 0, (), str(value)


def _two_lines(name: str) -> str:
    """Break a name where it becomes narrowest, as axes are close together on a phone."""
    breaks = [index for index, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda index: max(index, len(name) - index))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _axis(values: Sequence[Any]) -> dict[str, Any]:
    """Return the axis of one column of `parallel_figure`, without its name."""
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        positions = {value: n for n, value in enumerate(sorted(set(values), key=_order))}
        return {
            "values": [positions[value] for value in values],
            "tickvals": list(positions.values()),
            "ticktext": [str(value) for value in positions],
            "range": [-0.5, len(positions) - 0.5],
        }
    numbers = np.array(values, float)
    if numbers.min() <= 0 or numbers.max() < 10 * numbers.min():
        return {"values": numbers}
    low, high = np.log10(numbers.min()), np.log10(numbers.max())
    ticks = [
        digit * 10.0**power
        for power in range(int(np.floor(low)), int(np.ceil(high)) + 1)
        for digit in (1, 3)
    ]
    room = 0.05 * (high - low)
    between = [tick for tick in ticks if low + room < np.log10(tick) < high - room]
    return {
        "values": np.log10(numbers),
        "tickvals": [low, *np.log10(between), high],
        "ticktext": [digits(tick, 3) for tick in (numbers.min(), *between, numbers.max())],
    }
