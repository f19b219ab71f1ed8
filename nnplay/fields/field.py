"""`Field`, a row of the table of settings, and `Search`, the values that a search tries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnplay.fields.kinds import Kind
from nnplay.numbers import exact

# A text with a place for the value, or a function that writes one.
Wording = str | Callable[[Any], str]


@dataclass(frozen=True)
class Search:
    """The values of a setting that a search tries; only numbers need a range.

    Attributes:
        low: Lower end of the range unless the search is given another; high: its upper end.
        lowest: How far down the range may be widened, None for the setting's own limit; highest:
            how far up.
        logarithmic: Whether 1 to 10 gets as many tries as 10 to 100.
        by_default: Whether a search varies the setting without being asked to.
    """

    low: float = 0.0
    high: float = 0.0
    lowest: float | None = None
    highest: float | None = None
    logarithmic: bool = False
    by_default: bool = False


@dataclass(frozen=True)
class Field:
    """A setting.

    Attributes:
        name: The field of `TrainingConfig`, which is also the name in an address.
        label: What the page calls it.
        kind: The values it may have, and how an address writes them.
        widget: The Streamlit widget that shows it; "" if it has one of its own making.
        help: What it is, for the widget.
        short: How the name of a run words a value.
        fix: How a button that sets a value words it, in the imperative or as a noun.
        options: More arguments of the widget.
        records: By name, records whose `phrase` explains each option; empty if no option needs it.
        of_data: Whether it is one of those that determine the data.
        search: The values that a search tries; None if searches leave the setting alone.
        used: The property of `TrainingConfig` with the value that None stands for; "" if None
            stands for nothing else.
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
        """Return the value that a configuration trains with, the default's for None."""
        return getattr(config, self.used or self.name)


def worded(wording: Wording, value: Any) -> str:
    """Put a value into words."""
    if callable(wording):
        return wording(value)
    return wording.format(exact(value) if isinstance(value, float) else value)


def either(yes: str, no: str) -> Wording:
    """Return the wording of a setting that is on or off."""
    return lambda value: yes if value else no
