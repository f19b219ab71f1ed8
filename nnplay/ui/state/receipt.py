"""What the page has set widgets to, and which values from the browser are late.

Each message of the browser has the values of all widgets. Where the page has set one of them, and
the browser has not received that yet, its old value looks like a change by the learner. So each
drawing of the results has a number, and ends with an invisible widget whose value that number is:
the browser sends it back with all other values, and thereby says what it has received.
"""

from typing import Any

import streamlit as st

RECEIPT = "receipt"  # the key of the invisible widget


def begin_drawing() -> int:
    """Note which drawing the browser has received; return the number of the next one."""
    session = st.session_state
    session.received = _received()
    session.drawn += 1
    return session.drawn


def set_widget(key: str, value: Any) -> None:
    """Set a widget to a value before it is drawn.

    That is done only where it has another value, or where another one is still on its way to the
    browser, as it overwrites what is being typed.
    """
    session = st.session_state
    sent = _sent(key, session.received)
    is_on_its_way = len(sent) > 1 and sent[-1][1] != value
    if key not in session or session[key] != value or is_on_its_way:
        session[key] = value
        sent = [*sent, (session.drawn, value)]
    elif len(sent) < 2:
        sent = [(session.received, value)]
    session.sent[key] = sent


def undo_late(key: str) -> bool:
    """Tell whether a widget's value is a late one, and undo that then; for its callback.

    If it were not undone, choosing that value would later be no change, which has no callback.
    """
    sent, value = _sent(key, _received()), st.session_state[key]
    is_late = any(value == before for _, before in sent[:-1]) and value != sent[-1][1]
    if is_late:
        st.session_state[key] = sent[-1][1]
    return is_late


def _received() -> int:
    """Return the last drawing that the browser had received when it sent its message."""
    return st.session_state.get(RECEIPT, st.session_state.drawn)


def _sent(key: str, received: int) -> list[tuple[int, Any]]:
    """Return what a widget was set to, beginning with what the browser has received."""
    sent = st.session_state.sent.get(key, [])
    known = sum(number <= received for number, _ in sent)
    return sent[max(known - 1, 0) :]
