"""A learner's own table as a data set.

`file` opens a file and finds the table in it, `values` reads the cells of its columns, `asked`
makes a data set of them. `table.read_table` does the first two as a `reading.Reading` says, and
finds out what that leaves open; `wording` makes every text fit to be shown.
"""

from nnplay.datasets.csv.asked.dataset import make_dataset
from nnplay.datasets.csv.asked.inputs import input_names
from nnplay.datasets.csv.asked.question import (
    FILLS,
    LEARN,
    LEAVE,
    NAME,
    PREDICT,
    ROLES,
    ROWS,
    Question,
    Use,
    fills,
    rows_lost,
    rows_told,
    told,
    usable,
)
from nnplay.datasets.csv.asked.suggestion import is_classes, suggest
from nnplay.datasets.csv.reading import KINDS, Doubt, Reading, Said
from nnplay.datasets.csv.table import OwnTable, check_classes, read_table
from nnplay.datasets.csv.values.columns import Column

__all__ = [
    "FILLS",
    "KINDS",
    "LEARN",
    "LEAVE",
    "NAME",
    "PREDICT",
    "ROLES",
    "ROWS",
    "Column",
    "Doubt",
    "OwnTable",
    "Question",
    "Reading",
    "Said",
    "Use",
    "check_classes",
    "fills",
    "input_names",
    "is_classes",
    "make_dataset",
    "read_table",
    "rows_lost",
    "rows_told",
    "suggest",
    "told",
    "usable",
]
