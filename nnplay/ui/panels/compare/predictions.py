"""The predictions of the saved runs: two runs side by side, and all in one table."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import Result
from nnplay.numbers import as_column, number, percent
from nnplay.ui.drawing.downloads import draw_download
from nnplay.ui.drawing.names import index_label, label_of_rows
from nnplay.ui.drawing.tables import draw_text_table
from nnplay.ui.panels.compare.choice import choose_run
from nnplay.ui.panels.predictions.rows import actual_of, answers_of, draw_predictions_chart

MOST_ROWS = 100  # that a browser can draw as text without a delay


def draw_two_runs(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw predicted against actual values of two chosen runs, on the same scale."""
    if len(names) < 2:
        st.caption("Save another run to see both beside each other.")
    called = dict(zip((result.config for result in results), names, strict=True))
    columns = st.columns(2)
    chosen = []
    for place, (column, label) in enumerate(zip(columns, ("Left", "Right"), strict=True)):
        with column:
            config = choose_run(label, called, f"compare_{label.lower()}", place)
        chosen.append(results[list(called).index(config)])
    limits = None if dataset.classes else _common_limits(chosen, dataset)
    for place, (column, result) in enumerate(zip(columns, chosen, strict=True)):
        with column:
            key = f"compare_predictions_{place}"
            draw_predictions_chart(dataset, result.predicted, result.held_out, limits, key=key)


def _common_limits(results: list[Result], dataset: Dataset) -> tuple[float, float]:
    values = np.concatenate([actual_of(dataset), *(result.predicted for result in results)])
    values = values[np.isfinite(values)].astype(float)
    room = 0.1 * (values.max() - values.min())
    return float(values.min() - room), float(values.max() + room)


def draw_predictions(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw a table of the predictions, one column per run, with the errors below."""
    actual = actual_of(dataset)
    table = pd.DataFrame({"actual": answers_of(dataset, actual)})
    for name, result in zip(names, results, strict=True):
        table[name] = answers_of(dataset, result.predicted)
    labels = dataset.row_labels.rename(label_of_rows(dataset))
    errors = _errors(names, results, classes=bool(dataset.classes))
    draw_text_table(
        table.set_index(labels)[:MOST_ROWS],
        "Predictions of every saved run, one line per row, and how good they are",
        {} if dataset.classes else dict.fromkeys(table, as_column(actual)),
        errors.map(_written).reindex(columns=table.columns, fill_value=""),
        height=430,
    )
    if len(table) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {len(table):,} rows; the download holds them all.")
    table.insert(0, labels.name, labels, allow_duplicates=True)
    draw_download(
        "Download as CSV",
        partial(pd.concat([table, errors]).to_csv, index_label=index_label(dataset)),
        "predictions-of-saved-runs.csv",
        key="download_comparison",
    )


def _errors(names: list[str], results: list[Result], *, classes: bool) -> pd.DataFrame:
    """Return the runs' MSE or accuracy: one row, or two if any run has validation rows."""
    measure = "accuracy" if classes else "MSE"
    both = {
        f"{measure}, training rows": [result.error for result in results],
        f"{measure}, validation rows": [result.val_error for result in results],
    }
    rows = pd.DataFrame(both.values(), list(both), names, dtype=object)
    if rows.iloc[1].isna().all():
        rows = rows[:1].set_axis([measure])
    return rows.map(_accuracy) if classes else rows


def _accuracy(error: float | None) -> str | None:
    return None if error is None else percent(1 - error, 1)


def _written(error: float | str | None) -> str:
    if error is None:
        return ""
    return error if isinstance(error, str) else number(error)
