"""The table of settings, one row each.

Checks and their messages, the sidebar, what can be hidden, addresses, names of runs, labels of
fixes, searches and the terminal are all loops over `FIELDS`. A new setting is one row here, one
field of `TrainingConfig` with its default, and what it means in model, engine and export.
"""

from typing import Any

from nnplay.fields.data import DATA, MAX_SAMPLES, MAX_SEED, MIN_SAMPLES, VALIDATION_ROWS
from nnplay.fields.field import Field, Search, worded
from nnplay.fields.kinds import Choice, Choices, Columns, Flag, Kind, Layers, Name, Number, Whole
from nnplay.fields.network import MAX_HIDDEN_LAYERS, MAX_UNITS, NETWORK, NEW_UNITS
from nnplay.fields.training import MAX_EPOCHS, MAX_LEARNING_RATE, MIN_LEARNING_RATE, TRAINING

__all__ = [
    "DATA",
    "FIELDS",
    "GROUPS",
    "MAX_EPOCHS",
    "MAX_HIDDEN_LAYERS",
    "MAX_LEARNING_RATE",
    "MAX_SAMPLES",
    "MAX_SEED",
    "MAX_UNITS",
    "MIN_LEARNING_RATE",
    "MIN_SAMPLES",
    "NETWORK",
    "NEW_UNITS",
    "OF_DATA",
    "OF_MODEL",
    "TRAINING",
    "VALIDATION_ROWS",
    "Choice",
    "Choices",
    "Columns",
    "Field",
    "Flag",
    "Kind",
    "Layers",
    "Name",
    "Number",
    "Search",
    "Whole",
    "phrase",
    "short_phrase",
]

# The rows under each heading of the page, in its order.
GROUPS = {"Data": DATA, "Network": NETWORK, "Training": TRAINING}
FIELDS = {row.name: row for rows in GROUPS.values() for row in rows}
# Settings that determine the data.
OF_DATA = tuple(name for name, row in FIELDS.items() if row.of_data)
# Settings of the network and its training: not the data, what is held out, or the seeds.
OF_MODEL = tuple(
    name for name in FIELDS if name not in {*OF_DATA, "validation_split", "validation_rows", "seed"}
)


def phrase(config: Any, name: str) -> str:
    """Say in a few words what a configuration sets a setting to, as a button's label."""
    row = FIELDS[name]
    return worded(row.fix, row.used_by(config))


def short_phrase(config: Any, name: str) -> str:
    """Say in a word or two what a configuration sets a setting to, for the name of a run."""
    return worded(FIELDS[name].short, getattr(config, name))
