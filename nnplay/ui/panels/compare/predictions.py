"""The predictions of the saved runs: two beside each other, and all in one table."""

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import Result
from nnplay.numbers import as_column
from nnplay.ui.charts import draw_chart
from nnplay.ui.names import index_label, label_of_rows
from nnplay.ui.panels.compare.choice import choose_run
from nnplay.ui.panels.predictions import actual_of, answers_of, predictions_chart, say_missing
from nnplay.ui.tables import draw_table


def draw_two_runs(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw predicted against actual of two chosen runs, on the same scale."""
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
    for number, (column, result) in enumerate(zip(columns, chosen, strict=True)):
        with column:
            draw_chart(
                predictions_chart(dataset, result.predicted, result.held_out, limits),
                "predictions",
                "Predicted against actual for every row",
                key=f"compare_predictions_{number}",
            )
            say_missing(result.predicted)


def _common_limits(results: list[Result], dataset: Dataset) -> tuple[float, float]:
    values = np.concatenate([actual_of(dataset), *(result.predicted for result in results)])
    values = values[np.isfinite(values)].astype(float)
    room = 0.1 * (values.max() - values.min())
    return float(values.min() - room), float(values.max() + room)


def draw_predictions(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw the predictions of every row, one column a run, to be taken home."""
    columns = {
        name: answers_of(dataset, result.predicted)
        for name, result in zip(names, results, strict=True)
    }
    table = pd.DataFrame(
        {
            label_of_rows(dataset): dataset.row_labels,
            "actual": answers_of(dataset, actual_of(dataset)),
            **columns,
        }
    )
    draw_table(
        table,
        "predictions of saved runs",
        "Predictions of every saved run, one line a row",
        height=430,
        hide_index=True,
        formats={}
        if dataset.classes
        else dict.fromkeys(["actual", *columns], as_column(actual_of(dataset))),
        column_config={label_of_rows(dataset): st.column_config.TextColumn(pinned=True)},
        placeholder="not a number",
    )
    st.download_button(
        "Download as CSV",
        table.to_csv(index_label=index_label(dataset)),
        file_name="predictions-of-saved-runs.csv",
        mime="text/csv",
        icon=":material/download:",
        key="download_comparison",
        on_click="ignore",
    )
