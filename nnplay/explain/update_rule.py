"""An optimizer's update rule for one weight, in symbols and with the numbers of a step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnplay.choices import OPTIMIZERS
from nnplay.explain.formula import latex_number
from nnplay.step import Step

DIGITS = 6  # enough to show a small change of a weight
SYMBOLS = {
    "learning_rate": r"\eta",
    "momentum": r"\mu",
    "rho": r"\rho",
    "beta_1": r"\beta_1",
    "beta_2": r"\beta_2",
    "epsilon": r"\varepsilon",
    "weight_decay": r"\lambda",
}
MEANINGS = {
    "w": "the weight",
    "g": "its gradient",
    "t": "the number of the step",
    "learning_rate": "the learning rate",
    "momentum": "the momentum, the share of the last step that is kept",
    "rho": "the share of the old mean that is kept",
    "beta_1": "the share of the old mean m that is kept",
    "beta_2": "the share of the old v or u that is kept",
    "epsilon": "a small number against division by 0",
    "weight_decay": "the weight decay",
}
NAME = re.compile(r"\$(\w+)(\^?)")  # a name in a rule, and whether a power follows it


@dataclass(frozen=True)
class Line:
    """One line of a rule: in symbols, and with numbers and their result."""

    symbols: str
    numbers: str


def numbers_of(step: Step, optimizer: str, index: int) -> dict[str, float]:
    """Return all numbers of an optimizer's rule for one weight, by their names in the rule.

    Args:
        index: Of the weight among all weights and biases, flattened.
    """
    record = OPTIMIZERS[optimizer]
    numbers = {
        **step.settings,
        "t": float(step.number),
        "w": float(step.before[index]),
        "g": float(step.gradient[index]),
        "new_w": float(step.after[index]),
    }
    for prefix, memory in (("", step.memory_before), ("new_", step.memory_after)):
        for name, values in zip(record.memory, memory, strict=True):
            numbers[prefix + name] = float(values[index] if np.ndim(values) else values)
    with np.errstate(all="ignore"):
        for name, compute in record.between.items():
            numbers[name] = float(compute({key: np.float64(n) for key, n in numbers.items()}))
    return numbers


def update_lines(optimizer: str, numbers: Mapping[str, float]) -> list[Line]:
    """Write an optimizer's rule line by line.

    Args:
        numbers: From `numbers_of`.
    """
    return [_line(text, numbers) for text in OPTIMIZERS[optimizer].update_latex]


def _line(text: str, numbers: Mapping[str, float]) -> Line:
    name, _, right = text.partition(" = ")

    def write(found: re.Match[str]) -> str:
        """Write a number, in brackets after another sign or before a power."""
        value, power = numbers[found[1]], found[2]
        number = latex_number(value, DIGITS)
        is_bare = not value < 0 or found.start() == 0
        return f"({number}){power}" if not is_bare or (power and "^" in number) else number + power

    symbols = NAME.sub(lambda found: symbol(found[1]) + found[2], text)
    result = latex_number(numbers[name[1:]], DIGITS)
    return Line(symbols, rf"{symbol(name[1:])} = {NAME.sub(write, right)} = {result}")


def symbol(name: str) -> str:
    """Write a name of a rule in LaTeX; a new value gets a prime."""
    if name.startswith("new_"):
        return f"{name[4:]}'"
    return SYMBOLS.get(name, name)


def meanings(optimizer: str) -> list[tuple[str, str]]:
    """Return the symbols of a rule in LaTeX, in order of appearance, each with its meaning."""
    record = OPTIMIZERS[optimizer]
    names = [name for name, _ in NAME.findall(" ".join(record.update_latex))]
    known = {**MEANINGS, **record.memory}
    own = dict.fromkeys(name.removeprefix("new_") for name in names)
    return [(symbol(name), known[name]) for name in own if name in known]
