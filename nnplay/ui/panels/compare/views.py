"""What the kept runs look like together: curves, a race, predictions."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import ERROR, LOSS, VAL_LOSS, Result, curve_of, measures
from nnplay.figures import confusion_figure, loss_figure, predictions_figure
from nnplay.numbers import as_column
from nnplay.ui.charts import draw_chart
from nnplay.ui.names import index_label, label_of_rows, short_names
from nnplay.ui.stage.payload import axis_of
from nnplay.ui.stage.race import EPOCHS, SECONDS, Racer, race_payload
from nnplay.ui.stage.stage import draw_race
from nnplay.ui.tables import draw_table
from nnplay.ui.url import plain

MOST_RACERS = 4
MEASURES = {
    LOSS: "loss",
    VAL_LOSS: "val_loss (held-out rows)",
    ERROR: "error (training rows)",
}
CLOCKS = {"by epoch": EPOCHS, "by training time": SECONDS}


def draw_curves(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw the curves of all runs in one figure."""
    with st.container(horizontal=True):
        measure = _measure(results)
        clock = _clock("curves")
        curves = [curve_of(result, measure, by_time=CLOCKS[clock] == SECONDS) for result in results]
        suits_log = bool(axis_of([curve.y for curve in curves])["log"])
        scale = st.segmented_control(
            "Scale",
            ("linear", "logarithmic"),
            default="logarithmic" if suits_log else "linear",
            required=True,
            key=f"compare_scale_{suits_log}",
            persist_state="session",
        )
    figure = loss_figure(
        [(name, *curve) for name, curve in zip(names, curves, strict=True)],
        "epoch" if CLOCKS[clock] == EPOCHS else "seconds of training",
        _unit(measure, results, dataset),
        logarithmic=scale == "logarithmic",
    )
    draw_chart(figure, "curves", "Curves of all kept runs", key="compare_curves")
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
        help="The loss is what training makes small; runs with different losses can only be "
        "compared by the same error.",
    )


def _clock(place: str) -> str:
    return st.segmented_control(
        "Against",
        list(CLOCKS),
        default=next(iter(CLOCKS)),
        required=True,
        key=f"clock_{place}",
        persist_state="session",
    )


def _unit(measure: str, results: list[Result], dataset: Dataset) -> str:
    losses = {result.config.loss for result in results}
    if measure == ERROR:
        return "share of wrong answers" if dataset.classes else "mean squared error"
    return losses.pop() if len(losses) == 1 else "each its own loss"


def _is_drawn(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).any())


def draw_race_of(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Let two to four runs play their films against each other."""
    able = [name for name, result in zip(names, results, strict=True) if len(result.loss)]
    if len(able) < 2:
        st.markdown("A race needs at least two kept runs that were trained.")
        return
    left, right = st.columns([5, 2])
    with left:
        chosen = st.multiselect(
            "Runs",
            able,
            default=able[:MOST_RACERS],
            max_selections=MOST_RACERS,
            key="racers",
            persist_state="session",
        )
    with right:
        clock = _clock("race")
    chosen_results = [results[names.index(name)] for name in chosen]
    if len(chosen) < 2:
        st.markdown(f"Choose two to {MOST_RACERS} runs.")
        return
    measure = measures(chosen_results)[0]
    by_time = CLOCKS[clock] == SECONDS
    racers = [
        Racer(name, names.index(name), curve_of(result, measure, by_time=by_time))
        for name, result in zip(chosen, chosen_results, strict=True)
    ]
    draw_race(race_payload(racers, _unit(measure, chosen_results, dataset), CLOCKS[clock]))
    st.caption(
        "The finish line is 5% above the lowest value that any of these runs reaches. Who crosses "
        "it first wins; who never does stands behind with the best it came to. Training times are "
        "measured where the page runs, and differ a little from run to run."
    )
    left_out = [name for name in names if name not in able]
    if left_out:
        st.caption(f"Not trained, so not in the race: {plain(', '.join(left_out))}.")


def draw_two_runs(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw predicted against actual of two chosen runs, on the same scale."""
    if len(names) < 2:
        st.caption("Keep another run to see both beside each other.")
    columns = st.columns(2)
    chosen = []
    for place, (column, label) in enumerate(zip(columns, ("Left", "Right"), strict=True)):
        with column:
            name = st.selectbox(
                label,
                names,
                index=min(place, len(names) - 1),
                key=f"compare_{label.lower()}",
                persist_state="session",
            )
        chosen.append(results[names.index(name)])
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
        return confusion_figure(_actual(dataset), predicted, dataset.classes)
    return predictions_figure(
        _actual(dataset),
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


def _common_limits(results: list[Result], dataset: Dataset) -> tuple[float, float]:
    values = np.concatenate([_actual(dataset), *(result.predicted for result in results)])
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
            "actual": answers_of(dataset, _actual(dataset)),
            **columns,
        }
    )
    draw_table(
        table,
        "predictions of kept runs",
        "Predictions of every kept run, one line a row",
        height=430,
        hide_index=True,
        formats={}
        if dataset.classes
        else dict.fromkeys(["actual", *columns], as_column(_actual(dataset))),
        column_config={label_of_rows(dataset): st.column_config.TextColumn(pinned=True)},
        placeholder="not a number",
    )
    st.download_button(
        "Download as CSV",
        table.to_csv(index_label=index_label(dataset)),
        file_name="predictions-of-kept-runs.csv",
        mime="text/csv",
        icon=":material/download:",
        key="download_comparison",
        on_click="ignore",
    )


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


def _actual(dataset: Dataset) -> np.ndarray:
    return dataset.frame[dataset.target].to_numpy("float32")
