"""Cross-validation: what a configuration is worth on rows that it has not learned from.

Every row is held out once for each seed; the score is the mean of the rows' errors. Its standard
error is that of a sample of rows, each averaged over the seeds first: it shows how much the score
could change with other rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnplay.chunks import Checkpoint
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, check_folds, prepare_folds
from nnplay.evaluation.baselines import answer_linearly, guess
from nnplay.evaluation.metrics import answers_of, row_errors
from nnplay.history import forward

RUNGS = (0.1, 0.25, 0.5, 1.0)  # shares of the epochs after which the held-out rows are scored


@dataclass(frozen=True)
class Folds:
    """How a configuration is validated: this many folds, drawn again for every seed."""

    count: int = 5
    seeds: tuple[int, ...] = (0, 1, 2, 3)

    @property
    def runs(self) -> int:
        return self.count * len(self.seeds)

    @property
    def seeds_of_runs(self) -> list[int]:
        """The seed of every run, in the order of `prepare`."""
        return [seed for seed in self.seeds for _ in range(self.count)]

    def check(self, config: TrainingConfig, dataset: Dataset) -> None:
        """Check that a configuration can be validated on these folds.

        Raises:
            ConfigError: As `nnplay.datasets.check_folds`.
        """
        check_folds(config, dataset, self.count)

    def prepare(self, config: TrainingConfig, dataset: Dataset) -> list[Examples]:
        """Prepare the examples of every run, seed by seed.

        Raises:
            ConfigError: As `check`.
        """
        return prepare_folds(config, dataset, self.count, self.seeds)


@dataclass(frozen=True)
class Score:
    """The error of the runs, each on the rows that it has not learned from.

    Attributes:
        mean: The mean squared error or, for classes, the share of wrong answers; may be NaN or
            infinity.
        standard_error: Of the mean, from the rows.
        of_seeds: The mean of every seed.
        failed: How many runs predict something that is not a number.
    """

    mean: float
    standard_error: float
    of_seeds: tuple[float, ...]
    failed: int = 0

    @property
    def limit(self) -> float:
        """The largest mean that is within one standard error."""
        return self.mean + self.standard_error


@dataclass(frozen=True)
class Baselines:
    """Scores of the baselines on the same folds.

    Attributes:
        guess: Always the mean or the majority class of the training rows.
        linear: Linear or, for classes, logistic regression.
    """

    guess: Score
    linear: Score


class RungScore(NamedTuple):
    """The score at a rung, which is the end of an epoch after which runs are compared."""

    epoch: int
    score: Score


class Validation(NamedTuple):
    """The scores of a configuration's runs so far.

    Attributes:
        rung_scores: The score at every rung that was reached, in order.
        checkpoints: Where the runs go on; None once there is nothing more to train.
        refusal: Why Keras refuses to train, one sentence, or None.
        seconds: Time that this part took in its worker.
    """

    rung_scores: tuple[RungScore, ...] = ()
    checkpoints: tuple[Checkpoint, ...] | None = None
    refusal: str | None = None
    seconds: float = 0.0


def rungs_of(epochs: int) -> list[int]:
    """Return the epochs after which the held-out rows are scored, ascending."""
    return sorted({max(1, round(share * epochs)) for share in RUNGS})


def score(examples: Sequence[Examples], answers: Sequence[np.ndarray], folds: Folds) -> Score:
    """Score answers by the rows that each run held out.

    Args:
        answers: For each run, its answers to all rows.
    """
    held_out = np.empty((len(folds.seeds), len(examples[0].y)))
    failed = 0
    for run, (each, own) in enumerate(zip(examples, answers, strict=True)):
        rows, errors = each.validation_rows, row_errors(each, own)
        held_out[run // folds.count, rows] = errors[rows]
        failed += not np.isfinite(errors[rows]).all()
    with np.errstate(all="ignore"):
        of_rows = held_out.mean(axis=0)
        spread = float(of_rows.std(ddof=1) / np.sqrt(len(of_rows)))
        of_seeds = tuple(float(mean) for mean in held_out.mean(axis=1))
        return Score(float(of_rows.mean()), spread, of_seeds, failed)


def score_weights(
    config: TrainingConfig, examples: Sequence[Examples], weights: np.ndarray, folds: Folds
) -> Score:
    """Score networks by their weights, shape (runs, parameters)."""
    sizes = (len(examples[0].features), *config.hidden_units, examples[0].outputs)

    def answers(each: Examples, own: np.ndarray) -> np.ndarray:
        return answers_of(each, forward(each.x, own, sizes, config.activations), config.loss)

    return score(examples, list(map(answers, examples, weights)), folds)


def measure_baselines(config: TrainingConfig, dataset: Dataset, folds: Folds) -> Baselines:
    """Score the baselines on the folds.

    Raises:
        ConfigError: If the configuration or the folds do not fit the data set.
    """
    examples = folds.prepare(config, dataset)
    guesses, linear = ([answer(each) for each in examples] for answer in (guess, answer_linearly))
    return Baselines(score(examples, guesses, folds), score(examples, linear, folds))
