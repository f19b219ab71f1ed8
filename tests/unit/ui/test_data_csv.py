"""What is downloaded of the data is read back by the page to the same numbers."""

import numpy as np
import pytest

from nnplay.datasets import DATASETS, load_dataset
from nnplay.datasets.csv import read_table
from nnplay.ui.panels.data import as_csv, shown_table


@pytest.mark.parametrize("name", DATASETS)
def test_the_downloaded_data_are_read_back_to_the_same_numbers(name):
    dataset = load_dataset(name)
    shown = shown_table(dataset)
    read = read_table(as_csv(shown).encode(), "data.csv")
    assert len(read.frame) == len(dataset.frame)
    for each in dataset.features:
        np.testing.assert_array_equal(read.frame[each], dataset.frame[each])
    if not dataset.classes:
        np.testing.assert_array_equal(read.frame[dataset.target], dataset.frame[dataset.target])
    else:
        assert read.frame[dataset.target].tolist() == shown[dataset.target].tolist()
    (names,) = (column.name for column in read.columns if column.kind == "row name")
    assert read.frame[names].tolist() == dataset.row_labels.tolist()
