"""A learner's own table as a data set.

`table.read_table` tells the way from bytes to columns, as a `reading.Reading` says or as is found
out, with what that leaves open; `asked` makes a data set of them. `wording` makes every text fit
to be shown.
"""

from nnplay.datasets.csv.asked.dataset import make_dataset
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
)
from nnplay.datasets.csv.asked.suggestion import suggest
from nnplay.datasets.csv.reading import KINDS, Doubt, Reading
from nnplay.datasets.csv.table import OwnTable, read_table

__all__ = [
    "FILLS",
    "KINDS",
    "LEARN",
    "LEAVE",
    "NAME",
    "PREDICT",
    "ROLES",
    "ROWS",
    "Doubt",
    "OwnTable",
    "Question",
    "Reading",
    "Use",
    "fills",
    "make_dataset",
    "read_table",
    "rows_lost",
    "rows_told",
    "suggest",
    "told",
]
