"""Arrays to figures; each function is named after what its figure shows."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnplay.labels import label_places
from nnplay.numbers import AXIS, as_column, hover_format, number

if TYPE_CHECKING:
    import pandas as pd

FONT_SIZE = 15  # px; readable from the back of a classroom
MARGIN = {"l": 10, "r": 10, "t": 40, "b": 10}
LEGEND = {"orientation": "h", "yanchor": "top", "y": -0.2}  # below, where no tool bar covers it
MOST_NUMBERED = 8  # units across a heat map with its numbers written in
LABELLED = 6  # points with a name beside them; more of them would cover each other
MOST_LETTERS_A_LINE = 30  # of a name in a legend
MOST_LETTERS_BESIDE = 18  # of a line of a name beside a heat map, which needs the room
FEW = 3  # losses that need a mark each: a line between them may be none


def predictions_figure(
    actual: np.ndarray,
    predicted: np.ndarray,
    names: Sequence[str],
    abbreviations: Sequence[str],
    held_out: np.ndarray,
    target: str,
    limits: tuple[float, float] | None = None,
) -> go.Figure:
    """Draw predicted against actual with the diagonal on which every point should lie.

    The largest errors are labelled; every point tells its name on hover.

    Args:
        actual: Targets, shape (rows,).
        predicted: Predictions, shape (rows,); those that are not finite are left out.
        held_out: Whether a row was kept from training, shape (rows,).
        target: What both axes measure.
        limits: Of the predictions' axis, so that two figures can share a scale.
    """
    figure = go.Figure()
    errors = np.abs(predicted - actual)
    write = as_column(actual)
    shown = np.isfinite(errors)
    worst = [int(row) for row in np.argsort(np.where(shown, -errors, np.inf)) if shown[row]]
    places = label_places(
        actual, predicted, [(row, abbreviations[row]) for row in worst[:LABELLED]]
    )
    for name, rows in (("learned from", shown & ~held_out), ("held out", shown & held_out)):
        numbers = [int(i) for i in np.flatnonzero(rows)]
        figure.add_scatter(
            x=actual[rows],
            y=predicted[rows],
            mode="markers+text",
            text=[abbreviations[i] if i in places else "" for i in numbers],
            textposition=[places.get(i, "top center") for i in numbers],
            name=name,
            showlegend=len(numbers) > 0,
            marker={"size": 9, "symbol": "circle" if name == "learned from" else "circle-open"},
            hovertext=[
                f"{names[i]}<br>actual {write(actual[i])}, predicted {write(predicted[i])}"
                for i in numbers
            ],
            hoverinfo="text",
        )
    ends = [float(actual.min()), float(actual.max())]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", name="perfect", line={"dash": "dash", "color": "gray"}
    )
    figure.update_xaxes(title=wrap(f"actual {target}"))
    if limits:
        room = (ends[1] - ends[0]) * 0.06
        figure.update_xaxes(range=[ends[0] - room, ends[1] + room])
    figure.update_yaxes(title=wrap(f"predicted {target}"), range=limits)
    figure.update_layout(xaxis=AXIS, yaxis=AXIS)
    figure.update_layout(height=460, margin=MARGIN, font_size=FONT_SIZE, legend=LEGEND)
    return figure


def confusion_figure(
    actual: np.ndarray, predicted: np.ndarray, classes: Sequence[str]
) -> go.Figure:
    """Draw how many rows of each class are said to be of which, actual down, predicted across.

    Args:
        actual: Numbers of classes, shape (rows,); predicted: the same, NaN where there is none.
    """
    numbers = range(len(classes))
    counts = [
        [int(((actual == row) & (predicted == column)).sum()) for column in numbers]
        for row in numbers
    ]
    right = [[1 if row == column else -1 for column in numbers] for row in numbers]
    figure = go.Figure()
    figure.add_heatmap(
        z=np.array(counts) * np.array(right),  # right answers one colour, wrong ones the other
        x=_beside(classes),
        y=_beside(classes),
        text=counts,
        texttemplate="%{text}",
        textfont_size=FONT_SIZE + 5,
        coloraxis="coloraxis",
        hovertemplate="%{text} are %{y} and said to be %{x}<extra></extra>",
    )
    most = max(1, *(max(row) for row in counts))
    figure.update_xaxes(title="predicted", type="category")
    figure.update_yaxes(title="actual", type="category", autorange="reversed", ticksuffix=" ")
    figure.update_layout(
        height=420,
        margin=MARGIN,
        font_size=FONT_SIZE,
        coloraxis={
            "cmin": -most,
            "cmax": most,
            "cmid": 0,
            "autocolorscale": True,
            "showscale": False,
        },
    )
    return figure


def weights_figure(
    kernel: np.ndarray,
    bias: np.ndarray,
    inputs: Sequence[str],
    units: Sequence[str],
    limit: float,
) -> go.Figure:
    """Draw a layer as a heat map, inputs down, units across, the biases in the last row.

    Args:
        kernel: Shape (inputs, units).
        bias: Shape (units,).
        limit: The value of the strongest colour, so that two figures can share a scale.
    """
    figure = go.Figure()
    numbered = kernel.shape[1] <= MOST_NUMBERED and len(kernel) <= 2 * MOST_NUMBERED
    rows = _beside([*inputs, "bias"])
    values = np.vstack([kernel, bias])
    write = as_column([-limit, limit])
    figure.add_heatmap(
        z=values,
        x=_beside(units),
        y=rows,
        coloraxis="coloraxis",
        text=[[write(value) for value in row] for row in values],
        texttemplate="%{text}" if numbered else None,
        hovertemplate="%{y} → %{x}: %{text}<extra></extra>",
    )
    # names may look like numbers
    figure.update_xaxes(type="category")
    figure.update_yaxes(type="category", autorange="reversed", ticksuffix=" ")
    row_height = 26 + 16 * max(name.count("<br>") for name in rows)
    figure.update_layout(
        height=120 + row_height * min(len(rows), 17),
        margin=MARGIN,
        font_size=FONT_SIZE,
        # no colours of its own: the page's theme brings a scale that suits light and dark
        coloraxis={"cmin": -limit, "cmax": limit, "cmid": 0, "autocolorscale": True},
    )
    return figure


def loss_figure(
    curves: Sequence[tuple[str, np.ndarray, np.ndarray]],
    x_title: str,
    y_title: str,
    *,
    logarithmic: bool,
    marked: float | None = None,
    title: str = "",
) -> go.Figure:
    """Draw how losses or errors fall, every curve by its name.

    Args:
        curves: Each curve's name, where its values are and the values; what is not a number
            leaves a gap.
        marked: Where to draw a vertical line, the chosen epoch.
        title: Of the whole; "" for none.
    """
    figure = go.Figure()
    for name, x, values in curves:
        figure.add_scatter(
            x=x,
            y=np.where(np.isfinite(values), values, np.nan),
            mode="lines" if np.isfinite(values).sum() > FEW else "lines+markers",
            name=wrap(name),
            hovertemplate=f"{x_title} %{{x}}: %{{y}}",
        )
    if marked is not None:
        figure.add_vline(x=marked, line={"dash": "dot", "color": "gray"})
    shown = np.concatenate([values for *_, values in curves])
    figure.update_xaxes(title=x_title, rangemode="tozero")
    figure.update_yaxes(title=_named(y_title, logarithmic=logarithmic), rangemode="tozero")
    figure.update_layout(xaxis=AXIS, yaxis={**AXIS, "hoverformat": hover_format(shown)})
    _scale(figure.update_yaxes, [values for *_, values in curves], logarithmic=logarithmic)
    figure.update_layout(
        title=title or None,
        height=430,
        margin=MARGIN,
        font_size=FONT_SIZE,
        # a common label needs values at the same places
        hovermode="x unified" if _on_one_grid([x for _, x, _ in curves]) else "closest",
        showlegend=True,
        # a saved picture has another font, in which names would run into each other
        legend={**LEGEND, "entrywidth": 8 * MOST_LETTERS_A_LINE},
    )
    return figure


def _named(title: str, *, logarithmic: bool) -> str:
    return f"{title} (logarithmic)" if logarithmic else title


def _scale(
    update_axes: Callable[..., object], values: Sequence[np.ndarray], *, logarithmic: bool
) -> None:
    """Make an axis linear or logarithmic, and as long as the values that did not break need it."""
    sound = [each for each in values if len(each) and np.isfinite(each[-1])]
    if 0 < len(sound) < len(values):
        low, high = min(np.nanmin(each) for each in sound), max(np.nanmax(each) for each in sound)
        room = (high - low) * 0.05
        limits = (min(0.0, low - room), high + room)
        if logarithmic and low > 0:
            limits = (np.log10(low) - 0.1, np.log10(high) + 0.1)
        update_axes(range=[float(limit) for limit in limits])
    if not logarithmic:
        update_axes(type="linear")
        return
    drawn = np.concatenate([each[np.isfinite(each) & (each > 0)] for each in (sound or values)])
    decades = np.ptp(np.log10([*drawn, 1.0])) if len(drawn) else 0
    # whole powers of ten where there are several, and all of them written out if one can read that
    written_out = ",~g" if hover_format(drawn) else None
    update_axes(type="log", tickformat=written_out, dtick=1 if decades >= 2 else None)


def _on_one_grid(places: Sequence[np.ndarray]) -> bool:
    longest = max(places, key=len)
    return all(np.array_equal(each, longest[: len(each)]) for each in places)


def spread_figure(
    spreads: Sequence[tuple[str, np.ndarray]], title: str, *, logarithmic: bool
) -> go.Figure:
    """Draw the errors of many starts as points on a box from quartile to quartile.

    Args:
        spreads: A name and its errors, from the top down; what is not a number is left out.
    """
    figure = go.Figure()
    for name, errors in spreads:
        figure.add_box(
            x=errors[np.isfinite(errors)],
            name=wrap(name),
            orientation="h",
            boxpoints="all",
            pointpos=0,
            jitter=0.5,
            marker={"size": 6, "opacity": 0.6},
            hoveron="points",
            text=[number(error) for error in errors[np.isfinite(errors)]],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_xaxes(title=_named(title, logarithmic=logarithmic))
    figure.update_layout(xaxis=AXIS)
    _scale(figure.update_xaxes, [errors for _, errors in spreads], logarithmic=logarithmic)
    # names may look like numbers or dates
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_layout(
        height=140 + 52 * len(spreads), margin=MARGIN, font_size=FONT_SIZE, showlegend=False
    )
    return figure


def _beside(names: Sequence[str]) -> list[str]:
    """Break the names beside a heat map into lines, so that its cells have room for numbers."""
    return ["<br>".join(textwrap.wrap(name, MOST_LETTERS_BESIDE)) or name for name in names]


def wrap(name: str) -> str:
    """Break a long name into lines, as Plotly writes them."""
    return "<br>".join(textwrap.wrap(name, MOST_LETTERS_A_LINE, break_long_words=False)) or name


def correlation_image(frame: pd.DataFrame, text_color: str) -> bytes:
    """Draw how every two columns go together, as a PNG with a transparent background."""
    # Matplotlib takes a while to load and only this image needs it.
    import seaborn  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5.6, 4.8))
    axes = figure.subplots()
    seaborn.heatmap(
        frame.corr(),
        annot=True,
        fmt=".2f",
        vmin=-1,
        vmax=1,
        cmap="vlag_r",
        ax=axes,
    )
    for part in figure.axes:  # the heat map and its colour bar
        part.tick_params(colors=text_color, labelsize=10)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=160, transparent=True, bbox_inches="tight")
    return buffer.getvalue()
