"""The task of predicting a class: its errors and their score."""

from functools import cached_property

import numpy as np

from nnplay.datasets import MORE_CLASSES, TWO_CLASSES
from nnplay.diagnosis.task import BENT, Task
from nnplay.evaluation.baselines import log_loss_of_frequencies
from nnplay.numbers import percent

FEWEST_WRONG = 0.05  # share of the rows from which the chance in a few rows is computed, at least
SAME_ACCURACY = 0.02  # accuracies this close are called the same
ROUNDING = 1e-9  # in floats, 0.5 - 0.4 is a little less than one row of ten
STANDARD_ERRORS = 2.0  # by which two equally good networks may differ by chance


class Classification(Task):
    """Predicting one class of several; the error is the share classified wrongly."""

    measure, short_measure = "Accuracy (the share classified correctly)", "accuracy"
    baseline_name = "always predicting the majority class"
    linear_name = "logistic regression"

    @property
    def recommended(self) -> dict[str, str]:
        return dict(TWO_CLASSES if self.examples.outputs == 1 else MORE_CLASSES)

    @property
    def baseline_loss(self) -> float:
        return log_loss_of_frequencies(self.examples)

    @cached_property
    def bent(self) -> bool:
        rows = self.examples.training_rows
        near, linear = (
            answers[rows] != self.examples.y[rows] for answers in (self.neighbours, self.linear)
        )
        # by chance, each would win half of the rows that only one of them answers correctly
        won, either = int(linear.sum()) - int(near.sum()), int((near != linear).sum())
        return near.sum() < BENT * linear.sum() and won >= STANDARD_ERRORS * np.sqrt(either)

    def worse(self, error: float, reference: float) -> bool:
        least = max(SAME_ACCURACY, 1 / len(self.examples.judged_rows)) - ROUNDING
        return error - reference >= least

    def close(self, error: float, reference: float) -> bool:
        rows, share = len(self.examples.judged_rows), max(reference, FEWEST_WRONG)
        chance = STANDARD_ERRORS * np.sqrt(share * (1 - share) / rows)
        return error <= reference + SAME_ACCURACY + chance

    def doubtful(self, error: float, reference: float) -> bool:
        lower, higher = sorted((error, reference))
        return self.worse(higher, lower) and self.close(higher, lower)

    def write(self, error: float) -> str:
        return percent(1 - error)
