"""The button of a fold: it says what is folded away, and opens and closes it."""

import streamlit as st


def draw_fold_button(key: str, text: str, *, is_open: bool) -> None:
    """Draw the button; it sets `st.session_state.folds[key]`."""
    # not an expander: with another label that would be a new one, and lose the focus
    st.button(
        text,
        key=key,
        type="tertiary",
        icon=f":material/{'expand_more' if is_open else 'chevron_right'}:",
        on_click=st.session_state.folds.update,
        args=({key: not is_open},),
    )
