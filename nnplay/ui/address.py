"""What a copied address says, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from nnplay.config import MAX_HIDDEN_LAYERS, ConfigError, TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.ui.settings import DEFAULT, KEPT_BY_DEFAULT, PLAIN, UNITS

VERSION_KEY = "v"
# To be raised when a default changes: defaults are left out of an address, so an old one would
# mean something else.
VERSION = "1"

# Where the page keeps its own place; any value does.
PLACES = (VERSION_KEY, "panel")


def complaints(params: Mapping[str, Sequence[str]], dataset: Dataset) -> dict[str, str]:
    """Name every part of an address that can't be used, one sentence each.

    Args:
        params: Each name of the address with its values.
    """
    found = {}
    for name, values in params.items():
        try:
            _check(name, values, dataset)
        except ConfigError as error:
            found[name] = f"{str(error).rstrip('.')}; the default is used instead of the address's."
        except KeyError:
            found[name] = f"The address names {name!r}, which is no setting; it was ignored."
    if params and params.get(VERSION_KEY, [VERSION])[-1] != VERSION:
        found[VERSION_KEY] = (
            "The address was made by another version of this page; settings it leaves out may "
            "have had other defaults."
        )
    return found


def read_address(dataset: Dataset) -> None:
    """Take what can't be used out of a session's first address, before a widget reads it.

    Left to itself a widget bends some wrong values silently (3.7 epochs become 3).
    """
    if "complaints" in st.session_state:
        return
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    wrong = complaints(params, dataset)
    st.session_state.complaints = list(wrong.values())
    for name in wrong:
        del st.query_params[name]
    if wrong:
        st.rerun()  # widgets read the address that a run began with


def sign_address(config: TrainingConfig) -> None:
    """Write the version into an address that holds settings.

    Not before: it makes an entry in the browser's history, and "back" must leave the page that
    nobody has changed.
    """
    if config != DEFAULT and VERSION_KEY not in st.query_params:
        st.query_params[VERSION_KEY] = VERSION


def show_complaints(config: TrainingConfig) -> None:
    """Say what was wrong with the address, until a setting is changed."""
    if st.session_state.setdefault("first_config", config) != config:
        st.session_state.complaints = []
    for sentence in st.session_state.complaints:
        st.warning(sentence, icon=":material/link_off:")


def _check(name: str, values: Sequence[str], dataset: Dataset) -> None:
    """Raise ConfigError for a value that is not allowed, KeyError for a name that is not known."""
    value = values[-1] if values else ""
    if name in PLACES:
        return
    if name == "features":
        prepare(TrainingConfig(features=tuple(values)), dataset)
    elif name == "learning_rate":
        TrainingConfig(learning_rate=parse_learning_rate(value))
    elif name == "hidden_layers":
        if value not in map(str, range(MAX_HIDDEN_LAYERS + 1)):
            raise ConfigError(
                f"hidden_layers is {value!r}, but it must be a whole number from 0 to "
                f"{MAX_HIDDEN_LAYERS}."
            )
    elif name in UNITS:
        before = (1,) * UNITS.index(name)  # so that the sentence names the right layer
        TrainingConfig(hidden_units=(*before, _number(value, int)))
    else:
        prepare(replace(DEFAULT, **{name: _parse(name, value)}), dataset)


def _parse(name: str, value: str) -> Any:
    if name not in PLAIN:
        raise KeyError(name)
    kind = type(getattr(DEFAULT, name))
    if kind is bool:
        return {"true": True, "false": False}.get(value.lower(), value)
    return value if kind is str else _number(value, kind)


def parse_learning_rate(text: str) -> Any:
    """Read a learning rate: "default" is None, what is no number stays text for ConfigError."""
    return None if text == KEPT_BY_DEFAULT else _number(text.replace(",", "."), float)


def _number(text: str, kind: type) -> Any:
    try:
        return kind(text)
    except ValueError:
        return text
