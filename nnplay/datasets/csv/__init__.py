"""A learner's own file as a data set.

`table.read_table` leads from bytes to columns, step by step: as a `reading.Reading` says, or as it
finds out, with the doubts that remain. `question` turns the columns into a data set. `wording`
makes every text of the file safe to show.
"""

from nnplay.datasets.csv.columns import Column
from nnplay.datasets.csv.question.dataset import make_dataset
from nnplay.datasets.csv.question.question import (
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
    rows_in_words,
    rows_lost,
    summary,
)
from nnplay.datasets.csv.question.suggestion import suggest
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
    "Column",
    "Doubt",
    "OwnTable",
    "Question",
    "Reading",
    "Use",
    "fills",
    "make_dataset",
    "read_table",
    "rows_in_words",
    "rows_lost",
    "suggest",
    "summary",
]
