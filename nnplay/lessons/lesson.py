"""What a lesson is made of: text, a configuration, a question and a challenge, all of it data."""

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
    """What must be true of a run's numbers (see `measures`), as "mse <= 1.05 mse_line".

    Attributes:
        measure: Which number.
        comparison: A key of `COMPARISONS`.
        limit: What it is compared with: a number, or the name of another one.
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
            ValueError: If it is none of that.
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
        """The numbers that it needs."""
        return {self.measure} | ({self.limit} if isinstance(self.limit, str) else set())

    def holds(self, numbers: Mapping[str, float]) -> bool:
        """Tell whether it is true; of what is missing or not a number nothing is."""
        value = numbers.get(self.measure, float("nan"))
        return bool(COMPARISONS[self.comparison](value, self.goal(numbers)))

    def goal(self, numbers: Mapping[str, float]) -> float:
        """Return what the measure is compared with; not a number if that is missing."""
        limit = numbers.get(self.limit, float("nan")) if isinstance(self.limit, str) else self.limit
        return self.times * limit


def all_hold(conditions: tuple[str, ...], numbers: Mapping[str, float]) -> bool:
    return all(Condition.parse(text).holds(numbers) for text in conditions)


@dataclass(frozen=True)
class Choice:
    """One possible answer.

    Attributes:
        when: What is true of a run of which this is the answer; exactly one choice must be.
        because: Why it came so, for a run of which this is the answer; it may name numbers.
    """

    text: str
    when: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Question:
    """Asked before the run, with answers to choose from.

    Attributes:
        short: The question in a few words, which stay once it is answered.
        right: The number of the choice that is the answer, from 0.
        often: In how many of 20 starts (seeds 0 to 19) it is.
    """

    text: str
    choices: tuple[Choice, ...]
    short: str = field(kw_only=True)
    right: int
    often: int = 20

    def answer(self, numbers: Mapping[str, float]) -> Choice | None:
        """Return what a run answers; None if it is none of the choices."""
        return next((each for each in self.choices if all_hold(each.when, numbers)), None)

    def lettered(self, text: str) -> str:
        """Write the text of a choice behind its letter, by which a class can name it."""
        texts = [choice.text for choice in self.choices]
        return f"{ascii_uppercase[texts.index(text)]}. {text}"


@dataclass(frozen=True)
class Estimate:
    """Asked before the run, to be answered by a number.

    Attributes:
        short: The question in a few words, which stay once it is answered.
        measure: The number of the run that is asked for.
        low: The least that can be said; high: the most.
        near: An answer counts as near within this factor of what it is.
        because: Why it came so; it may name numbers.
        between: What it lies between in 20 of 20 starts (seeds 0 to 19).
    """

    text: str
    short: str = field(kw_only=True)
    measure: str
    low: float
    high: float
    near: float
    because: str
    between: tuple[float, float]

    def is_near(self, said: float, actual: float) -> bool:
        return actual / self.near <= said <= actual * self.near


@dataclass(frozen=True)
class Challenge:
    """A task that the page checks itself.

    Only the settings of the solution and of `may_change` may differ from the lesson's.

    Attributes:
        conditions: What must be true of the run.
        at_most: How many settings may be changed; None for any number.
        solution: Settings, by the names of `TrainingConfig`'s fields, that meet it.
        hint: Where to look.
        may_change: Further settings that may be changed, as the names of fields.
        never: Values that settings may not have, by the names of fields.
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
    """One step of a course.

    Texts may name numbers of the run in braces (see `wording`).

    Attributes:
        name: Stands for it in an address.
        finds: What one will find out.
        dataset: What the settings begin from: those that suit this data set.
        settings: What is set otherwise, by the names of `TrainingConfig`'s fields.
        beside: Other runs to compare with, by their names: what they set otherwise than this one.
        shows: The settings that are shown (see `nnplay.ui.teaching.visibility`); None for all.
        races: What the run is called in a race against those beside it; "" for no race.
        many_seeds: Whether texts name what twenty seeds give, of this run and of those beside it
            (see `measures.spreads`).
        panel: The panel that is opened first.
        asks: Whether the panel *Predictions* then shows the network to be asked.
        preview: Whether the untrained network may be seen before the question is answered.
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
