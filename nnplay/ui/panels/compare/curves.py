"""The curves of the saved runs in one figure, and the choices of their axes."""

import numpy as np
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import ERROR, LOSS, VAL_LOSS, Result, curve_of, measures
from nnplay.figures.curves import loss_figure
from nnplay.ui.drawing.charts import choose_scale, draw_chart
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.stage.axes import axis_of
from nnplay.ui.stage.race import EPOCHS, SECONDS

MEASURES = {
    LOSS: "loss",
    VAL_LOSS: "val_loss (validation rows)",
    ERROR: "error (training rows)",
}
CLOCKS = {"by epoch": EPOCHS, "by training time": SECONDS}


def draw_curves(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw the curves of all runs in one figure."""
    with st.container(horizontal=True):
        measure = _measure(results)
        clock = choose_clock("curves")
        curves = [curve_of(result, measure, by_time=CLOCKS[clock] == SECONDS) for result in results]
        suits_log = bool(axis_of([curve.y for curve in curves])["log"])
        logarithmic = choose_scale("compare", suits_log=suits_log)
    figure = loss_figure(
        [(name, *curve) for name, curve in zip(names, curves, strict=True)],
        "epoch" if CLOCKS[clock] == EPOCHS else "seconds of training",
        unit_of(measure, results, dataset),
        logarithmic=logarithmic,
    )
    draw_chart(figure, "curves", "Curves of all saved runs", key="compare_curves")
    broken = [name for name, curve in zip(names, curves, strict=True) if not _is_drawn(curve.y)]
    if broken:
        st.caption(f"Nothing to draw, as no value is a number: {plain(', '.join(broken))}.")


def _measure(results: list[Result]) -> str:
    options = measures(results)
    return st.segmented_control(
        "Measure",
        options,
        format_func=MEASURES.__getitem__,
        default=options[0],
        required=True,
        key=f"measure_{'_'.join(options)}",
        persist_state="session",
        help="The loss is what training minimises; runs with different losses can only be "
        "compared by the same error.",
    )


def choose_clock(place: str) -> str:
    return st.segmented_control(
        "Against",
        list(CLOCKS),
        default=next(iter(CLOCKS)),
        required=True,
        key=f"clock_{place}",
        persist_state="session",
    )


def unit_of(measure: str, results: list[Result], dataset: Dataset) -> str:
    losses = {result.config.loss for result in results}
    if measure == ERROR:
        return "error rate" if dataset.classes else "mean squared error"
    return losses.pop() if len(losses) == 1 else "the loss of each run"


def _is_drawn(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).any())
