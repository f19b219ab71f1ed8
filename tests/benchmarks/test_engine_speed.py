"""The engine beside `keras.Model.fit`, measured in one run: ratios, since machines differ."""

import gc
import time
from dataclasses import replace
from statistics import median

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.evaluation.seeds import SEEDS
from nnplay.model import build_model
from nnplay.training import advance_seeds, train

# as the worker does: otherwise every garbage collection goes through TensorFlow's objects
gc.collect()
gc.freeze()

DEFAULT = TrainingConfig()
DEEP = TrainingConfig(
    hidden_units=(16, 16, 16), activation="relu", optimizer="Adam", standardize=True
)


def seconds_of_fit(config, dataset):
    """Time `fit` alone: the model is built, compiled and traced before."""
    examples = prepare(config, dataset)
    model = build_model(config, dataset)
    options = {"batch_size": config.batch_size, "verbose": 0}
    model.fit(examples.x, examples.y, epochs=1, **options)
    began = time.perf_counter()
    model.fit(examples.x, examples.y, epochs=config.epochs, **options)
    return time.perf_counter() - began


def train_seeds(config, dataset, seeds):
    at = None
    while at is None or at.epoch < config.epochs:
        at = advance_seeds(config, dataset, seeds, at)


def seconds_of(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("name", "config", "budget"), [("6-3-1", DEFAULT, 150), ("6-16-16-16-1", DEEP, 100)]
)
def test_a_warm_structure(name, config, budget, dataset):
    train(config, dataset)
    ours = median(
        seconds_of(lambda seed=seed: train(replace(config, seed=seed), dataset))
        for seed in range(20)
    )
    keras_seconds = seconds_of_fit(config, dataset)
    print(
        f"\n{name}, 500 epochs: fit {keras_seconds:.2f} s, engine {ours:.4f} s (median of 20), "
        f"{keras_seconds / ours:.0f} times faster (budget {budget})"
    )
    assert keras_seconds / ours >= budget


@pytest.mark.parametrize(
    ("name", "config", "budget"), [("6-3-1", DEFAULT, 5), ("6-16-16-16-1", DEEP, None)]
)
def test_twenty_seeds_side_by_side(name, config, budget, dataset):
    train_seeds(config, dataset, SEEDS)
    one = median(
        seconds_of(lambda seed=seed: train(replace(config, seed=seed), dataset))
        for seed in range(20)
    )
    many = median(seconds_of(lambda: train_seeds(config, dataset, SEEDS)) for _ in range(10))
    allowed = f" (budget {budget})" if budget else ""
    print(
        f"\n{name}, 500 epochs: one seed {one:.4f} s, {len(SEEDS)} side by side {many:.4f} s, "
        f"{many / one:.1f} times one{allowed}"
    )
    assert budget is None or many / one <= budget


def test_a_structure_not_seen_before(dataset):
    train(DEFAULT, dataset)
    ours = median(
        seconds_of(lambda units=units: train(replace(DEFAULT, hidden_units=(units,)), dataset))
        for units in range(20, 30)
    )
    keras_seconds = seconds_of_fit(DEFAULT, dataset)
    print(
        f"\na new structure, first call included: fit {keras_seconds:.2f} s, engine {ours:.3f} s "
        f"(median of 10), {keras_seconds / ours:.0f} times faster (budget 40)"
    )
    assert keras_seconds / ours >= 40
