"""What a run is made of: `TrainingConfig`, and `ConfigError`."""

from dataclasses import dataclass, replace
from typing import Self

from nnplay.choices import OPTIMIZERS
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
    kernel_initializer: str = "glorot_uniform"
    output_activation: str = "linear"
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
        return (self.activation,) * len(self.hidden_units) + (self.output_activation,)

    @property
    def learning_rate_used(self) -> float:
        """The learning rate that the optimizer gets, Keras's default filled in."""
        if self.learning_rate is None:
            return OPTIMIZERS[self.optimizer].learning_rate
        return self.learning_rate

    @property
    def normalized(self) -> Self:
        """The same run with a learning rate that is the optimizer's default left open."""
        if self.learning_rate == OPTIMIZERS[self.optimizer].learning_rate:
            return replace(self, learning_rate=None)
        return self
