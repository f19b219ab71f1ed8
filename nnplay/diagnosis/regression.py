"""The task of predicting a number: its errors and their score."""

from functools import cached_property

from nnplay.diagnosis.task import Task
from nnplay.evaluation.metrics import WORSE, without_rounding
from nnplay.numbers import number

# A run counts as close to linear regression up to this multiple of its error: a loss other than the
# squared error, and the noise of shuffled batches, cost up to a quarter in runs with nothing wrong.
CLOSE = 1.25
NEGLIGIBLE = 0.02  # share of the variance that can't be seen in a chart


class Regression(Task):
    """Predicting a number; the error is the mean of the squared errors."""

    measure, short_measure = "Mean squared error (MSE)", "MSE"
    baseline_name = "always predicting the mean"
    linear_name = "linear regression"

    @property
    def recommended(self) -> dict[str, str]:
        return {"output_activation": "linear", "loss": "mean_squared_error"}

    @cached_property
    def baseline_loss(self) -> float:
        return float(self.targets.var(dtype=float))

    def worse(self, error: float, reference: float) -> bool:
        def exact(error: float) -> float:
            return without_rounding(self.examples, error)

        return exact(error) > WORSE * exact(reference)

    def close(self, error: float, reference: float) -> bool:
        return error <= max(CLOSE * reference, NEGLIGIBLE * self.baseline_loss)

    def write(self, error: float) -> str:
        return number(without_rounding(self.examples, error))
