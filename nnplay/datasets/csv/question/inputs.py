"""One-hot inputs: columns of texts as the numbers that a network takes."""

from nnplay.datasets.csv.table import OwnTable
from nnplay.datasets.csv.wording import column_name

MOST_INPUTS = 40
GAP = "missing"  # the text of rows without a value


def inputs_of(table: OwnTable, column: str, *, gaps: bool = False) -> dict[str, str]:
    """Return the name of the input that is 1 for each text of a column, "" for a text without one.

    Of two texts only the second has an input. There are no texts in a column of numbers, which is
    an input as it is; a yes/no column is one, too, with two texts.

    Args:
        gaps: Whether missing values count as a text of their own.
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
