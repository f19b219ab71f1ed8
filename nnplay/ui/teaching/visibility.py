"""Which controls and panels the class sees.

The choice lives in the address: `hide` names what is hidden, `lock=1` keeps a visitor from showing
it. A hidden setting keeps its value, which the address goes on holding.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnplay.ui.panels import PANELS

HIDE_KEY, LOCK_KEY = "hide", "lock"
PANEL = "panel_"  # how the names of panels begin, as some settings are called like panels
NOTHING = "none"  # what `hide` says when all is shown although the default hides some
MOST_LETTERS = 60  # of a name that is told to be unknown
# What can be hidden: the name in the address and what the page calls it. Settings have the names of
# `TrainingConfig`'s fields.
GROUPS = {
    "Data": {
        "begin_with": "Begin with",
        "dataset": "Data and question",
        "samples": "Points",
        "noise": "Noise",
        "data_seed": "Seed of the points",
        "features": "Features",
        "standardize": "Standardise",
        "validation_split": "Validation split",
        "validation_rows": "Held-out rows",
    },
    "Network": {
        "fixed": "What the data decide",
        "hidden_units": "Hidden layers and units",
        "activation": "Activation",
        "kernel_initializer": "Initial weights",
        "output_activation": "Output activation",
        "output_kernel_initializer": "Initial output weights",
    },
    "Training": {
        "optimizer": "Optimizer",
        "learning_rate": "Learning rate",
        "loss": "Loss",
        "l1": "L1",
        "l2": "L2",
        "dropout": "Dropout",
        "epochs": "Epochs",
        "batch_size": "Batch size",
        "shuffle": "Shuffle",
        "seed": "Seed",
        "new_start": "New start",
    },
    "Page": {
        "lessons": "Lessons",
        "reset": "Reset",
        "scores": "Scores",
        "verdict": "Verdict",
        "keep": "Keep this run",
        "fixes": "Buttons of the doctor's advice",
    },
    "Panels": {PANEL + panel.name: panel.label for panel in PANELS},
}
NAMES = tuple(name for group in GROUPS.values() for name in group)


def read_hidden() -> None:
    """Take what is hidden from a session's first address, and say what is wrong with it.

    Later the address follows the session, but for the browser's "back".
    """
    context = get_script_run_ctx()
    if "hidden" in st.session_state and not (context and context.is_history_navigation):
        return
    text = st.query_params.get(HIDE_KEY)
    hidden, unknown = parse_hidden(text or "")
    st.session_state.hidden = None if text is None else hidden
    st.session_state.setdefault("all_shown", False)
    st.session_state.locked = st.query_params.get(LOCK_KEY) == "1"
    if unknown:
        st.session_state.complaints.append(
            f"hide names {unknown[0][:MOST_LETTERS]!r}, which is no control or panel; it was "
            "ignored."
        )
        _sign()


def set_default_hidden(names: Collection[str]) -> None:
    """Hide these names unless the address or the teacher says otherwise; call before drawing.

    Another default than before, a new lesson's, replaces what was chosen; a session's first one
    leaves the address as it is.
    """
    before, now = st.session_state.get("hidden_by_default"), frozenset(names)
    st.session_state.hidden_by_default = now
    if before not in (None, now) and not is_locked():
        st.session_state.hidden, st.session_state.all_shown = None, False
        _sign()


def choose_hidden(names: Collection[str]) -> None:
    """Hide these names and no others, in the address, too."""
    st.session_state.hidden, st.session_state.all_shown = frozenset(names), False
    _sign()


def hidden_names() -> frozenset[str]:
    """Return what is chosen to be hidden, also while a visitor has all shown.

    In a locked link that goes on to another lesson, what both hide.
    """
    chosen = st.session_state.hidden
    if chosen is None:
        return _default()
    return chosen | _default() if is_locked() else chosen


def is_shown(name: str) -> bool:
    return st.session_state.all_shown or name not in hidden_names()


def is_any_shown(*names: str) -> bool:
    return any(map(is_shown, names))


def is_locked() -> bool:
    """Tell whether a visitor may neither show nor hide anything."""
    return st.session_state.locked


@contextmanager
def control(name: str) -> Iterator[None]:
    """Draw one widget here; a hidden one keeps its value and its place in the address, unseen.

    A widget that is not drawn would lose both, so it is drawn in a place that is emptied before the
    browser hears of it.
    """
    if is_shown(name):
        yield
        return
    place = st.empty()
    with place:
        yield
    place.empty()


def draw_show_all() -> None:
    """Offer a visitor what is hidden, unless the link forbids it."""
    if is_locked() or not hidden_names():
        return
    shown = st.session_state.all_shown
    st.button(
        "Hide again" if shown else "Show all",
        key="show_all",
        type="tertiary",
        icon=f":material/{'visibility_off' if shown else 'visibility'}:",
        help="The page as the link has it." if shown else "Some controls or panels are hidden.",
        on_click=_show_all,
        args=(not shown,),
    )


def parse_hidden(text: str) -> tuple[frozenset[str], list[str]]:
    """Read what `hide` says: the names that are known, and the words that are not."""
    words = [word for word in text.split(",") if word not in ("", NOTHING)]
    return frozenset(words) & frozenset(NAMES), [word for word in words if word not in NAMES]


def hidden_text(hidden: Collection[str], default: Collection[str] = ()) -> str | None:
    """Write what is hidden as the address has it, None where it is left out."""
    if frozenset(hidden) == frozenset(default):
        return None
    return ",".join(sorted(hidden)) or NOTHING


def _show_all(shown: bool) -> None:
    st.session_state.all_shown = shown


def _sign() -> None:
    text = hidden_text(hidden_names(), _default())
    if text is not None:
        st.query_params[HIDE_KEY] = text
    elif HIDE_KEY in st.query_params:
        del st.query_params[HIDE_KEY]


def _default() -> frozenset[str]:
    return st.session_state.get("hidden_by_default", frozenset())
