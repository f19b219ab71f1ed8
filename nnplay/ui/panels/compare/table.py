"""The table of the saved runs: the settings that differ, and the results."""

import math
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Examples
from nnplay.evaluation.baselines import log_loss_of_frequencies
from nnplay.evaluation.comparison import Result, differing, setting_of
from nnplay.fields import FIELDS, Layers, short_phrase
from nnplay.figures.style import FONT_SIZE
from nnplay.numbers import exact, fixed, number, percent, sign_or_number
from nnplay.ui.drawing.charts import PROJECTED
from nnplay.ui.drawing.tables import Formats, draw_table
from nnplay.ui.state import is_projector

WIDTHS = {"name": 230, "verdict": 640}  # px of the columns whose texts may be long
LETTER = 7.0  # px: the largest width of a letter, a third of a line's height
BREAKS = 66  # px: from this row height on, Streamlit breaks texts into lines


def draw_runs(names: list[str], results: list[Result], examples: Examples) -> None:
    """Draw the table."""
    settings = differing([result.config for result in results])
    columns: dict[str, list] = {"name": names}
    columns |= _measured(results, classes=bool(examples.classes))
    columns |= {
        **{
            FIELDS[name].noun: [_cell(result.config, name) for result in results]
            for name in settings
        },
        "epochs to best": [result.epochs_to_best for result in results],
        "time": [result.seconds for result in results],
        "verdict": [result.verdict for result in results],
    }
    draw_table(
        pd.DataFrame(columns),
        "saved runs",
        "The saved runs: what differs, their errors, how fast they were, and the verdict",
        formats=_formats(pd.DataFrame(columns)),
        hide_index=True,
        height="content",
        row_height=_height(columns),
        column_config={
            "name": st.column_config.TextColumn(pinned=True, width=WIDTHS["name"]),
            **COLUMNS,
            **_log_loss_column(examples),
        },
        placeholder="–",
    )


def _height(columns: dict[str, list]) -> int | None:
    """Return the row height that shows the longest name or verdict whole; None for one line."""
    letter = LETTER * (PROJECTED / FONT_SIZE if is_projector() else 1)
    lines = max(
        math.ceil(len(text) * letter / width)
        for name, width in WIDTHS.items()
        for text in columns[name]
    )
    return max(BREAKS, round(3 * letter * (lines + 1))) if lines > 1 else None


def _log_loss_column(examples: Examples) -> dict[str, Any]:
    if not examples.classes:
        return {}
    frequencies = number(log_loss_of_frequencies(examples))
    return {
        "log loss": _number(
            help="Mean of −log of the probability that each training row's own class gets: 0 is "
            f"certain and right, and always giving the class frequencies scores {frequencies}",
        )
    }


def _measured(results: list[Result], *, classes: bool) -> dict[str, list]:
    """Return the columns of the results."""
    errors: list[float | None] = [result.error for result in results]
    held_out = [result.val_error for result in results]
    if classes:
        errors, held_out = (
            [None if error is None else 100 * (1 - error) for error in each]
            for each in (errors, held_out)
        )
    columns = {"accuracy" if classes else "MSE": errors}
    if any(error is not None for error in held_out):
        columns["validation accuracy" if classes else "validation MSE"] = held_out
    if classes:
        return {**columns, "log loss": [result.log_loss for result in results]}
    return {
        **columns,
        "MAE": [result.mae for result in results],
        "R²": [result.r2 for result in results],
    }


def _cell(config: TrainingConfig, name: str) -> object:
    """Return a setting's value as the table shows and sorts it."""
    value = setting_of(config, name)
    # a bare 3 could be three layers, and None for features means the default ones
    if value is None or isinstance(FIELDS[name].kind, Layers):
        return short_phrase(config, name)
    return ", ".join(value) if isinstance(value, tuple) else value


def _formats(table: pd.DataFrame) -> Formats:
    """Return how numbers are written: results as `FORMATS` says, settings with all digits."""
    settings = [name for name in table.select_dtypes("number") if name not in FORMATS]
    return {**FORMATS, **dict.fromkeys(settings, exact)}


FORMATS: Formats = {
    **dict.fromkeys(("MSE", "validation MSE", "log loss", "MAE", "R²"), sign_or_number),
    **dict.fromkeys(("accuracy", "validation accuracy"), lambda each: percent(each / 100, 1)),
    "epochs to best": partial(fixed, decimals=0),
    "time": lambda seconds: f"{fixed(seconds, 3)} s",
}
_number = st.column_config.NumberColumn
COLUMNS = {
    "MSE": _number(help="Mean squared error of the training rows at the end"),
    "validation MSE": _number(help="The same of the validation rows"),
    "accuracy": _number(help="Share of the training rows that are classified correctly"),
    "validation accuracy": _number(help="The same of the validation rows"),
    "MAE": _number(help="Mean absolute error of the training rows"),
    "R²": _number(
        help="Share of the variance that is explained: 1 is perfect, 0 is always predicting the "
        "mean, below 0 is worse than that",
    ),
    "epochs to best": _number(
        help="The first epoch whose loss is within 5% of the lowest of this run"
    ),
    "time": _number(help="Time that the training took"),
    "verdict": st.column_config.TextColumn(
        help="The main finding of the panel Why", width=WIDTHS["verdict"]
    ),
}
