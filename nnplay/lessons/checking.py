"""Whether a challenge is met, step by step."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nnplay.config import TrainingConfig
from nnplay.evaluation.comparison import differing
from nnplay.fields import FIELDS, OF_DATA
from nnplay.lessons.lesson import Challenge, Condition, Lesson
from nnplay.lessons.wording import write
from nnplay.numbers import exact

# The numbers that challenges ask for, in words, and the form in which `write` writes them.
WORDED = {
    "mse": ("MSE {}", ""),
    "mse_before": ("MSE before training {}", ""),
    "mse_held_out": ("held-out MSE {}", ""),
    "mae": ("average miss {}", ""),
    "accuracy": ("accuracy {}", "%"),
    "accuracy_held_out": ("held-out accuracy {}", "%"),
    "output_bias": ("output bias {}", ""),
    "far": ("its answer far outside: {}", ""),
    "rises": ("epochs in which the loss rose: {}", "n"),
    "epochs": ("{} epochs", "n"),
    "epochs_to_best": ("epochs until within 5% of the lowest loss: {}", "n"),
    "different_units": ("different units: {}", "n"),
    "hidden_layers": ("hidden layers: {}", "n"),
    "units": ("hidden units in all: {}", "n"),
    "widest": ("units of the widest layer: {}", "n"),
    "features": ("features: {}", "n"),
    "outputs": ("output units: {}", "n"),
    "problems": ("problems found: {}", "n"),
}
GOALS = {
    "<": "below {}",
    "<=": "at most {}",
    ">": "more than {}",
    ">=": "at least {}",
    "=": "{} needed",
}


class Step(NamedTuple):
    """One thing that a challenge asks for: the run's value and the goal, and whether it is met."""

    text: str
    met: bool


def steps(lesson: Lesson, config: TrainingConfig, numbers: Mapping[str, float]) -> list[Step]:
    """Return what a lesson's challenge asks for and whether a run meets it, broken rules last.

    Args:
        config: The configuration of the run; numbers: its numbers, from `measure`.
    """
    challenge = lesson.challenge
    changed = differing([lesson.config, config])
    found = [_step(Condition.parse(text), numbers) for text in challenge.conditions]
    if challenge.at_most is not None:
        found.append(_count(changed, challenge.at_most))
    return found + _broken_rules(challenge, config, changed)


def is_met(found: Sequence[Step]) -> bool:
    return all(step.met for step in found)


def _step(condition: Condition, numbers: Mapping[str, float]) -> Step:
    words, form = WORDED[condition.measure]
    if condition.measure not in numbers:
        return Step(_missing(condition.measure, numbers), met=False)
    value = write(numbers[condition.measure], form)
    goal = condition.goal(numbers)
    plain = form == "" and not isinstance(condition.limit, str)  # "below 1", as in the task
    wanted = GOALS[condition.comparison].format(exact(goal) if plain else write(goal, form))
    return Step(f"{words.format(value)}; {wanted}", condition.holds(numbers))


def _missing(measure: str, numbers: Mapping[str, float]) -> str:
    """Say why a run has no such number: nothing is held out, or another kind of target."""
    if measure.removesuffix("_held_out") in numbers:
        return "nothing is held out"
    if measure.startswith("accuracy"):
        return "no accuracy yet: the question asks for a quantity"
    return "no such error yet: the question asks for a class"


def _count(changed: Sequence[str], at_most: int) -> Step:
    names = f" ({_in_words(changed)})" if changed else ""
    if len(changed) <= at_most:
        return Step(f"{len(changed)} of {at_most} settings changed{names}", met=True)
    return Step(f"{len(changed)} settings changed{names}; at most {at_most}", met=False)


def _broken_rules(
    challenge: Challenge, config: TrainingConfig, changed: Sequence[str]
) -> list[Step]:
    """Name settings that must not be changed but were, and those with values that don't count."""
    free = {*challenge.solution, *challenge.may_change}
    if "dataset" in challenge.solution:
        free |= set(OF_DATA)
    forbidden = [name for name in changed if name not in free]
    rules = []
    if set(forbidden) & set(OF_DATA):
        rules.append("this is not the lesson's data set")
    elif forbidden:
        rules.append(f"must stay as in this lesson: {_in_words(forbidden)}")
    rules += [
        f"{_in_words([name])}: any but {' and '.join(values)}"
        for name, values in challenge.never.items()
        if getattr(config, name) in values
    ]
    return [Step(text, met=False) for text in rules]


def _in_words(names: Sequence[str]) -> str:
    return ", ".join(FIELDS[name].noun for name in names)
