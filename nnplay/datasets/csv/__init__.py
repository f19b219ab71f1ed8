"""A learner's own table as a data set.

`table.read_table` tells the way from bytes to columns, as a `reading.Reading` says or as is found
out, with what that leaves open; `asked` makes a data set of them. `wording` makes every text fit
to be shown.
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
from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.reading import KINDS, Doubt, Reading, Said
from nnplay.datasets.csv.table import OwnTable, check_classes, read_table

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
