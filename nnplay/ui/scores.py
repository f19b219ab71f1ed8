"""The four numbers on top of the page."""

import math

import numpy as np
import streamlit as st

from nnplay.metrics import predict_linearly, predict_mean, squared_errors
from nnplay.ui.runs import Run


def draw_scores(run: Run, epoch: int) -> None:
    """Show the error at the chosen epoch beside the two baselines."""
    predicted = run.history.predict(run.examples.x, epoch)
    with st.container(horizontal=True, key="numbers"):
        _error_metric(
            f"MSE at epoch {epoch:,}",
            run,
            predicted,
            "Mean squared error of this network: the average of (predicted - actual)², here over "
            "the rows it learns from. Smaller is better. The loss of an epoch can differ: it is an "
            "average while the weights still move.",
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


def number(value: float) -> str:
    """Write an error so that two decimals are seen, and no endless row of digits."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    return f"{value:,.2f}" if abs(value) < 1e5 else f"{value:.1e}"


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _error_metric(label: str, run: Run, predicted: np.ndarray, explanation: str) -> None:
    training, held_out = squared_errors(run.examples, predicted)
    st.metric(
        label,
        number(training),
        delta=None if held_out is None else f"held out: {number(held_out)}",
        delta_color="off",
        delta_arrow="off",
        help=explanation,
        width=168,
    )
