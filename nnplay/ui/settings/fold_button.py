"""The line of a fold, which says what is folded away and opens it."""

import streamlit as st


def draw_fold_button(key: str, text: str, *, is_open: bool) -> None:
    """Draw a line that opens and closes a fold, as `st.session_state.folds` keeps by its key."""
    # an expander whose label changes would be another one, which takes the focus away
    st.button(
        text,
        key=key,
        type="tertiary",
        icon=f":material/{'expand_more' if is_open else 'chevron_right'}:",
        on_click=st.session_state.folds.update,
        args=({key: not is_open},),
    )
