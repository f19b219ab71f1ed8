"""The question for a quantity: its errors, and the words for them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from nnplay.diagnosis.question import GENTLE_L2, Question
from nnplay.evaluation.baselines import follow_neighbours, predict_linearly, predict_mean
from nnplay.evaluation.metrics import WORSE, mean_squared_error, without_rounding
from nnplay.numbers import number

# Close to linear regression. Losses other than the squared error, and the noise of shuffled
# batches, cost up to about a quarter of its error in runs with nothing wrong.
CLOSE = 1.25
# Of the variance: less is not seen in a chart.
NEGLIGIBLE = 0.02
BENT = 0.5  # neighbours that leave less than half of a straight formula's error show a bend
HOPELESS = 10.0  # times the targets' variance
CALM = 0.01  # of the variance


class Quantity(Question):
    """A number is asked for; the error is the mean of the squared errors."""

    simplest_name = "always predicting the mean"
    straight_name = "linear regression"
    straight_meaning = "the best straight formula"
    places = (
        "worse_than_mean",
        "like_the_mean",
        "short_of_regression",
        "better_than_regression",
        "as_good_as_regression",
    )
    why_places = (
        "Always predicting the mean needs no inputs at all, so it is the least a network must "
        "beat. Linear regression is the best straight formula for what the network learns from, "
        "found at once without training."
    )
    moved = "a prediction"
    too_wide = (
        "With steps much wider than the targets vary, predictions jump over their goal again and "
        "again."
    )

    @property
    def asked(self) -> dict[str, Any]:
        return {"output_activation": "linear", "loss": "mean_squared_error"}

    @cached_property
    def _variance(self) -> float:
        return float(self.examples.y[self.examples.training_rows].var(dtype=float))

    def _write(self, error: float) -> str:
        return number(without_rounding(self.examples, error))

    def error(self, predictions: np.ndarray, rows: np.ndarray) -> float:
        return mean_squared_error(self.examples.y[rows], predictions[rows])

    def simplest(self, rows: np.ndarray) -> float:
        return self.error(predict_mean(self.examples), rows)

    @cached_property
    def _straight(self) -> np.ndarray:
        return predict_linearly(self.examples)

    def straight(self, rows: np.ndarray) -> float:
        return self.error(self._straight, rows)

    def neighbours(self, rows: np.ndarray) -> float:
        return self.error(follow_neighbours(self.examples), rows)

    @cached_property
    def bends(self) -> bool:
        rows = self.examples.training_rows
        return self.neighbours(rows) < BENT * self.straight(rows)

    def worse(self, error: float, reference: float) -> bool:
        return error > WORSE * reference

    def better(self, error: float, reference: float) -> bool:
        return error <= reference / WORSE

    def close(self, error: float, reference: float) -> bool:
        return error <= max(CLOSE * reference, NEGLIGIBLE * self._variance)

    def hopeless(self, error: float, simplest: float) -> bool:
        return error > HOPELESS * simplest

    def calm(self, error: float) -> bool:
        return error < CALM * self._variance

    @property
    def spread(self) -> tuple[float, str]:
        spread = float(self.examples.y[self.examples.training_rows].std(dtype=float))
        return spread, f"The targets themselves vary by only {number(spread)} around their mean."

    @property
    def simplest_loss(self) -> float:
        return self._variance

    @property
    def gentle_l2(self) -> float:
        # hidden weights cost the same however small the squared errors are that they save
        return float(f"{GENTLE_L2 * min(self._variance, 1.0):.0e}")

    def against_simplest(self, where: str, error: float, simplest: float) -> str:
        return (
            f"Mean squared error {where}: {self._write(error)}; always predicting the mean scores "
            f"{self._write(simplest)}."
        )

    def against_goal(self, where: str, error: float, goal: float) -> str:
        return (
            f"Mean squared error {where}: {self._write(error)}; {self.goal_name} reaches "
            f"{self._write(goal)} on the same {self.noun}s."
        )

    def score(self, error: float) -> str:
        return f"MSE {self._write(error)}"

    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        ours, mean, theirs = self._write(error), self._write(simplest), self._write(straight)
        yield f"MSE {ours} is worse than always predicting the mean, {mean}"
        yield f"MSE {ours} is about that of always predicting the mean, {mean}"
        yield f"MSE {ours} beats the mean, {mean}, but not linear regression, {theirs}"
        yield f"MSE {ours} is better than linear regression, {theirs}"
        yield f"MSE {ours} is about as good as linear regression, {theirs}"

    def two_scores(self, error: float, straight: float) -> str:
        return (
            f"Mean squared error (MSE) on the {self.where}: network {self._write(error)}, linear "
            f"regression {self._write(straight)}."
        )

    def all_scores(self, error: float, simplest: float, straight: float) -> str:
        return (
            f"Mean squared error (MSE) on the {self.where}: network {self._write(error)}, linear "
            f"regression {self._write(straight)}, always the mean {self._write(simplest)}."
        )
