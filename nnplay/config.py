"""What a run is made of: `TrainingConfig`, its legal choices and `ConfigError`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nnplay.choices import (
    ACTIVATIONS,
    HIDDEN_ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
)
from nnplay.numbers import exact

# "last" is what `validation_split` of `keras.Model.fit` holds out; "random" draws by the seed.
VALIDATION_ROWS = ("last", "random")

MAX_HIDDEN_LAYERS = 5
MAX_UNITS = 64
MAX_EPOCHS = 5_000
MAX_VALIDATION_SPLIT = 0.8
MAX_SEED = 2**31 - 1
MIN_LEARNING_RATE, MAX_LEARNING_RATE = 1e-6, 10.0
MIN_SAMPLES, MAX_SAMPLES = 40, 1_000
MAX_NOISE = 0.5
MAX_PENALTY = 1.0
MAX_DROPOUT = 0.8


class ConfigError(ValueError):
    """A setting that can't be used; its text is one sentence for the learner."""


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """Everything that decides a run; the default is the notebook's network.

    Attributes:
        dataset: The name of a data set, the question that is asked of it included.
        samples: How many points a pattern has; other data sets have their own rows.
        noise: How far the points of a pattern stray, 0 to 0.5.
        data_seed: Draws the points of a pattern; `seed` draws everything else.
        features: Names of the input columns in the data set's order; None means its usual ones.
        standardize: Subtract each feature's mean and divide by its deviation (training rows alone).
        validation_split: Share of the rows held out, 0 to 0.8.
        hidden_units: Units of each hidden layer, from the input on; () means none.
        kernel_initializer: Initial kernels of the hidden layers.
        output_kernel_initializer: Initial kernel of the output layer.
        learning_rate: None means Keras's default for the optimizer.
        l1: Added to the loss for every unit of size of a kernel's weights; l2: of their squares.
        dropout: Share of each hidden layer's values that a training step sets to 0, 0 to 0.8.
        shuffle: Draw a new order of the rows every epoch, from the seed alone.

    Raises:
        ConfigError: For the first field with a value that is not allowed.
    """

    dataset: str = "car_crashes"
    samples: int = 200
    noise: float = 0.0
    data_seed: int = 0
    features: tuple[str, ...] | None = None
    standardize: bool = False
    validation_split: float = 0.0
    validation_rows: str = "last"
    hidden_units: tuple[int, ...] = (3,)
    activation: str = "linear"
    output_activation: str = "linear"
    kernel_initializer: str = "glorot_uniform"
    output_kernel_initializer: str = "glorot_uniform"
    optimizer: str = "RMSprop"
    learning_rate: float | None = None
    loss: str = "mean_squared_error"
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    epochs: int = 500
    batch_size: int = 32
    shuffle: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        _check_text("dataset", self.dataset)
        _check_integer("samples", self.samples, MIN_SAMPLES, MAX_SAMPLES)
        _check_number("noise", self.noise, 0.0, MAX_NOISE)
        _check_integer("data_seed", self.data_seed, 0, MAX_SEED)
        _check_features(self.features)
        _check_bool("standardize", self.standardize)
        _check_number("validation_split", self.validation_split, 0.0, MAX_VALIDATION_SPLIT)
        _check_choice("validation_rows", self.validation_rows, VALIDATION_ROWS)
        _check_hidden_units(self.hidden_units)
        _check_choice("activation", self.activation, HIDDEN_ACTIVATIONS)
        _check_choice("output_activation", self.output_activation, ACTIVATIONS)
        _check_choice("kernel_initializer", self.kernel_initializer, INITIALIZERS)
        _check_choice("output_kernel_initializer", self.output_kernel_initializer, INITIALIZERS)
        _check_choice("optimizer", self.optimizer, OPTIMIZERS)
        if self.learning_rate is not None:
            _check_number("learning_rate", self.learning_rate, MIN_LEARNING_RATE, MAX_LEARNING_RATE)
        _check_choice("loss", self.loss, LOSSES)
        _check_number("l1", self.l1, 0.0, MAX_PENALTY)
        _check_number("l2", self.l2, 0.0, MAX_PENALTY)
        _check_number("dropout", self.dropout, 0.0, MAX_DROPOUT)
        _check_integer("epochs", self.epochs, 1, MAX_EPOCHS)
        _check_integer("batch_size", self.batch_size, 1, None)
        _check_bool("shuffle", self.shuffle)
        _check_integer("seed", self.seed, 0, MAX_SEED)

    @property
    def data(self) -> tuple[str, int, float, int]:
        """All that decides which data there are."""
        return self.dataset, self.samples, self.noise, self.data_seed

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of every layer, the output layer last."""
        return (self.activation,) * len(self.hidden_units) + (self.output_activation,)

    @property
    def learning_rate_used(self) -> float:
        """The learning rate that the optimizer gets, Keras's default filled in."""
        if self.learning_rate is None:
            return OPTIMIZERS[self.optimizer].learning_rate
        return self.learning_rate


def _check_text(field: str, value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ConfigError(f"{field} is {value!r}, but it must be a name.")


def _check_bool(field: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ConfigError(f"{field} is {value!r}, but it must be True or False.")


def _check_choice(field: str, value: object, choices: Iterable[str]) -> None:
    choices = tuple(choices)
    if value not in choices:
        raise ConfigError(f"{field} is {value!r}, but it must be one of {', '.join(choices)}.")


def _check_integer(field: str, value: Any, low: int, high: int | None) -> None:
    allowed = f"at least {low}" if high is None else f"from {low} to {high}"
    # bool is an int in Python; True units would be one unit by accident.
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        raise ConfigError(f"{field} is {value!r}, but it must be a whole number {allowed}.")


def _check_number(field: str, value: Any, low: float, high: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high:  # a NaN is in no range
        raise ConfigError(
            f"{field} is {value!r}, but it must be a number from {exact(low)} to {exact(high)}."
        )


def _check_features(features: Any) -> None:
    if features is None:
        return
    names = isinstance(features, tuple) and all(isinstance(name, str) for name in features)
    if not names or len(set(features)) < len(features):
        raise ConfigError(
            f"features is {features!r}, but it must be a tuple of different column names."
        )
    if not features:
        raise ConfigError("features is empty, but it must name at least one column.")


def _check_hidden_units(units: object) -> None:
    if not isinstance(units, tuple) or len(units) > MAX_HIDDEN_LAYERS:
        raise ConfigError(
            f"hidden_units is {units!r}, but it must be a tuple of 0 to {MAX_HIDDEN_LAYERS} "
            "whole numbers, one a hidden layer."
        )
    for layer, value in enumerate(units, start=1):
        _check_integer(f"hidden_units of layer {layer}", value, 1, MAX_UNITS)
