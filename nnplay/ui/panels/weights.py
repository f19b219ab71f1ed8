"""The panel *Weights*: those of a layer, before training and at the chosen epoch."""

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.figures.weights import weights_figure
from nnplay.numbers import as_column, digits
from nnplay.ui.drawing.charts import draw_chart
from nnplay.ui.drawing.names import layer_names, unit_names, weight_names
from nnplay.ui.drawing.tables import draw_table
from nnplay.ui.runs import Run


def draw(run: Run, epoch: int) -> None:
    """Draw a layer as heat maps and tables, before and after, and say what has changed most."""
    st.markdown(_changed(run, epoch))
    layers = layer_names(run.history.sizes)
    layer = st.segmented_control(
        "Layer",
        range(len(layers)),
        format_func=layers.__getitem__,
        default=0,
        required=True,
        key=f"layer_of_{len(layers)}",
    )
    inputs, units = unit_names(
        run.examples.features, run.history.sizes, layer, run.dataset.output_names
    )
    before, now = run.history.weights_at(0), run.history.weights_at(epoch)
    pair = slice(2 * layer, 2 * layer + 2)
    values = np.concatenate([array.ravel() for array in before[pair] + now[pair]])
    titles = ("before training", f"at epoch {epoch:,}")
    for column, title, weights in zip(st.columns(2), titles, (before, now), strict=True):
        rows = pd.Index([*inputs, "bias"], name="from")
        table = pd.DataFrame(np.vstack(weights[pair]), index=rows, columns=units)
        with column:
            _draw_layer(table, layers[layer], title, values)


def _draw_layer(table: pd.DataFrame, layer: str, title: str, values: np.ndarray) -> None:
    """Draw a kernel, and the bias in the last row, as a heat map and a table.

    Args:
        values: The weights before and after, whose colours and decimals both have in common.
    """
    st.markdown(f"**{layer.capitalize()} {title}**")
    kernel, bias = table.to_numpy()[:-1], table.to_numpy()[-1]
    *inputs, _ = table.index
    if not np.isfinite(table.to_numpy()).any():
        st.caption("Nothing to draw: all of these have become NaN or infinite.")
        return
    key = f"weights {title.split()[0]}"
    draw_chart(
        weights_figure(kernel, bias, inputs, list(table.columns), values),
        "weights",
        f"Heat map of the weights and biases of the {layer} {title}",
        key=key,
    )
    draw_table(
        table,
        key,
        f"Weights and biases of the {layer} {title}",
        formats=dict.fromkeys(table.columns, as_column(np.abs(values))),
    )


def _changed(run: Run, epoch: int) -> str:
    """Answer "have the weights changed?" with the largest change."""
    names = weight_names(run.examples.features, run.history.sizes, run.dataset.output_names)
    first = np.concatenate([array.ravel() for array in run.history.weights_at(0)])
    now = np.concatenate([array.ravel() for array in run.history.weights_at(epoch)])
    if not np.isfinite(now).all():
        count = int((~np.isfinite(now)).sum())
        numbers = f"{count:,} of {now.size:,}"
        return f"**Have they changed?** {numbers} are no longer numbers (NaN or infinite)."
    change = np.abs(now - first)
    if not change.any():
        return f"**Have they changed?** No: all {now.size:,} weights and biases are as they were."
    most = int(change.argmax())
    return (
        f"**Have they changed?** {int((change > 0).sum()):,} of {now.size:,} weights and biases "
        f"have; {names[most]} the most, from {digits(first[most])} to {digits(now[most])}."
    )
