"""What a run came to, measured once for all the findings about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.config import MAX_SAMPLES, TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.diagnosis.findings import Finding
from nnplay.diagnosis.question import Question
from nnplay.diagnosis.questions import question_of
from nnplay.diagnosis.rates import LOGARITHMIC, steady
from nnplay.evaluation.metrics import WORSE
from nnplay.history import TrainingHistory

# Less than half of what is known to be possible is called a problem, more a hint; where a bend is
# needed, less than a third, if at least a straight formula is beaten.
HALF_WAY = 0.5
A_THIRD = 1 / 3
MOST = 0.7  # of the way from a straight formula to what a bend can win, to be called fine
# Findings about the loss and the output that are mended along with whatever else is.
PAIRING = ("negative_predictions", "not_a_probability", "loss_mismatch", "unreachable_targets")


@dataclass(frozen=True, eq=False)
class Outcome:
    """A run with its configuration, its data and what `check` said before it."""

    config: TrainingConfig
    dataset: Dataset
    history: TrainingHistory
    causes: list[Finding]

    @cached_property
    def examples(self) -> Examples:
        return prepare(self.config, self.dataset)

    @cached_property
    def question(self) -> Question:
        return question_of(self.config, self.dataset, self.examples)

    @property
    def where(self) -> str:
        return self.question.where

    @cached_property
    def predictions(self) -> np.ndarray:
        return self.history.predict(self.examples.x)

    @cached_property
    def error(self) -> float:
        """How wrong the network is on the rows that count."""
        return self.question.error(self.predictions, self.examples.judged_rows)

    @cached_property
    def simplest(self) -> float:
        """The error of the answer that needs no inputs, on the rows that count."""
        return self.question.simplest(self.examples.judged_rows)

    @cached_property
    def straight(self) -> float:
        """The error of the best straight formula, on the rows that count."""
        return self.question.straight(self.examples.judged_rows)

    @cached_property
    def goal(self) -> float:
        """The error that the features are known to allow, on the rows that count."""
        return self.question.goal(self.examples.judged_rows)

    @cached_property
    def training_error(self) -> float:
        return self.question.error(self.predictions, self.examples.training_rows)

    @cached_property
    def training_simplest(self) -> float:
        return self.question.simplest(self.examples.training_rows)

    def on_training_rows(self, when: str = "") -> str:
        """Compare the training rows' error with the simplest answer's, in one sentence."""
        where = f"on the training {self.question.noun}s{when}"
        return self.question.against_simplest(where, self.training_error, self.training_simplest)

    @property
    def learned(self) -> bool:
        """Whether the training rows are answered better than by the simplest answer."""
        return self.training_error < self.training_simplest / WORSE

    @cached_property
    def fits(self) -> bool:
        """Whether the training rows are answered about as well as the features allow."""
        question, rows = self.question, self.examples.training_rows
        return question.close(self.training_error, question.goal(rows))

    @property
    def broken(self) -> bool:
        """Whether the run ended out of the range of numbers."""
        return not (
            np.isfinite(self.history.loss[-1:]).all()
            and np.isfinite(self.history.parameters[-1]).all()
            and np.isfinite(self.predictions).all()
        )

    @property
    def informative(self) -> bool:
        """Whether a formula beats the simplest answer, so that the features say something."""
        return self.question.informative

    @property
    def beats_straight(self) -> bool:
        """Whether the run is better than the best straight formula, and not by its weakness."""
        better = self.question.better
        bends = self.question.bends
        return better(self.error, self.straight) and (
            not bends or better(self.error, self.simplest)
        )

    @cached_property
    def fine(self) -> bool:
        """Whether the run is about as good as a straight formula and uses most of a bend."""
        error, question = self.error, self.question
        if question.worse(error, self.simplest) or not question.close(error, self.straight):
            return False
        most = self.straight - MOST * (self.straight - self.goal)
        return not question.bends or error <= most or question.close(error, self.goal)

    @property
    def severity(self) -> str:
        """How bad a shortcoming is, by what came of the run."""
        gained, possible = self.simplest - self.error, self.simplest - self.goal
        share = A_THIRD if self.question.bends and self.beats_straight else HALF_WAY
        return "hint" if self.fine or gained > share * possible > 0 else "problem"

    @cached_property
    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The weighted sums and the values of every layer on the training rows, at the end."""
        values = self.examples.x[self.examples.training_rows].astype(float)
        arrays, found = self.history.weights_at(self.history.epochs), []
        with np.errstate(all="ignore"):
            for kernel, bias, name in zip(
                arrays[::2], arrays[1::2], self.history.activations, strict=True
            ):
                sums = values @ kernel.astype(float) + bias
                values = ACTIVATIONS[name].function(sums)
                found.append((sums, values))
        return found

    @property
    def learns_by_heart(self) -> bool:
        """Whether held-out rows are predicted badly by a network that is too able for its rows."""
        if not len(self.examples.validation_rows) or self.fine or not self.config.hidden_units:
            return False
        if self.question.bends:  # a network that misses its own rows needs more, not less
            return self.learned and self.fits
        return self.learned and (self.fits or self.config.activation != "linear")

    @property
    def simpler(self) -> dict[str, Any]:
        """The changes that leave the network as few weights as the question allows."""
        if self.question.bends:
            return {"l2": self.question.gentle_l2, **steady(self.config)}
        output = self.question.asked["output_activation"]
        if self.config.loss in LOGARITHMIC and not self.dataset.classes:
            output = "softplus"
        changes = {"hidden_units": (), "output_activation": output}
        return {**changes, **steady(replace(self.config, hidden_units=()))}

    @property
    def less_by_heart(self) -> list[Mapping[str, Any]]:
        """The changes that leave less room for chance deviations."""
        if not self.question.bends:
            return [self.simpler]
        more: list[Mapping[str, Any]] = []
        if self.dataset.pattern:
            able = {**self.question.abler, **steady(replace(self.config, **self.question.abler))}
            more = [{"samples": MAX_SAMPLES}] if self.fine else [able, {"samples": MAX_SAMPLES}]
        nearly = self.simplest - self.straight > HALF_WAY * (self.simplest - self.goal)
        l2 = self.question.gentle_l2
        gentle = [{"l2": l2}] if (self.fine or nearly) and self.config.l2 < l2 else []
        return [*more, *gentle]

    def remedies(self, **first: Any) -> list[Mapping[str, Any]]:
        """Return changes that train this run well, the causes that `check` found mended too."""
        causes: dict[str, Any] = {}
        for cause in self.causes:
            if cause.severity == "problem" or cause.code in PAIRING:
                causes |= cause.changes
        mended = {**causes, **first}
        remedy = {**mended, **steady(replace(self.config, **mended))}
        if self.learns_by_heart:
            return [{**mended, **self.simpler}]
        if any(getattr(self.config, name) != value for name, value in remedy.items()):
            return [remedy]
        if self.severity == "hint":
            return []
        # a run that has all this already needs a network that can do more
        return [{**remedy, **self.question.abler}]
