"""Columns of texts as the numbers that a network takes: one of 0 and 1 for each text."""

from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import column_name

MOST_INPUTS = 40
GAP = "missing"  # the class of rows without a value


def inputs_of(table: OwnTable, column: str, *, gaps: bool = False) -> dict[str, str]:
    """Name the input that is 1 for each text of a column; "" for the first of two, which has none.

    A column of numbers has no texts, as it is an input itself, which a yes or no is, too.

    Args:
        gaps: Whether its gaps are a class of their own.
    """
    own = table.column(column)
    gaps = gaps and own.missing > 0
    if own.words and not gaps:
        return {own.words[0]: "", own.words[1]: column}
    if own.values.dtype == "float64" and not own.words:
        return {}
    texts = sorted(own.texts.dropna().unique())
    if gaps and GAP not in texts:
        texts.append(GAP)
    inputs = {texts[0]: ""} if len(texts) == 2 else {}
    for text in texts[len(inputs) :]:
        name = column_name(f"{column} {text}")
        while name in {*inputs.values(), *table.frame.columns}:
            name += "_"
        inputs[text] = name
    return inputs
