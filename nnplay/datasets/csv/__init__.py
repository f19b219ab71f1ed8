"""A learner's own table as a data set.

`decoding` and `workbook` open the file, `cells` and `grid` find the table in it, `numerals`,
`dates`, `words` and `columns` read its cells, `wording` makes every text fit to be shown: all that
is `table.read_table`, as `reading.Reading` says it. `question`, `suggestion`, `inputs` and
`dataset` make a data set of it.
"""

from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.dataset import make_dataset
from nnplay.datasets.csv.inputs import input_names
from nnplay.datasets.csv.question import (
    FILLS,
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
from nnplay.datasets.csv.reading import KINDS, Doubt, Reading, Said
from nnplay.datasets.csv.suggestion import is_classes, suggest
from nnplay.datasets.csv.table import OwnTable, check_classes, read_table

__all__ = [
    "FILLS",
    "KINDS",
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
