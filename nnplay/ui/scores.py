"""The numbers on top of the page."""

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
from nnplay.numbers import fixed, number, percent, sign_or_number
from nnplay.ui.runs import Run
from nnplay.ui.state import is_projector

WIDTH, NAMED = 155, 205  # px of a number; five stand side by side on a projector


class Score(NamedTuple):
    """A number of the run or of a baseline, on the training rows and on those held out, if any."""

    label: str
    training: float
    held_out: float | None
    explanation: str


def draw_scores(run: Run, epoch: int) -> None:
    """Show how good the run is at the chosen epoch beside two baselines."""
    classes = bool(run.examples.classes)
    scores = _shares(run, epoch) if classes else _squared_errors(run, epoch)
    if not classes:
        scores.append(_typical_miss(scores[0], run.dataset.measured))
    write = percent if classes else sign_or_number
    if is_projector():
        st.markdown(_in_one_line(scores, write))
        return
    with st.container(horizontal=True, gap="xsmall", key="numbers"):
        for each in scores:
            _metric(each, write)
        st.metric(
            f"Epochs in {seconds(run.history.seconds)}",
            f"{run.history.epochs:,}",
            help="How often the network went through the training rows, and the time that the "
            "training took. The film below is slower, so that one can see it.",
            width=WIDTH,
        )


def _squared_errors(run: Run, epoch: int) -> list[Score]:
    examples = run.examples
    return [
        Score(label, *_errors(examples, predicted), explanation)
        for label, predicted, explanation in (
            (
                f"MSE at epoch {epoch:,}",
                run.history.predict(examples.x, epoch),
                "Mean squared error of this network: the average of (predicted − actual)², here "
                "over the training rows. Smaller is better. The loss of an epoch can differ: "
                "it is an average while the weights still move.",
            ),
            (
                "MSE, always the mean",
                predict_mean(examples),
                "The error of always predicting the mean of the training rows: a network that is "
                "no better has learned nothing from the features.",
            ),
            (
                "MSE, linear regression",
                run.linear,
                "The error of the best straight-line formula (ordinary least squares) on the same "
                "rows and features.",
            ),
        )
    ]


def _errors(examples: Examples, predicted: np.ndarray) -> tuple[float, float | None]:
    training, held_out = squared_errors(examples, predicted)
    shown = None if held_out is None else without_rounding(examples, held_out)
    return without_rounding(examples, training), shown


def _shares(run: Run, epoch: int) -> list[Score]:
    examples = run.examples
    predicted = run.history.predict(examples.x, epoch)
    return [
        Score(label, *accuracies(examples, numbers), explanation)
        for label, numbers, explanation in (
            (
                f"Accuracy at epoch {epoch:,}",
                classes_of(predicted, run.config.loss),
                "The share of the rows that this network classifies correctly, here of the "
                f"training rows.{_log_losses(run, predicted)}",
            ),
            (
                "Accuracy, majority class",
                answer_largest_class(examples)[:, 0],
                "The accuracy of always answering the class that most rows have: a network that is "
                "no better has learned nothing from the features.",
            ),
            (
                "Accuracy, logistic regression",
                run.linear[:, 0],
                "The accuracy of logistic regression, which separates the classes by straight "
                "lines through the same features.",
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


def _in_one_line(scores: list[Score], write: Callable[[float], str]) -> str:
    """Write scores for a projector, whose stage needs the room: of held-out rows if there are."""
    values = [each.training if each.held_out is None else each.held_out for each in scores]
    first, *rest = [each.label.split(", ")[-1] for each in scores]
    words = [first, *(f"{word[0].lower()}{word[1:]}" for word in rest)]
    line = " · ".join(
        f"{word}: **{write(value)}**" for word, value in zip(words, values, strict=True)
    )
    return line if scores[0].held_out is None else f"On held-out rows: {line}"


def _typical_miss(score: Score, measured: str) -> Score:
    """Return the root of a mean squared error, which is in the unit of what is asked for."""
    return Score(
        "Typical miss",
        score.training**0.5,
        None if score.held_out is None else score.held_out**0.5,
        f"The root of the network's MSE: about how far off a prediction is, in {measured}.",
    )


def _metric(score: Score, write: Callable[[float], str]) -> None:
    st.metric(
        score.label,
        write(score.training),
        delta=None if score.held_out is None else f"held out: {write(score.held_out)}",
        delta_color="off",
        delta_arrow="off",
        help=score.explanation,
        width=NAMED if score.label.startswith("Accuracy") else WIDTH,
    )


def score_name(examples: Examples) -> str:
    """Name what a run is judged by."""
    return "Accuracy" if examples.classes else "MSE"


def score(examples: Examples, error: float) -> str:
    """Write an error of `metrics.errors_of` as the page says it."""
    return percent(1 - error) if examples.classes else sign_or_number(error)


def seconds(value: float) -> str:
    return f"{fixed(value, 2 if value < 10 else 0)} s"
