"""A run as a plain Keras script, as a Jupyter notebook and as CSV."""

import json
import re
import textwrap
from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.export.part import PageNumbers
from nnplay.export.parts import parts_of
from nnplay.export.python_text import WIDTH, escaped
from nnplay.history import TrainingHistory

NEEDED = "tensorflow pandas matplotlib"
MARKDOWN_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")


def script(config: TrainingConfig, dataset: Dataset, page: PageNumbers) -> str:
    """Write the run as a Keras script that needs neither another file nor this package.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    head = escaped(
        f"A small Keras network on the data set {dataset.name}, as nnplay's page trained it.\n\n"
        f"It needs TensorFlow, pandas and matplotlib: pip install {NEEDED}\n"
        "Save it, for example as network.py, and run it: python network.py\n"
    )
    blocks = [f'"""{head}"""']
    for part in parts_of(config, dataset, page):
        text = MARKDOWN_LINK.sub(r"\1 (\2)", part.text)
        lines = textwrap.wrap(text, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
        blocks.append("\n".join([*(f"# {line}" for line in lines), part.code]))
    return "\n\n".join(blocks) + "\n"


def notebook(config: TrainingConfig, dataset: Dataset, page: PageNumbers) -> str:
    """Write the program of `script` as a Jupyter notebook, in the JSON of nbformat 4.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    head = (
        f"# A small Keras network on the data set {dataset.name}\n\n"
        "nnplay's page trained this network; run the cells from top to bottom to train it here. "
        f"If an import fails, run `%pip install {NEEDED}` in a cell of its own first."
    )
    cells = [_cell("markdown", "head", head)]
    for part in parts_of(config, dataset, page):
        if part.text:
            cells.append(_cell("markdown", f"{part.name}-text", part.text))
        cells.append(
            {**_cell("code", part.name, part.code), "execution_count": None, "outputs": []}
        )
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}


def history_csv(history: TrainingHistory) -> str:
    """Write the losses of every epoch as CSV, with the validation losses if there are any.

    Epochs that were given up for the best weights are included, as in what `fit` returns.
    """
    columns = {"epoch": np.arange(1, history.epochs_trained + 1), "loss": history.all_losses}
    if history.all_val_losses is not None:
        columns["val_loss"] = history.all_val_losses
    return pd.DataFrame(columns).to_csv(index=False, na_rep="NaN", lineterminator="\n")
