"""The settings that a search may vary, and the configuration that chosen values make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optuna.trial import BaseTrial

from nnplay.choices import (
    ACTIVATIONS,
    HIDDEN_ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
)
from nnplay.config import (
    MAX_DROPOUT,
    MAX_EPOCHS,
    MAX_HIDDEN_LAYERS,
    MAX_LEARNING_RATE,
    MAX_PENALTY,
    MAX_UNITS,
    MIN_LEARNING_RATE,
    ConfigError,
    TrainingConfig,
)
from nnplay.datasets import Dataset
from nnplay.numbers import exact

DIGITS = 3  # of a number that is drawn: more make no difference, and a long address


@dataclass(frozen=True)
class Choice:
    """A setting with the values that it may have."""

    name: str
    options: tuple[Any, ...]

    def draw(self, trial: BaseTrial) -> Any:
        return trial.suggest_categorical(self.name, self.options)


@dataclass(frozen=True)
class Range:
    """A setting that is a number from `low` to `high`.

    Attributes:
        whole: Whether it is a whole number.
        logarithmic: Whether 1 to 10 gets as many tries as 10 to 100.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    logarithmic: bool = False

    def draw(self, trial: BaseTrial) -> Any:
        if self.whole:
            low, high = int(self.low), int(self.high)
            return trial.suggest_int(self.name, low, high, log=self.logarithmic)
        number = trial.suggest_float(self.name, self.low, self.high, log=self.logarithmic)
        return float(f"{number:.{DIGITS}g}")


Setting = Choice | Range

WHOLE = {"whole": True, "logarithmic": True}
# What a search tries of each setting unless told otherwise.
USUAL: dict[str, Setting] = {
    each.name: each
    for each in (
        Choice("activation", HIDDEN_ACTIVATIONS),
        Choice("kernel_initializer", tuple(INITIALIZERS)),
        Choice("optimizer", tuple(OPTIMIZERS)),
        Range("learning_rate", 1e-3, 0.3, logarithmic=True),
        Range("units", 1, 16, **WHOLE),
        Range("layers", 0, 2, whole=True),
        Choice("standardize", (True, False)),
        Choice("output_activation", tuple(ACTIVATIONS)),
        Choice("output_kernel_initializer", tuple(INITIALIZERS)),
        Choice("loss", tuple(LOSSES)),
        Range("l1", 1e-5, 0.1, logarithmic=True),
        Range("l2", 1e-5, 0.1, logarithmic=True),
        Range("dropout", 0.0, 0.5),
        Range("epochs", 100, 1_000, **WHOLE),
        Range("batch_size", 4, 64, **WHOLE),
        Choice("shuffle", (True, False)),
    )
}
# How far a range may be widened.
LIMITS: dict[str, tuple[float, float]] = {
    "learning_rate": (MIN_LEARNING_RATE, MAX_LEARNING_RATE),
    "units": (1, MAX_UNITS),
    "layers": (0, MAX_HIDDEN_LAYERS),
    "l1": (1e-8, MAX_PENALTY),
    "l2": (1e-8, MAX_PENALTY),
    "dropout": (0.0, MAX_DROPOUT),
    "epochs": (1, MAX_EPOCHS),
    "batch_size": (1, 5_000),
}
PRESET = tuple(USUAL)[:7]


def fit_to_data(settings: Sequence[Setting], dataset: Dataset) -> tuple[Setting, ...]:
    """Keep batches within the rows.

    Raises:
        ConfigError: If no batch that may be tried has so few rows.
    """
    rows = len(dataset.frame)
    fitted: list[Setting] = []
    for setting in settings:
        if isinstance(setting, Range) and setting.name == "batch_size":
            if setting.low > rows:
                raise ConfigError(
                    f"batch_size is tried from {exact(setting.low)}, but it must be at most "
                    f"{rows}, the number of rows."
                )
            setting = replace(setting, high=min(setting.high, rows))
        fitted.append(setting)
    return tuple(fitted)


def configure(base: TrainingConfig, values: Mapping[str, Any]) -> TrainingConfig:
    """Return the base with these values; what has no effect stays as the base has it.

    So configurations that train alike are equal.

    Raises:
        ConfigError: For a value that is not allowed.
    """
    own = {name: value for name, value in values.items() if name not in ("layers", "units")}
    config = replace(base, hidden_units=_hidden_units(base.hidden_units, values), **own)
    if not config.hidden_units:
        unused = ("activation", "kernel_initializer", "dropout")
        config = replace(config, **{name: getattr(base, name) for name in unused})
    if config.learning_rate == OPTIMIZERS[config.optimizer].learning_rate:
        config = replace(config, learning_rate=None)
    return config


def _hidden_units(base: tuple[int, ...], values: Mapping[str, Any]) -> tuple[int, ...]:
    layers = values.get("layers", len(base))
    if "units" in values:
        return (values["units"],) * layers
    more = base[-1:] or TrainingConfig().hidden_units
    return (base + more * layers)[:layers]


def parse_settings(text: str) -> tuple[Setting, ...]:
    """Read settings as "activation,units=2:8,optimizer=SGD:Adam".

    Raises:
        ConfigError: For a setting that can't vary or a value that is not allowed.
    """
    settings: dict[str, Setting] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, wanted = part.partition("=")
        if name not in USUAL:
            raise ConfigError(f"{name!r} can't vary, but these can: {', '.join(USUAL)}.")
        settings[name] = narrow(USUAL[name], wanted.split(":")) if wanted else USUAL[name]
    if not settings:
        raise ConfigError("Nothing may vary, but a search needs at least one setting that does.")
    return tuple(settings.values())


def written(setting: Setting) -> str:
    """Write a setting as `parse_settings` reads it."""
    ends = (setting.low, setting.high) if isinstance(setting, Range) else setting.options
    return f"{setting.name}={':'.join(map(str, ends))}"


def narrow(setting: Setting, wanted: Sequence[str]) -> Setting:
    """Return the setting with these options or, of a range, these two ends, written as text.

    Raises:
        ConfigError: For a value that is not allowed.
    """
    if isinstance(setting, Choice):
        options = {str(option): option for option in setting.options}
        unknown = [option for option in wanted if option not in options]
        if unknown:
            raise ConfigError(
                f"{setting.name} can't be {unknown[0]!r}, but one of {', '.join(options)}."
            )
        return replace(setting, options=tuple(options[option] for option in wanted))
    lowest, highest = LIMITS[setting.name]
    try:
        low, high = (int(end) if setting.whole else float(end) for end in wanted)
    except ValueError:
        low, high = 1, 0
    if not lowest <= low <= high <= highest:
        kind = "whole numbers" if setting.whole else "numbers"
        raise ConfigError(
            f"{setting.name} can't be tried at {':'.join(wanted)!r}; give two {kind} from "
            f"{lowest:g} to {highest:g}, as {setting.name}={setting.low:g}:{setting.high:g}."
        )
    return replace(setting, low=low, high=high)
