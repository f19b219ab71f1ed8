"""The network of a configuration as a learner would write it in Keras."""

import random
from typing import Any

import keras

from nnplay.config import CONSTANT, MOMENTUM, TrainingConfig
from nnplay.datasets import Dataset, prepare

# The optimizers that are not a Keras class of the same name.
OPTIMIZER_ARGUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "SGD with momentum": ("SGD", {"momentum": MOMENTUM}),
}


def make_optimizer(name: str, learning_rate: float) -> keras.Optimizer:
    """Build the Keras optimizer that a configuration names."""
    class_name, arguments = OPTIMIZER_ARGUMENTS.get(name, (name, {}))
    return getattr(keras.optimizers, class_name)(learning_rate=learning_rate, **arguments)


def make_initializer(name: str, seeds: random.Random | None = None) -> keras.Initializer:
    """Build the Keras initializer that a configuration names.

    Args:
        seeds: Where an initializer that draws takes its seed from; Keras takes it from Python's
            own generator.
    """
    if name == "constant":
        return keras.initializers.Constant(CONSTANT)
    initializer = keras.initializers.get(name)
    if seeds is None or not hasattr(initializer, "seed"):
        return initializer
    settings = {**initializer.get_config(), "seed": seeds.randint(1, int(1e9))}
    return type(initializer).from_config(settings)


def build_model(config: TrainingConfig, dataset: Dataset) -> keras.Sequential:
    """Build and compile the model, its weights drawn from the seed.

    Sets the random seeds of Python, NumPy and TensorFlow as `keras.utils.set_random_seed` does.
    """
    keras.utils.set_random_seed(config.seed)
    layers = [keras.Input((len(prepare(config, dataset).features),))]
    for units in config.hidden_units:
        layers.append(
            keras.layers.Dense(
                units,
                activation=config.activation,
                kernel_initializer=make_initializer(config.kernel_initializer),
            )
        )
    layers.append(
        keras.layers.Dense(
            1,
            activation=config.output_activation,
            kernel_initializer=make_initializer(config.output_kernel_initializer),
        )
    )
    model = keras.Sequential(layers)
    model.compile(
        optimizer=make_optimizer(config.optimizer, config.learning_rate_used), loss=config.loss
    )
    return model
