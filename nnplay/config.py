"""What a run is made of: `TrainingConfig`, and `ConfigError`."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from nnplay.choices import OPTIMIZERS, SCHEDULES, Schedule
from nnplay.fields import FIELDS, OF_DATA


class ConfigError(ValueError):
    """A setting that can't be used; its text is one sentence for the learner.

    Args:
        text: The sentence, or all of it that follows the setting's name.
        setting: The name of the setting that it begins with, if any.
    """

    def __init__(self, text: str, setting: str = "") -> None:
        super().__init__(f"{setting} {text}" if setting else text)
        self.text, self.setting = text, setting

    @property
    def labelled(self) -> str:
        """The sentence with what the page calls the setting, in place of its name."""
        return f"{FIELDS[self.setting].label} {self.text}" if self.setting else self.text


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """Everything that decides a run; its defaults are the default network.

    Attributes:
        dataset: The name of a data set, the question that is asked of it included.
        samples: How many points a pattern has; other data sets have their own rows.
        noise: How far the points of a pattern stray, 0 to 0.5.
        data_seed: Draws the points of a pattern; `seed` draws everything else.
        features: Names of the input columns in the data set's order; None means the default ones.
        standardize: Subtract each feature's mean and divide by its deviation (training rows alone).
        validation_split: Share of the rows held out, 0 to 0.8.
        hidden_units: Units of each hidden layer, from the input on; () means none.
        layer_activations: Those of the first hidden layers, where they differ; the layers behind
            them have `activation`.
        kernel_initializer: Initial kernels of the hidden layers.
        output_kernel_initializer: Initial kernel of the output layer.
        learning_rate: None means Keras's default for the optimizer.
        learning_rate_schedule: What becomes of it over all steps of the run, so that a longer run
            does not begin with the shorter one.
        l1: Added to the loss for every unit of size of a kernel's weights; l2: of their squares.
        dropout: Share of each hidden layer's values that a training step sets to 0, 0 to 0.8.
        patience: Stop after so many epochs without a lower validation loss; 0 means never, and so
            does a run without validation rows.
        restore_best_weights: End then, and at the last epoch, with the weights of the epoch that
            had the lowest.
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
        """All that decides which data there are."""
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
        """The learning rate that the optimizer gets, Keras's default filled in."""
        if self.learning_rate is None:
            return OPTIMIZERS[self.optimizer].learning_rate
        return self.learning_rate

    @property
    def schedule(self) -> Schedule:
        """What becomes of the learning rate."""
        return SCHEDULES[self.learning_rate_schedule]

    @property
    def stops_early(self) -> bool:
        """Whether the validation loss may end the run before its last epoch."""
        return self.patience > 0 and self.validation_split > 0

    def batches(self, rows: int) -> int:
        """Return how many steps an epoch has on so many training rows."""
        return -(-rows // self.batch_size)

    def rates(self, steps: np.ndarray, total: int) -> np.ndarray:
        """Return the learning rates of some steps, numbered from 0, of a run of so many."""
        return self.learning_rate_used * self.schedule.share(steps, total)

    @property
    def normalized(self) -> Self:
        """The same run with a learning rate that is the optimizer's default left open."""
        if self.learning_rate == OPTIMIZERS[self.optimizer].learning_rate:
            return replace(self, learning_rate=None)
        return self
