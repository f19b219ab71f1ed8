"""Widgets as views of the page's state."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnplay.ui.state.receipt import RECEIPT, set_widget, undo_late


def controlled(
    widget: Callable[..., Any],
    *args: Any,
    key: str,
    value: Any,
    on_change: Callable[[Any], None],
    **options: Any,
) -> None:
    """Draw a widget that shows a value of the page's state.

    Args:
        on_change: Called with the widget's new value when the learner has changed it.
    """

    def take() -> None:
        if not undo_late(key):
            on_change(st.session_state[key])

    set_widget(key, value)
    widget(*args, key=key, on_change=take, **options)


def choose(
    widget: Callable[..., Any],
    label: str,
    offered: Sequence[Any],
    *,
    key: str,
    first: Any,
    **options: Any,
) -> Any:
    """Ask for one of some options; the page can choose one too, by `st.session_state.chosen[key]`.

    Args:
        first: The choice at first, and whenever the last choice is no longer offered.
    """
    everything = st.session_state.chosen
    chosen = everything.get(key)
    everything[key] = chosen = chosen if chosen in offered else first

    def take(value: Any) -> None:
        if value in offered:  # else the browser has sent a name that the option had before
            everything[key] = value

    controlled(widget, label, offered, key=key, value=chosen, on_change=take, **options)
    return chosen


def draw_receipt(number: int) -> None:
    """Draw the invisible widget that the browser sends back once it has what was drawn before."""
    st.session_state[RECEIPT] = number
    st.number_input("Drawing", key=RECEIPT, label_visibility="collapsed")
