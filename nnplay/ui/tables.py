"""Tables on the page, with text as large as the page's."""

from typing import Any

import streamlit as st

from nnplay.ui.projector import DESK, PROJECTOR, is_projector


def draw_table(table: Any, name: str, alt: str, **options: Any) -> Any:
    """Draw a table; what is chosen in it is returned where `on_select` asks for that.

    It is painted, with the size that text has when it comes to the page. So each mode has a table
    of its own: where the mode changes, a choice is kept, but the order of the rows is the first.

    Args:
        name: A name that no other table on the page has.
        options: What else `st.dataframe` takes.
    """
    with st.container(key=f"{name} in {PROJECTOR if is_projector() else DESK} mode"):
        return st.dataframe(table, alt=alt, **options)
