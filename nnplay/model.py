"""The Keras model of a configuration, as a learner would write it."""

import io
import json
import random
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from nnplay.choices import INITIALIZERS, OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare

# Written by Keras since 3.13 and 3.15, and refused by 3.8; as null they mean the same as left out.
NEWER_KEYS = ("quantization_config", "input_axes", "output_axes")


def make_schedule(config: TrainingConfig, examples: Examples) -> Any:
    """Build the Keras schedule of a configuration, or return the rate if it is constant."""
    arguments, rate = config.schedule.arguments, config.learning_rate_used
    if arguments is None:
        return rate
    steps = config.epochs * config.batches(len(examples.training_rows))
    return getattr(keras.optimizers.schedules, config.schedule.name)(**arguments(rate, steps))


def make_optimizer(name: str, learning_rate: Any) -> keras.Optimizer:
    """Build the Keras optimizer that a configuration names.

    Args:
        learning_rate: A number or a Keras schedule.
    """
    chosen = OPTIMIZERS[name]
    # Keras would number its variables' names, and TensorFlow keeps 30 KB for each new name.
    return getattr(keras.optimizers, chosen.keras_class)(
        learning_rate=learning_rate, name=chosen.keras_class, **chosen.arguments
    )


def make_initializer(name: str, seeds: random.Random | None = None) -> keras.Initializer:
    """Build the Keras initializer that a configuration names.

    Args:
        seeds: Gives an initializer that draws weights its seed, as Python's own generator does in
            Keras; without it Keras does that.
    """
    chosen = INITIALIZERS[name]
    initializer = getattr(keras.initializers, chosen.keras_class)(**chosen.arguments)
    if seeds is None or not hasattr(initializer, "seed"):
        return initializer
    settings = {**initializer.get_config(), "seed": seeds.randint(1, int(1e9))}
    return type(initializer).from_config(settings)


def build_model(config: TrainingConfig, dataset: Dataset) -> keras.Sequential:
    """Build and compile the model, its weights drawn from the seed.

    Sets the random seeds of Python, NumPy and TensorFlow as `keras.utils.set_random_seed` does.
    """
    keras.utils.set_random_seed(config.seed)
    examples = prepare(config, dataset)
    return _compiled(config, examples, [_input(examples)])


def save_model(config: TrainingConfig, dataset: Dataset, weights: Sequence[np.ndarray]) -> bytes:
    """Return the model of `build_model` with these weights as the bytes of a `.keras` file.

    `keras.models.load_model` of Keras 3.8 or later opens it without this package. The model takes
    the features as they are in the table: with `standardize` it has a layer in front that scales
    them. Its optimizer has none of the run's memory.

    Args:
        weights: Kernels and biases as `keras.Model.get_weights` orders them.
    """
    examples = prepare(config, dataset)
    first = [_input(examples)]
    if config.standardize:
        scaling = keras.layers.Normalization(
            mean=examples.offset, variance=examples.scale**2, name="scaling"
        )
        first.append(scaling)
    model = _compiled(config, examples, first)
    model.set_weights(weights)
    # Without slots to load, Keras warns that the optimizer starts without. With Nadam's it would
    # fail before Keras 3.10, which has them in another order.
    if config.optimizer != "Nadam":
        model.optimizer.build(model.trainable_variables)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return _readable_by_older(file)


def _readable_by_older(file: Path) -> bytes:
    """Return a saved model without `NEWER_KEYS` that are null, which older versions refuse."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(rewritten, "w") as archive:
        for part in saved.infolist():
            content = saved.read(part)
            if part.filename == "config.json":
                content = json.dumps(json.loads(content, object_hook=_without_newer)).encode()
            archive.writestr(part, content)
    return rewritten.getvalue()


def _without_newer(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in settings.items() if value is not None or key not in NEWER_KEYS
    }


def _input(examples: Examples) -> keras.KerasTensor:
    return keras.Input((len(examples.features),), name="features")


def _compiled(config: TrainingConfig, examples: Examples, layers: list[Any]) -> keras.Sequential:
    """Add the layers of the configuration to the given ones, and compile the model."""
    hidden = zip(config.hidden_units, config.hidden_activations, strict=True)
    for number, (units, activation) in enumerate(hidden, start=1):
        layers.append(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=make_initializer(config.kernel_initializer),
                kernel_regularizer=_regularizer(config),
                name=f"hidden_{number}",
            )
        )
        if config.dropout:
            # its own seed, or it would take the one that the next initializer should get
            dropout = keras.layers.Dropout(
                config.dropout, seed=config.seed, name=f"dropout_{number}"
            )
            layers.append(dropout)
    layers.append(
        keras.layers.Dense(
            examples.outputs,
            activation=config.output_activation,
            kernel_initializer=make_initializer(config.output_kernel_initializer),
            kernel_regularizer=_regularizer(config),
            name="output",
        )
    )
    model = keras.Sequential(layers, name="nnplay")
    optimizer = make_optimizer(config.optimizer, make_schedule(config, examples))
    model.compile(optimizer=optimizer, loss=config.loss)
    return model


def _regularizer(config: TrainingConfig) -> keras.Regularizer | None:
    if config.l1 or config.l2:
        return keras.regularizers.L1L2(config.l1, config.l2)
    return None
