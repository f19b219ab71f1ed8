"""The scores of a run at the top of the page."""

import math
from typing import NamedTuple

import numpy as np
import streamlit as st

from nnplay.choices import ACTIVATIONS
from nnplay.datasets import Examples
from nnplay.evaluation.baselines import (
    answer_majority_class,
    log_loss_of_frequencies,
    predict_mean,
)
from nnplay.evaluation.metrics import (
    accuracies,
    classes_of,
    log_loss,
    squared_errors,
)
from nnplay.history import TrainingHistory
from nnplay.numbers import count, fixed, listed, number, percent, sign_or_number
from nnplay.ui.runs import Run
from nnplay.ui.state import is_projector


class Score(NamedTuple):
    """The score of a run or a baseline.

    Attributes:
        values: The mean squared error or, for classes, the accuracy: on the training rows and, if
            there are any, on the validation rows.
    """

    name: str
    values: list[float]
    explanation: str


def draw_scores(run: Run, epoch: int) -> None:
    """Draw the score of the run at the chosen epoch, and of two baselines."""
    network, baselines = _network(run, epoch), _baselines(run)
    others = " ".join(f"{each.name}: {_score_of_baseline(run, each)}." for each in baselines)
    explained = (f"**{each.name}.** {each.explanation}" for each in (network, *baselines))
    with st.container(gap="xxsmall", key="scores"):
        st.subheader(_headline(run, network.values), anchor=False, help="\n\n".join(explained))
        legend = _short_legend(run.history) if is_projector() else _legend(run, epoch)
        st.caption(f"{legend} {others}".strip())


def headline(run: Run, epoch: int) -> str:
    """Say how good the network is at an epoch, and on which rows."""
    return _headline(run, _values(run, run.history.predict(run.examples.x, epoch)))


def _headline(run: Run, values: list[float]) -> str:
    learned = count(len(run.examples.training_rows), run.dataset.row_noun)
    how = "it learned from" if run.history.epochs else "it was to learn from"
    unseen = len(run.examples.validation_rows)
    rows = (f"the {learned} {how}", f"the {unseen:,} it has not seen")
    told = list(zip(values, rows, strict=False))
    if run.examples.classes:
        parts = [f"{percent(share)} of {those}" for share, those in told]
        return f"Correct on {listed(parts)}"
    if all(map(math.isnan, values)):
        those = listed(rows[: len(values)])
        return f"Broken: the typical miss on {those} is not a number :small[(MSE NaN)]"
    parts = [f"{_miss(e)} on {those} :small[(MSE {sign_or_number(e)})]" for e, those in told]
    return f"Off by {listed(parts)}"


def _legend(run: Run, epoch: int) -> str:
    """Say what the scores measure, at which epoch, and how long the training took."""
    dataset, history = run.dataset, run.history
    counted = f"counted in {dataset.unit}" if dataset.unit else f"of {dataset.target_label}"
    what = "Accuracy" if run.examples.classes else f"Typical miss, {counted}"
    if not history.epochs:
        return f"{what}, untrained."
    when = "" if epoch == history.epochs else f"Epoch {epoch:,}; "
    trained = f"{count(history.epochs_trained, 'epoch')} in {seconds(history.seconds)}"
    return f"{what}. {when}{trained}{_end(history)}."


def _short_legend(history: TrainingHistory) -> str:
    """Say only what early stopping did, as a projector has no room for more."""
    end = _end(history)
    return f"{count(history.epochs_trained, 'epoch')}{end}." if end else ""


def _end(history: TrainingHistory) -> str:
    """Say that early stopping has ended the run, or taken it back to its best epoch; else ""."""
    stopped = ", by early stopping" if history.stopped_at else ""
    if not len(history.loss_after):
        return stopped
    return f"{stopped}; back at the best, epoch {history.epochs:,}"


def _score_of_baseline(run: Run, score: Score) -> str:
    """Say the score of a baseline, on the same rows in the same order."""
    if run.examples.classes:
        return listed([percent(share) for share in score.values])
    errors = listed([sign_or_number(error) for error in score.values])
    return f"{listed([_miss(error) for error in score.values])} (MSE {errors})"


def _miss(mse: float) -> str:
    """Write the root of a mean squared error, which has the unit of the target."""
    return sign_or_number(math.sqrt(mse))


def _network(run: Run, epoch: int) -> Score:
    predicted = run.history.predict(run.examples.x, epoch)
    values = _values(run, predicted)
    if run.examples.classes:
        what = "Accuracy, the share of the rows that this network classifies correctly."
        return Score("Network", values, f"{what}{_log_losses(run, predicted)}")
    return Score(
        "Network",
        values,
        "How far off a prediction of this network typically is: the root of its mean squared "
        "error (MSE), which is the average of (predicted − actual)². Smaller is better. The loss "
        "of an epoch can differ from the MSE: it is an average while the weights still move.",
    )


def _values(run: Run, predicted: np.ndarray) -> list[float]:
    if run.examples.classes:
        return _shares(run.examples, classes_of(predicted, run.config.loss))
    return _errors(run.examples, predicted)


def _baselines(run: Run) -> tuple[Score, Score]:
    examples = run.examples
    nothing = "a network that is no better has learned nothing from the features."
    if examples.classes:
        return (
            Score(
                "Logistic regression",
                _shares(examples, run.linear[:, 0]),
                "The accuracy of logistic regression, which separates the classes by straight "
                "lines through the same features.",
            ),
            Score(
                "Majority class",
                _shares(examples, answer_majority_class(examples)[:, 0]),
                f"The accuracy of always answering the class that most rows have: {nothing}",
            ),
        )
    return (
        Score(
            "Linear regression",
            _errors(examples, run.linear),
            "The error of the best straight-line formula (ordinary least squares) on the same "
            "rows and features.",
        ),
        Score(
            "Always the mean",
            _errors(examples, predict_mean(examples)),
            f"The error of always predicting the mean of the training rows: {nothing}",
        ),
    )


def _errors(examples: Examples, predicted: np.ndarray) -> list[float]:
    errors = squared_errors(examples, predicted)
    return [error for error in errors if error is not None]


def _shares(examples: Examples, answers: np.ndarray) -> list[float]:
    return [share for share in accuracies(examples, answers) if share is not None]


def _log_losses(run: Run, predicted: np.ndarray) -> str:
    """Give the network's log loss beside that of the classes' frequencies."""
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
    """Write an error of `metrics.errors_of` as the page's score."""
    return percent(1 - error) if examples.classes else sign_or_number(error)


def seconds(value: float) -> str:
    """Write how long a training took; never "0.00 s"."""
    if value < 0.005:
        return "less than 0.01 s"
    return f"{fixed(value, 2 if value < 10 else 0)} s"
