"""Schedules of the learning rate against Keras's own."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from nnplay.choices import SCHEDULES
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.model import build_model

CHANGING = [name for name, each in SCHEDULES.items() if each.changes]


@pytest.mark.parametrize("steps", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("name", CHANGING)
def test_every_step_has_the_rate_of_keras(name, steps):
    config = TrainingConfig(learning_rate=0.003, learning_rate_schedule=name)
    arguments = SCHEDULES[name].arguments(0.003, steps)
    theirs = getattr(keras.optimizers.schedules, name)(**arguments)
    numbers = np.unique(np.linspace(0, steps, 20).astype(int))
    rates = config.rates(numbers, steps)
    expected = [float(theirs(np.int64(number))) for number in numbers]
    np.testing.assert_allclose(rates, expected, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("constant", [1, 1, 1, 1]),
        ("ExponentialDecay", [1, 0.1, 0.0316228, 0.01]),
        ("CosineDecay", [1, 0.5, 0.1464466, 0]),
        ("PiecewiseConstantDecay", [1, 1, 0.1, 0.01]),
    ],
)
def test_a_schedule_ends_where_its_phrase_says(name, shares):
    config = TrainingConfig(learning_rate=2.0, learning_rate_schedule=name)
    rates = config.rates(np.array([0, 500, 750, 1000]), 1000)
    np.testing.assert_allclose(rates, 2 * np.array(shares), rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("name", CHANGING)
def test_the_model_is_compiled_with_the_schedule_over_all_its_steps(name):
    config = TrainingConfig(learning_rate_schedule=name, epochs=30, validation_split=0.2)
    dataset = load_dataset("car_crashes")
    rows = len(prepare(config, dataset).training_rows)
    assert rows == 40  # two batches
    found = build_model(config, dataset).optimizer.get_config()["learning_rate"]
    assert found["class_name"] == name
    expected = SCHEDULES[name].arguments(0.001, 60)
    assert {key: found["config"][key] for key in expected} == expected
    constant = build_model(replace(config, learning_rate_schedule="constant"), dataset)
    assert constant.optimizer.get_config()["learning_rate"] == pytest.approx(0.001)
