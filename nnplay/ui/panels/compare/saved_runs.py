"""The runs that a learner keeps: at most eight, in the session and in the address.

The address holds their configurations, each written as the page's own address has the settings; a
session also has their results, which are trained again when an address is opened.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnplay.chunks import OnProgress
from nnplay.config import ConfigError, TrainingConfig
from nnplay.diagnosis import verdict
from nnplay.evaluation.comparison import Result, name_of, result_of
from nnplay.ui.runs import Run, get_run
from nnplay.ui.settings.csv_upload import find_dataset, is_own
from nnplay.ui.url import (
    KEPT_KEY,
    VERSION,
    VERSION_KEY,
    read_settings,
    settings_address,
)

MOST_KEPT = 8
MOST_LETTERS = 40
NAME_KEY = "name"
TAKEN = ("abbrev", "state", "actual")  # columns beside those of the runs
# What a spreadsheet would take for a formula, also behind a separator, and what Plotly and Markdown
# would take for markup or a link.
NOT_FIRST, NOWHERE = "=+-@ ", "<>`[]\\;|"


@dataclass(frozen=True)
class Kept:
    """A kept configuration and the learner's name for it, "" for the automatic one."""

    config: TrainingConfig
    given_name: str = ""

    @property
    def name(self) -> str:
        return self.given_name or name_of(self.config)


def read_kept() -> None:
    """Take the kept runs from a session's first address, and say what is wrong with them.

    Later the address follows the session, but for the browser's "back", which takes back what was
    kept, renamed or removed as it does with settings.
    """
    st.session_state.setdefault("results", {})
    context = get_script_run_ctx()
    if "kept" in st.session_state and not (context and context.is_history_navigation):
        return
    st.session_state.kept = []
    texts = list(dict.fromkeys(st.query_params.get_all(KEPT_KEY)))
    if len(texts) > MOST_KEPT:
        st.session_state.complaints.append(
            f"The address holds {len(texts)} kept runs, but {MOST_KEPT} is the most; the others "
            "were left out."
        )
    for number, text in enumerate(texts[:MOST_KEPT], start=1):
        try:
            _add(_read(text))
        except (ConfigError, KeyError) as error:
            reason = str(error) if isinstance(error, ConfigError) else f"{error} is no setting."
            complaint = f"Kept run {number} of the address was left out: {reason}"
            st.session_state.complaints.append(complaint)
    if len(st.session_state.kept) != len(st.query_params.get_all(KEPT_KEY)):
        _write()


def kept_runs() -> list[Kept]:
    return list(st.session_state.kept)


def names_of(kept: list[Kept]) -> list[str]:
    """Return the names of kept runs, numbered where two are alike or one is a table's own."""
    names: list[str] = []
    for each in kept:
        name, number = each.name, 1
        while name in (*TAKEN, *names):
            number += 1
            name = f"{each.name} ({number})"
        names.append(name)
    return names


def is_kept(config: TrainingConfig) -> bool:
    return any(each.config == _usual(config) for each in st.session_state.kept)


def is_full() -> bool:
    return len(st.session_state.kept) >= MOST_KEPT


def keep(run: Run) -> None:
    """Keep a finished run; one that is kept stays as it is."""
    if not is_kept(run.config) and not is_full():
        st.session_state.results[_usual(run.config)] = _result(run)
        _add(Kept(run.config))
        _write()


def rename(config: TrainingConfig, name: str) -> str:
    """Give a kept run another name, "" for the automatic one; return it as it is kept."""
    name = clean_name(name)
    st.session_state.kept = [
        Kept(config, name) if each.config == config else each for each in st.session_state.kept
    ]
    _write()
    return name


def remove(config: TrainingConfig) -> None:
    st.session_state.kept = [each for each in st.session_state.kept if each.config != config]
    st.session_state.results.pop(config, None)
    _write()


def clean_name(name: str) -> str:
    """Return a name that is safe in tables, figures and spreadsheets, at most 40 letters long."""
    letters = unicodedata.normalize("NFKC", name)  # a full-width = is a = to a spreadsheet
    printable = "".join(each if each.isprintable() else " " for each in letters)
    printable = "".join(each for each in printable if each not in NOWHERE)
    return " ".join(printable.split()).lstrip(NOT_FIRST)[:MOST_LETTERS].strip()


def kept_results(
    kept: list[Kept], on_wait: Callable[[int], None], on_progress: OnProgress
) -> list[Result]:
    """Return the results of kept runs, trained now where the session has none.

    Args:
        on_wait: Called with the number of a run before it is trained, from 0.

    Raises:
        WorkerError: If the worker died again and again.
    """
    results = st.session_state.results
    for number, each in enumerate(kept):
        if each.config not in results:
            on_wait(number)
            run = get_run(each.config, find_dataset(each.config), on_progress=on_progress)
            results[each.config] = _result(run)
    return [results[each.config] for each in kept]


def _result(run: Run) -> Result:
    return result_of(run.config, run.examples, run.history, verdict(run.findings))


def _add(kept: Kept) -> None:
    if not is_kept(kept.config):
        kept = replace(kept, config=_usual(kept.config))
        st.session_state.kept = [*st.session_state.kept, kept]


def _usual(config: TrainingConfig) -> TrainingConfig:
    """Leave a learning rate out that is the optimizer's own, so that equal runs are equal."""
    return config.normalized


def _read(text: str) -> Kept:
    """Read what `_write` writes.

    Raises:
        ConfigError: For a value that is not allowed.
        KeyError: For a name that is no setting.
    """
    params = parse_qs(text, keep_blank_values=True)
    name = params.pop(NAME_KEY, [""])[-1]
    return Kept(read_settings(params), clean_name(name))


def _write() -> None:
    texts = []
    for each in st.session_state.kept:
        if is_own(each.config):
            continue  # a learner's own data are no part of an address
        text = settings_address(each.config)
        name = urlencode({NAME_KEY: each.given_name}) if each.given_name else ""
        texts.append("&".join(part for part in (text, name) if part))
    if texts:
        st.query_params.update({KEPT_KEY: texts, VERSION_KEY: VERSION})
    elif KEPT_KEY in st.query_params:
        del st.query_params[KEPT_KEY]
