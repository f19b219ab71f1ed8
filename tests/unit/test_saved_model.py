"""The saved model, loaded where there is nothing but Keras."""

import gc
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset, prepare
from nnplay.model import build_model, save_model
from nnplay.training import train
from tests.covering import cover

# Keras's variables turn into arrays in a way that NumPy is going to drop.
pytestmark = [
    pytest.mark.filterwarnings(
        "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
    ),
    pytest.mark.xdist_group("learner"),
]

CURVED = TrainingConfig(
    hidden_units=(4, 3), activation="tanh", epochs=60, learning_rate=0.01, seed=7
)
CASES = {
    "raw": CURVED,
    "standardized": replace(CURVED, standardize=True),
    "random split": replace(
        CURVED, standardize=True, validation_split=0.3, validation_rows="random"
    ),
    "few features": replace(CURVED, standardize=True, features=("alcohol", "ins_premium")),
    "schedule": replace(
        CURVED, learning_rate_schedule="PiecewiseConstantDecay", layer_activations=("relu", "tanh")
    ),
    "no hidden layer": replace(CURVED, hidden_units=()),
    "constant": replace(CURVED, standardize=True, kernel_initializer="constant", optimizer="Nadam"),
}
NEVER_TRAINED = {
    "optimizer": list(choices.OPTIMIZERS),
    "loss": ["mean_squared_error", "sparse_categorical_crossentropy"],
}
REGULARIZED: dict[str, Any] = {"dropout": 0.3, "l1": 0.001, "l2": 0.01}


def recommended_settings(name, **change):
    """Return a data set's recommended settings with a curved network."""
    change = {"hidden_units": (4, 3), "activation": "tanh", "epochs": 60, **change}
    return TrainingConfig(dataset=name, **{**load_dataset(name).recommended, **change})


CASES |= {
    "regularized": replace(CURVED, standardize=True, **REGULARIZED),
    "one penalty": replace(CURVED, standardize=True, l1=0.01),
    "two classes": recommended_settings("car_crashes_median"),
    "three classes": recommended_settings("car_crashes_terciles"),
    "a column a class": recommended_settings(
        "car_crashes_terciles", loss="categorical_crossentropy", **REGULARIZED
    ),
    "pattern": recommended_settings(
        "spiral", features=("x1", "x2", "x1²", "sin x1"), learning_rate=0.01, dropout=0.1
    ),
}
SAVED = {row["case"]: row["epoch"] for row in cover({"case": list(CASES), "epoch": [0, 30, 60]})}

# What a learner's program does with the file; every warning is an error, but for the one that
# Nadam's state is not loaded: there is none in the file.
PROGRAM = """
import json, sys, warnings
import keras, numpy as np
warnings.filterwarnings("ignore", "Skipping variable loading for optimizer 'Nadam'")
inputs = np.load("inputs.npz")
results, layers, penalties = {}, {}, {}
for name in inputs.files:
    model = keras.models.load_model(f"{name}.keras")
    results[name] = np.array(model(inputs[name]))
    layers[name] = [layer.name for layer in model.layers]
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    penalties[name] = [
        layer.kernel_regularizer and layer.kernel_regularizer.get_config() for layer in dense
    ]
    assert model.optimizer.learning_rate == np.float32(0.01)
    if name in ("constant", "regularized"):
        model.fit(inputs[name], inputs[name][:, :1], verbose=0)  # it is compiled
np.savez("results.npz", **results)
print(json.dumps([layers, penalties, keras.__version__]))
assert not any(name.startswith("nnplay") for name in sys.modules)
"""


def save_all(folder: Path, cases: dict[str, TrainingConfig]) -> dict[str, np.ndarray]:
    """Save models and inputs for them; return what each must predict."""
    inputs, expected = {}, {}
    for name, config in cases.items():
        dataset, epoch = dataset_of(config), SAVED.get(name, config.epochs)
        history, examples = train(config, dataset), prepare(config, dataset)
        model = save_model(config, dataset, history.weights_at(epoch))
        (folder / f"{name}.keras").write_bytes(model)
        inputs[name] = dataset.frame[list(examples.features)].to_numpy("float32")
        expected[name] = history.predict(examples.x, epoch)
    np.savez(folder / "inputs.npz", **inputs)
    return expected


def assert_as_expected(folder: Path, expected: dict[str, np.ndarray]) -> None:
    predicted = np.load(folder / "results.npz")
    assert set(predicted) == set(expected)
    for name, each in expected.items():
        np.testing.assert_allclose(predicted[name], each, rtol=1e-4, atol=1e-5, err_msg=name)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, run_program):
    """Save every case and let one other process load and try all of them."""
    folder = tmp_path_factory.mktemp("models")
    expected = save_all(folder, CASES)
    program = folder / "program.py"
    program.write_text(PROGRAM, "utf-8")
    told, error = run_program(program)
    assert not error
    return folder, expected, *json.loads(told)


def test_the_loaded_models_predict_from_the_table_as_the_histories_do(loaded):
    assert_as_expected(*loaded[:2])


def test_the_loaded_layers_have_plain_names(loaded):
    dropping = ["hidden_1", "dropout_1", "hidden_2", "dropout_2", "output"]
    assert loaded[2] == {
        "raw": ["hidden_1", "hidden_2", "output"],
        "standardized": ["scaling", "hidden_1", "hidden_2", "output"],
        "random split": ["scaling", "hidden_1", "hidden_2", "output"],
        "few features": ["scaling", "hidden_1", "hidden_2", "output"],
        "schedule": ["hidden_1", "hidden_2", "output"],
        "no hidden layer": ["output"],
        "constant": ["scaling", "hidden_1", "hidden_2", "output"],
        "regularized": ["scaling", *dropping],
        "one penalty": ["scaling", "hidden_1", "hidden_2", "output"],
        "two classes": ["scaling", "hidden_1", "hidden_2", "output"],
        "three classes": ["scaling", "hidden_1", "hidden_2", "output"],
        "a column a class": ["scaling", *dropping],
        "pattern": ["scaling", *dropping],
    }


def test_the_loaded_layers_have_their_penalties(loaded):
    for name, penalties in loaded[3].items():
        config = CASES[name]
        expected = None
        if config.l1 or config.l2:
            expected = pytest.approx({"l1": config.l1, "l2": config.l2})
        assert penalties == [expected] * len(config.activations)


@pytest.mark.parametrize("change", cover(NEVER_TRAINED), ids=str)
def test_every_optimizer_is_saved_with_initial_weights(change, dataset):
    config = TrainingConfig(**change)
    weights = build_model(config, dataset).get_weights()
    assert save_model(config, dataset, weights).startswith(b"PK")


def test_weights_that_are_not_numbers_are_saved(dataset):
    weights = [np.full_like(w, np.nan) for w in build_model(CURVED, dataset).get_weights()]
    assert save_model(CURVED, dataset, weights).startswith(b"PK")


@pytest.mark.full
def test_saving_leaves_trainings_and_memory_alone(dataset):
    config = replace(CURVED, standardize=True)
    before = train(config, dataset)
    weights = before.weights_at(60)
    process = psutil.Process()
    sizes = []
    for _ in range(2):  # the first round warms up
        for seed in range(50):
            save_model(replace(config, seed=seed), dataset, weights)
        gc.collect()
        sizes.append(process.memory_info().rss)
    assert sizes[1] - sizes[0] < 9_000_000  # Keras itself keeps 50 KB a save
    after = train(config, dataset)
    np.testing.assert_array_equal(after.loss, before.loss)
    np.testing.assert_array_equal(after.parameters, before.parameters)
