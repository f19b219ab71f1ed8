"""The state of a learner's page, which widgets show and the address mirrors.

What a link can hold is one `PageState`. Everything else that `st.session_state` holds has one of
the `KEYS`, or is a widget's value. Nothing here draws.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.ui.state.controls import GIVEAWAYS, hidden_by
from nnplay.ui.state.page_state import PageState, canonical, with_setting
from nnplay.ui.state.receipt import RECEIPT
from nnplay.ui.state.url import awaits_table, decode, encode

# Everything in `st.session_state` that is not a widget's value, with what makes its first value.
KEYS: dict[str, Callable[[], Any]] = {
    # -- the page and its address
    "page": PageState,
    "written": PageState,  # the page that was last written to the address, or read from it
    "address": dict,  # the parameters of that address
    "overtaken": list,  # earlier addresses that the browser may still have
    "widgets": dict,  # the values of all widgets when the page was last drawn
    "used": dict,  # of each widget whose use led to the last script run, its value before
    "asked": list,  # actions that widgets outside fragments have asked for since that run
    "drawn": int,  # how often the results were drawn
    "received": int,  # the last of these drawings that the browser had when it asked for another
    "sent": dict,  # what the page has set each widget to since then, with the drawing's number
    "complaints": list,  # what is wrong with the link, until a setting is changed
    "refused": str,  # why the last change of a setting could not be made
    # -- what the browser has told, and what the learner wants to see
    "projects": bool,  # whether the browser is in projector mode
    "set_up_for": lambda: None,  # whether the browser was last set up for projector mode
    "strip_open": bool,  # whether a projector shows the main settings above the stage
    "before_reset": lambda: None,  # the configuration that a reset led to, and the one before
    "changed": bool,  # whether the learner has changed a setting here
    "all_shown": bool,  # whether a visitor has chosen to see what is hidden
    "folds": dict,  # whether each fold of the settings is open, by its key
    # -- runs
    "run": lambda: None,  # the last `Run`, which stays on the page if the next one fails
    "applied_fix": lambda: None,  # the configuration it led to, its `Offer`, and the error before
    "when_judged": lambda: None,  # draws what the judgement of the run adds, once that is known
    "saved_results": dict,  # the `Result` of each saved configuration that was trained here
    "chosen": dict,  # what is chosen in widgets where the page chooses as well, by their keys
    "asked_place": lambda: None,  # the place last pointed at in the plane, and how many there were
    "by_hand": lambda: None,  # the weights changed by hand in a run, by its epochs, and its id
    "seed_sweep": lambda: None,  # the `SeedSweep` of this session, and its `Job`
    "surface_job": lambda: None,  # the last surface that was asked for, and the `Job` of it
    "settings_of": dict,  # the configuration last used with each data set
    # -- the learner's own tables
    "own_open": bool,  # whether the dialog that chooses or shows a table is open
    "own_draft": lambda: None,  # the `Draft` that it shows, once a table was chosen
    "own_error": str,  # why the last file or the last pasted cells can't be read
    "own_used": dict,  # the `Draft` of every table that was learned from, by the name of its data
    "own_awaited": dict,  # the address of a link whose table is not here yet, if any
    "own_known": dict,  # how tables were read and what was asked of them, by their shapes
    # -- searches
    "search": lambda: None,  # the `Search` of this session
    "search_complaint": str,  # why the last search could not be started
    # -- lessons
    "predictions": dict,  # the learner's `Prediction` in each lesson that was answered, by its name
    "marks": lambda: None,  # the `Marks` of the course
    "no_answer": bool,  # whether *Run* was pressed without an answer
    "lesson_numbers": lambda: None,  # the numbers of the lesson's runs, after the key of these runs
}


def follow_address() -> None:
    """Make the page what the browser's address says, if that is not the page's own.

    Call it first in every script run. Where the browser sends an address together with the use of
    a widget, one of them may be out of date:

    - The use counts, even if it changes no setting, when the address is an overtaken one: the
      browser had not yet heard of the newer one.
    - The address counts when it is any other: if you go back or forward faster than the page is
      drawn, the browser sends widgets that still show another step, which look like uses.
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
    """Write the page to the address; call it once, at the end of a script run or a fragment.

    A browser that still has an overtaken address is told again: under load Streamlit drops what a
    script run has sent if the next one is asked for just as it ends.
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
    """Return the parameters of the address that the browser has, or will have."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _note_use() -> bool:
    """Tell whether a widget was used since the page was drawn.

    A button that only returns to not being pressed was not.
    """
    session, now = st.session_state, _widgets()
    used = {key: was for key, was in session.widgets.items() if now.get(key, was) != was}
    released = {key for key in used if key in session.used and now[key] == session.used[key]}
    session.used = used
    return bool(used.keys() - released)


def _widgets() -> dict[str, Any]:
    """Return the values of all widgets but the one that no learner can use."""
    ours = {*KEYS, RECEIPT}
    return {str(key): value for key, value in st.session_state.items() if key not in ours}


def page() -> PageState:
    return st.session_state.page


def change(**changes: Any) -> None:
    """Replace fields of the page; for a callback.

    With another configuration, the epoch and the complaints of a link no longer apply.
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
    """Do something at the beginning of the next full script run; for a callback outside fragments.

    A fragment's run drops it. Such widgets, when really used, ask for a full run; but a fragment's
    run, such as the film asks for to tell its epoch, also sends the values of all widgets, and
    these are out of date if the browser has not yet heard of a change.
    """
    st.session_state.asked.append(action)


def close_own_table() -> None:
    """Close the dialog with the learner's table; the data stay as they are."""
    session = st.session_state
    session.own_open, session.own_draft, session.own_error = False, None, ""


def set_config(config: TrainingConfig) -> None:
    """Change all settings; for a callback.

    Raises:
        ConfigError: If this session does not have its data.
    """
    change(config=canonical(config, find_dataset(config)))


def set_setting(name: str, value: Any) -> None:
    """Change one setting, or say why it can't be; for a callback."""
    try:
        set_config(with_setting(page().config, name, value, find_dataset))
    except ConfigError as error:
        refuse(error.labelled)


def refuse(reason: str) -> None:
    """Note why a setting stays as it was, for the page to say; for a callback."""
    st.session_state.refused = reason


def find_dataset(config: TrainingConfig) -> Dataset:
    """Return the data of a configuration, also those of this session's own tables.

    Raises:
        ConfigError: If there are none of that name here.
    """
    own = st.session_state.own_used.get(config.dataset)
    return own.dataset if own else dataset_of(config)


def begin_lesson(name: str | None, **changes: Any) -> None:
    """Change the lesson, and hide what it hides; what a locked link hides stays hidden."""
    hidden = hidden_by(name)
    if page().locked:
        hidden |= page().hidden - hidden_by(page().lesson)
    change(lesson=name, hidden=hidden, **changes)


def open_panel(name: str) -> None:
    """Open a panel; for a callback."""
    change(panel=name)


def is_shown(name: str) -> bool:
    """Tell whether a control or panel of `controls.NAMES` is shown."""
    if page().locked:  # then `all_shown` no longer counts
        return name not in page().hidden and not (page().lesson and name in GIVEAWAYS)
    return st.session_state.all_shown or name not in page().hidden


def is_any_shown(*names: str) -> bool:
    return any(map(is_shown, names))


def is_projector() -> bool:
    """Tell whether to draw the page for a projector: once the browser has entered that mode."""
    return st.session_state.projects
