"""The question for a class: shares of right answers, and the words for them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from nnplay.diagnosis.question import Question
from nnplay.evaluation.baselines import (
    answer_largest_class,
    classify_linearly,
    follow_neighbours,
    log_loss_of_frequencies,
)
from nnplay.evaluation.metrics import classes_of
from nnplay.numbers import percent

# Neighbours that leave less than 0.7 of a straight formula's wrong answers, and a twentieth of the
# rows fewer, show a bend.
BENT, BENT_ROWS = 0.7, 0.05
SAME_SHARE = 0.02  # shares of right answers that are called the same
STANDARD_ERRORS = 2.0  # chance alone makes that many between two equally good networks


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
        "Always answering the class that is most frequent needs no inputs at all, so it is the "
        "least a network must beat. Logistic regression is the standard way to draw straight "
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
        return near < BENT * straight and straight - near >= max(BENT_ROWS, 3 / len(rows))

    def worse(self, error: float, reference: float) -> bool:
        return error - reference >= max(SAME_SHARE, 1 / len(self.examples.judged_rows))

    def close(self, error: float, reference: float) -> bool:
        rows, share = len(self.examples.judged_rows), max(reference, BENT_ROWS)
        chance = STANDARD_ERRORS * np.sqrt(share * (1 - share) / rows)
        return error <= reference + SAME_SHARE + chance

    def doubtful(self, error: float, reference: float) -> bool:
        """Whether an error differs from another, but on so few rows that it may be chance."""
        lower, higher = sorted((error, reference))
        return self.worse(higher, lower) and self.close(higher, lower)

    def hopeless(self, error: float, simplest: float) -> bool:
        return not self.better(error, simplest)

    def calm(self, error: float) -> bool:
        return self.close(error, self.goal(self.examples.training_rows))

    @property
    def spread(self) -> tuple[float, str]:
        return 1.0, "Sums of -5 and 5 already mean almost sure: a sigmoid of 5 is 0.99."

    @property
    def simplest_loss(self) -> float:
        return log_loss_of_frequencies(self.examples)

    def against_simplest(self, where: str, error: float, simplest: float) -> str:
        return (
            f"Right {where}: {percent(1 - error)}; always answering the largest class, "
            f"{self.largest}: {percent(1 - simplest)}."
        )

    def against_goal(self, where: str, error: float, goal: float) -> str:
        return (
            f"Right {where}: {percent(1 - error)}; {self.goal_name} reaches "
            f"{percent(1 - goal)} on the same {self.noun}s."
        )

    def score(self, error: float) -> str:
        return f"{percent(1 - error)} right"

    def titles(self, error: float, simplest: float, straight: float) -> Iterator[str]:
        right = f"{percent(1 - error)} of the {self.where} right"
        largest, logistic = percent(1 - simplest), percent(1 - straight)
        yield f"{right}, fewer than by always answering the largest class, {largest}"
        yield f"{right}, no more than by always answering the largest class, {largest}"
        yield f"{right}, the largest class alone {largest}, but logistic regression {logistic}"
        if self.doubtful(error, straight):
            few = f"too few {self.noun}s to tell them apart"
            yield from [f"{right}, logistic regression {logistic}: {few}"] * 2
            return
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
