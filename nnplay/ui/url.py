"""What a copied address says, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.fields import MAX_HIDDEN_LAYERS
from nnplay.lessons import CLOSING, LESSONS
from nnplay.ui.state import (
    DEFAULT,
    FEATURES,
    LABELS,
    OWN,
    PLAIN,
    SETTINGS,
    UNITS,
    as_text,
    read_widgets,
    widget_values,
)
from nnplay.ui.teaching.visibility import GROUPS, HIDE_KEY, LOCK_KEY, PANEL

MOST_COMPLAINTS, MOST_LETTERS = 8, 300
# What makes links, pictures, code and formulas in Markdown; an address alone is a link, too.
MARKUP = re.compile(r"([\\\[\]()<>`$!@]|:(?=/)|(?<=www)\.)", re.IGNORECASE)
VERSION_KEY = "v"
# To be raised when a default changes: defaults are left out of an address, so an old one would
# mean something else.
VERSION = "1"

KEPT_KEY = "kept"  # the kept runs, which `ui.kept` reads
SEARCH_KEY = "search"  # the search of `ui.find`, by the id it has in the server
LESSON_KEY = "lesson"  # the lesson, which `ui.course` reads
NAMES = {label: name for name, label in LABELS.items()}
# Settings that say what the data are, which decide what other settings may be.
DATA = ("dataset", "samples", "noise", "data_seed")
EPOCH_KEY, PANEL_KEY, MODE_KEY = "epoch", "panel", "mode"
OF_DATA = SETTINGS | {EPOCH_KEY}  # what makes sense with the data alone that it was chosen for
OWN_DROPPED = (
    "Your own data are no part of a link, so choose the file again; the settings that were made "
    "for them are left out."
)
PROJECTOR = "projector"
# What an address holds besides settings, and what it may be where that is not for others to tell.
PLACES: dict[str, tuple[str, ...] | None] = {
    VERSION_KEY: None,
    KEPT_KEY: None,
    LESSON_KEY: None,
    SEARCH_KEY: None,
    HIDE_KEY: None,
    EPOCH_KEY: None,
    LOCK_KEY: ("1",),
    MODE_KEY: (PROJECTOR,),
    PANEL_KEY: tuple(name.removeprefix(PANEL) for name in GROUPS["Panels"]),
}


def complaints(params: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Name every part of an address that can't be used, one sentence each.

    Args:
        params: Each name of the address with its values.
    """
    found = {}
    chosen = params.get("dataset", [""])[-1]
    if NAMES.get(chosen, chosen) == OWN:
        found = dict.fromkeys(OF_DATA.intersection(params), OWN_DROPPED)
        params = {name: values for name, values in params.items() if name not in OF_DATA}
    about_data = {name: params[name] for name in DATA if name in params}
    for name, values in params.items():
        if name == LESSON_KEY and values[-1] not in (*LESSONS, CLOSING):
            found[name] = f"There is no lesson {values[-1]!r}; the page goes on without one."
            continue
        try:
            if name == EPOCH_KEY:
                _check_epoch(values, params)
            _check(name, values, about_data)
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


def read_address() -> None:
    """Take what can't be used out of a session's first address, before a widget reads it.

    Left to itself a widget bends some wrong values silently (3.7 epochs become 3).
    """
    if "complaints" in st.session_state:
        return
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    wrong = complaints(params)
    st.session_state.complaints = list(dict.fromkeys(wrong.values()))
    for name in wrong:
        del st.query_params[name]
    named = st.query_params.get("dataset") in LABELS
    if named:
        st.query_params["dataset"] = LABELS[st.query_params["dataset"]]
    if wrong or named:
        st.rerun()  # widgets read the address that a run began with


def sign_address(config: TrainingConfig) -> None:
    """Write the version into an address that holds settings.

    Not before: it makes an entry in the browser's history, and "back" must leave the page that
    nobody has changed.
    """
    if config != DEFAULT and VERSION_KEY not in st.query_params:
        st.query_params[VERSION_KEY] = VERSION


def forget(name: str) -> None:
    """Take what is no setting out of the address, because it is not so any more."""
    if name in st.query_params:
        del st.query_params[name]


def show_complaints(config: TrainingConfig) -> None:
    """Say what was wrong with the address, until a setting is changed."""
    if st.session_state.setdefault("first_config", config) != config:
        st.session_state.complaints = []
    for sentence in st.session_state.complaints[:MOST_COMPLAINTS]:
        st.warning(plain(sentence), icon=":material/link_off:")


def plain(text: str) -> str:
    """Keep what an address says from being read as Markdown, and from being endless."""
    shortened = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
    return MARKUP.sub(r"\\\1", shortened)


def settings_address(config: TrainingConfig) -> str:
    """Write a configuration as the address of the page has it: only what is not the default."""
    dataset = dataset_of(config)
    default = widget_values(DEFAULT, dataset)
    values = {
        name: value
        for name, value in widget_values(config, dataset).items()
        if value != default[name]
    }
    return urlencode({name: as_text(value) for name, value in values.items()}, doseq=True)


def write_settings(config: TrainingConfig) -> None:
    """Put a configuration into the address, before a session's widgets read it; then rerun."""
    params = parse_qs(settings_address(config))
    if "dataset" in params:
        params["dataset"] = [LABELS[config.dataset]]
    st.query_params.update({**params, VERSION_KEY: VERSION})


def read_settings(params: Mapping[str, Sequence[str]]) -> TrainingConfig:
    """Read the settings of an address; those it leaves out have their defaults.

    Raises:
        ConfigError: For a value that is not allowed.
        KeyError: For a name that is not known.
    """
    chosen = {name: _parse(name, values) for name, values in params.items()}
    about_data = {name: chosen[name] for name in DATA if name in chosen}
    dataset = dataset_of(replace(DEFAULT, **about_data))
    config = read_widgets({**widget_values(DEFAULT, dataset), **chosen}, dataset)
    prepare(config, dataset)
    return config


def _check(name: str, values: Sequence[str], about_data: Mapping[str, Sequence[str]]) -> None:
    """Raise ConfigError for a value that is not allowed, KeyError for a name that is not known."""
    if name in PLACES:
        allowed, value = PLACES[name], values[-1]
        if allowed and value not in allowed:
            raise ConfigError(f"{name} is {value!r}, but it must be {' or '.join(allowed)}.")
        return
    params = {name: values}
    if name not in DATA:  # what is wrong with the data is said of them alone
        params |= {each: about_data[each] for each in about_data if _is_good(each, about_data)}
    if name in UNITS:  # which count only for a layer that is there
        params["hidden_layers"] = [str(UNITS.index(name) + 1)]
    read_settings(params)


def _check_epoch(values: Sequence[str], params: Mapping[str, Sequence[str]]) -> None:
    """Raise ConfigError for an epoch that a run of these settings does not have."""
    last = DEFAULT.epochs
    if "epochs" in params and _is_good("epochs", params):
        last = int(params["epochs"][-1])
    if not re.fullmatch("[0-9]{1,6}", values[-1]) or int(values[-1]) > last:
        raise ConfigError(
            f"epoch is {values[-1]!r}, but it must be a whole number from 0 to {last}."
        )


def _is_good(name: str, params: Mapping[str, Sequence[str]]) -> bool:
    try:
        read_settings({name: params[name]})
    except ConfigError:
        return False
    return True


def _parse(name: str, values: Sequence[str]) -> Any:
    """Return what a widget holds for an address; a text that can't be read stays a text."""
    value = values[-1] if values else ""
    if name in FEATURES:
        return list(values)
    if name == "learning_rate":
        return value
    if name == "dataset":
        if NAMES.get(value, value) == OWN:
            raise ConfigError(OWN_DROPPED)
        return NAMES.get(value, value)
    if name in UNITS:
        return _number(value, int)
    if name == "hidden_layers":
        if value not in map(str, range(MAX_HIDDEN_LAYERS + 1)):
            raise ConfigError(
                f"hidden_layers is {value!r}, but it must be a whole number from 0 to "
                f"{MAX_HIDDEN_LAYERS}."
            )
        return int(value)
    if name not in PLAIN:
        raise KeyError(name)
    kind = type(getattr(DEFAULT, name))
    if kind is bool:
        return {"true": True, "false": False}.get(value.lower(), value)
    return value if kind is str else _number(value, kind)


def _number(text: str, kind: type) -> Any:
    try:
        return kind(text)
    except ValueError:
        return text
