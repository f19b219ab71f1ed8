"""The saved model, read by Keras 3.8, the oldest version that the page promises."""

import io
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of
from nnplay.model import build_model, save_model
from tests.child import run_python
from tests.covering import cover
from tests.unit.test_saved_model import CASES, PROGRAM, assert_as_expected, save_all

# Keras's variables turn into arrays in a way that NumPy is going to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
)

OLDEST = "3.8.0"
FOLDER = Path(sys.prefix, f"keras-{OLDEST}")
OPTIONS = {
    "kernel_initializer": list(choices.INITIALIZERS),
    "output_kernel_initializer": list(choices.INITIALIZERS),
    "optimizer": list(choices.OPTIMIZERS),
    "activation": list(choices.HIDDEN_ACTIVATIONS),
    "output_activation": list(choices.HIDDEN_ACTIVATIONS),
    "loss": ["mean_squared_error", "huber", "kl_divergence", "categorical_hinge"],
}
BASE = TrainingConfig(hidden_units=(4, 3), standardize=True, learning_rate=0.01, epochs=1, seed=7)
# Of the other cases one of each kind of layers: they differ but in their data and their numbers.
KINDS = ("raw", "schedule", "no hidden layer", "constant", "regularized", "a column a class")
MORE = {f"options {number}": replace(BASE, **row) for number, row in enumerate(cover(OPTIONS))}
# The settings that Keras 3.8 writes and reads for the parts of these models.
DENSE = {
    *("name", "trainable", "dtype", "units", "activation", "use_bias"),
    *("kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer"),
    *("kernel_constraint", "bias_constraint"),
}
INITIALIZER = {"seed", "value", "mean", "stddev", "minval", "maxval", "gain"}
READ_BY_OLDEST = {
    "keras.initializers": INITIALIZER,
    "keras.regularizers": {"l1", "l2"},
    "Dense": DENSE,
    "Dropout": {"name", "trainable", "dtype", "rate", "seed", "noise_shape"},
    "Normalization": {"name", "trainable", "dtype", "axis", "invert", "mean", "variance"},
}


def parts_of(settings):
    """Yield every object of a model's settings that has a class."""
    if isinstance(settings, dict):
        if "class_name" in settings:
            yield settings
        settings = list(settings.values())
    for each in settings if isinstance(settings, list) else ():
        yield from parts_of(each)


@pytest.mark.parametrize("config", [MORE["options 9"], CASES["raw"], CASES["regularized"]])
def test_the_saved_model_says_nothing_that_the_oldest_keras_does_not_know(config):
    dataset = dataset_of(config)
    saved = save_model(config, dataset, build_model(config, dataset).get_weights())
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        assert sorted(archive.namelist()) == ["config.json", "metadata.json", "model.weights.h5"]
        parts = list(parts_of(json.loads(archive.read("config.json"))))
    known = [READ_BY_OLDEST.get(p["class_name"], READ_BY_OLDEST.get(p["module"])) for p in parts]
    checked = [(p, keys) for p, keys in zip(parts, known, strict=True) if keys]
    assert len(checked) >= 3 * (len(config.hidden_units) + 1)
    for part, keys in checked:
        assert set(part["config"]) <= keys, part


@pytest.mark.full
def test_the_oldest_keras_loads_every_kind_of_model_and_predicts_the_same(tmp_path):
    if not FOLDER.exists():
        pytest.skip(f"no older Keras here: pip install --no-deps --target {FOLDER} keras=={OLDEST}")
    expected = save_all(tmp_path, {name: CASES[name] for name in KINDS} | MORE)
    older = {"PYTHONPATH": str(FOLDER), "KERAS_BACKEND": "tensorflow"}
    told = run_python("-c", PROGRAM, folder=tmp_path, **older)
    assert json.loads(told)[-1] == OLDEST
    assert_as_expected(tmp_path, expected)
