"""The address of the page: a `PageState` written as parameters, and read again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.fields import FIELDS
from nnplay.lessons import CLOSING, LESSONS
from nnplay.ui.panels import PANELS
from nnplay.ui.state.controls import NAMES, hidden_by
from nnplay.ui.state.page_state import (
    DEFAULT,
    MOST_SAVED,
    OWN,
    Find,
    PageState,
    SavedRun,
    asks_first,
    base_config,
    clean_name,
    first_dataset,
    first_panel,
    is_own,
    save,
    with_setting,
)
from nnplay.ui.state.surface_choice import read_surface, write_surface

TABLE = "table"  # the parameter that says what is asked of a learner's table
DROPPED_WITH_DATA = {*FIELDS, "epoch", TABLE}  # parameters that make sense with those data alone
NOTHING = "none"  # the value of `hide` if nothing is hidden although the lesson hides something
PROJECTOR = "projector"
MOST_LETTERS = 60  # that a complaint quotes of a wrong name or value
OWN_AWAITED = (
    "Own tables are not part of a link, nor kept when the page is loaded again. Choose the table, "
    "or one with the same columns: the settings of the link are then used."
)
Params = Mapping[str, Sequence[str]]


def encode(state: PageState, find: Find = dataset_of) -> dict[str, list[str]]:
    """Write a page as the parameters of its address, leaving out all that is as by default.

    Args:
        find: Returns the data of a configuration, also a learner's own.
    """
    params = {"lesson": [state.lesson or ""]}
    params |= _write_config(state.config, state.lesson, find)
    params |= {
        "panel": [state.panel if state.panel != first_panel(state.lesson) else ""],
        "ask": [str(int(state.asks)) if state.asks != asks_first(state.lesson) else ""],
        "epoch": ["" if state.epoch is None else str(state.epoch)],
        "hide": [_write_hidden(state)],
        "lock": ["1" if state.locked else ""],
        "mode": [PROJECTOR if state.projector else ""],
        "saved": [_write_saved(each) for each in state.saved if not is_own(each.config)],
        "search": [state.search or ""],
        "surface": [write_surface(state.surface)],
    }
    return {name: texts for name, texts in params.items() if texts not in ([], [""])}


def write_query(state: PageState) -> str:
    """Write a page as the query of a link, "" for the page that an empty address opens."""
    return urlencode(encode(state), doseq=True, safe=",")


def decode(params: Params, find: Find = dataset_of) -> tuple[PageState, list[str]]:
    """Read what `encode` writes; return with it one sentence for each part that can't be used."""
    complaints: list[str] = []
    config_params = {name: params[name] for name in params if name in FIELDS}
    lesson = params.get("lesson", [""])[-1]
    if lesson and lesson not in (*LESSONS, CLOSING):
        complaints.append(f"There is no lesson {_cut(lesson)!r}; the page goes on without one.")
        lesson = ""
    if awaits_table(params, find):
        complaints.append(OWN_AWAITED)
        params = {name: params[name] for name in params if name not in DROPPED_WITH_DATA}
        config_params = {}
    config, wrong = _read_config(config_params, lesson or None, find)
    complaints += [_ignored(reason) for reason in wrong]
    active = lesson or None
    state = PageState(
        config, active, first_panel(active), asks_first(active), hidden=hidden_by(active)
    )
    for name, texts in params.items():
        if name not in config_params and name != "lesson":
            state = _read_parameter(state, name, texts, complaints, find)
    return state, complaints


def awaits_table(params: Params, find: Find = dataset_of) -> bool:
    """Tell whether the settings of an address are for a learner's table that is not here."""
    name = "".join(params.get("dataset", [""])[-1:])
    if name != OWN and not name.startswith(f"{OWN}-"):
        return False
    try:
        find(replace(DEFAULT, dataset=name))
    except ConfigError:
        return True
    return False


def settings_for(dataset: Dataset, params: Params, find: Find) -> tuple[TrainingConfig, list[str]]:
    """Read the settings of an address for other data; return a sentence for what does not fit."""
    settings = {name: params[name] for name in params if name in FIELDS}
    config, wrong = _read_config({**settings, "dataset": [dataset.name]}, None, find)
    return config, [_ignored(reason) for reason in wrong]


# ---- settings


def _write_config(config: TrainingConfig, lesson: str | None, find: Find) -> dict[str, list[str]]:
    base = base_config(config.dataset, lesson, find)
    texts = {
        name: [FIELDS[name].kind.write(getattr(config, name))]
        for name in FIELDS
        if getattr(config, name) != getattr(base, name)
    }
    if config.dataset != first_dataset(lesson):
        texts = {"dataset": [config.dataset], **texts}
    return texts


def _read_config(
    params: Params, lesson: str | None, find: Find
) -> tuple[TrainingConfig, list[str]]:
    """Read the settings of an address; return with them why each other one can't be used."""
    reasons = []
    first = first_dataset(lesson)
    try:
        config = base_config(params.get("dataset", [first])[-1], lesson, find)
    except ConfigError as error:
        reasons.append(_reason(error))
        config = base_config(first, lesson, find)
    for name, field in FIELDS.items():
        if name in params and name != "dataset":
            try:
                config = with_setting(config, name, field.kind.read(params[name][-1]), find)
            except ConfigError as error:
                reasons.append(_reason(error))
    return config, reasons


def _reason(error: ConfigError) -> str:
    return str(error).rstrip(".")


def _ignored(reason: str) -> str:
    return f"{reason}; the link's value was ignored."


# ---- what else a link says


def _read_parameter(
    state: PageState, name: str, texts: Sequence[str], complaints: list[str], find: Find
) -> PageState:
    """Read one parameter that is not a setting."""
    value = texts[-1]
    try:
        match name:
            case "panel":
                return replace(state, panel=_choice(name, value, [panel.name for panel in PANELS]))
            case "ask":
                return replace(state, asks=_choice(name, value, ("0", "1")) == "1")
            case "epoch":
                return replace(state, epoch=_read_epoch(value, state.config.epochs))
            case "hide":
                return replace(state, hidden=_read_hidden(value, complaints))
            case "lock":
                return replace(state, locked=bool(_choice(name, value, ("1",))))
            case "mode":
                return replace(state, projector=bool(_choice(name, value, (PROJECTOR,))))
            case "saved":
                return _read_saved(state, texts, complaints, find)
            case "search":
                return replace(state, search=value or None)
            case "surface":
                return replace(state, surface=read_surface(value))
        complaints.append(f"The link names {_cut(name)!r}, which is no setting; it was ignored.")
    except ConfigError as error:
        complaints.append(_ignored(_reason(error)))
    return state


def _choice(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        which = f"{'one of ' * (len(allowed) > 1)}{', '.join(allowed)}"
        raise ConfigError(f"{name} is {_cut(value)!r}, but it must be {which}.")
    return value


def _read_epoch(text: str, last: int) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) > last:
        raise ConfigError(
            f"epoch is {_cut(text)!r}, but it must be a whole number from 0 to {last}."
        )
    return int(text)


def _write_hidden(state: PageState) -> str:
    if state.hidden == hidden_by(state.lesson):
        return ""
    return ",".join(sorted(state.hidden)) or NOTHING


def _read_hidden(text: str, complaints: list[str]) -> frozenset[str]:
    words = [word for word in text.split(",") if word not in ("", NOTHING)]
    complaints += [
        f"hide names {_cut(word)!r}, which is no control or panel; it was ignored."
        for word in words
        if word not in NAMES
    ]
    return frozenset(words) & frozenset(NAMES)


# ---- saved runs


def _write_saved(run: SavedRun) -> str:
    texts = _write_config(run.config, None, dataset_of)
    if run.given_name:
        texts["name"] = [run.given_name]
    return urlencode(texts or {"dataset": [run.config.dataset]}, doseq=True, safe=",")


def _read_saved(
    state: PageState, texts: Sequence[str], complaints: list[str], find: Find
) -> PageState:
    texts = list(dict.fromkeys(texts))
    if len(texts) > MOST_SAVED:
        complaints.append(
            f"The link holds {len(texts)} saved runs, but {MOST_SAVED} is the most; the others "
            "were ignored."
        )
    for number, text in enumerate(texts[:MOST_SAVED], start=1):
        params = parse_qs(text, keep_blank_values=True)
        name = clean_name(params.pop("name", [""])[-1])
        config, reasons = _read_config(params, None, find)
        reasons += [f"{_cut(each)!r} is no setting" for each in params if each not in FIELDS]
        if reasons:
            complaints.append(f"Saved run {number} of the link was ignored: {reasons[0]}.")
        else:
            state = save(state, SavedRun(config, name))
    return state


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
