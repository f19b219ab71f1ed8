"""The data: the table, what its columns are, and how they go together."""

from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_float_dtype

from nnplay.datasets import Dataset
from nnplay.figures import correlation_image
from nnplay.numbers import decimals_of
from nnplay.ui.names import label_of_rows
from nnplay.ui.panels.predictions import answers_of
from nnplay.ui.runs import Run
from nnplay.ui.tables import draw_table
from nnplay.ui.teaching.projector import is_projector
from nnplay.workers.calls import call_in_turn

USUAL_DECIMALS = 4  # that Streamlit shows of a number unless it is told otherwise
MOST_CORRELATED = 14  # columns of a table whose correlations can be read


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  the data are the same at every epoch
    """Draw the table, the correlations and the descriptions of the columns."""
    dataset = run.dataset
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
    return call_in_turn(correlation_image, frame, text_color)
