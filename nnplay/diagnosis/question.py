"""What is asked of the rows, a quantity or a class: how answers are measured and spoken of."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from nnplay.config import MAX_SAMPLES, TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.diagnosis.findings import number, percent
from nnplay.metrics import (
    WORSE,
    answer_largest_class,
    classes_of,
    classify_linearly,
    follow_neighbours,
    mean_squared_error,
    predict_linearly,
    predict_mean,
)

# Close to linear regression. Losses other than the squared error, and the noise of shuffled
# batches, cost up to about a quarter of its error in runs with nothing wrong.
CLOSE = 1.25
# Where the best formula removes less than a tenth of the error, the features say little.
INFORMATIVE = 0.9
# Of the variance: less is not seen in a chart, though a formula may be exact but for rounding.
NEGLIGIBLE, ROUNDING = 0.02, 1e-9
# Neighbours that leave less than half of a straight formula's error show that a bend is needed; of
# wrong answers, which come in whole rows, less than 0.7 and a twentieth of the rows fewer.
BENT_QUANTITY, BENT_CLASSES, BENT_ROWS = 0.5, 0.7, 0.05
HOPELESS = 10.0  # times the targets' variance
CALM = 0.01  # of the variance
SAME_SHARE = 0.02  # shares of right answers that are called the same
STANDARD_ERRORS = 2.0  # chance alone makes that many between two equally good networks


class Question(ABC):
    """Measures answers, and those of simpler ways to find them.

    Attributes:
        noun: What a row is called.
        simplest_name: The answer that needs no inputs; straight_name: the best straight formula.
        places: Codes of the findings "worse than the simplest answer", "like it", "short of the
            straight formula", "better than it" and "as good as it".
        why_places: What the two comparisons mean.
        moved: What one step of all weights moves, in words; too_wide: what wide steps come to.
    """

    simplest_name: ClassVar[str]
    straight_name: ClassVar[str]
    straight_meaning: ClassVar[str]
    places: ClassVar[tuple[str, str, str, str, str]]
    why_places: ClassVar[str]
    moved: ClassVar[str]
    too_wide: ClassVar[str]

    def __init__(self, config: TrainingConfig, dataset: Dataset, examples: Examples) -> None:
        self.config, self.dataset, self.examples = config, dataset, examples
        self.noun = "point" if dataset.pattern else "row"

    @property
    @abstractmethod
    def asked(self) -> dict[str, Any]:
        """The output activation and the loss made for this question."""

    @property
    def where(self) -> str:
        """The rows that a result is judged on, in words."""
        kind = "held-out" if len(self.examples.validation_rows) else "training"
        return f"{kind} {self.noun}s"

    @abstractmethod
    def error(self, predictions: np.ndarray, rows: np.ndarray) -> float:
        """Return how wrong a network's predictions of all rows are on some."""

    @abstractmethod
    def simplest(self, rows: np.ndarray) -> float:
        """Return the error of the answer that needs no inputs."""

    @abstractmethod
    def straight(self, rows: np.ndarray) -> float:
        """Return the error of the best straight formula."""

    @abstractmethod
    def neighbours(self, rows: np.ndarray) -> float:
        """Return the error of answering as the most similar training rows do."""

    @property
    @abstractmethod
    def bends(self) -> bool:
        """Whether similar rows tell much more than a straight formula can."""

    def goal(self, rows: np.ndarray) -> float:
        """Return the error that these features are known to allow."""
        return self.neighbours(rows) if self.bends else self.straight(rows)

    @abstractmethod
    def worse(self, error: float, reference: float) -> bool:
        """Whether an error is above another by more than is called the same."""

    def better(self, error: float, reference: float) -> bool:
        return self.worse(reference, error) or error == reference == 0

    @abstractmethod
    def close(self, error: float, reference: float) -> bool:
        """Whether an error is so near to a reference that nothing need be wrong."""

    @property
    def informative(self) -> bool:
        """Whether a formula beats the simplest answer, so that the features say something."""
        rows = self.examples.judged_rows
        return self.goal(rows) < INFORMATIVE * self.simplest(rows)

    @abstractmethod
    def hopeless(self, error: float, simplest: float) -> bool:
        """Whether the predictions have left all bounds."""

    @abstractmethod
    def calm(self, error: float) -> bool:
        """Whether jumps of the loss are too small to be seen in a prediction."""

    @property
    @abstractmethod
    def spread(self) -> tuple[float, str]:
        """How far `moved` may go before a step is too wide, and a sentence that says why."""

    @abstractmethod
    def against_simplest(self, where: str, error: float, simplest: float) -> str:
        """Compare in one sentence; `where` is "on the training rows" or alike."""

    @abstractmethod
    def against_straight(self, where: str, error: float, straight: float) -> str:
        """Compare in one sentence; `where` is "after 500 epochs" or alike."""

    @abstractmethod
    def score(self, error: float) -> str:
        """Write an error in two words."""

    @property
    def abler(self) -> dict[str, Any]:
        """The changes that make a network which can do more."""
        if self.bends:
            more = {"samples": MAX_SAMPLES, "batch_size": 32} if self.dataset.pattern else {}
            return {"hidden_units": (16, 16), "activation": "relu", "learning_rate": 0.01, **more}
        return {"hidden_units": (8,), "activation": "relu", "learning_rate": 0.01}

    @abstractmethod
    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        """Yield the title of each of `places`."""

    @abstractmethod
    def two_scores(self, error: float, straight: float) -> str:
        """Put two errors in one sentence."""

    @abstractmethod
    def all_scores(self, error: float, simplest: float, straight: float) -> str:
        """Put three errors in one sentence."""


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
        "beat. Linear regression is the best straight formula, found at once without training."
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
        return number(0.0 if error < ROUNDING * self._variance else error)

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
        return self.neighbours(rows) < BENT_QUANTITY * self.straight(rows)

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

    def against_simplest(self, where: str, error: float, simplest: float) -> str:
        return (
            f"Mean squared error {where}: {self._write(error)}; always predicting the mean scores "
            f"{self._write(simplest)}."
        )

    def against_straight(self, where: str, error: float, straight: float) -> str:
        return (
            f"Mean squared error {where}: {self._write(error)}; linear regression reaches "
            f"{self._write(straight)} on the same {self.noun}s."
        )

    def score(self, error: float) -> str:
        return f"MSE {self._write(error)}"

    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        ours, mean, theirs = self._write(error), self._write(simplest), self._write(straight)
        yield f"MSE {ours} is worse than always predicting the mean, {mean}"
        yield f"MSE {ours} is that of always predicting the mean, {mean}"
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


class Classes(Question):
    """One class of several is asked for; the error is the share of wrong answers."""

    simplest_name = "always answering the largest class"
    straight_name = "logistic regression"
    straight_meaning = "the standard straight border between classes"
    places = (
        "worse_than_largest_class",
        "like_largest_class",
        "short_of_logistic",
        "better_than_logistic",
        "as_good_as_logistic",
    )
    why_places = (
        "Always answering the class that is most frequent needs no inputs at all, so it is the least a "
        "network must beat. Logistic regression is the standard way to draw straight "
        "borders between classes, found at once without a network."
    )
    moved = "an output's sum"
    too_wide = (
        "With steps much wider than that, answers jump from one almost sure class to another again "
        "and again."
    )

    @property
    def asked(self) -> dict[str, Any]:
        if self.examples.outputs == 1:
            return {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
        return {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}

    @property
    def largest(self) -> str:
        """The name of the class that most training rows have."""
        return self.dataset.classes[int(answer_largest_class(self.examples)[0, 0])]

    def _wrong(self, numbers: np.ndarray, rows: np.ndarray) -> float:
        return float(np.mean(numbers[rows] != self.examples.y[rows, 0]))

    def answers(self, predictions: np.ndarray) -> np.ndarray:
        """Return the number of the class that each prediction means, shape (rows,)."""
        return classes_of(predictions, self.config.loss)

    def error(self, predictions: np.ndarray, rows: np.ndarray) -> float:
        return self._wrong(self.answers(predictions), rows)

    def simplest(self, rows: np.ndarray) -> float:
        return self._wrong(answer_largest_class(self.examples)[:, 0], rows)

    def straight(self, rows: np.ndarray) -> float:
        return self._wrong(self.straight_answers, rows)

    @cached_property
    def straight_answers(self) -> np.ndarray:
        """The classes that logistic regression answers, shape (rows,)."""
        return classify_linearly(self.examples)[:, 0]

    def neighbours(self, rows: np.ndarray) -> float:
        return self._wrong(follow_neighbours(self.examples)[:, 0], rows)

    @cached_property
    def bends(self) -> bool:
        rows = self.examples.training_rows
        near, straight = self.neighbours(rows), self.straight(rows)
        return near < BENT_CLASSES * straight and straight - near >= max(BENT_ROWS, 3 / len(rows))

    def worse(self, error: float, reference: float) -> bool:
        return error - reference >= max(SAME_SHARE, 1 / len(self.examples.judged_rows))

    def close(self, error: float, reference: float) -> bool:
        rows, share = len(self.examples.judged_rows), max(reference, BENT_ROWS)
        chance = STANDARD_ERRORS * np.sqrt(share * (1 - share) / rows)
        return error <= reference + SAME_SHARE + chance

    def hopeless(self, error: float, simplest: float) -> bool:
        return not self.better(error, simplest)

    def calm(self, error: float) -> bool:
        return self.close(error, self.goal(self.examples.training_rows))

    @property
    def spread(self) -> tuple[float, str]:
        return 1.0, "Sums of -5 and 5 already mean almost sure: a sigmoid of 5 is 0.99."

    def against_simplest(self, where: str, error: float, simplest: float) -> str:
        return (
            f"Right {where}: {percent(1 - error)}; always answering the largest class, "
            f"{self.largest}: {percent(1 - simplest)}."
        )

    def against_straight(self, where: str, error: float, straight: float) -> str:
        return (
            f"Right {where}: {percent(1 - error)}; logistic regression reaches "
            f"{percent(1 - straight)} on the same {self.noun}s."
        )

    def score(self, error: float) -> str:
        return f"{percent(1 - error)} right"

    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        right = f"{percent(1 - error)} of the {self.where} right"
        largest, logistic = percent(1 - simplest), percent(1 - straight)
        yield f"{right}, fewer than by always answering the largest class, {largest}"
        yield f"{right}, no more than by always answering the largest class, {largest}"
        yield f"{right}, the largest class alone {largest}, but logistic regression {logistic}"
        yield f"{right}, logistic regression {logistic}"
        yield f"{right}, about as many as logistic regression, {logistic}"

    def two_scores(self, error: float, straight: float) -> str:
        return (
            f"Right on the {self.where}: network {percent(1 - error)}, logistic regression "
            f"{percent(1 - straight)}."
        )

    def all_scores(self, error: float, simplest: float, straight: float) -> str:
        return (
            f"Right on the {self.where}: network {percent(1 - error)}, logistic regression "
            f"{percent(1 - straight)}, always the largest class, {self.largest}, "
            f"{percent(1 - simplest)}."
        )


def question_of(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Question:
    """Return the question that a data set asks."""
    return (Classes if dataset.classes else Quantity)(config, dataset, examples)
