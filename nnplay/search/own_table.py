"""The options for a table of one's own: `--csv`, how to read it, and what to predict."""

import argparse
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from nnplay.config import ConfigError
from nnplay.datasets import Dataset
from nnplay.datasets.csv import (
    KINDS,
    LEARN,
    LEAVE,
    Question,
    Reading,
    make_dataset,
    read_table,
    suggest,
    summary,
)
from nnplay.datasets.csv.reading import ENCODINGS, MARKS, SEPARATORS

# For some fields of `Reading`, what the words of their options stand for.
NAMED: dict[str, dict[str, Any]] = {
    "separator": {label: separator for separator, label in SEPARATORS.items()},
    "decimal": {"points": ".", "commas": ","},
    "thousands": {label: mark for mark, label in MARKS.items()},
    "names": {"yes": True, "no": False},
}
HELP = {
    "sheet": "the sheet of a workbook",
    "encoding": f"such as {', '.join(list(ENCODINGS)[:4])}",
    "separator": f"between cells: {', '.join(NAMED['separator'])}, or the character itself",
    "decimal": "the decimal mark: points or commas",
    "thousands": f"between thousands: {', '.join(NAMED['thousands'])}",
    "above": "number of lines before the names of the columns",
    "below": "number of lines after the last row",
    "names": "whether a line names the columns: yes or no",
    "missing": "COLUMN:CELL=yes or =no, whether a cell means a missing value; may be repeated",
    "kinds": f"COLUMN=KIND, of {', '.join(KINDS)}; may be repeated",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    own = parser.add_argument_group(
        "a table of your own", "What you leave out is found out or suggested, and printed."
    )
    own.add_argument("--csv", type=Path, metavar="FILE", help="CSV, .xlsx, .xls or .ods")
    own.add_argument("--target", metavar="COLUMN", help="the column to predict")
    own.add_argument("--features", metavar="COLUMNS", help="the columns to learn from: size,age")
    for field in fields(Reading):
        repeated = "append" if field.name in ("missing", "kinds") else "store"
        own.add_argument(f"--{field.name}", action=repeated, help=HELP[field.name])


def own_data(options: argparse.Namespace) -> Dataset | None:
    """Return the data set of the options and print how it was read; None without a file.

    Raises:
        ConfigError: For a file or an option that can't be used.
    """
    given = [name for name in ("target", "features", *HELP) if getattr(options, name) is not None]
    if options.csv is None:
        if given:
            what = "names a column of" if given[0] == "target" else "says how to read"
            raise ConfigError(f"--{given[0]} {what} --csv, which is missing.")
        return None
    try:
        content = options.csv.read_bytes()
    except OSError as error:
        raise ConfigError(f"{options.csv} can't be read: {error.strerror}.") from None
    table = read_table(content, options.csv.name, reading_of(options))
    question = suggest(table, options.target)
    if options.features is not None:
        question = _with_features(question, options.features.split(","))
    dataset = make_dataset(table, question)
    print("\n".join(summary(table, question)), file=sys.stderr)
    return dataset


def _with_features(question: Question, features: list[str]) -> Question:
    names = question.by_column
    for name in features:
        if name not in names:
            raise ConfigError(f"--features names {name!r}, but it must be of {', '.join(names)}.")
    for name, use in question.uses:
        if use.role == LEARN or name in features:
            role = LEARN if name in features else LEAVE
            question = question.with_use(name, role=role)
    return question


def reading_of(options: argparse.Namespace) -> Reading:
    """Return the options that say how to read the file.

    Raises:
        ConfigError: For a value that is not allowed.
    """
    reading = Reading()
    for field in fields(Reading):
        value = getattr(options, field.name)
        if value is not None:
            reading = replace(reading, **{field.name: _value(field.name, value)})
    return reading


def _value(name: str, given: str | list[str]) -> Any:
    if isinstance(given, list):
        return tuple(_answer(name, text) for text in given)
    if name in ("above", "below"):
        if not given.isdecimal():
            raise ConfigError(f"--{name} is {given!r}, but it must be a number of lines.")
        return int(given)
    named = NAMED.get(name, {})
    if given in named:
        return named[given]
    if name in ("decimal", "thousands", "names") and given not in named.values():
        raise ConfigError(f"--{name} is {given!r}, but it must be one of {', '.join(named)}.")
    return given.replace("\\t", "\t")


def _answer(name: str, text: str) -> tuple[object, ...]:
    left, _, answer = text.rpartition("=")
    if name == "kinds":
        if answer not in KINDS:
            raise ConfigError(f"--kinds is {text!r}, but it must be COLUMN=KIND: {HELP[name]}.")
        return left, answer
    column, _, word = left.rpartition(":")
    if answer not in ("yes", "no"):
        raise ConfigError(f"--missing is {text!r}, but it must be {HELP[name].split(',')[0]}.")
    return column, word, answer == "yes"
