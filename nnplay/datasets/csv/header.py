"""The first line of a table: the names of its columns."""

import re
from collections.abc import Sequence

from nnplay.config import ConfigError
from nnplay.datasets.csv.wording import column_name, quoted

UNNAMED = "row"  # the first column, where programs write row numbers without a name
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)  # a year or a question's number may be a name
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?", re.ASCII)


def names_of(header: Sequence[str]) -> tuple[str, ...]:
    """Return the clean names of the columns.

    Raises:
        ConfigError: If one is missing or there twice, or the line looks like a row of numbers.
    """
    _check_words(header)
    names = [column_name(text) for text in header]
    if not header[0]:
        names[0] = UNNAMED
    for number, name in enumerate(names, start=1):
        if not name:
            raise ConfigError(
                f"Column {number} has no name in the first line of the table, but every column "
                "needs one."
            )
        if name in names[: number - 1]:
            raise ConfigError(
                f"Two columns are named {quoted(name)}, but every column needs a name of its own."
            )
    return tuple(names)


def _check_words(header: Sequence[str]) -> None:
    named = [text for text in header if text]
    if not named:
        raise ConfigError("The first line of the table is empty, but it must name the columns.")
    numbers = [text for text in named if _NUMBER.fullmatch(text)]
    whole = all(_WHOLE.fullmatch(text) for text in numbers)
    if len(numbers) == len(named) or not whole:
        raise ConfigError(
            f"The first line of the table holds the number {quoted(numbers[0])}, but it must hold "
            "the names of the columns."
        )
