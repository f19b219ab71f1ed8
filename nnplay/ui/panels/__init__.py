"""What is studied below the stage, for the chosen epoch."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.api.types import is_float_dtype

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import answers
from nnplay.figures import correlation_image, loss_figure, weights_figure
from nnplay.numbers import as_column, decimals_of, digits, sign_or_number
from nnplay.ui.boundary import one_sentence
from nnplay.ui.charts import draw_chart
from nnplay.ui.names import (
    index_label,
    label_of_rows,
    layer_names,
    row_word,
    unit_names,
    weight_names,
)
from nnplay.ui.panels.compare.panel import draw_comparison
from nnplay.ui.panels.compare.views import answers_of, predictions_chart, say_missing
from nnplay.ui.panels.diagnosis import draw_findings
from nnplay.ui.panels.export import draw_take_home, predictions_table
from nnplay.ui.panels.formula.panel import draw_formula
from nnplay.ui.panels.formula.unit import open_unit
from nnplay.ui.panels.search.panel import draw_find
from nnplay.ui.runs import Run
from nnplay.ui.stage.payload import loss_axis
from nnplay.ui.tables import draw_table
from nnplay.ui.teaching.projector import is_projector
from nnplay.ui.teaching.visibility import PANEL, is_shown
from nnplay.ui.url import PANEL_KEY, forget
from nnplay.workers.calls import call_behind

USUAL_DECIMALS = 4  # that Streamlit shows of a number unless it is told otherwise
MOST_CORRELATED = 14  # columns of a table whose correlations can be read
LABELS = {
    "why": "Why",
    "predictions": "Predictions",
    "weights": "Weights",
    "formula": "Formula",
    "loss": "Loss",
    "data": "Data",
    "compare": "Compare",
    "find": "Find",
    "take_home": "Take home",
}
PANELS = tuple(LABELS.values())


def draw_panels(run: Run, epoch: int) -> None:
    """Draw the panel that is open; the others are drawn when they are."""
    shown = {name: label for name, label in LABELS.items() if is_shown(PANEL + name)}
    if not shown:
        return
    if st.session_state.get("panel") not in shown.values():
        st.session_state.pop("panel", None)
    with st.container(key="panels"):  # the stage brings it into view
        tabs = st.tabs(list(shown.values()), key="panel", on_change=partial(forget, PANEL_KEY))
    for name, tab in zip(shown, tabs, strict=True):
        if tab.open:
            with tab, one_sentence():
                _draw(name, run, epoch)


def _draw(name: str, run: Run, epoch: int) -> None:
    drawn_by: dict[str, Callable[[], None]] = {
        "why": partial(draw_findings, run),
        "predictions": partial(_predictions, run, epoch),
        "weights": partial(_weights, run, epoch),
        "formula": partial(draw_formula, run, epoch),
        "loss": partial(_loss, run, epoch),
        "data": partial(_data, run.dataset),
        "compare": partial(draw_comparison, run),
        "find": partial(draw_find, run),
        "take_home": partial(draw_take_home, run, epoch),
    }
    drawn_by[name]()


def open_panel(name: str) -> None:
    """Open a panel of the address; before the panels are drawn."""
    st.session_state.panel = LABELS[name]


def panel_opened() -> str | None:
    """Return the name of the panel that is open, None while it is the first."""
    label = st.session_state.get("panel")
    names = [name for name, each in LABELS.items() if each == label and name != next(iter(LABELS))]
    return names[0] if names else None


def show_unit(sizes: tuple[int, ...], layer: int, unit: int) -> None:
    """Open the arithmetic of a unit; for a callback. The first layer after the inputs is 0."""
    open_unit(sizes, layer, unit)
    open_panel("formula")


def _predictions(run: Run, epoch: int) -> None:
    table = predictions_table(run, epoch)
    outputs = run.history.predict(run.examples.x, epoch)
    predicted = answers(outputs, run.config.loss) if run.dataset.classes else outputs[:, 0]
    held_out = np.isin(np.arange(len(predicted)), run.examples.validation_rows)
    _one_row(run, table, epoch)
    left, right = st.columns([3, 2])
    with left:
        draw_chart(
            predictions_chart(run.dataset, predicted, held_out),
            "predictions",
            "Predicted against actual for every row",
        )
        say_missing(predicted)
    with right:
        write = as_column([0, 1] if run.dataset.classes else table.actual)
        draw_table(
            table,
            "predictions",
            "Every row with its name, actual and predicted",
            height=430,
            formats=dict.fromkeys(table.select_dtypes("float"), write),
            hide_index=True,
        )
        st.download_button(
            "Download as CSV",
            table.to_csv(index_label=index_label(run.dataset)),
            file_name=f"predictions-epoch-{epoch}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="download_predictions",
            on_click="ignore",
        )


def _one_row(run: Run, table: pd.DataFrame, epoch: int) -> None:
    labels = list(run.dataset.row_labels.astype(str))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox(
            f"One {row_word(run.dataset)}, before and after training",
            range(len(labels)),
            format_func=labels.__getitem__,
            key=f"row_of_{run.dataset.name}",
            persist_state="session",
            width=230,
        )
        before = predictions_table(run, 0).predicted.iloc[row]
        write = sign_or_number if run.dataset.classes else as_column(table.actual)
        for label, value in (
            ("Actual", table.actual.iloc[row]),
            ("Before training", before),
            (f"At epoch {epoch:,}", table.predicted.iloc[row]),
        ):
            # the name of a class may be long
            st.metric(
                label, _written(value, write), width="content" if run.dataset.classes else 130
            )


def _written(value: object, write: Callable[[float], str]) -> str:
    """Write a prediction: a number, or a class by its name."""
    if isinstance(value, float):
        return write(value)
    return "none" if value is None else str(value)


def _weights(run: Run, epoch: int) -> None:
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
    values = np.abs(np.concatenate([array.ravel() for array in before[pair] + now[pair]]))
    limit = float(values[np.isfinite(values)].max(initial=0)) or 1.0
    titles = ("before training", f"at epoch {epoch:,}")
    for column, title, weights in zip(st.columns(2), titles, (before, now), strict=True):
        kernel, bias = weights[pair]
        rows = pd.Index([*inputs, "bias"], name="from")
        table = pd.DataFrame(np.vstack([kernel, bias]), index=rows, columns=units)
        with column:
            st.markdown(f"**{layers[layer].capitalize()} {title}**")
            if not np.isfinite(table.to_numpy()).any():
                st.caption("There is nothing to draw: none of these is a number any more.")
                continue
            draw_chart(
                weights_figure(kernel, bias, inputs, units, limit),
                "weights",
                f"Heat map of the weights and biases of the {layers[layer]} {title}",
                key=f"weights {title.split()[0]}",
            )
            draw_table(
                table,
                f"weights {title.split()[0]}",
                f"Weights and biases of the {layers[layer]} {title}",
                formats=dict.fromkeys(units, as_column(values)),
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
        f"have; most of all {names[most]}, from {digits(first[most])} to {digits(now[most])}."
    )


def _loss(run: Run, epoch: int) -> None:
    history = run.history
    if not history.epochs:
        st.info("There is no loss: no epoch was trained.", icon=":material/info:")
        return
    scale = st.segmented_control(
        "Scale",
        ("linear", "logarithmic"),
        default="logarithmic" if loss_axis(history)["log"] else "linear",
        required=True,
    )
    epochs = np.arange(1, history.epochs + 1)
    curves = [("loss (training rows)", epochs, history.loss)]
    if history.val_loss is not None:
        curves.append(("val_loss (held-out rows)", epochs, history.val_loss))
    held_out = "" if history.val_loss is None else "; val_loss: at its end"
    figure = loss_figure(
        curves,
        "epoch",
        "loss",
        logarithmic=scale == "logarithmic",
        marked=epoch or None,
        title=f"Loss: {run.config.loss}, mean during the epoch{held_out}",
    )
    draw_chart(figure, "loss", "Loss of every epoch")
    st.caption(
        "As in Keras, an epoch's loss is the average over its batches while the weights still "
        "move, so it can differ from the error of the weights at the epoch's end."
    )


def _data(dataset: Dataset) -> None:
    table = dataset.frame.copy()
    if dataset.classes:
        table[dataset.target] = answers_of(dataset, table[dataset.target].to_numpy())
    table.insert(0, label_of_rows(dataset), dataset.row_labels, allow_duplicates=True)
    draw_table(
        table,
        "data",
        "The data, with the name of every row",
        height=430,
        column_config={
            name: _column(table[name], text) for name, text in dataset.descriptions.items()
        },
    )
    if len(table.columns) > MOST_CORRELATED:
        _columns(dataset)
        return
    color = "#eef2f6" if st.context.theme.type == "dark" else "#1b2430"
    st.image(
        _correlation_image(dataset.frame, color),
        width=900 if is_projector() else 680,
        caption="Correlation of every two columns: 1 go together, 0 unrelated, -1 opposite",
        alt="Heat map of the correlations between the columns",
    )
    _columns(dataset)


def _column(values: pd.Series, text: str) -> Any:
    """Describe a column of the data, whose numbers are shown as they are; small ones need it."""
    needed = decimals_of(values) if is_float_dtype(values) else 0
    if needed <= USUAL_DECIMALS:
        return st.column_config.Column(help=text)
    return st.column_config.NumberColumn(help=text, format=f"%.{needed}f")


def _columns(dataset: Dataset) -> None:
    lines = [f"- `{name}`: {text}" for name, text in dataset.descriptions.items()]
    st.markdown("\n".join(lines))
    st.caption(dataset.source)


@st.cache_data(max_entries=8)
def _correlation_image(frame: pd.DataFrame, text_color: str) -> bytes:
    return call_behind(correlation_image, frame, text_color)
