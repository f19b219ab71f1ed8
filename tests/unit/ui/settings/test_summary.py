from dataclasses import replace

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, load_dataset
from nnplay.ui.settings.summary import summary

DEFAULT = TrainingConfig()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "6-3-1 linear, glorot_uniform, RMSprop 0.001, mean_squared_error, seed 0"),
        (
            {"hidden_units": (8, 4), "activation": "tanh", "output_activation": "sigmoid"},
            "6-8-4-1 tanh, sigmoid output, glorot_uniform, RMSprop 0.001, mean_squared_error, "
            "seed 0",
        ),
        (
            {"hidden_units": (), "output_kernel_initializer": "ones"},
            "6-1, ones, RMSprop 0.001, mean_squared_error, seed 0",
        ),
        (
            {"kernel_initializer": "zeros", "optimizer": "SGD", "learning_rate": 1e-6, "seed": 7},
            "6-3-1 linear, zeros, glorot_uniform output weights, SGD 0.000001, "
            "mean_squared_error, seed 7",
        ),
        (
            {"features": ("alcohol",), "standardize": True, "epochs": 1_000, "loss": "huber"},
            "1-3-1 linear, glorot_uniform, RMSprop 0.001, huber, only alcohol, standardised, "
            "1,000 epochs, seed 0",
        ),
    ],
)
def test_the_settings_stand_in_one_line_with_what_is_not_recommended(changes, line):
    assert summary(replace(DEFAULT, **changes), load_dataset("car_crashes")) == line


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_recommended_for_the_data_is_left_out(name):
    dataset = load_dataset(name)
    config = dataset.recommended_settings
    said = summary(config, dataset).split(", ")
    assert said[0].endswith(f"-{dataset.outputs} {config.activation}")
    assert said[-2:] == [config.loss, "seed 0"]
