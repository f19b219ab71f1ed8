"""The task of predicting a number: its errors and their score."""

from functools import cached_property

import numpy as np

from nnplay.diagnosis.task import BENT, Task
from nnplay.evaluation.baselines import predict_linearly, predict_mean
from nnplay.evaluation.metrics import WORSE, mean_squared_error, without_rounding
from nnplay.numbers import number

# Close to linear regression. Losses other than the squared error, and the noise of shuffled
# batches, cost up to about a quarter of its error in runs with nothing wrong.
CLOSE = 1.25
# Of the variance: less is not seen in a chart.
NEGLIGIBLE = 0.02


class Regression(Task):
    """A number is asked for; the error is the mean of the squared errors."""

    measure, short_measure = "Mean squared error (MSE)", "MSE"
    baseline_name = "always predicting the mean"
    linear_name = "linear regression"
    by_chance = False

    @property
    def recommended(self) -> dict[str, str]:
        return {"output_activation": "linear", "loss": "mean_squared_error"}

    @cached_property
    def baseline(self) -> np.ndarray:
        return predict_mean(self.examples)

    @cached_property
    def linear(self) -> np.ndarray:
        return predict_linearly(self.examples)

    @cached_property
    def baseline_loss(self) -> float:
        return float(self.targets.var(dtype=float))

    def answers(self, predictions: np.ndarray) -> np.ndarray:
        return predictions

    def error_of(self, answers: np.ndarray, rows: np.ndarray) -> float:
        return mean_squared_error(self.examples.y[rows], answers[rows])

    @cached_property
    def bent(self) -> bool:
        rows = self.examples.training_rows
        return self.error_of(self.neighbours, rows) < BENT * self.error_of(self.linear, rows)

    def worse(self, error: float, reference: float) -> bool:
        return error > WORSE * reference

    def better(self, error: float, reference: float) -> bool:
        return error <= reference / WORSE

    def close(self, error: float, reference: float) -> bool:
        return error <= max(CLOSE * reference, NEGLIGIBLE * self.baseline_loss)

    def write(self, error: float) -> str:
        return number(without_rounding(self.examples, error))
