"""What is asked of the rows: how predictions are scored and spoken of, whatever is asked."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import ClassVar

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.evaluation.baselines import follow_neighbours

# Where the best formula removes less than a tenth of the error, the features say little.
INFORMATIVE = 0.9
BENT = 0.7  # neighbours that leave less than that of a linear model's error show a bend


class Task(ABC):
    """What a data set asks, with the errors of answers that need no network.

    An error is 0 when perfect. An answer is what a prediction means: itself, or a class's number.

    Attributes:
        noun: What a row is called.
        measure: What the score is called, with its meaning; short_measure: in a title.
        baseline_name: The answer that needs no inputs; linear_name: the best linear model.
        by_chance: Whether `close` allows for the chance in few rows.
    """

    measure: ClassVar[str]
    short_measure: ClassVar[str]
    baseline_name: ClassVar[str]
    linear_name: ClassVar[str]
    by_chance: ClassVar[bool]

    def __init__(self, config: TrainingConfig, dataset: Dataset, examples: Examples) -> None:
        self.config, self.dataset, self.examples = config, dataset, examples
        self.noun = dataset.row_noun

    @property
    def can_bend(self) -> bool:
        """Whether the network computes more than a linear model."""
        return any(not ACTIVATIONS[name].linear for name in self.config.hidden_activations)

    @property
    @abstractmethod
    def recommended(self) -> dict[str, str]:
        """The output activation and the loss made for this task."""

    @property
    @abstractmethod
    def baseline(self) -> np.ndarray:
        """The answers that need no inputs, shape (rows, 1)."""

    @property
    @abstractmethod
    def linear(self) -> np.ndarray:
        """The answers of the best linear model, shape (rows, 1)."""

    @cached_property
    def neighbours(self) -> np.ndarray:
        """The answers of the most similar training rows, shape (rows, 1)."""
        return follow_neighbours(self.examples)

    @property
    def targets(self) -> np.ndarray:
        """The targets of the training rows, shape (rows, 1)."""
        return self.examples.y[self.examples.training_rows]

    @property
    def where(self) -> str:
        """The rows that a result is judged on, in words."""
        kind = "validation" if len(self.examples.validation_rows) else "training"
        return f"{kind} {self.noun}s"

    @abstractmethod
    def answers(self, predictions: np.ndarray) -> np.ndarray:
        """Return what predictions (rows, outputs) mean, shape (rows, 1)."""

    @abstractmethod
    def error_of(self, answers: np.ndarray, rows: np.ndarray) -> float:
        """Return how wrong answers to all rows are on some of them."""

    @cached_property
    def needs_bend(self) -> bool:
        """Whether similar rows tell much more than a linear model, and more on held-out rows."""
        near, *others = (
            self.error_of(answers, self.examples.judged_rows)
            for answers in (self.neighbours, self.linear, self.baseline)
        )
        return self.bent and near < min(others)

    @property
    @abstractmethod
    def bent(self) -> bool:
        """Whether similar rows tell much more of the training rows than a linear model can."""

    def goal(self, rows: np.ndarray) -> float:
        """Return the error that these features are known to allow."""
        return self.error_of(self.neighbours if self.needs_bend else self.linear, rows)

    @property
    def goal_name(self) -> str:
        """What `goal` is the error of, for `compare`."""
        return "neighbours" if self.needs_bend else "linear"

    @property
    def informative(self) -> bool:
        """Whether a formula beats the baseline, so that the features say something."""
        rows = self.examples.judged_rows
        return self.goal(rows) < INFORMATIVE * self.error_of(self.baseline, rows)

    @abstractmethod
    def worse(self, error: float, reference: float) -> bool:
        """Whether an error is above another by more than is called the same."""

    def better(self, error: float, reference: float) -> bool:
        return self.worse(reference, error) or error == reference == 0

    @abstractmethod
    def close(self, error: float, reference: float) -> bool:
        """Whether an error is so near to a reference that nothing need be wrong."""

    def doubtful(self, error: float, reference: float) -> bool:
        """Whether an error differs from another, but on so few rows that it may be chance."""
        lower, higher = sorted((error, reference))
        return self.by_chance and self.worse(higher, lower) and self.close(higher, lower)

    @property
    @abstractmethod
    def baseline_loss(self) -> float:
        """The recommended loss of the best answer to the training rows without inputs."""

    @abstractmethod
    def write(self, error: float) -> str:
        """Write an error as its score."""

    def score(self, error: float) -> str:
        return f"{self.short_measure} {self.write(error)}"

    def compare(self, where: str, **errors: float) -> str:
        """Compare scores in one sentence.

        Args:
            where: "on the training rows" or the like.
            errors: Of the "network", the "linear" model, the "neighbours" or the "baseline".
        """
        names = {
            "network": "network",
            "linear": self.linear_name,
            "neighbours": f"nearest neighbours (the most similar training {self.noun}s)",
            "baseline": self.baseline_name,
        }
        scores = [f"{names[name]} {self.write(error)}" for name, error in errors.items()]
        return f"{self.measure} {where}: {', '.join(scores)}."
