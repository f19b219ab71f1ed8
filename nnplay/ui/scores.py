"""The numbers on top of the page."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import streamlit as st

from nnplay.choices import ACTIVATIONS
from nnplay.datasets import Examples
from nnplay.evaluation.baselines import (
    answer_largest_class,
    log_loss_of_frequencies,
    predict_mean,
)
from nnplay.evaluation.metrics import (
    accuracies,
    classes_of,
    log_loss,
    squared_errors,
    without_rounding,
)
from nnplay.numbers import count, fixed, listed, number, percent, sign_or_number
from nnplay.ui.runs import Run
from nnplay.ui.state import is_projector


class Score(NamedTuple):
    """How good a run or a baseline is.

    Attributes:
        training: The error, or the share of right answers, on the training rows.
        held_out: The same on the rows held out, if any.
    """

    name: str
    training: float
    held_out: float | None
    explanation: str

    @property
    def values(self) -> list[float]:
        """The scores that there are, that of the training rows first."""
        return [self.training] if self.held_out is None else [self.training, self.held_out]


def draw_scores(run: Run, epoch: int) -> None:
    """Say how good the run is at the chosen epoch, and two baselines beside it."""
    dataset, history, classes = run.dataset, run.history, bool(run.examples.classes)
    network, *baselines = _accuracies(run, epoch) if classes else _squared_errors(run, epoch)
    write, beside = (percent, None) if classes else (_miss, sign_or_number)
    counted = f"counted in {dataset.unit}" if dataset.unit else f"of {dataset.target_label}"
    what = "Accuracy" if classes else f"Typical miss, {counted}"
    at = f"{what}. Epoch {epoch:,}; all {history.epochs:,} took {seconds(history.seconds)}."
    others = " ".join(f"{each.name}: {_told(each, write, beside)}." for each in baselines)
    explained = (f"**{each.name}.** {each.explanation}" for each in (network, *baselines))
    with st.container(gap="xxsmall", key="scores"):
        st.subheader(
            _headline(run, network, write, beside), anchor=False, help="\n\n".join(explained)
        )
        st.caption(others if is_projector() else f"{at} {others}")


Write = Callable[[float], str]


def _headline(run: Run, network: Score, write: Write, beside: Write | None) -> str:
    """Say of the network how good it is on which rows."""
    learned = count(len(run.examples.training_rows), run.dataset.row_noun)
    unseen = len(run.examples.validation_rows)
    rows = (f"the {learned} it learned from", f"the {unseen:,} it has not seen")
    told = zip(network.values, rows, strict=False)
    if beside is None:
        return f"{listed([f'{write(v)} of {those}' for v, those in told])} classified correctly"
    parts = [f"{write(v)} on {those} :small[(MSE {beside(v)})]" for v, those in told]
    return f"Off by {listed(parts)}"


def _told(score: Score, write: Write, beside: Write | None) -> str:
    """Say the score of a baseline, on the same rows in the same order."""
    told = listed([write(value) for value in score.values])
    return told if beside is None else f"{told} (MSE {listed([beside(v) for v in score.values])})"


def _miss(mse: float) -> str:
    """Write the root of a mean squared error, which is in the unit of what is asked for."""
    return sign_or_number(math.sqrt(mse) if math.isfinite(mse) else mse)


def _squared_errors(run: Run, epoch: int) -> list[Score]:
    examples = run.examples
    return [
        Score(name, *_errors(examples, predicted), explanation)
        for name, predicted, explanation in (
            (
                "Network",
                run.history.predict(examples.x, epoch),
                "How far off a prediction of this network typically is: the root of its mean "
                "squared error (MSE), which is the average of (predicted − actual)². Smaller is "
                "better. The loss of an epoch can differ from the MSE: it is an average while "
                "the weights still move.",
            ),
            (
                "Linear regression",
                run.linear,
                "The error of the best straight-line formula (ordinary least squares) on the same "
                "rows and features.",
            ),
            (
                "Always the mean",
                predict_mean(examples),
                "The error of always predicting the mean of the training rows: a network that is "
                "no better has learned nothing from the features.",
            ),
        )
    ]


def _errors(examples: Examples, predicted: np.ndarray) -> tuple[float, float | None]:
    training, held_out = squared_errors(examples, predicted)
    shown = None if held_out is None else without_rounding(examples, held_out)
    return without_rounding(examples, training), shown


def _accuracies(run: Run, epoch: int) -> list[Score]:
    examples = run.examples
    predicted = run.history.predict(examples.x, epoch)
    return [
        Score(name, *accuracies(examples, numbers), explanation)
        for name, numbers, explanation in (
            (
                "Network",
                classes_of(predicted, run.config.loss),
                "Accuracy, the share of the rows that this network classifies correctly."
                f"{_log_losses(run, predicted)}",
            ),
            (
                "Logistic regression",
                run.linear[:, 0],
                "The accuracy of logistic regression, which separates the classes by straight "
                "lines through the same features.",
            ),
            (
                "Majority class",
                answer_largest_class(examples)[:, 0],
                "The accuracy of always answering the class that most rows have: a network that is "
                "no better has learned nothing from the features.",
            ),
        )
    ]


def _log_losses(run: Run, predicted: np.ndarray) -> str:
    """Say how sure the network is, beside always giving the classes' frequencies."""
    if not ACTIVATIONS[run.config.output_activation].probability:
        return ""
    rows = run.examples.training_rows
    ours = sign_or_number(log_loss(run.examples.y[rows], predicted[rows]))
    frequencies = number(log_loss_of_frequencies(run.examples))
    return (
        f"\n\nLog loss: **{ours}**; always giving the class frequencies: **{frequencies}**. It is "
        "the mean of -log of the chance that is given to each row's own class, so it also counts "
        "how sure the answers are; smaller is better."
    )


def score_name(examples: Examples) -> str:
    """Name what a run is judged by."""
    return "Accuracy" if examples.classes else "MSE"


def score(examples: Examples, error: float) -> str:
    """Write an error of `metrics.errors_of` as the page says it."""
    return percent(1 - error) if examples.classes else sign_or_number(error)


def seconds(value: float) -> str:
    return f"{fixed(value, 2 if value < 10 else 0)} s"
