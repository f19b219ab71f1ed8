"""The folds of the settings: which settings each holds, and how its button sums them up."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, chosen_features
from nnplay.fields import OF_DATA, short_phrase
from nnplay.numbers import digits, exact

OF_PATTERNS = tuple(name for name in OF_DATA if name != "dataset")


@dataclass(frozen=True)
class Fold:
    """Settings that are folded away while they have the recommended values.

    Attributes:
        says: Sums up their values in a few words.
    """

    label: str
    settings: tuple[str, ...]
    says: Callable[[TrainingConfig, Dataset], str]

    @property
    def key(self) -> str:
        return f"fold_{self.settings[0]}"

    def is_recommended(self, config: TrainingConfig, dataset: Dataset) -> bool:
        """Tell whether all its settings have the values recommended for the data."""
        recommended = dataset.recommended_settings
        return all(getattr(config, name) == getattr(recommended, name) for name in self.settings)


def _points(config: TrainingConfig, _: Dataset) -> str:
    return f"{config.samples:,}, noise {exact(config.noise)}, seed {config.data_seed}"


def _features(config: TrainingConfig, dataset: Dataset) -> str:
    count, most = len(chosen_features(config, dataset)), len(dataset.features)
    which = f"{count} of {most}" if count < most else f"all {most}" if most > 1 else "the only one"
    return f"{which}, {'standardised' if config.standardize else 'raw'}"


def _activations(config: TrainingConfig, _: Dataset) -> str:
    names = config.hidden_activations
    return ", ".join(names) if config.layer_activations and names else "the same"


def _held_out(config: TrainingConfig, _: Dataset) -> str:
    if config.validation_split == 0:
        return "none"
    share = f"{digits(100 * config.validation_split)}%"
    return f"the last {share}" if config.validation_rows == "last" else f"{share}, at random"


def _output(config: TrainingConfig, _: Dataset) -> str:
    return f"{config.output_activation}, {config.output_kernel_initializer}"


def _batches(config: TrainingConfig, _: Dataset) -> str:
    return f"{config.batch_size:,} rows each, {short_phrase(config, 'shuffle')}"


def _penalties(config: TrainingConfig, _: Dataset) -> str:
    names = [name for name in ("l1", "l2", "dropout") if getattr(config, name)]
    return ", ".join(short_phrase(config, name) for name in names) or "none"


def _schedule(config: TrainingConfig, _: Dataset) -> str:
    return config.learning_rate_schedule


def _early_stopping(config: TrainingConfig, _: Dataset) -> str:
    if not config.stops_early:
        return "off"
    words = [short_phrase(config, "patience")]
    return ", ".join([*words, "restores"] if config.restore_best_weights else words)


FOLDS = (
    Fold("Points", OF_PATTERNS, _points),
    Fold("Features and scaling", ("features", "standardize"), _features),
    Fold("Validation rows", ("validation_split", "validation_rows"), _held_out),
    Fold("Activation per layer", ("layer_activations",), _activations),
    Fold("Output layer", ("output_activation", "output_kernel_initializer"), _output),
    Fold("Batches", ("batch_size", "shuffle"), _batches),
    Fold("Schedule", ("learning_rate_schedule",), _schedule),
    Fold("Early stopping", ("patience", "restore_best_weights"), _early_stopping),
    Fold("Regularisation", ("l1", "l2", "dropout"), _penalties),
)
FOLDED = tuple(name for fold in FOLDS for name in fold.settings)
