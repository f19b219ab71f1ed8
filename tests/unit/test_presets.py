from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.evaluation.metrics import accuracies, classes_of
from nnplay.history import TrainingHistory
from nnplay.presets import PRESETS
from nnplay.training import train
from tests.unit.side_by_side import train_together

SEEDS = range(20)
CIRCLE, SPIRAL = "As in TensorFlow Playground", "The spiral, solved"
# Measured in 100 runs (20 seeds, 5 draws of the points): at worst 0.984 and 0.952.
ENOUGH = {CIRCLE: 0.95, SPIRAL: 0.9}


@cache
def held_out_accuracies(config: TrainingConfig) -> np.ndarray:
    """Train all seeds side by side and judge each on the rows that it never saw."""
    runs = train_together(replace(config, seed=seed) for seed in SEEDS)
    return np.array([held_out_accuracy(*run) for run in runs.items()])


def held_out_accuracy(config: TrainingConfig, history: TrainingHistory) -> float:
    examples = prepare(config, dataset_of(config))
    numbers = classes_of(history.predict(examples.x), config.loss)
    return accuracies(examples, numbers)[1] or 0.0


def test_the_presets_are_these():
    assert list(PRESETS) == [CIRCLE, SPIRAL]


def test_the_first_preset_is_what_tensorflow_playground_opens_with():
    config = PRESETS[CIRCLE]
    assert (config.dataset, config.noise, config.samples) == ("circle", 0, 500)
    assert (config.features, config.hidden_units) == (("x1", "x2"), (4, 2))
    assert (config.activation, config.learning_rate, config.batch_size) == ("tanh", 0.03, 10)
    assert (config.optimizer, config.epochs, config.validation_split) == ("SGD", 300, 0.5)
    assert (config.output_activation, config.loss) == ("sigmoid", "binary_crossentropy")
    assert (config.l1, config.l2, config.dropout, config.standardize) == (0, 0, 0, False)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_learned(name):
    config = PRESETS[name]
    reached = held_out_accuracy(config, train(config, dataset_of(config)))
    assert reached >= ENOUGH[name]


@pytest.mark.full
@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("data_seed", [0, 1])
def test_a_preset_is_learned_from_every_one_of_twenty_seeds(name, data_seed):
    accuracies = held_out_accuracies(replace(PRESETS[name], data_seed=data_seed))
    assert len(accuracies) == 20
    assert accuracies.min() >= ENOUGH[name], np.sort(accuracies)


@pytest.mark.full
def test_the_spiral_needs_its_sines():
    accuracies = held_out_accuracies(replace(PRESETS[SPIRAL], features=("x1", "x2")))
    assert np.median(accuracies) < 0.9


@pytest.mark.full
@pytest.mark.parametrize("name", PRESETS)
def test_a_single_run_of_a_preset_is_one_of_the_twenty(name):
    config = PRESETS[name]
    reached = held_out_accuracy(config, train(config, dataset_of(config)))
    assert reached == pytest.approx(held_out_accuracies(config)[config.seed], abs=0.01)
