"""The kinds of settings: which values are allowed, and how they are written as text and read.

A text that can't be read as a value is returned as it is, so that the check can quote it.
"""

import math
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from nnplay.numbers import MINUS, exact

DEFAULT = "default"  # the text of None
NOTHING = "none"  # the text of no hidden layer
SAME = "same"  # the text of activations where no layer has its own


class Kind(ABC):
    """The values that a setting may have."""

    @abstractmethod
    def complaint(self, value: Any) -> str | None:
        """Return what is wrong with a value, to be read after the setting's name; None if fine."""

    @abstractmethod
    def read(self, text: str) -> Any:
        """Return the value that a text stands for, or the text itself if it stands for none."""

    def write(self, value: Any) -> str:
        """Return the text that `read` reads back."""
        return str(value)

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What a Streamlit widget takes after its label: the options, or the two limits."""
        return ()


@dataclass(frozen=True)
class Name(Kind):
    """A name; whether anything has it is checked elsewhere."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, str) and value:
            return None
        return f"is {_written(value)}, but it must be a name."

    def read(self, text: str) -> Any:
        return text


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def complaint(self, value: Any) -> str | None:
        if isinstance(value, bool):
            return None
        return f"is {_written(value)}, but it must be True or False."

    def read(self, text: str) -> Any:
        return {"true": True, "false": False}.get(text.lower(), text)

    def write(self, value: Any) -> str:
        return str(value).lower()


@dataclass(frozen=True)
class Choice(Kind):
    """One of a list."""

    options: tuple[str, ...]

    def complaint(self, value: Any) -> str | None:
        if value in self.options:
            return None
        return f"is {_written(value)}, but it must be one of {', '.join(self.options)}."

    def read(self, text: str) -> Any:
        return text

    @property
    def arguments(self) -> tuple[Any, ...]:
        return (self.options,)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number; `high` is None where the limit depends on the data."""

    low: int
    high: int | None

    def complaint(self, value: Any) -> str | None:
        # bool is an int in Python; True units would be one unit by accident.
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and self.low <= value and (self.high is None or value <= self.high):
            return None
        low = f"{self.low:,}"
        allowed = f"at least {low}" if self.high is None else f"from {low} to {self.high:,}"
        told = repr(value) if isinstance(value, float) else _written(value)  # 3.0 is no 3
        return f"is {told}, but it must be a whole number {allowed}."

    def read(self, text: str) -> Any:
        return _number(text, int)

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.low, self.high


@dataclass(frozen=True)
class Number(Kind):
    """A number; None, if allowed, is a default that depends on other settings."""

    low: float
    high: float
    optional: bool = False

    def complaint(self, value: Any) -> str | None:
        if value is None and self.optional:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and self.low <= value <= self.high:  # a NaN is in no range
            return None
        allowed = f"from {exact(self.low)} to {exact(self.high)}"
        return f"is {_written(value)}, but it must be a number {allowed}."

    def read(self, text: str) -> Any:
        return None if self.optional and text == DEFAULT else _number(text, float)

    def write(self, value: Any) -> str:
        return DEFAULT if value is None else repr(value)

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.low, self.high


@dataclass(frozen=True)
class Columns(Kind):
    """Names of columns; None stands for the default ones."""

    def complaint(self, value: Any) -> str | None:
        if value is None:
            return None
        names = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
        if not names:
            return f"is {_written(value)}, but it must be a tuple of column names."
        if len(set(value)) < len(value):
            return f"is {_written(value)}, but it must be names of different columns."
        return None if value else "is empty, but it must name at least one column."

    def read(self, text: str) -> Any:
        if text == DEFAULT:
            return None
        return tuple(each.replace(r"\,", ",") for each in re.split(r"(?<!\\),", text))

    def write(self, value: Any) -> str:
        """Write the names with commas between; a comma inside a name gets a backslash."""
        return DEFAULT if value is None else ",".join(each.replace(",", r"\,") for each in value)


@dataclass(frozen=True)
class Layers(Kind):
    """The units of each hidden layer."""

    most: int
    units: Whole

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, tuple):
            return f"is {_written(value)}, but it must be a tuple of whole numbers, one per layer."
        return _complaint_of_layers(value, self.most, self.units)

    def read(self, text: str) -> Any:
        return () if text == NOTHING else tuple(self.units.read(part) for part in text.split(","))

    def write(self, value: Any) -> str:
        return ",".join(map(str, value)) or NOTHING


@dataclass(frozen=True)
class Choices(Kind):
    """One of a list for each of the first layers; () means that no layer has its own."""

    options: tuple[str, ...]
    most: int

    def complaint(self, value: Any) -> str | None:
        if not isinstance(value, tuple):
            return f"is {_written(value)}, but it must be a tuple of names, one per hidden layer."
        return _complaint_of_layers(value, self.most, Choice(self.options))

    def read(self, text: str) -> Any:
        return () if text == SAME else tuple(text.split(","))

    def write(self, value: Any) -> str:
        return ",".join(value) or SAME


def _complaint_of_layers(value: tuple, most: int, kind: Kind) -> str | None:
    """Say what is wrong with the values of some hidden layers, each of which has this kind."""
    if len(value) > most:
        return f"is {_written(value)}, but it must be for at most {most} hidden layers."
    wrong = ((layer, kind.complaint(each)) for layer, each in enumerate(value, start=1))
    return next((f"of layer {layer} {reason}" for layer, reason in wrong if reason), None)


def _written(value: Any) -> str:
    """Write a value that is not allowed, as a learner would."""
    if value is None:
        return "empty"
    if isinstance(value, float) and math.isfinite(value):
        return exact(value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return (f"{value:,}" if is_whole else repr(value)).replace("-", MINUS)


def _number(text: str, kind: type[int] | type[float]) -> Any:
    try:
        return kind(text)
    except ValueError:
        return text
