"""The settings that a search may vary, and the configuration that their values make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optuna.trial import BaseTrial

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.fields import FIELDS, MAX_HIDDEN_LAYERS, MAX_UNITS, Choice, Field, Flag, Whole
from nnplay.numbers import exact

SIZES = ("units", "layers")  # the settings that make `hidden_units`
DIGITS = 3  # of a number that is drawn: more would only make addresses long


@dataclass(frozen=True)
class Options:
    """A setting that has one of some values.

    Attributes:
        label: How a sentence calls it.
    """

    name: str
    label: str
    options: tuple[Any, ...]

    def draw(self, trial: BaseTrial) -> Any:
        return trial.suggest_categorical(self.name, self.options)


@dataclass(frozen=True)
class Range:
    """A setting that is a number from `low` to `high`.

    Attributes:
        label: How a sentence calls it.
        lowest: How far down the range may be widened; highest: how far up.
        whole: Whether it is a whole number.
        logarithmic: Whether 1 to 10 gets as many tries as 10 to 100.
    """

    name: str
    label: str
    low: float
    high: float
    lowest: float
    highest: float
    whole: bool = False
    logarithmic: bool = False

    def draw(self, trial: BaseTrial) -> Any:
        if self.whole:
            low, high = int(self.low), int(self.high)
            return trial.suggest_int(self.name, low, high, log=self.logarithmic)
        number = trial.suggest_float(self.name, self.low, self.high, log=self.logarithmic)
        return float(f"{number:.{DIGITS}g}")


Setting = Options | Range


def _varying(row: Field) -> list[Setting]:
    """Return the ranges or options that a search tries; layers and their units vary separately."""
    search, kind = row.search, row.kind
    if search is None:
        return []
    if row.name == "hidden_units":
        return [
            Range("layers", "hidden layers", 0, 2, 0, MAX_HIDDEN_LAYERS, whole=True),
            Range("units", "units", 1, 16, 1, MAX_UNITS, whole=True, logarithmic=True),
        ]
    if isinstance(kind, Choice | Flag):
        options = kind.options if isinstance(kind, Choice) else (True, False)
        return [Options(row.name, row.noun, options)]
    low, high = kind.arguments
    return [
        Range(
            row.name,
            row.noun,
            search.low,
            search.high,
            low if search.lowest is None else search.lowest,
            high if search.highest is None else search.highest,
            whole=isinstance(kind, Whole),
            logarithmic=search.logarithmic,
        )
    ]


# The settings that may vary, with the values that are tried by default, and the names of those that
# vary by default.
SETTINGS: dict[str, Setting] = {
    each.name: each for row in FIELDS.values() for each in _varying(row)
}
BY_DEFAULT = tuple(
    each.name
    for row in FIELDS.values()
    if row.search and row.search.by_default
    for each in _varying(row)
)


def fit_to_data(settings: Sequence[Setting], dataset: Dataset) -> tuple[Setting, ...]:
    """Return the settings with batches no larger than the data set.

    Raises:
        ConfigError: If all batches that may be tried are larger.
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
    """Return the base with these values, but those that have no effect as in the base.

    This makes configurations equal that train alike.

    Raises:
        ConfigError: For a value that is not allowed.
    """
    own = {name: value for name, value in values.items() if name not in SIZES}
    config = replace(base, hidden_units=_hidden_units(base.hidden_units, values), **own)
    if "activation" in own:
        config = replace(config, layer_activations=())
    if not config.hidden_units:
        unused = ("activation", "layer_activations", "kernel_initializer", "dropout")
        config = replace(config, **{name: getattr(base, name) for name in unused})
    return config.normalized


def _hidden_units(base: tuple[int, ...], values: Mapping[str, Any]) -> tuple[int, ...]:
    layers = values.get("layers", len(base))
    if "units" in values:
        return (values["units"],) * layers
    more = base[-1:] or TrainingConfig().hidden_units
    return (base + more * layers)[:layers]


def parse_settings(text: str) -> tuple[Setting, ...]:
    """Read settings from a text like "activation,units=2:8,optimizer=SGD:Adam".

    Raises:
        ConfigError: For a setting that can't vary or a value that is not allowed.
    """
    settings: dict[str, Setting] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, wanted = part.partition("=")
        if name not in SETTINGS:
            raise ConfigError(f"{name!r} can't vary, but these can: {', '.join(SETTINGS)}.")
        settings[name] = narrow(SETTINGS[name], wanted.split(":")) if wanted else SETTINGS[name]
    if not settings:
        raise ConfigError("Nothing may vary, but a search needs at least one setting that does.")
    return tuple(settings.values())


def written(setting: Setting) -> str:
    """Write a setting as `parse_settings` reads it."""
    ends = (setting.low, setting.high) if isinstance(setting, Range) else setting.options
    return f"{setting.name}={':'.join(map(str, ends))}"


def narrow(setting: Setting, wanted: Sequence[str]) -> Setting:
    """Return the setting with other options or, if it is a range, with two other ends.

    Args:
        wanted: The options or the ends, as texts.

    Raises:
        ConfigError: For a value that is not allowed.
    """
    if isinstance(setting, Options):
        options = {str(option): option for option in setting.options}
        unknown = [option for option in wanted if option not in options]
        if unknown:
            raise ConfigError(
                f"{setting.name} can't be {unknown[0]!r}, but one of {', '.join(options)}."
            )
        return replace(setting, options=tuple(options[option] for option in wanted))
    try:
        low, high = (int(end) if setting.whole else float(end) for end in wanted)
    except ValueError:
        low, high = 1, 0
    if not setting.lowest <= low <= high <= setting.highest:
        kind = "whole numbers" if setting.whole else "numbers"
        raise ConfigError(
            f"{setting.name} can't be tried at {':'.join(wanted)!r}; give two {kind} from "
            f"{setting.lowest:g} to {setting.highest:g}, as "
            f"{setting.name}={setting.low:g}:{setting.high:g}."
        )
    return replace(setting, low=low, high=high)
