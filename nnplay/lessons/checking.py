"""Whether a challenge is met, step by step."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nnplay.comparison import differing
from nnplay.config import TrainingConfig
from nnplay.lessons.lesson import Condition, Lesson
from nnplay.lessons.wording import write

# What is said of the numbers that challenges ask for, and how they are written.
SAID = {
    "mse": ("the MSE is", ""),
    "mse_before": ("the MSE before training is", ""),
    "mse_held_out": ("the MSE of the held-out states is", ""),
    "mae": ("the average miss is", ""),
    "right": ("right are", "%"),
    "right_held_out": ("right of the held-out points are", "%"),
    "epochs": ("epochs:", "n"),
    "epochs_to_best": ("epochs until within 5 % of the lowest loss:", "n"),
    "different_units": ("different units:", "n"),
    "hidden_layers": ("hidden layers:", "n"),
    "units": ("hidden units:", "n"),
    "features": ("features:", "n"),
    "outputs": ("output units:", "n"),
    "problems": ("problems found:", "n"),
}
DATA = ("dataset", "samples", "noise", "data_seed")


class Step(NamedTuple):
    """One thing that a challenge asks for: how it stands, and whether that is enough."""

    text: str
    met: bool


def steps(lesson: Lesson, config: TrainingConfig, numbers: Mapping[str, float]) -> list[Step]:
    """Return what a challenge asks for and how a run stands; broken rules come last.

    Args:
        numbers: Those of the run of `config`.
    """
    challenge = lesson.challenge
    conditions = [Condition.parse(text) for text in challenge.conditions]
    found = [_step(each, numbers) for each in conditions]
    changed = differing([lesson.config, config])
    if challenge.at_most is not None:
        allowed = "1 is" if challenge.at_most == 1 else f"{challenge.at_most} are"
        names = f" ({', '.join(changed)})" if changed else ""
        text = f"settings changed: {len(changed)}{names}; {allowed} allowed"
        found.append(Step(text, len(changed) <= challenge.at_most))
    return found + _broken_rules(lesson, config, changed)


def is_met(found: Sequence[Step]) -> bool:
    return all(step.met for step in found)


def _step(condition: Condition, numbers: Mapping[str, float]) -> Step:
    said, form = SAID[condition.measure]
    value = numbers.get(condition.measure, float("nan"))
    return Step(f"{said} {write(value, form)}", condition.holds(numbers))


def _broken_rules(lesson: Lesson, config: TrainingConfig, changed: Sequence[str]) -> list[Step]:
    """Name what must not change: the data, unless the challenge is about them, and some values."""
    solution, only = lesson.challenge.solution, lesson.challenge.only
    rules = [
        Step("the data are others than in this lesson", met=False)
        for name in DATA
        if name in changed and not {name, "dataset"} & set(solution)
    ]
    rules += [
        Step(f"{name} is not one of those allowed here", met=False)
        for name, values in only.items()
        if getattr(config, name) not in values
    ]
    return list(dict.fromkeys(rules))
