"""Widgets as views of the page's state."""

from collections.abc import Callable
from typing import Any

import streamlit as st


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
        on_change: Called with what the widget holds once the learner has changed that.
    """
    # only what differs: what is set overwrites what is being typed
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    widget(*args, key=key, on_change=lambda: on_change(st.session_state[key]), **options)
