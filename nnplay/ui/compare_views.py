"""What the kept runs look like together: curves, a race, predictions."""

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.comparison import LOSS, MSE, VAL_LOSS, Result, curve_of, measures
from nnplay.datasets import Dataset
from nnplay.figures import loss_figure, predictions_figure
from nnplay.ui.address import plain
from nnplay.ui.charts import draw_chart
from nnplay.ui.stage.payload import axis_of
from nnplay.ui.stage.race import EPOCHS, SECONDS, Racer, race_payload
from nnplay.ui.stage.stage import draw_race

MOST_RACERS = 4
MEASURES = {
    LOSS: "loss",
    VAL_LOSS: "val_loss (held-out rows)",
    MSE: "MSE (training rows)",
}
CLOCKS = {"by epoch": EPOCHS, "by training time": SECONDS}


def draw_curves(names: list[str], results: list[Result]) -> None:
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
        _unit(measure, results),
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


def _unit(measure: str, results: list[Result]) -> str:
    losses = {result.config.loss for result in results}
    if measure == MSE:
        return "mean_squared_error"
    return losses.pop() if len(losses) == 1 else "each its own loss"


def _is_drawn(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).any())


def draw_race_of(names: list[str], results: list[Result]) -> None:
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
    draw_race(race_payload(racers, MEASURES[measure], CLOCKS[clock]))
    st.caption(
        "The finish line is 5 % above the lowest value that any of these runs reaches. Who crosses "
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
    actual = _actual(dataset)
    values = np.concatenate([actual, *(result.predicted for result in chosen)]).astype(float)
    values = values[np.isfinite(values)]
    room = 0.1 * (values.max() - values.min())
    limits = float(values.min() - room), float(values.max() + room)
    for number, (column, result) in enumerate(zip(columns, chosen, strict=True)):
        figure = predictions_figure(
            actual,
            result.predicted,
            list(dataset.row_labels),
            list(dataset.frame.index),
            result.held_out,
            dataset.target_label,
            limits,
        )
        missing = int((~np.isfinite(result.predicted)).sum())
        with column:
            draw_chart(
                figure,
                "predictions",
                "Predicted against actual for every state, with its name",
                key=f"compare_predictions_{number}",
            )
            if missing:
                st.caption(f"{missing} states are missing: their prediction is not a number.")


def draw_predictions(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw the predictions of every row, one column a run, to be taken home."""
    columns = {
        name: result.predicted.astype(float) for name, result in zip(names, results, strict=True)
    }
    table = pd.DataFrame(
        {"state": dataset.row_labels, "actual": _actual(dataset).astype(float).round(1), **columns}
    )
    decimals = st.column_config.NumberColumn(format="%.2f")
    st.dataframe(
        table,
        height=430,
        hide_index=True,
        column_config={
            "state": st.column_config.TextColumn(pinned=True),
            **dict.fromkeys(columns, decimals),
        },
        placeholder="not a number",
        alt="Predictions of every kept run, one row a state",
    )
    st.download_button(
        "Download as CSV",
        table.to_csv(index_label="abbrev"),
        file_name="predictions-of-kept-runs.csv",
        mime="text/csv",
        icon=":material/download:",
        key="download_comparison",
        on_click="ignore",
    )


def _actual(dataset: Dataset) -> np.ndarray:
    return dataset.frame[dataset.target].to_numpy("float32")
