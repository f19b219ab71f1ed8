"""Predicted against actual: points for quantities, counts for classes."""

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
    for name, rows in (("training rows", shown & ~held_out), ("validation rows", shown & held_out)):
        numbers = [int(i) for i in np.flatnonzero(rows)]
        figure.add_scatter(
            x=actual[rows],
            y=predicted[rows],
            mode="markers+text",
            text=[abbreviations[i] if i in places else "" for i in numbers],
            textposition=[places.get(i, "top center") for i in numbers],
            name=name,
            showlegend=len(numbers) > 0,
            marker=MARKS[name],
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
