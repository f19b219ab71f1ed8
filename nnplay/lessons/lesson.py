"""`Lesson` and its parts: texts, settings, a question and a challenge, all of it data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any, Self

from nnplay.config import TrainingConfig
from nnplay.datasets import recommended_settings

COMPARISONS = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
}
CONDITION = re.compile(r"(.+?) (<=|>=|<|>|=) (?:([\d.]+) )?(.+)")


@dataclass(frozen=True)
class Condition:
    """A condition on a run's numbers (see `measures`), such as "mse <= 1.05 mse_line".

    Attributes:
        measure: The name of the number.
        comparison: A key of `COMPARISONS`.
        limit: What it is compared with: a value, or the name of another number.
        times: What the limit is multiplied by.
    """

    measure: str
    comparison: str
    limit: float | str
    times: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "measure comparison [times] limit".

        Raises:
            ValueError: If the text is something else.
        """
        found = CONDITION.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no condition such as 'mse <= 1.05 mse_line'.")
        measure, comparison, times, limit = found.groups()
        factor = float(times or 1)
        try:
            return cls(measure, comparison, float(limit), factor)
        except ValueError:
            return cls(measure, comparison, limit, factor)

    @property
    def names(self) -> set[str]:
        """The names of the numbers that it needs."""
        return {self.measure} | ({self.limit} if isinstance(self.limit, str) else set())

    def holds(self, numbers: Mapping[str, float]) -> bool:
        """Tell whether it is true; it is not if a number is missing or NaN."""
        value = numbers.get(self.measure, float("nan"))
        return bool(COMPARISONS[self.comparison](value, self.goal(numbers)))

    def goal(self, numbers: Mapping[str, float]) -> float:
        """Return the value that the measure is compared with; NaN if it is missing."""
        limit = numbers.get(self.limit, float("nan")) if isinstance(self.limit, str) else self.limit
        return self.times * limit


def all_hold(conditions: tuple[str, ...], numbers: Mapping[str, float]) -> bool:
    return all(Condition.parse(text).holds(numbers) for text in conditions)


@dataclass(frozen=True)
class Choice:
    """A possible answer to a question.

    Attributes:
        when: Conditions that hold if a run gives this answer; a run should give exactly one.
        because: The reason, if a run gives this answer; it may name numbers.
    """

    text: str
    when: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Question:
    """A question before the run, with answers to choose from.

    Attributes:
        short: The question in a few words, for when it is answered.
        right: The index of the answer that the lesson's run gives.
        often: How many of the seeds 0 to 19 give it.
    """

    text: str
    choices: tuple[Choice, ...]
    short: str = field(kw_only=True)
    right: int
    often: int = 20

    def answer(self, numbers: Mapping[str, float]) -> Choice | None:
        """Return the choice that a run's numbers give; None if none does."""
        return next((each for each in self.choices if all_hold(each.when, numbers)), None)

    def lettered(self, text: str) -> str:
        """Return the text of a choice after its letter, by which a class can name it."""
        texts = [choice.text for choice in self.choices]
        return f"{ascii_uppercase[texts.index(text)]}. {text}"


@dataclass(frozen=True)
class Estimate:
    """A question before the run, to be answered by a number.

    Attributes:
        short: The question in a few words, for when it is answered.
        measure: The name of the number that is to be estimated.
        low: The smallest possible answer; high: the largest.
        near: The factor within which an answer counts as near.
        because: The reason; it may name numbers.
        between: The range of the number from the seeds 0 to 19.
    """

    text: str
    short: str = field(kw_only=True)
    measure: str
    low: float
    high: float
    near: float
    because: str
    between: tuple[float, float]

    def is_near(self, answer: float, actual: float) -> bool:
        return actual / self.near <= answer <= actual * self.near


@dataclass(frozen=True)
class Challenge:
    """A task that the page checks itself.

    Only the settings of the solution and of `may_change` may differ from the lesson's.

    Attributes:
        conditions: What must be true of the run, each as `Condition.parse` reads it.
        at_most: How many settings may be changed; None for any number.
        solution: Values of settings with which a run meets the conditions, by the names of
            `TrainingConfig`'s fields.
        hint: Where to look for a solution.
        may_change: Names of further settings that may be changed.
        never: For some settings, values with which a run does not count.
    """

    task: str
    conditions: tuple[str, ...]
    solution: Mapping[str, Any]
    hint: str
    at_most: int | None = None
    may_change: tuple[str, ...] = ()
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson of the course.

    Texts may name numbers of the run in braces (see `wording`).

    Attributes:
        name: Its name in an address.
        finds: What one will find out.
        dataset: The data set, with whose recommended settings the lesson begins.
        settings: Settings with other values, by the names of `TrainingConfig`'s fields.
        beside: Other runs to compare with: their names, and the settings that differ from this
            run's.
        shows: The settings that are shown (see `nnplay.ui.teaching.visibility`); None for all.
        races: The run's name in a race against those beside it; "" for no race.
        many_seeds: Whether texts name numbers from twenty seeds of this run and of those beside it
            (see `measures.spreads`).
        panel: The panel that is open at first.
        asks: Whether the panel *Predictions* then shows the network that can be asked.
        preview: Whether the untrained network is visible before the question is answered.
        watch: What to look at while the film plays.
        explanation: What happened, and why.
        in_short: What one has found out, for the closing page.
    """

    name: str
    title: str
    finds: str
    question: Question | Estimate
    watch: str
    explanation: str
    challenge: Challenge
    in_short: str
    shows: tuple[str, ...] | None
    dataset: str = "car_crashes"
    settings: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    races: str = ""
    many_seeds: bool = False
    panel: str = "why"
    asks: bool = False
    preview: bool = True

    @property
    def config(self) -> TrainingConfig:
        return replace(recommended_settings(self.dataset), **self.settings)

    def beside_configs(self, config: TrainingConfig) -> dict[str, TrainingConfig]:
        """Return the configurations to compare a run with, by their names."""
        return {name: replace(config, **changes) for name, changes in self.beside.items()}
