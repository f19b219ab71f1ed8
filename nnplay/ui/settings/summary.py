"""The settings of a run in one line, so that a screenshot or a print shows them."""

from nnplay.choices import ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, chosen_features
from nnplay.fields import FIELDS, short_phrase
from nnplay.numbers import exact

# Settings that the line always names.
ALWAYS = (
    *("dataset", "hidden_units", "activation", "layer_activations", "kernel_initializer"),
    *("output_activation", "output_kernel_initializer", "optimizer", "learning_rate", "loss"),
    "seed",
)


def summary(config: TrainingConfig, dataset: Dataset) -> str:
    """Write the settings in one line: "6-3-1 linear, glorot_uniform, RMSprop 0.001, ..., seed 0".

    All settings that it leaves out have the values recommended for the data.

    Raises:
        ConfigError: If a feature is not in the data set.
    """
    recommended = dataset.recommended_settings
    changed = [
        short_phrase(config, name)
        for name in FIELDS
        if name not in ALWAYS and getattr(config, name) != getattr(recommended, name)
    ]
    return ", ".join(
        [
            *_layers(config, dataset),
            *_initializers(config),
            f"{config.optimizer} {exact(config.learning_rate_used)}",
            config.loss,
            *changed,
            short_phrase(config, "seed"),
        ]
    )


def _layers(config: TrainingConfig, dataset: Dataset) -> list[str]:
    inputs = len(chosen_features(config, dataset))
    sizes = "-".join(map(str, (inputs, *config.hidden_units, dataset.outputs)))
    is_plain = ACTIVATIONS[config.output_activation].linear
    output = [] if is_plain else [short_phrase(config, "output_activation")]
    names = config.hidden_activations
    hidden = "-".join(names if len(set(names)) > 1 else names[:1])
    return [f"{sizes} {hidden}" if hidden else sizes, *output]


def _initializers(config: TrainingConfig) -> list[str]:
    output = config.output_kernel_initializer
    if not config.hidden_units or config.kernel_initializer == output:
        return [output]
    return [config.kernel_initializer, short_phrase(config, "output_kernel_initializer")]
