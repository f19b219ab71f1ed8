"""`Task`, what a data set asks: how predictions are scored, and how the doctor speaks of scores."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.evaluation.baselines import answer_linearly, follow_neighbours, guess
from nnplay.evaluation.metrics import answers_of, row_errors

HALF = 0.5  # of the rows, of a layer's units, of what is possible: more than that is most of them
INFORMATIVE = 0.9  # features say little if even the best formula has more of the baseline's error
BENT = 0.7  # neighbours with less than this share of a linear model's error show a bend


class Errors(NamedTuple):
    """The errors of the answers that need no network."""

    linear: float
    neighbours: float
    baseline: float


class Task(ABC):
    """What a data set asks, and the answers that need no network, each of shape (rows, 1).

    An answer is what a prediction means: the number itself, or the number of a class. An error of 0
    is perfect.

    Attributes:
        noun: What a row is called.
        measure: What the score is called, with its meaning; short_measure: in a title.
        baseline_name: The answer that needs no inputs; linear_name: the best linear model.
    """

    measure: ClassVar[str]
    short_measure: ClassVar[str]
    baseline_name: ClassVar[str]
    linear_name: ClassVar[str]

    def __init__(self, config: TrainingConfig, dataset: Dataset, examples: Examples) -> None:
        self.config, self.dataset, self.examples = config, dataset, examples
        self.noun = dataset.row_noun

    @property
    @abstractmethod
    def recommended(self) -> dict[str, str]:
        """The output activation and the loss made for this task."""

    @property
    @abstractmethod
    def baseline_loss(self) -> float:
        """The recommended loss of the baseline on the training rows."""

    @abstractmethod
    def worse(self, error: float, reference: float) -> bool:
        """Whether an error is clearly larger than another."""

    @abstractmethod
    def close(self, error: float, reference: float) -> bool:
        """Whether an error is so close to a reference, or below it, that nothing need be wrong."""

    @abstractmethod
    def write(self, error: float) -> str:
        """Write an error as its score."""

    @cached_property
    def linear(self) -> np.ndarray:
        """The answers of the best linear model."""
        return answer_linearly(self.examples)

    @cached_property
    def neighbours(self) -> np.ndarray:
        """The answers of the most similar training rows."""
        return follow_neighbours(self.examples)

    def answers(self, predictions: np.ndarray) -> np.ndarray:
        """Return what predictions (rows, outputs) mean."""
        return answers_of(self.examples, predictions, self.config.loss)

    def error_of(self, answers: np.ndarray, rows: np.ndarray) -> float:
        """Return the error of answers, given for all rows, on some of them."""
        return float(row_errors(self.examples, answers)[rows].mean())

    @cached_property
    def errors(self) -> Errors:
        """The errors on the rows that a result is judged by."""
        return self._errors_on(self.examples.judged_rows)

    @cached_property
    def training_errors(self) -> Errors:
        return self._errors_on(self.examples.training_rows)

    def _errors_on(self, rows: np.ndarray) -> Errors:
        answers = (self.linear, self.neighbours, guess(self.examples))
        return Errors(*(self.error_of(each, rows) for each in answers))

    @cached_property
    def bent(self) -> bool:
        """Whether nearest neighbours are far better than a linear model on the training rows."""
        return self.training_errors.neighbours < BENT * self.training_errors.linear

    @cached_property
    def needs_bend(self) -> bool:
        """Whether the task is `bent`, and neighbours are best on the judged rows as well."""
        return self.bent and self.errors.neighbours < min(self.errors.linear, self.errors.baseline)

    @property
    def goal_name(self) -> str:
        """Which of the `Errors` is known to be possible with these features."""
        return "neighbours" if self.needs_bend else "linear"

    @property
    def goal(self) -> float:
        """The error that is known to be possible with these features."""
        return getattr(self.errors, self.goal_name)

    def wins(self, error: float, share: float = HALF) -> bool:
        """Whether an error wins more than a share of what the goal wins over the baseline."""
        possible = self.errors.baseline - self.goal
        return self.errors.baseline - error > share * possible > 0

    @property
    def informative(self) -> bool:
        """Whether the goal beats the baseline, so that the features say something."""
        return self.goal < INFORMATIVE * self.errors.baseline

    @property
    def can_bend(self) -> bool:
        """Whether the network computes more than a linear model."""
        return any(not ACTIVATIONS[name].linear for name in self.config.hidden_activations)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The units of every layer, the inputs first and the outputs last."""
        return (len(self.examples.features), *self.config.hidden_units, self.examples.outputs)

    @property
    def targets(self) -> np.ndarray:
        """The targets of the training rows, shape (rows, 1)."""
        return self.examples.y[self.examples.training_rows]

    @property
    def where(self) -> str:
        """The rows that a result is judged by, in words."""
        kind = "validation" if len(self.examples.validation_rows) else "training"
        return f"{kind} {self.noun}s"

    def better(self, error: float, reference: float) -> bool:
        return self.worse(reference, error) or error == reference == 0

    def doubtful(self, error: float, reference: float) -> bool:  # noqa: ARG002  used for classes
        """Whether an error differs from another, but on so few rows that it may be chance."""
        return False

    @property
    def _names(self) -> dict[str, str]:
        return {
            "network": "network",
            "linear": self.linear_name,
            "neighbours": f"nearest neighbours (the most similar training {self.noun}s)",
            "baseline": self.baseline_name,
        }

    def score(self, error: float) -> str:
        return f"{self.short_measure} {self.write(error)}"

    def named(self, reference: str) -> str:
        """Name the "baseline" or the "linear" model with its score."""
        return f"{self._names[reference]} ({self.write(getattr(self.errors, reference))})"

    def compare(self, where: str, **errors: float) -> str:
        """Compare scores in one sentence.

        Args:
            where: "on the training rows" or the like.
            errors: Of the "network" or one of the `Errors`.
        """
        scores = [f"{self._names[name]} {self.write(error)}" for name, error in errors.items()]
        return f"{self.measure} {where}: {', '.join(scores)}."
