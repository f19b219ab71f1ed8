"""What the data determine is said in plain sentences."""

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS
from nnplay.diagnosis import determined_by_data
from tests.unit.diagnosis.tables import OWN, TERCILES, dataset_for, on, table


@pytest.mark.parametrize("name", [*DATASETS, *OWN])
def test_it_is_what_is_recommended(name):
    config = TrainingConfig(**on(name))
    said = dict(determined_by_data(config, dataset_for(config)))
    assert list(said) == ["input units", "output units", "output_activation", "loss"]
    assert all(sentence.endswith(".") for sentence in said.values())
    assert said["output_activation"].startswith(f"{config.output_activation}: ")
    assert said["loss"].startswith(f"{config.loss}: ")


def said_of(name):
    config = TrainingConfig(**on(name))
    return dict(determined_by_data(config, dataset_for(config)))


def test_units_are_counted_and_named():
    terciles = said_of(TERCILES)
    assert terciles["input units"].startswith("6 input units: one per feature, speeding, alcohol,")
    assert terciles["output units"] == "3 output units: one per class, low, medium and high."
    assert terciles["output_activation"].startswith("softmax: 3 shares that add up to 1")
    assert said_of("circle")["input units"] == "2 input units: one per feature, x1 and x2."
    height = "1 output unit: one number, the height, is to be predicted."
    assert said_of("bumps")["output units"] == height


def test_many_features_are_not_all_listed():
    many = table("many", np.ones((9, 40)) * np.arange(9)[:, None], np.arange(9.0), ())
    (_, sentence), *_ = determined_by_data(TrainingConfig(dataset="many", batch_size=9), many)
    assert sentence == "40 input units: one per feature, a, b, c, d, e and 35 more."
