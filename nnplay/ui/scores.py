"""The four numbers on top of the page, and one line about the training."""

import math

import numpy as np
import streamlit as st

from nnplay.metrics import mean_squared_error, predict_linearly, predict_mean, verdict
from nnplay.ui.runs import Run
from nnplay.ui.stage.payload import broken_note


def draw_scores(run: Run, epoch: int) -> None:
    """Show the error at the chosen epoch beside the two baselines."""
    predicted = run.history.predict(run.examples.x, epoch)
    last = epoch == run.history.epochs_recorded[-1]
    with st.container(horizontal=True, key="numbers"):
        _error_metric(
            "MSE now" if last else f"MSE at epoch {epoch:,}",
            run,
            predicted,
            "Mean squared error of this network: the average of (predicted - actual)², here over "
            "the rows it learns from. Smaller is better.",
        )
        _error_metric(
            "MSE, always the mean",
            run,
            predict_mean(run.examples),
            "The error of always predicting the mean of the training rows: a network that is no "
            "better has learned nothing.",
        )
        _error_metric(
            "MSE, linear regression",
            run,
            predict_linearly(run.examples),
            "The error of the best straight-line formula (ordinary least squares) on the same "
            "rows and features.",
        )
        st.metric(
            f"Epochs, in {seconds(run.history.seconds)}",
            f"{run.history.epochs:,}",
            help="How often the network went through the training rows, and the time that the "
            "training took. The film below is slower, so that one can see it.",
            width=168,
        )


def draw_verdict(run: Run, epoch: int) -> None:
    """Say in one line what the numbers mean (those of held-out rows, if any) or what broke."""
    note = broken_note(run.history)
    if note:
        st.markdown(f":red[:material/report: {note}]")
        return
    y, held_out = run.examples.y, run.examples.validation_rows
    rows = held_out if len(held_out) else run.examples.training_rows
    predictions = (
        run.history.predict(run.examples.x, epoch),
        predict_mean(run.examples),
        predict_linearly(run.examples),
    )
    sentence = verdict(*(mean_squared_error(y[rows], each[rows]) for each in predictions))
    if len(held_out):
        sentence = f"On the held-out rows: {sentence[0].lower()}{sentence[1:]}"
    st.markdown(f":material/straighten: {sentence}")


def number(value: float) -> str:
    """Write an error so that two decimals are seen, and no endless row of digits."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    return f"{value:,.2f}" if abs(value) < 1e5 else f"{value:.1e}"


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _error_metric(label: str, run: Run, predicted: np.ndarray, explanation: str) -> None:
    examples = run.examples
    rows, held_out = examples.training_rows, examples.validation_rows
    delta = None
    if len(held_out):
        error = mean_squared_error(examples.y[held_out], predicted[held_out])
        delta = f"held out: {number(error)}"
    st.metric(
        label,
        number(mean_squared_error(examples.y[rows], predicted[rows])),
        delta=delta,
        delta_color="off",
        delta_arrow="off",
        help=explanation,
        width=168,
    )
