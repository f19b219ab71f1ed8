"""What a search tries, and the results of that."""

from dataclasses import dataclass, field, replace
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, chosen_features
from nnplay.evaluation.crossvalidation import Folds, RungScore, Score
from nnplay.history import count_parameters
from nnplay.search.space import Setting

FINISHED, STOPPED_EARLY, FAILED = "finished", "stopped early", "failed"
BASE = -1  # the number of the base
SAMPLERS = ("tpe", "random")


@dataclass(frozen=True)
class Plan:
    """All that determines what a search with one worker tries.

    Attributes:
        base: The configuration that is varied.
        sampler: "tpe" learns from what was tried, "random" does not.
        seed: The sampler's seed; the runs of a candidate have the seeds of `folds`.
        table: A hash of the table, if its content may change between searches; else "".
    """

    base: TrainingConfig
    settings: tuple[Setting, ...]
    folds: Folds = field(default_factory=Folds)
    sampler: str = "tpe"
    seed: int = 0
    table: str = ""


@dataclass(frozen=True)
class Candidate:
    """A configuration that was tried.

    Attributes:
        number: Counted from 0 in the order in which they were drawn; `BASE` for the base.
        state: `FINISHED`, `STOPPED_EARLY` as hopeless, or `FAILED`.
        rung_scores: Its scores at the rungs that it reached, in their order.
        seconds: Time that its training took.
        reason: Why it was stopped early or failed, one sentence.
        same_as: The number of an earlier candidate with the same configuration, whose result it
            has; it was not trained again.
    """

    number: int
    config: TrainingConfig
    state: str
    rung_scores: tuple[RungScore, ...]
    seconds: float
    reason: str = ""
    same_as: int | None = None

    @property
    def epoch(self) -> int:
        """The last epoch with a score."""
        return self.rung_scores[-1].epoch if self.rung_scores else 0

    @property
    def score(self) -> Score | None:
        """The last score, if there is any."""
        return self.rung_scores[-1].score if self.rung_scores else None

    @property
    def final(self) -> Score:
        """The score of a finished candidate."""
        return self.rung_scores[-1].score


def evaluate(
    number: int,
    config: TrainingConfig,
    rung_scores: tuple[RungScore, ...],
    refusal: str | None,
    seconds: float,
    runs: int,
) -> Candidate:
    """Return the candidate of a training that has ended, with its state and the reason for it.

    Args:
        refusal: Why it could not be trained, None if it could.
        runs: How many runs it has: folds times seeds.
    """
    state, reason = FINISHED, ""
    if refusal:
        state, reason = FAILED, refusal
    elif rung_scores[-1].score.failed:
        epoch, failed = rung_scores[-1].epoch, rung_scores[-1].score.failed
        state = FAILED
        reason = f"{failed} of {runs} runs predicted something that is no number by epoch {epoch}."
    elif rung_scores[-1].epoch < config.epochs:
        state = STOPPED_EARLY
        reason = f"Stopped after epoch {rung_scores[-1].epoch}: most others were better by then."
    return Candidate(number, config, state, rung_scores, seconds, reason)


def failed_candidate(number: int, config: TrainingConfig, reason: str) -> Candidate:
    """Return a candidate that could not be trained at all."""
    return Candidate(number, config, FAILED, (), 0.0, reason)


def repeat(known: Candidate, number: int) -> Candidate:
    """Return a known candidate under another number, as it was drawn again."""
    first = known.number if known.same_as is None else known.same_as
    return replace(known, number=number, seconds=0.0, same_as=first)


def parameters_of(config: TrainingConfig, dataset: Dataset) -> int:
    """Count the weights and biases of a configuration's network."""
    inputs = len(chosen_features(config, dataset))
    return count_parameters((inputs, *config.hidden_units, dataset.outputs))


def to_record(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as JSON can hold it, without its configuration."""
    rung_scores = [
        [s.epoch, s.score.mean, s.score.standard_error, list(s.score.of_seeds), s.score.failed]
        for s in candidate.rung_scores
    ]
    return {
        "number": candidate.number,
        "state": candidate.state,
        "rung_scores": rung_scores,
        "seconds": candidate.seconds,
        "reason": candidate.reason,
        "same_as": candidate.same_as,
    }


def from_record(record: dict[str, Any], config: TrainingConfig) -> Candidate:
    """Return the candidate of a record."""
    rung_scores = tuple(
        RungScore(epoch, Score(mean, error, tuple(of_seeds), failed))
        for epoch, mean, error, of_seeds, failed in record["rung_scores"]
    )
    return Candidate(**{**record, "rung_scores": rung_scores}, config=config)
