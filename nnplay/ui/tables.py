"""Tables on the page, with text as large as the page's."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from nnplay.ui.state import is_projector

Formats = Mapping[str, Callable[[float], str]]  # of columns, by their names


def draw_table(
    table: pd.DataFrame, name: str, alt: str, formats: Formats | None = None, **options: Any
) -> Any:
    """Draw a table; what is chosen in it is returned where `on_select` asks for that.

    It is painted, with the size that text has when it comes to the page. So each mode has a table
    of its own: where the mode changes, a choice is kept, but the order of the rows is the first.

    Args:
        name: A name that no other table on the page has.
        formats: How the numbers of a column are written; it is sorted by the numbers themselves.
        options: What else `st.dataframe` takes.
    """
    with st.container(key=f"{name} in {'projector' if is_projector() else 'desk'} mode"):
        return st.dataframe(_written(table, formats or {}, options), alt=alt, **options)


def _written(table: pd.DataFrame, formats: Formats, options: Mapping[str, Any]) -> Any:
    chosen = {name: form for name, form in formats.items() if name in table.columns}
    if not chosen:
        return table
    # a format of Streamlit's own has neither thousands nor the minus of charts and formulas
    return table.style.format(chosen, na_rep=options.get("placeholder", "NaN"))
