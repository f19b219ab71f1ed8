"""The steps of the exported program in their order."""

from collections.abc import Iterator

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.export.data import columns_part, data_part, scaling_part, split_part
from nnplay.export.gradient import gradient_part
from nnplay.export.network import model_part, training_part
from nnplay.export.part import PageNumbers, Part
from nnplay.export.plots import plots_part
from nnplay.export.results import predictions_part

IMPORTS = """\
import io

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd"""
IMPORT_TENSORFLOW = "import tensorflow as tf"
IMPORT_COLORS = "from matplotlib.colors import LinearSegmentedColormap"
SHOW_WEIGHTS = """\
print("First layer before training:")
print(pd.DataFrame(weights_before[0], index=features).to_string())
print("First layer after training:")
print(pd.DataFrame(model.get_weights()[0], index=features).to_string())"""


def parts_of(config: TrainingConfig, dataset: Dataset, page: PageNumbers) -> Iterator[Part]:
    """Write the steps of the program, in their order.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    yield Part("imports", "", _imports(dataset, page))
    yield data_part(config, dataset, examples)
    yield columns_part(config, dataset, examples)
    if len(examples.validation_rows):
        yield split_part(config, dataset, examples)
    if config.standardize:
        yield scaling_part(dataset, examples)
    yield model_part(config, examples)
    yield training_part(config, dataset, examples, page)
    yield predictions_part(config, dataset, examples)
    text = "Have the weights changed? Each row belongs to a feature, each column to a unit."
    yield Part("weights", text, SHOW_WEIGHTS)
    yield plots_part(config, dataset, examples)
    if page.gradient:
        yield gradient_part(config, page.gradient)


def _imports(dataset: Dataset, page: PageNumbers) -> str:
    lines = [IMPORTS]
    if page.gradient:
        lines.append(IMPORT_TENSORFLOW)
    if dataset.pattern:
        lines.append(IMPORT_COLORS)
    return "\n".join(lines)
