"""Arrays to figures; each function is named after what its figure shows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

if TYPE_CHECKING:
    import pandas as pd

FONT_SIZE = 15  # px; readable from the back of a classroom
MARGIN = {"l": 10, "r": 10, "t": 40, "b": 10}
LEGEND = {"orientation": "h", "yanchor": "top", "y": -0.2}  # below, where no tool bar covers it
MOST_NUMBERED = 8  # units across a heat map with its numbers written in
LABELLED = 6  # points with a name beside them; more of them would cover each other
FEW = 3  # losses that need a mark each: a line between them may be none


def predictions_figure(
    actual: np.ndarray,
    predicted: np.ndarray,
    names: Sequence[str],
    abbreviations: Sequence[str],
    held_out: np.ndarray,
    target: str,
) -> go.Figure:
    """Draw predicted against actual with the diagonal on which every point should lie.

    The largest errors are labelled; every point tells its name on hover.

    Args:
        actual: Targets, shape (rows,).
        predicted: Predictions, shape (rows,); those that are not finite are left out.
        held_out: Whether a row was kept from training, shape (rows,).
    """
    figure = go.Figure()
    errors = np.abs(predicted - actual)
    shown = np.isfinite(errors)
    worst = set(np.argsort(np.where(shown, errors, -1))[-LABELLED:])
    for name, rows in (("learned from", shown & ~held_out), ("held out", shown & held_out)):
        numbers = [int(i) for i in np.flatnonzero(rows)]
        figure.add_scatter(
            x=actual[rows],
            y=predicted[rows],
            mode="markers+text",
            text=[abbreviations[i] if i in worst else "" for i in numbers],
            textposition="top center",
            name=name,
            showlegend=len(numbers) > 0,
            marker={"size": 9, "symbol": "circle" if name == "learned from" else "circle-open"},
            hovertext=[
                f"{names[i]}<br>actual {actual[i]:.1f}, predicted {predicted[i]:.2f}"
                for i in numbers
            ],
            hoverinfo="text",
        )
    ends = [float(actual.min()), float(actual.max())]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", name="perfect", line={"dash": "dash", "color": "gray"}
    )
    figure.update_xaxes(title=f"actual {target}")
    figure.update_yaxes(title=f"predicted {target}")
    figure.update_layout(height=460, margin=MARGIN, font_size=FONT_SIZE, legend=LEGEND)
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
    figure.add_heatmap(
        z=np.vstack([kernel, bias]),
        x=list(units),
        y=[*inputs, "bias"],
        coloraxis="coloraxis",
        texttemplate="%{z:.2f}" if numbered else None,
        hovertemplate="%{y} → %{x}: %{z:.4g}<extra></extra>",
    )
    figure.update_yaxes(autorange="reversed", ticksuffix=" ")
    figure.update_layout(
        height=120 + 26 * min(len(kernel) + 1, 17),
        margin=MARGIN,
        font_size=FONT_SIZE,
        # no colours of its own: the page's theme brings a scale that suits light and dark
        coloraxis={"cmin": -limit, "cmax": limit, "cmid": 0, "autocolorscale": True},
    )
    return figure


def loss_figure(
    loss: np.ndarray,
    val_loss: np.ndarray | None,
    epoch: int,
    loss_name: str,
    *,
    logarithmic: bool,
) -> go.Figure:
    """Draw the loss of every epoch and mark the chosen one.

    Args:
        loss: Shape (epochs,), that of epoch 1 first.
        val_loss: The same for the held-out rows, or None.
    """
    figure = go.Figure()
    epochs = np.arange(1, len(loss) + 1)
    curves = [("loss (training rows)", loss), ("val_loss (held-out rows)", val_loss)]
    for name, values in curves:
        if values is not None:
            figure.add_scatter(
                x=epochs,
                y=np.where(np.isfinite(values), values, np.nan),
                mode="lines" if np.isfinite(values).sum() > FEW else "lines+markers",
                name=name,
                hovertemplate="epoch %{x}: %{y:.5g}",
            )
    if epoch > 0:
        figure.add_vline(x=epoch, line={"dash": "dot", "color": "gray"})
    figure.update_xaxes(title="epoch", rangemode="tozero")
    figure.update_yaxes(
        title=loss_name, type="log" if logarithmic else "linear", rangemode="tozero"
    )
    figure.update_layout(
        height=430,
        margin=MARGIN,
        font_size=FONT_SIZE,
        hovermode="x unified",
        showlegend=True,
        legend=LEGEND,
    )
    return figure


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
