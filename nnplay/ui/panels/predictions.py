"""The predictions of every row, as a chart and a table, and one row before and after."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import answers
from nnplay.figures.predictions import confusion_figure, predictions_figure
from nnplay.numbers import as_column, sign_or_number
from nnplay.ui.charts import draw_chart
from nnplay.ui.names import index_label, label_of_rows, short_names
from nnplay.ui.runs import Run
from nnplay.ui.tables import draw_table


def draw(run: Run, epoch: int) -> None:
    """Draw predicted against actual, the table of both, and one row."""
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
            f"One {run.dataset.row_noun}, before and after training",
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


def predictions_table(run: Run, epoch: int) -> pd.DataFrame:
    """Return what every row's target is and what the network says at a recorded epoch."""
    examples, dataset = run.examples, run.dataset
    outputs = run.history.predict(examples.x, epoch).astype(float)
    columns: dict[str, Any] = {
        label_of_rows(dataset): dataset.row_labels,
        "actual": answers_of(dataset, examples.y[:, 0]),
    }
    if dataset.classes:
        columns["predicted"] = answers_of(dataset, answers(outputs, run.config.loss))
        several = dataset.outputs > 1
        names = [f"output {name}" for name in dataset.classes] if several else ["output"]
        columns |= {name: outputs[:, unit] for unit, name in enumerate(names)}
    else:
        columns["predicted"] = outputs[:, 0]
        columns["error"] = outputs[:, 0] - examples.y[:, 0]
    if len(examples.validation_rows):
        columns["held out"] = np.isin(np.arange(len(outputs)), examples.validation_rows)
    return pd.DataFrame(columns)


def predictions_chart(
    dataset: Dataset,
    predicted: np.ndarray,
    held_out: np.ndarray,
    limits: tuple[float, float] | None = None,
) -> Any:
    """Draw predicted against actual: points for quantities, counts for classes.

    Args:
        predicted: Predictions or numbers of classes, NaN where there is none, shape (rows,).
        limits: Of the predicted quantities, so that two figures can share a scale.
    """
    if dataset.classes:
        return confusion_figure(actual_of(dataset), predicted, dataset.classes)
    return predictions_figure(
        actual_of(dataset),
        predicted,
        list(dataset.row_labels),
        short_names(dataset),
        held_out,
        dataset.measured,
        limits,
    )


def say_missing(predicted: np.ndarray) -> None:
    """Say how many predictions a chart can't show."""
    missing = int((~np.isfinite(predicted)).sum())
    if missing:
        st.caption(f"{missing} rows are missing: their prediction is not a number.")


def answers_of(dataset: Dataset, predicted: np.ndarray) -> pd.Series:
    """Write predictions as a table shows them: numbers, or the names of classes.

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
