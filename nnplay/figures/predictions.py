"""Predicted against actual: points for quantities, counts for classes."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.labels import label_places
from nnplay.figures.style import FONT_SIZE, LEGEND, MARGIN, VALIDATION, break_beside, wrap
from nnplay.numbers import AXIS, as_column

MARKS = {
    "training rows": {"size": 9, "symbol": "circle"},
    "validation rows": {"size": 9, "symbol": "circle-open", "color": VALIDATION, "line_width": 2},
}
LABELLED = 6  # points with a name beside them; more of them would cover each other
MOST_POINTS = 2_000  # each is a shape that a browser paints


def rows_a_point(rows: int) -> int:
    """Return of how many rows one has a point."""
    return math.ceil(rows / MOST_POINTS) or 1


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

    The largest errors are labelled; every point tells its name on hover. Of many rows every
    second, third ... has a point, and the largest errors.

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
    finite = np.flatnonzero(np.isfinite(errors))
    worst = finite[np.argsort(-errors[finite])][:LABELLED].tolist()
    shown = np.zeros(len(errors), bool)
    shown[[*finite[:: rows_a_point(len(finite))], *worst]] = True
    places = label_places(actual, predicted, [(row, abbreviations[row]) for row in worst])
    for name, rows in (("training rows", shown & ~held_out), ("validation rows", shown & held_out)):
        told = [
            f"{names[i]}<br>actual {write(actual[i])}, predicted {write(predicted[i])}"
            for i in np.flatnonzero(rows).tolist()
        ]
        figure.add_scatter(
            x=actual[rows],
            y=predicted[rows],
            mode="markers",
            name=name,
            showlegend=bool(told),
            marker=MARKS[name],
            hovertext=np.array(told, object),  # a list is looked through one by one
            hoverinfo="text",
        )
    labelled = list(places)
    # apart from the points: a browser measures the text of each, also where there is none
    figure.add_scatter(
        x=actual[labelled],
        y=predicted[labelled],
        mode="text",
        text=[abbreviations[i] for i in labelled],
        textposition=list(places.values()),
        name="names",
        showlegend=False,
        hoverinfo="skip",
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
    """Draw how many rows of each class are predicted to be of which, actual down.

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
        x=break_beside(classes),
        y=break_beside(classes),
        text=counts,
        texttemplate="%{text}",
        textfont_size=FONT_SIZE + 5,
        coloraxis="coloraxis",
        hovertemplate="%{text}: actual %{y}, predicted %{x}<extra></extra>",
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
