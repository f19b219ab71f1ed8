"""The state of a learner's page, which widgets show and the address mirrors.

What a link says is one `PageState`; all else that a session holds has one of the `KEYS`. Other keys
are those of widgets. Nothing here draws.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.ui.state.controls import GIVEAWAYS, hidden_by
from nnplay.ui.state.page_state import PageState, canonical, with_setting
from nnplay.ui.state.url import awaits_table, decode, encode

# Everything in `st.session_state` that is no widget's.
KEYS: dict[str, Callable[[], Any]] = {
    # -- the page and its address
    "page": PageState,
    "written": PageState,  # the page that the address says
    "address": dict,  # the parameters that were last written or taken over
    "overtaken": list,  # those written over since the browser was last known to have them
    "widgets": dict,  # what each widget held when the page was last drawn
    "used": dict,  # what each widget had held that was used for the run before
    "asked": list,  # what widgets outside fragments have asked for since the run before
    "complaints": list,  # what is wrong with the link, until a setting is changed
    "refused": str,  # why a setting could not be changed as was asked last
    # -- what the browser told, or the learner wants to see
    "projects": bool,  # whether the browser is in the mode of a projector
    "set_up_for": lambda: None,  # whether the page that the browser was set up for is a projector's
    "strip_open": bool,  # whether a projector shows the main settings above the stage
    "before_reset": lambda: None,  # the configuration that a reset led to, and the one before
    "changed": bool,  # whether the learner has changed a setting here
    "all_shown": bool,  # whether a visitor has what is hidden shown
    "folds": dict,  # whether each fold of the settings is open, by its key
    # -- runs
    "run": lambda: None,  # the last `Run`, which stays on the page if the next one fails
    "applied_fix": lambda: None,  # the configuration it led to, its `Offer`, and the error before
    "when_judged": lambda: None,  # what draws what the judgement of a run adds, until it is known
    "saved_results": dict,  # the `Result` of each saved configuration that was trained here
    "chosen_runs": dict,  # the configurations chosen for a view of saved runs, by its widget
    "asked_place": lambda: None,  # what was pointed at last in the plane, and how often one was
    "settings_of": dict,  # the configuration last used with each data set
    # -- the learner's own tables
    "own_open": bool,  # whether one is being chosen, or shown before it is used
    "own_draft": lambda: None,  # the `Draft` that is shown then, once a table was chosen
    "own_error": str,  # why the file or the cells that were chosen last can't be read
    "own_used": dict,  # the `Draft` of each that was learned from, by the name of its data
    "own_awaited": dict,  # the address that was made for a table which is not here, if any
    "own_known": dict,  # how tables were read and what was asked of them, by their shapes
    "search": lambda: None,  # the `Search` of this session
    # -- lessons
    "predictions": dict,  # what the learner has said, by the names of lessons
    "marks": lambda: None,  # the `Marks` of the course
    "no_answer": bool,  # whether an answer is missing
    "lesson_numbers": lambda: None,  # the numbers of the lesson's runs, and which these are
}


def follow_address() -> None:
    """Take over what a link or the browser's history says; call it first in a run of the page.

    An action, also one that changes no setting, counts more than an address that the page has
    overtaken, as the browser had not been told of the new one yet. It counts less than any other
    address: if you go back or forward faster than the page is drawn, the browser sends widgets that
    still show another step, which look like actions.
    """
    session = st.session_state
    is_new = "page" not in session
    for key, make in KEYS.items():
        if key not in session:
            session[key] = make()
    for action in session.asked:
        action()
    session.asked = []
    query = _query()
    acted = _note_use() or page() != session.written
    is_overtaken = acted and query in session.overtaken
    if query != session.address and not is_overtaken:
        session.page, session.complaints = decode(query, find_dataset)
        session.own_awaited = query if awaits_table(query, find_dataset) else {}
        session.written, session.address = page(), query
        session.refused = ""
        close_own_table()
    if query == session.address:
        session.overtaken = []
    if is_new:  # or the page would be drawn twice where the browser can be in that mode
        session.projects = page().projector


def write_address() -> None:
    """Bring the address to what the page is; call it once, at the end of a run or a fragment.

    A browser that still has an overtaken address is told again: under load Streamlit drops what a
    run has sent when the next one is asked for just as it ends.
    """
    session = st.session_state
    if page() != session.written:
        query = encode(page(), find_dataset)
        if query != session.address:
            session.overtaken = [*session.overtaken, session.address]
        session.written, session.address = page(), query
    if _query() in session.overtaken:
        st.query_params.from_dict(session.address)
    session.widgets = _widgets()
    session.asked = []


def _query() -> dict[str, list[str]]:
    """Return the parameters that the browser has, or that were written since."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _note_use() -> bool:
    """Tell whether a widget was used, and not only a button let go of, since the page was drawn."""
    session, now = st.session_state, _widgets()
    used = {key: was for key, was in session.widgets.items() if now.get(key, was) != was}
    released = {key for key in used if key in session.used and now[key] == session.used[key]}
    session.used = used
    return bool(used.keys() - released)


def _widgets() -> dict[str, Any]:
    return {str(key): value for key, value in st.session_state.items() if key not in KEYS}


def page() -> PageState:
    return st.session_state.page


def change(**changes: Any) -> None:
    """Replace fields of the page; for a callback.

    An epoch that a link named belongs to its run, and what was said of the link is no longer true.
    """
    before = page()
    if changes.get("config", before.config) != before.config:
        changes.setdefault("epoch", None)
        st.session_state.complaints = []
        st.session_state.changed = True
        close_own_table()
    st.session_state.refused = ""
    st.session_state.page = replace(before, **changes)


def ask(action: Callable[[], None]) -> None:
    """Have something done when the page is next drawn whole; for a callback outside fragments.

    A fragment's run drops it: what it seems to say is old. A widget that is used asks for a whole
    run; a fragment's run, as the film asks for to tell its epoch, brings along what all widgets
    held when the browser had not yet heard of a change.
    """
    st.session_state.asked.append(action)


def close_own_table() -> None:
    """Leave the choice of a table; the data stay as they are."""
    session = st.session_state
    session.own_open, session.own_draft, session.own_error = False, None, ""


def set_config(config: TrainingConfig) -> None:
    """Change all settings; for a callback.

    Raises:
        ConfigError: If its data are not here.
    """
    change(config=canonical(config, find_dataset(config)))


def set_setting(name: str, value: Any) -> None:
    """Change one setting, or say why it can't be; for a callback."""
    try:
        set_config(with_setting(page().config, name, value, find_dataset))
    except ConfigError as error:
        refuse(error.labelled)


def refuse(reason: str) -> None:
    """Say why a setting stays as it was; for a callback."""
    st.session_state.refused = reason


def find_dataset(config: TrainingConfig) -> Dataset:
    """Return the data of a configuration, also those of this session's own tables.

    Raises:
        ConfigError: If there are none of that name here.
    """
    own = st.session_state.own_used.get(config.dataset)
    return own.dataset if own else dataset_of(config)


def begin_lesson(name: str | None, **changes: Any) -> None:
    """Change the lesson, with what it hides; what a locked link hides besides stays hidden."""
    hidden = hidden_by(name)
    if page().locked:
        hidden |= page().hidden - hidden_by(page().lesson)
    change(lesson=name, hidden=hidden, **changes)


def open_panel(name: str) -> None:
    """Open a panel; for a callback."""
    change(panel=name)


def is_shown(name: str) -> bool:
    """Tell whether a control or panel of `controls.NAMES` is shown."""
    if page().locked:  # whatever was shown before such a link came
        return name not in page().hidden and not (page().lesson and name in GIVEAWAYS)
    return st.session_state.all_shown or name not in page().hidden


def is_any_shown(*names: str) -> bool:
    return any(map(is_shown, names))


def is_projector() -> bool:
    """Tell whether the page is to be drawn for a projector: once the browser is in that mode."""
    return st.session_state.projects
