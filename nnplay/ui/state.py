"""Between a configuration and the widgets that hold it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, load_dataset
from nnplay.fields import MAX_HIDDEN_LAYERS
from nnplay.numbers import exact

DEFAULT = TrainingConfig()
KEPT_BY_DEFAULT = "default"  # what the learning rate's widget holds for Keras's default
UNITS = tuple(f"units_{layer}" for layer in range(1, MAX_HIDDEN_LAYERS + 1))
OWN = "own"  # what the choice holds for a learner's file, and how the names of its data begin
# What the page calls the data sets; also in an address, where Streamlit writes a choice as shown.
LABELS = {
    "car_crashes": "US states: fatal accidents",
    "car_crashes_median": "US states: few or many",
    "car_crashes_terciles": "US states: low, medium, high",
    "circle": "Pattern: circle",
    "xor": "Pattern: exclusive or",
    "gauss": "Pattern: two clusters",
    "spiral": "Pattern: spiral",
    "moons": "Pattern: two moons",
    "plane": "Pattern: slope",
    "bumps": "Pattern: hills and valleys",
    OWN: "Your own CSV",
}
# Fields whose widget has their name and holds their value as it is.
PLAIN = (
    *("samples", "noise", "data_seed"),
    *("standardize", "validation_split", "validation_rows"),
    *("activation", "output_activation", "kernel_initializer", "output_kernel_initializer"),
    *("optimizer", "loss", "l1", "l2", "dropout", "epochs", "batch_size", "shuffle", "seed"),
)
# The widget of the features is another one where it offers other columns; own ones are no part of
# the address.
FEATURES, OWN_FEATURES = ("features", "inputs"), "own_features"
SET = "widgets_set"  # what code has set since the whole page was last drawn
PATTERN = "circle"  # any of the patterns, which have the same usual inputs
# Every name that a setting has in an address.
SETTINGS = frozenset((*PLAIN, *FEATURES, *UNITS, "hidden_layers", "learning_rate", "dataset"))


def features_key(dataset: Dataset) -> str:
    return OWN_FEATURES if dataset.name.startswith(OWN) else FEATURES[dataset.pattern]


def widget_values(config: TrainingConfig, dataset: Dataset) -> dict[str, Any]:
    """Return what every widget holds for a configuration, by its key.

    A layer that is not there keeps the default number of units.
    """
    units = dict.fromkeys(UNITS, DEFAULT.hidden_units[0])
    units |= dict(zip(UNITS, config.hidden_units, strict=False))
    rate = config.learning_rate
    return {
        "dataset": OWN if config.dataset.startswith(OWN) else config.dataset,
        features_key(dataset): list(config.features or default_features(dataset)),
        "hidden_layers": len(config.hidden_units),
        **units,
        "learning_rate": KEPT_BY_DEFAULT if rate is None else exact(rate),
        **{name: getattr(config, name) for name in PLAIN},
    }


def read_widgets(values: Mapping[Any, Any], dataset: Dataset) -> TrainingConfig:
    """Return the configuration of what the widgets hold; the inverse of `widget_values`.

    Raises:
        ConfigError: For a setting that can't be used.
    """
    key = features_key(dataset)
    return TrainingConfig(
        dataset=dataset.name,
        # own data are made of the columns that are chosen
        features=None if key == OWN_FEATURES else _in_order(values[key], dataset),
        hidden_units=tuple(values[key] for key in UNITS[: values["hidden_layers"]]),
        learning_rate=_learning_rate(values["learning_rate"]),
        **{name: values[name] for name in PLAIN},
    )


def _in_order(features: Sequence[str], dataset: Dataset) -> tuple[str, ...] | None:
    """Order features as the table does, None for the usual; what is wrong stays, to be told."""
    ordered = tuple(name for name in dataset.features if name in features)
    if len(ordered) != len(features):
        return tuple(features)
    return None if ordered == default_features(dataset) else ordered


def _learning_rate(text: str) -> Any:
    """Read a learning rate; what is no number stays text, which `ConfigError` then names."""
    try:
        return None if text == KEPT_BY_DEFAULT else float(text.replace(",", "."))
    except ValueError:
        return text


def default_features(dataset: Dataset) -> tuple[str, ...]:
    """Return the columns that are looked at unless others are chosen."""
    return dataset.default_features or dataset.features


def set_widgets(values: Mapping[str, Any]) -> None:
    """Give widgets other values; call it in a callback, before they are drawn.

    Streamlit writes what code has set into the address only if it knows the widget, which other
    data or layers may be the first to need; of these it is written here, while none is bound to it.
    """
    unknown = [key for key in values if key in SETTINGS and key not in st.session_state]
    st.session_state.update(values)
    st.session_state.setdefault(SET, {}).update(values)
    usual = default_values()
    written = {key: as_text(values[key]) for key in unknown if values[key] != usual[key]}
    if written:
        st.query_params.update(written)


def settle_widgets() -> None:
    """Let what was set reach the address; call it in a run of the whole page, before its widgets.

    What the callback of a fragment has set Streamlit takes into the address only if it is set again
    in the run that draws the widgets.
    """
    values = st.session_state.pop(SET, {})
    st.session_state.update(
        {key: value for key, value in values.items() if st.session_state.get(key) == value}
    )


def default_values() -> dict[str, Any]:
    """Return what every widget of the address holds by default."""
    values: dict[str, Any] = {}
    for name in (DEFAULT.dataset, PATTERN):
        values = widget_values(DEFAULT, load_dataset(name)) | values
    return values


def as_text(value: Any) -> Any:
    """Write what a widget holds as an address does."""
    return str(value).lower() if isinstance(value, bool) else value
