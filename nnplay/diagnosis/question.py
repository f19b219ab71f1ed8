"""What is asked of the rows: how answers are measured and spoken of, whatever is asked."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from nnplay.config import MAX_SAMPLES, TrainingConfig
from nnplay.datasets import Dataset, Examples

# Where the best formula removes less than a tenth of the error, the features say little.
INFORMATIVE = 0.9
GENTLE_L2 = 0.01  # measured: smooths a border of few bends, and rubs out one of many


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

    @property
    def goal_name(self) -> str:
        """What `goal` is the error of."""
        similar = f"following the most similar training {self.noun}s"
        return similar if self.bends else self.straight_name

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
    def against_goal(self, where: str, error: float, goal: float) -> str:
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

    @property
    @abstractmethod
    def simplest_loss(self) -> float:
        """The loss made for this question, of an answer to the training rows without inputs."""

    @property
    def gentle_l2(self) -> float:
        """A penalty on weights that smooths a fit and does not rub it out."""
        return GENTLE_L2

    @abstractmethod
    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        """Yield the title of each of `places`."""

    @abstractmethod
    def two_scores(self, error: float, straight: float) -> str:
        """Put two errors in one sentence."""

    @abstractmethod
    def all_scores(self, error: float, simplest: float, straight: float) -> str:
        """Put three errors in one sentence."""
