"""The tables of this server: CSV files in a teacher's folder, which are read and never written.

`NNPLAY_TABLES` names the folder, as `python -m nnplay --tables FOLDER` does.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from nnplay.config import ConfigError
from nnplay.datasets.csv import make_dataset, read_table, suggest
from nnplay.datasets.patterns import PATTERNS
from nnplay.datasets.states import STATES
from nnplay.datasets.table import Dataset
from nnplay.datasets.textbook import TEXTBOOK

FOLDER = "NNPLAY_TABLES"
# Names of learners' own tables begin like this.
RESERVED = re.compile(r"own(-|$)")


@cache
def class_tables() -> Mapping[str, Dataset]:
    """Return the data sets of the folder by their names; each process reads them once.

    Each predicts the column that is suggested for its table. Files that can't be used are reported
    on standard error.
    """
    folder = os.environ.get(FOLDER)
    if not folder:
        return {}
    found: dict[str, Dataset] = {}
    try:
        files = sorted(each for each in Path(folder).iterdir() if each.suffix.lower() == ".csv")
    except OSError as error:
        _report(f"The folder {folder} of tables can't be read: {error.strerror}.")
        return {}
    for file in files:
        try:
            dataset = _read(file)
            if dataset.name in found:
                raise ConfigError("another file there has the same name.")
        except (ConfigError, OSError) as error:
            reason = (
                f"it can't be read ({error.strerror})." if isinstance(error, OSError) else error
            )
            _report(f"{file.name} in {folder} is left out: {reason}")
            continue
        found[dataset.name] = dataset
    return found


def _read(file: Path) -> Dataset:
    """Return a file as a data set, with the question that is suggested for it.

    Raises:
        ConfigError: If it can't be used.
        OSError: If it can't be read.
    """
    name = _name(file.stem)
    if name in {*STATES, *TEXTBOOK, *PATTERNS} or RESERVED.match(name):
        raise ConfigError(f"the name {name} is taken; another name of the file will do.")
    table = read_table(file.read_bytes(), file.name)
    return replace(
        make_dataset(table, suggest(table)),
        name=name,
        label=f"Table: {table.name}",
        source=f"A table of this server, {table.name}.",
    )


def _name(stem: str) -> str:
    """Return a data set's name for a link: letters, digits, underscores, points and dashes."""
    return re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", stem)).strip("_")


def _report(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
