"""What a visitor can do about what is hidden."""

import streamlit as st

from nnplay.ui.state import page


def draw_show_all() -> None:
    """Offer a visitor what is hidden, unless the link forbids it."""
    if page().locked or not page().hidden:
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


def _show_all(shown: bool) -> None:
    st.session_state.all_shown = shown
