"""All the settings of a run: `TrainingConfig`, and `ConfigError` for one that can't be used."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnplay.choices import OPTIMIZERS, SCHEDULES, Schedule
from nnplay.fields import FIELDS, OF_DATA


class ConfigError(ValueError):
    """A setting that can't be used; its text is one sentence for the learner.

    Args:
        text: The sentence; with `setting`, the part of it that follows the setting's name.
        setting: The name of the setting that the sentence is about, if any.
    """

    def __init__(self, text: str, setting: str = "") -> None:
        super().__init__(f"{setting} {text}" if setting else text)
        self.text, self.setting = text, setting

    @property
    def labelled(self) -> str:
        """The sentence with the setting's label on the page instead of its name."""
        return f"{FIELDS[self.setting].label} {self.text}" if self.setting else self.text


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """Everything that determines a run; its defaults are the default network.

    Attributes:
        dataset: The name of a data set; a table that answers several questions has one for each.
        samples: How many points a pattern has; other data sets have their own rows.
        noise: How far the points of a pattern stray, 0 to 0.5.
        data_seed: Draws the points of a pattern; `seed` draws everything else.
        features: Names of the input columns in the data set's order; None means the default ones.
        standardize: Whether each feature's mean is subtracted and the result divided by its
            standard deviation, both taken from the training rows alone.
        validation_split: Share of the rows held out, 0 to 0.8.
        hidden_units: Units of each hidden layer, from the input on; () means none.
        layer_activations: Activations of the first hidden layers, where they have their own; all
            later ones have `activation`.
        kernel_initializer: Initial kernels of the hidden layers.
        output_kernel_initializer: Initial kernel of the output layer.
        learning_rate: None means Keras's default for the optimizer.
        learning_rate_schedule: How the learning rate changes. A schedule is stretched over all
            epochs, so a longer run does not begin with the shorter one.
        l1: Factor of the kernels' absolute weights in the loss; l2: of their squares.
        dropout: Share of each hidden layer's values that a training step sets to 0, 0 to 0.8.
        patience: Stop after this many epochs without a lower validation loss; 0 means never.
            Without validation rows a run never stops early.
        restore_best_weights: With `patience`, whether the run, stopped or not, ends with the
            weights of the epoch that had the lowest validation loss.
        shuffle: Whether every epoch draws a new order of the rows, from the seed alone.

    Raises:
        ConfigError: If a field has a value that is not allowed; it names the first one.
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
    layer_activations: tuple[str, ...] = ()
    kernel_initializer: str = "glorot_uniform"
    output_activation: str = "linear"
    output_kernel_initializer: str = "glorot_uniform"
    optimizer: str = "RMSprop"
    learning_rate: float | None = None
    learning_rate_schedule: str = "constant"
    loss: str = "mean_squared_error"
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    epochs: int = 500
    patience: int = 0
    restore_best_weights: bool = False
    batch_size: int = 32
    shuffle: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        for name, row in FIELDS.items():
            complaint = row.kind.complaint(getattr(self, name))
            if complaint:
                raise ConfigError(complaint, name)

    @property
    def data(self) -> tuple[object, ...]:
        """The values of all settings that determine the data."""
        return tuple(getattr(self, name) for name in OF_DATA)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of every layer, the output layer last."""
        return (*self.hidden_activations, self.output_activation)

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The activation of every hidden layer."""
        count = len(self.hidden_units)
        return (*self.layer_activations, *(self.activation,) * count)[:count]

    @property
    def learning_rate_used(self) -> float:
        """The learning rate that the optimizer gets: the setting, or else Keras's default."""
        if self.learning_rate is None:
            return OPTIMIZERS[self.optimizer].learning_rate
        return self.learning_rate

    @property
    def schedule(self) -> Schedule:
        """How the learning rate changes over the run."""
        return SCHEDULES[self.learning_rate_schedule]

    @property
    def stops_early(self) -> bool:
        """Whether the validation loss may end the run before its last epoch."""
        return self.patience > 0 and self.validation_split > 0

    def batches(self, rows: int) -> int:
        """Return how many batches, and so steps, an epoch of this many training rows has."""
        return -(-rows // self.batch_size)

    def rates(self, steps: np.ndarray, total: int) -> np.ndarray:
        """Return the learning rates at some steps, counted from 0, of a run of `total` steps."""
        return self.learning_rate_used * self.schedule.share(steps, total)

    @property
    def normalized(self) -> Self:
        """The same run, with None for a learning rate that is the optimizer's default anyway."""
        if self.learning_rate == OPTIMIZERS[self.optimizer].learning_rate:
            return replace(self, learning_rate=None)
        return self
