"""The saved model, read by Keras 3.8, the oldest version that the page promises."""

import io
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.model import build_model, save_model
from tests.child import run_python
from tests.covering import cover

# Keras's variables turn into arrays in a way that NumPy is going to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
)

OLDEST = "3.8.0"
FOLDER = Path(sys.prefix, f"keras-{OLDEST}")
BASE = TrainingConfig(
    hidden_units=(4, 3), activation="tanh", standardize=True, learning_rate=0.01, seed=7
)
CLASSES: dict[str, Any] = {"dataset": "car_crashes_terciles", "output_activation": "softmax"}
OPTIONS = {
    "kernel_initializer": list(choices.INITIALIZERS),
    "output_kernel_initializer": list(choices.INITIALIZERS),
    "optimizer": list(choices.OPTIMIZERS),
    "activation": list(choices.HIDDEN_ACTIVATIONS),
    "output_activation": list(choices.HIDDEN_ACTIVATIONS),
}
CASES = {
    **{f"options {number}": replace(BASE, **row) for number, row in enumerate(cover(OPTIONS))},
    **{
        f"loss {name}": replace(BASE, loss=name, **CLASSES)
        for name in ("sparse_categorical_crossentropy", "categorical_hinge", "kl_divergence")
    },
    "raw": replace(BASE, standardize=False),
    "no hidden layer": replace(BASE, hidden_units=()),
    "regularized": replace(BASE, hidden_units=(8, 5, 4, 3, 2), dropout=0.3, l1=0.001, l2=0.01),
    "two classes": replace(
        BASE, dataset="car_crashes_median", output_activation="sigmoid", optimizer="Nadam"
    ),
    "pattern": replace(BASE, dataset="spiral", features=("x1", "x2", "x1²"), dropout=0.1),
}
# What Keras 3.8 writes for, and reads into, what stands in these models.
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
PROGRAM = """
import sys
import keras, numpy as np
assert keras.__version__ == sys.argv[1], keras.__version__
inputs = np.load("inputs.npz")
models = {name: keras.models.load_model(f"{name}.keras") for name in inputs.files}
np.savez("results.npz", **{name: model(inputs[name]) for name, model in models.items()})
for name in ("two classes", "regularized"):
    models[name].fit(inputs[name], inputs[name][:, :1], verbose=0)  # it is compiled
"""


def random_weights(config):
    shapes = [weights.shape for weights in build_model(config, dataset_of(config)).get_weights()]
    draws = np.random.default_rng(0)
    return [draws.normal(0, 0.3, shape).astype("float32") for shape in shapes]


def parts_of(settings):
    """Yield every object of a model's settings that has a class."""
    if isinstance(settings, dict):
        if "class_name" in settings:
            yield settings
        settings = list(settings.values())
    for each in settings if isinstance(settings, list) else ():
        yield from parts_of(each)


@pytest.mark.parametrize("name", ["options 0", "options 9", "regularized"])
def test_the_saved_model_says_nothing_that_the_oldest_keras_does_not_know(name):
    config = CASES[name]
    saved = save_model(config, dataset_of(config), random_weights(config))
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
    inputs, expected = {}, {}
    for name, config in CASES.items():
        dataset, weights = dataset_of(config), random_weights(config)
        (tmp_path / f"{name}.keras").write_bytes(save_model(config, dataset, weights))
        examples = prepare(config, dataset)
        inputs[name] = dataset.frame[list(examples.features)].to_numpy("float32")
        model = build_model(config, dataset)
        model.set_weights(weights)
        expected[name] = np.asarray(model(examples.x))
    np.savez(tmp_path / "inputs.npz", **inputs)
    older = {"PYTHONPATH": str(FOLDER), "KERAS_BACKEND": "tensorflow"}
    run_python("-c", PROGRAM, OLDEST, folder=tmp_path, **older)
    results = np.load(tmp_path / "results.npz")
    for name in CASES:
        np.testing.assert_allclose(
            results[name], expected[name], rtol=1e-4, atol=1e-5, err_msg=name
        )
