"""A learner's own CSV file as a data set.

`decoding` makes text of the bytes, `rows` and `header` columns of the text, `numerals` and
`columns` read them, `wording` makes every text fit to be shown, `inputs` makes numbers of texts;
`table` and `question` are what others use.
"""

from nnplay.datasets.csv.inputs import input_names
from nnplay.datasets.csv.question import (
    is_classes,
    make_dataset,
    suggest_features,
    suggest_target,
)
from nnplay.datasets.csv.table import OwnTable, read_table

__all__ = [
    "OwnTable",
    "input_names",
    "is_classes",
    "make_dataset",
    "read_table",
    "suggest_features",
    "suggest_target",
]
