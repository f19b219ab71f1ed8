"""Tables on the page, with text as large as the page's."""

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_float_dtype

from nnplay.numbers import decimals_of
from nnplay.ui.state import is_projector

Formats = Mapping[str, Callable[[float], str]]  # by the names of columns, what writes its numbers
HEADING = 14  # letters in a line of a heading, so that many columns fit
DEFAULT_DECIMALS = 4  # that Streamlit shows of a number by default
NOTHING = "not a number"
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # signs that may mean something in Markdown
OVERFLOWING = 10_000  # px: more than there is, so that the table scrolls and its index stays


def draw_table(
    table: pd.DataFrame, name: str, alt: str, formats: Formats | None = None, **options: Any
) -> Any:
    """Draw a table; with `on_select` among the options, return what is selected in it.

    It is painted on a canvas, with the size that the page's text has at first. So the table is
    another one in projector mode: when the mode changes, what is selected is kept, but not how the
    rows were sorted.

    Args:
        name: A name that no other table on the page has.
        formats: How the numbers of a column are written; it is sorted by the numbers themselves.
        options: More arguments of `st.dataframe`.
    """
    with st.container(key=f"{name} in {'projector' if is_projector() else 'desk'} mode"):
        # with another key, it is painted again instead of updated
        key = f"{name} {is_projector()}"
        return st.dataframe(
            _written(table, formats or {}, options), alt=alt, **{"key": key, **options}
        )


def described_column(values: pd.Series, text: str | None = None) -> Any:
    """Describe a column whose numbers are shown as they are, small ones with enough decimals."""
    needed = decimals_of(values) if is_float_dtype(values) else 0
    if needed <= DEFAULT_DECIMALS:
        return st.column_config.Column(help=text)
    return st.column_config.NumberColumn(help=text, format=f"%.{needed}f")


def draw_text_table(
    table: pd.DataFrame,
    alt: str,
    formats: Formats,
    endings: pd.DataFrame | None = None,
    height: int | None = None,
) -> None:
    """Draw a table of few rows as text; its headings can break, but it can't be sorted.

    Args:
        table: Indexed by the names of its rows, all different; the index stays in sight.
        formats: How the numbers of a column are written; all other cells are texts.
        endings: Rows at the end that sum up the others, as texts in the same columns.
        height: In px; None for all rows.
    """
    names = [_escaped(name) for name in table.index]
    last = [] if endings is None else [f"**{_escaped(name)}**" for name in endings.index]
    text = table.set_axis(pd.Index(names, name=_escaped(table.index.name or ""))).reindex(
        [*names, *last]
    )
    text.columns = pd.Index([_heading(name) for name in table.columns])
    style = text.style.format(_escaped, na_rep=NOTHING)
    for column, form in formats.items():
        style = style.format(form, subset=_heading(column), na_rep=NOTHING)
    if endings is not None:
        for row, texts in zip(last, endings.to_numpy(), strict=True):
            for column, each in zip(text.columns, texts, strict=True):
                style = style.format(partial(_always, each), subset=(row, column))
    style = style.set_properties(subset=(last, text.columns), **{"font-weight": "bold"})
    st.table(style, width=OVERFLOWING, height=height or "content", alt=alt)


def _escaped(text: object) -> str:
    return PUNCTUATION.sub(r"\\\1", str(text))


def _heading(name: str) -> str:
    """Break a heading into lines, between words only."""
    lines = textwrap.wrap(name, HEADING, break_long_words=False, break_on_hyphens=False)
    return "  \n".join(map(_escaped, lines))


def _always(text: str, _: object) -> str:
    return text


def _written(table: pd.DataFrame, formats: Formats, options: Mapping[str, Any]) -> Any:
    chosen = {name: form for name, form in formats.items() if name in table.columns}
    if not chosen:
        return table
    # Streamlit's own formats have neither separators of thousands nor the charts' minus sign
    return table.style.format(chosen, na_rep=options.get("placeholder", "NaN"))
