"""The predictions for every row as a chart and a table, and for a few rows before and after."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import answers
from nnplay.figures.predictions import (
    LABELLED,
    confusion_figure,
    predictions_figure,
    rows_per_point,
)
from nnplay.numbers import as_column
from nnplay.ui.drawing.charts import draw_chart
from nnplay.ui.drawing.downloads import draw_download
from nnplay.ui.drawing.names import BEFORE, index_label, label_of_rows, short_names
from nnplay.ui.drawing.tables import draw_table, draw_text_table
from nnplay.ui.runs import Run

ASKED = ("AL", "DC")  # an ordinary state, and the one that is most unlike the others


def draw_rows(run: Run, epoch: int) -> None:
    """Draw predicted against actual values, the table of both, and a few rows."""
    table = predictions_table(run, epoch)
    outputs = run.history.predict(run.examples.x, epoch)
    predicted = answers(outputs, run.config.loss) if run.dataset.classes else outputs[:, 0]
    held_out = np.isin(np.arange(len(predicted)), run.examples.validation_rows)
    _some_rows(run, table, epoch)
    left, right = st.columns(2)
    with left:
        draw_predictions_chart(run.dataset, predicted, held_out)
    with right:
        write = as_column([0, 1] if run.dataset.classes else table.actual)
        draw_table(
            table,
            "predictions",
            "Every row with its name, actual, predicted before training and predicted",
            height=430,
            formats=dict.fromkeys(table.select_dtypes("float"), write),
            hide_index=True,
            column_config={label_of_rows(run.dataset): st.column_config.TextColumn(pinned=True)},
        )
        draw_download(
            "Download as CSV",
            partial(table.to_csv, index_label=index_label(run.dataset)),
            f"predictions-epoch-{epoch}.csv",
            key="download_predictions",
        )


def _some_rows(run: Run, table: pd.DataFrame, epoch: int) -> None:
    """Draw the predictions for a few rows before and after training, side by side."""
    labels = list(run.dataset.row_labels.astype(str))
    left, right = st.columns([2, 3])
    with left:
        chosen = st.multiselect(
            f"{run.dataset.row_noun.capitalize()}s, before and after training",
            range(len(labels)),
            default=_first_rows(run.dataset),
            format_func=labels.__getitem__,
            key=f"rows_of_{run.dataset.name}",
            persist_state="session",
        )
    columns = {"actual": "actual", BEFORE: BEFORE, "predicted": f"at epoch {epoch:,}"}
    shown = table.set_index(label_of_rows(run.dataset))[list(columns)].rename(columns=columns)
    write = as_column(table.actual) if not run.dataset.classes else str
    with right:
        if chosen:
            draw_text_table(
                shown.iloc[chosen],
                "The chosen rows: actual, predicted before training and after it",
                dict.fromkeys(shown.select_dtypes("float"), write),
            )


def _first_rows(dataset: Dataset) -> list[int]:
    """Return the rows that are chosen at first."""
    names = list(dataset.frame.index)
    return [names.index(name) for name in ASKED if name in names] or list(range(len(names)))[:2]


def predictions_table(run: Run, epoch: int) -> pd.DataFrame:
    """Return every row's target, and its predictions before training and at an epoch."""
    examples, dataset = run.examples, run.dataset
    outputs, before = (run.history.predict(examples.x, each).astype(float) for each in (epoch, 0))
    columns: dict[str, Any] = {
        label_of_rows(dataset): dataset.row_labels,
        "actual": answers_of(dataset, examples.y[:, 0]),
    }
    if dataset.classes:
        columns[BEFORE] = answers_of(dataset, answers(before, run.config.loss))
        columns["predicted"] = answers_of(dataset, answers(outputs, run.config.loss))
        several = dataset.outputs > 1
        names = [f"output {name}" for name in dataset.classes] if several else ["output"]
        columns |= {name: outputs[:, unit] for unit, name in enumerate(names)}
    else:
        columns |= {BEFORE: before[:, 0], "predicted": outputs[:, 0]}
        columns["error"] = outputs[:, 0] - examples.y[:, 0]
    if len(examples.validation_rows):
        columns["held out"] = np.isin(np.arange(len(outputs)), examples.validation_rows)
    return pd.DataFrame(columns)


def draw_predictions_chart(
    dataset: Dataset,
    predicted: np.ndarray,
    held_out: np.ndarray,
    limits: tuple[float, float] | None = None,
    *,
    key: str | None = None,
) -> None:
    """Draw predicted against actual values: points for quantities, counts for classes.

    A caption says which rows are missing.

    Args:
        predicted: Predictions or numbers of classes, NaN where there is none, shape (rows,).
        limits: Of the axis of predictions, so that two figures can share a scale.
    """
    actual, texts = actual_of(dataset), []
    if dataset.classes:
        figure = confusion_figure(actual, predicted, dataset.classes)
    else:
        names, short = list(dataset.row_labels), short_names(dataset)
        figure = predictions_figure(
            actual, predicted, names, short, held_out, dataset.measured, limits
        )
    draw_chart(figure, "predictions", "Predicted against actual for every row", key=key)
    missing = int((~np.isfinite(predicted)).sum())
    if missing:
        texts.append(f"{missing:,} rows are missing: their prediction is not a number.")
    one_in = rows_per_point(len(predicted) - missing)
    if one_in > 1 and not dataset.classes:
        texts.append(f"One row in {one_in} is drawn, and the {LABELLED} largest errors.")
    if texts:
        st.caption(" ".join(texts))


def answers_of(dataset: Dataset, predicted: np.ndarray) -> pd.Series:
    """Return predictions as a table shows them: numbers, or the names of classes.

    Args:
        predicted: Predictions or numbers of classes, NaN where there is none, shape (rows,).
    """
    index = dataset.frame.index
    if not dataset.classes:
        return pd.Series(predicted.astype("float32").astype(str).astype(float), index)
    known = np.isfinite(predicted)
    names = [dataset.classes[int(n)] if k else None for n, k in zip(predicted, known, strict=True)]
    return pd.Series(names, index)


def actual_of(dataset: Dataset) -> np.ndarray:
    """Return the targets or numbers of classes, shape (rows,)."""
    return dataset.frame[dataset.target].to_numpy("float32")
