"""Predicted against actual: points for quantities, counts for classes."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.labels import label_positions
from nnplay.figures.style import FONT_SIZE, LEGEND, MARGIN, VALIDATION, break_beside, wrap
from nnplay.numbers import AXIS, as_column

MARKS = {
    "training rows": {"size": 9, "symbol": "circle"},
    "validation rows": {"size": 9, "symbol": "circle-open", "color": VALIDATION, "line_width": 2},
}
LABELLED = 6  # points with a name beside them; more of them would cover each other
MOST_POINTS = 2_000  # each takes a browser time


def rows_per_point(rows: int) -> int:
    """Return how many rows there are for each point: 1 if every row has one."""
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

    The largest errors are labelled; hovering over a point shows its name. If there are many rows,
    only every second, third ... has a point, and the largest errors.

    Args:
        actual: Targets, shape (rows,).
        predicted: Predictions, shape (rows,); those that are not finite are left out.
        names: Full names of the rows, for hovering; abbreviations: short ones, for labels.
        held_out: Whether a row was kept from training, shape (rows,).
        target: What both axes measure.
        limits: Limits of the predictions' axis, so that two figures can share them.
    """
    figure = go.Figure()
    errors = np.abs(predicted - actual)
    finite = np.flatnonzero(np.isfinite(errors))
    worst = finite[np.argsort(-errors[finite])][:LABELLED].tolist()
    shown = np.zeros(len(errors), bool)
    shown[[*finite[:: rows_per_point(len(finite))], *worst]] = True
    figure.add_scatter(**_points("training rows", actual, predicted, names, shown & ~held_out))
    figure.add_scatter(**_points("validation rows", actual, predicted, names, shown & held_out))
    # a trace of their own: a browser measures the text of every point, even an empty one
    figure.add_scatter(**_labels(actual, predicted, {row: abbreviations[row] for row in worst}))
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


def _points(
    name: str, actual: np.ndarray, predicted: np.ndarray, names: Sequence[str], shown: np.ndarray
) -> dict[str, object]:
    """Return the trace of the rows that are shown, with their names and numbers on hover."""
    write = as_column(actual)
    hover = [
        f"{names[i]}<br>actual {write(actual[i])}, predicted {write(predicted[i])}"
        for i in np.flatnonzero(shown).tolist()
    ]
    return {
        "x": actual[shown],
        "y": predicted[shown],
        "mode": "markers",
        "name": name,
        "showlegend": bool(hover),
        "marker": MARKS[name],
        "hovertext": np.array(hover, object),  # Plotly checks every item of a list
        "hoverinfo": "text",
    }


def _labels(
    actual: np.ndarray, predicted: np.ndarray, labels: Mapping[int, str]
) -> dict[str, object]:
    """Return the trace of the labels of some rows, those for which there is room."""
    positions = label_positions(actual, predicted, list(labels.items()))
    rows = list(positions)
    return {
        "x": actual[rows],
        "y": predicted[rows],
        "mode": "text",
        "text": [labels[row] for row in rows],
        "textposition": list(positions.values()),
        "name": "names",
        "showlegend": False,
        "hoverinfo": "skip",
    }


def confusion_figure(
    actual: np.ndarray, predicted: np.ndarray, classes: Sequence[str]
) -> go.Figure:
    """Draw the confusion matrix: how many rows of each actual class, down, are predicted as which.

    Args:
        actual: Numbers of classes, shape (rows,).
        predicted: The same, NaN where no class is predicted.
    """
    numbers = range(len(classes))
    counts = [
        [int(((actual == row) & (predicted == column)).sum()) for column in numbers]
        for row in numbers
    ]
    figure = go.Figure()
    figure.add_heatmap(
        # correct predictions in one colour, the others in the opposite one
        z=np.array(counts) * (2 * np.eye(len(classes), dtype=int) - 1),
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
