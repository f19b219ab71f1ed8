"""What is known of a setting: `Field`, and `Search`, what a search tries of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnplay.fields.kinds import Kind
from nnplay.numbers import exact

# A text with a place for the value, or a function that writes one.
Wording = str | Callable[[Any], str]


@dataclass(frozen=True)
class Search:
    """What a search tries of a setting; options and yes or no need no range.

    Attributes:
        low: From here a number is tried unless told otherwise; high: up to here.
        lowest: How far the range may be widened; None: as far as the setting's own limits. highest:
            likewise.
        logarithmic: Whether 1 to 10 gets as many tries as 10 to 100.
        by_default: Whether the setting varies unless told otherwise.
    """

    low: float = 0.0
    high: float = 0.0
    lowest: float | None = None
    highest: float | None = None
    logarithmic: bool = False
    by_default: bool = False


@dataclass(frozen=True)
class Field:
    """One row a setting.

    Attributes:
        name: That of `TrainingConfig`'s field, also in an address.
        label: What the page calls it.
        kind: What values it may have, and how an address writes them.
        widget: The Streamlit widget that shows it; "" for one of its own kind.
        help: What it is, for the widget.
        short: What it is called in the name of a run.
        fix: What a button says that sets it, in the imperative or as a noun.
        options: More arguments of the widget.
        records: What each option is, by its name: records with a phrase; empty if they say enough.
        of_data: Whether it decides which data there are.
        search: What a search tries; None if it does not vary.
        used: The property of `TrainingConfig` that says what None stands for, if any does.
    """

    name: str
    label: str
    kind: Kind
    widget: str
    help: str
    short: Wording
    fix: Wording
    options: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)
    of_data: bool = False
    search: Search | None = None
    used: str = ""

    @property
    def noun(self) -> str:
        """The label as it stands inside a sentence: "initial weights", "L1"."""
        return self.label if self.label[1:].isdigit() else self.label[0].lower() + self.label[1:]

    def used_by(self, config: Any) -> Any:
        """Return the value that a configuration trains with, also where it leaves it open."""
        return getattr(config, self.used or self.name)


def worded(wording: Wording, value: Any) -> str:
    """Write a value in these words."""
    if callable(wording):
        return wording(value)
    return wording.format(exact(value) if isinstance(value, float) else value)


def either(yes: str, no: str) -> Wording:
    """Return the wording of a setting that is on or off."""
    return lambda value: yes if value else no
