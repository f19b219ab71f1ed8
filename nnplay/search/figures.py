"""Candidates to figures; each function is named after what its figure shows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.style import FONT_SIZE, MARGIN
from nnplay.numbers import digits, percent


def importance_figure(names: Sequence[str], shares: Sequence[float]) -> go.Figure:
    """Draw how much each setting explains, as bars from the top down.

    Args:
        shares: From 0 to 1.
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
    """Draw every row as a line through its values, one axis a column.

    The lowest values of the last column are in the strongest colour.

    Args:
        columns: A name and the values, all numbers or all something else, of every row. What
            spans a power of ten or more gets a logarithmic axis.
    """
    ranks = np.argsort(np.argsort(columns[-1][1]))
    figure = go.Figure()
    figure.add_parcoords(
        dimensions=[{"label": _two_lines(name), **_axis(values)} for name, values in columns],
        line={"color": -ranks, "coloraxis": "coloraxis"},
        labelfont_size=FONT_SIZE - 2,
        tickfont_size=FONT_SIZE - 3,
        rangefont_size=1,  # Plotly would repeat the ends of every axis
    )
    figure.update_layout(
        height=430,
        margin={"l": 100, "r": 50, "t": 80, "b": 20},  # the tool bar lies above the labels
        # seen on white and on black
        coloraxis={"showscale": False, "colorscale": ["#a3acb8", "#a3acb8", "#c08a5a", "#d2600a"]},
    )
    return figure


def _order(value: object) -> tuple:
    """Return what sorts names by their letters, and behind them "4", "16", "4-4" by their size."""
    parts = str(value).split("-")
    if all(part.isdigit() for part in parts):
        return 1, len(parts), tuple(int(part) for part in parts), ""
    return 0, 0, (), str(value)


def _two_lines(name: str) -> str:
    """Break a name where it becomes narrowest: on a phone axes stand close together."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda place: max(place, len(name) - place))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _axis(values: Sequence[Any]) -> dict[str, Any]:
    """Return the axis of one column of `parallel_figure`, but for its name."""
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        places = {value: place for place, value in enumerate(sorted(set(values), key=_order))}
        return {
            "values": [places[value] for value in values],
            "tickvals": list(places.values()),
            "ticktext": [str(value) for value in places],
            "range": [-0.5, len(places) - 0.5],
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
