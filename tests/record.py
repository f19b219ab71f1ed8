"""The recorded results of Keras's own `fit`, which `python -m tests.record` records again.

Reading a result takes milliseconds, training with Keras a second. The full tier trains with Keras
all the same, and compares.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset, prepare
from nnplay.datasets.patterns import PATTERNS
from nnplay.datasets.states import STATES
from nnplay.workers.worker import ENVIRONMENT

os.environ.update(ENVIRONMENT)  # before TensorFlow is loaded

FILE = Path(__file__).with_name("keras_fit.npz")
PACKAGES = ("keras", "tensorflow", "numpy")
# A network in which every choice matters: two curved hidden layers, standardised inputs.
CURVED = TrainingConfig(
    hidden_units=(4, 3), activation="tanh", standardize=True, epochs=5, shuffle=False
)
NOTEBOOK = TrainingConfig(shuffle=False)
# After some 250 epochs on raw features rounding grows: `fit` itself differs by 0.03 % with another
# number of threads, for zeros by 2.6 % with `jit_compile`. Up to there all agree.
UNSTEADY = [
    NOTEBOOK,
    replace(NOTEBOOK, kernel_initializer="ones", validation_split=0.3),
    replace(NOTEBOOK, kernel_initializer="zeros"),
]
REFUSED = "sparse_categorical_crossentropy"  # by Keras, with one output
OUTPUTS_OF_CLASSES = [
    ("car_crashes_median", "sigmoid"),
    ("car_crashes_median", "tanh"),
    ("car_crashes_terciles", "softmax"),
    ("car_crashes_terciles", "sigmoid"),
    ("moons", "sigmoid"),
]


@dataclass
class Fit:
    """What `keras.Model.fit` gives: losses, validation losses if any, and flattened weights."""

    loss: np.ndarray
    val_loss: np.ndarray
    weights: np.ndarray


def _changed() -> Iterator[dict[str, Any]]:
    """Yield settings that differ from those of `CURVED`."""
    yield from ({"optimizer": name, "learning_rate": 0.01} for name in choices.OPTIMIZERS)
    yield from ({"activation": name} for name in choices.HIDDEN_ACTIVATIONS)
    # softmax: see test_outputs.py
    yield from ({"output_activation": name} for name in choices.HIDDEN_ACTIVATIONS)
    yield from (
        {"hidden_units": ()},
        {"hidden_units": (1,)},
        {"hidden_units": (5, 4, 3, 2, 1)},
        {"batch_size": 1},
        {"batch_size": 51},
        {"batch_size": 51, "validation_split": 0.5},
        {"batch_size": 7, "features": ("ins_losses", "alcohol")},
        {"validation_split": 0.3, "validation_rows": "random", "seed": 5},
    )
    for loss in choices.LOSSES:
        held_out = {"loss": loss, "validation_split": 0.2}
        for output in ("linear", "sigmoid", "relu") if loss != REFUSED else ():
            yield {**held_out, "output_activation": output, "epochs": 20}
        for name, output in OUTPUTS_OF_CLASSES:
            if loss != REFUSED or name == "car_crashes_terciles":
                asked = {"dataset": name, "output_activation": output, "optimizer": "Adam"}
                yield {**held_out, **asked, "epochs": 12}
    for schedule in [name for name, each in choices.SCHEDULES.items() if each.changes]:
        for name in choices.OPTIMIZERS:
            rate = {"learning_rate": 0.01, "learning_rate_schedule": schedule}
            yield {"optimizer": name, **rate, "batch_size": 20}
    stops = {"optimizer": "Adam", "learning_rate": 0.1, "validation_split": 0.3, "epochs": 60}
    yield {**stops, "patience": 2}  # stops at epoch 26
    yield {**stops, "patience": 3, "restore_best_weights": True}  # goes back from 27 to 24
    back = {"patience": 20, "restore_best_weights": True}
    yield {**stops, "epochs": 28, **back}  # goes back from the last, 28, to 24
    yield {"layer_activations": ("relu", "sigmoid")}
    for name in ("car_crashes", "car_crashes_terciles"):
        recommended = {
            **load_dataset(name).recommended,
            "learning_rate": 0.01,
            "validation_split": 0.2,
        }
        for penalties in ({"l1": 0.05}, {"l2": 0.1}, {"l1": 0.01, "l2": 0.02}):
            yield {**recommended, "dataset": name, "epochs": 30, **penalties}


CONFIGS = [
    *dict.fromkeys(replace(CURVED, **change) for change in _changed()),
    *(
        replace(load_dataset(name).recommended_settings, epochs=40, shuffle=False)
        for name in (*STATES, *PATTERNS)
    ),
    *(replace(config, epochs=200) for config in UNSTEADY),
    replace(NOTEBOOK, kernel_initializer="zeros", standardize=True),
    replace(NOTEBOOK, optimizer="SGD", standardize=True),
    replace(NOTEBOOK, optimizer="Adam", standardize=True, loss="huber"),
    replace(NOTEBOOK, output_activation="sigmoid", loss="binary_crossentropy"),
]


def describe(config: TrainingConfig) -> str:
    """Name a configuration by what differs from `CURVED`."""
    names = [field.name for field in fields(config)]
    differing = [name for name in names if getattr(config, name) != getattr(CURVED, name)]
    return ", ".join(f"{name}={getattr(config, name)}" for name in differing) or "curved"


def fit(config: TrainingConfig) -> Fit:
    """Train with Keras itself."""
    import keras

    from nnplay.model import build_model

    dataset = dataset_of(config)
    examples = prepare(config, dataset)
    model = build_model(config, dataset)
    rows, held_out = examples.training_rows, examples.validation_rows
    trained = model.fit(
        examples.x[rows],
        examples.targets[rows],
        validation_data=(examples.x[held_out], examples.targets[held_out])
        if len(held_out)
        else None,
        epochs=config.epochs,
        batch_size=config.batch_size,
        shuffle=config.shuffle,
        verbose=0,
        callbacks=[
            keras.callbacks.EarlyStopping(
                monitor="val_loss",
                patience=config.patience,
                restore_best_weights=config.restore_best_weights,
            )
        ]
        if config.stops_early
        else None,
    )
    loss, val_loss = (
        np.array(trained.history.get(name, []), "float32") for name in ("loss", "val_loss")
    )
    return Fit(loss, val_loss, np.concatenate([each.ravel() for each in model.get_weights()]))


def read() -> tuple[dict[str, Fit], dict[str, str]]:
    """Return the recorded results by their descriptions, and the versions of the packages used."""
    with np.load(FILE) as file:
        arrays = {name: file[name] for name in file.files}
    versions = {name: str(arrays.pop(name)) for name in PACKAGES}
    names = {name.rpartition("/")[0] for name in arrays}
    kinds = [field.name for field in fields(Fit)]
    return {name: Fit(*(arrays[f"{name}/{kind}"] for kind in kinds)) for name in names}, versions


def write() -> None:
    """Train every configuration with Keras and record the results."""
    arrays: dict[str, Any] = {name: import_module(name).__version__ for name in PACKAGES}
    for config in CONFIGS:
        name, run = describe(config), fit(config)
        arrays |= {f"{name}/{kind}": values for kind, values in vars(run).items()}
    np.savez_compressed(FILE, **arrays)


if __name__ == "__main__":
    write()
