"""The panel *Data*: the table, its columns, and how they are related."""

from functools import partial

import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.figures.columns import correlation_image, pairs_image
from nnplay.ui.drawing.charts import theme_option
from nnplay.ui.drawing.downloads import draw_download
from nnplay.ui.drawing.names import label_of_rows
from nnplay.ui.drawing.tables import described_column, draw_table
from nnplay.ui.panels.predictions.rows import answers_of
from nnplay.ui.runs import Run
from nnplay.ui.state import is_projector
from nnplay.ui.state.page_state import is_own
from nnplay.workers.calls import call_in_turn

MOST_CORRELATED = 14  # with as many columns or more, the correlations are too small to read
MOST_PAIRED = 4  # columns whose scatter plots can be read, also on a phone
PROJECTED = 900  # px: the width of a figure that fits on a projector's screen as a whole
WAITING = "Drawing the columns against each other"


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  the data are the same at every epoch
    """Draw the table, how its columns are related, and what they mean."""
    table = shown_table(run.dataset)
    _table(run.dataset, table)
    _download(run, table)
    places = [st.container(), st.container()] if is_projector() else st.columns(2)
    with places[0]:
        _pairs(run.dataset, run.examples.features)
    with places[1]:
        _correlations(run.dataset, run.examples.features)
    _descriptions(run.dataset)


def shown_table(dataset: Dataset) -> pd.DataFrame:
    """Return the data with the names of rows and classes."""
    table = dataset.frame.copy()
    if dataset.classes:
        table[dataset.target] = answers_of(dataset, table[dataset.target].to_numpy())
    table.insert(0, label_of_rows(dataset), dataset.row_labels, allow_duplicates=True)
    return table


def as_csv(table: pd.DataFrame) -> str:
    """Write a table as CSV, with a mark at the beginning by which spreadsheets recognise UTF-8."""
    return "\ufeff" + table.to_csv(index=False, lineterminator="\n")


def _download(run: Run, table: pd.DataFrame) -> None:
    name = "your table" if is_own(run.config) else run.config.dataset
    draw_download("Download as CSV", partial(as_csv, table), f"{name}.csv", key="download_data")


def _table(dataset: Dataset, table: pd.DataFrame) -> None:
    draw_table(
        table,
        "data",
        "The data, with the name of every row",
        height=430,
        column_config={
            name: described_column(table[name], text) for name, text in dataset.descriptions.items()
        },
    )


def _pairs(dataset: Dataset, features: tuple[str, ...]) -> None:
    """Draw scatter plots of the chosen features, or the first of them, and the target."""
    chosen = features[: MOST_PAIRED if dataset.classes else MOST_PAIRED - 1]
    text, colors = _colors()
    if len(dataset.classes) == 2:  # the second is blue, as on the stage
        colors = [colors[1], colors[0]]
    st.image(
        _pairs_image(
            dataset.frame[[*chosen, dataset.target]], dataset.target, dataset.classes, colors, text
        ),
        width=PROJECTED if is_projector() else "stretch",
        caption=_caption(dataset, chosen, all_of_them=len(chosen) == len(features)),
        alt="Scatter plots of every two columns, and a histogram of each",
    )


def _caption(dataset: Dataset, chosen: tuple[str, ...], *, all_of_them: bool) -> str:
    which = "The chosen features" if all_of_them else f"The first {len(chosen)} chosen features"
    how = (
        f"against each other, coloured by class ({dataset.target})"
        if dataset.classes
        else f"and {dataset.target} against each other, with a line of linear regression"
    )
    more = "" if all_of_them else " Choose other features among the settings to see those."
    return f"{which} {how}.{more}"


def _correlations(dataset: Dataset, features: tuple[str, ...]) -> None:
    """Draw the correlations of all columns or, if these are too many, of the chosen features."""
    frame, which = dataset.frame, "each pair of columns"
    if len(frame.columns) >= MOST_CORRELATED:
        frame = frame[[dataset.target, *features]]
        which = f"the chosen features and {dataset.target}, each pair"
    if len(frame.columns) >= MOST_CORRELATED:
        st.caption(f"The correlations of {len(frame.columns)} columns would be too small.")
        return
    st.image(
        _correlation_image(frame, _colors()[0]),
        width=PROJECTED if is_projector() else "stretch",
        caption=f"Correlation of {which} (1: rise together, 0: unrelated, −1: opposite)",
        alt="Heat map of the correlations between the columns",
    )


def _descriptions(dataset: Dataset) -> None:
    lines = [f"- `{name}`: {text}" for name, text in dataset.descriptions.items()]
    st.markdown("\n".join(lines))
    st.caption(dataset.source)


def _colors() -> tuple[str, list[str]]:
    """Return the theme's colour of text, and those of a chart's series."""
    return theme_option("textColor"), theme_option("chartCategoricalColors")


@st.cache_data(max_entries=8, show_spinner=WAITING)
def _correlation_image(frame: pd.DataFrame, text_color: str) -> bytes:
    return call_in_turn(correlation_image, frame, text_color)


@st.cache_data(max_entries=16, show_spinner=WAITING)
def _pairs_image(
    frame: pd.DataFrame, target: str, classes: tuple[str, ...], colors: list[str], text_color: str
) -> bytes:
    return call_in_turn(pairs_image, frame, target, classes, colors, text_color)
