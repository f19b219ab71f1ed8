"""How a learner's table was read: its first rows, and a line whose parts can be corrected."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from nnplay.datasets.csv import Doubt
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.tables import described_column, draw_table
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.own_table.draft import Draft, read_otherwise
from nnplay.ui.own_table.session import alter

FIRST_ROWS = 5
FIELDS = {
    "sheet": "Sheet",
    "separator": "Separator",
    "decimal": "Decimal mark",
    "thousands": "Thousands separator",
    "encoding": "Encoding",
    "names": "Names of the columns",
    "above": "Skipped above the table",
    "below": "Skipped below the table",
}


def draw_first_rows(draft: Draft) -> None:
    """Draw the first rows as they were read."""
    rows = draft.rows.head(FIRST_ROWS)
    draw_table(
        rows,
        "own_rows",
        "The first rows as they were read",
        placeholder="missing",
        hide_index=True,
        column_config={name: described_column(rows[name]) for name in rows},
    )


def draw_how_read(draft: Draft) -> None:
    """Draw the line that says how the table was read; each part is a menu with alternatives."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="own_said"):
        st.markdown(f"**{draft.table.name}**, read as", width="content")
        for remark in draft.table.remarks:
            options = draft.table.choices(remark.field) if remark.field in FIELDS else {}
            if options:
                _draw_part(remark.field, remark.phrase, options)
            else:
                st.markdown(plain(remark.phrase), width="content")
        _draw_all(draft)


def _draw_part(field: str, phrase: str, labels: Mapping[Any, str]) -> None:
    key = f"own_said_{field}"
    st.menu_button(
        phrase,
        list(labels),
        key=key,
        type="tertiary",
        format_func=labels.__getitem__,
        on_click=lambda: _correct(field, st.session_state[key]),
        help=FIELDS[field],
    )


def _draw_all(draft: Draft) -> None:
    """Draw everything that can be read otherwise, including what the line leaves out."""
    with st.popover("Read otherwise", type="tertiary", icon=":material/tune:", key="own_otherwise"):
        for field, label in FIELDS.items():
            labels = draft.table.choices(field)
            value = getattr(draft.table.reading, field)
            if len(labels) > 1:
                controlled(
                    st.selectbox,
                    label,
                    list({**labels, value: ""}),
                    format_func=lambda option, labels=labels: labels.get(option, str(option)),
                    key=f"own_{field}",
                    value=value,
                    on_change=partial(_correct, field),
                )


def _correct(field: str, value: Any) -> None:
    alter(lambda draft: read_otherwise(draft, replace(draft.reading, **{field: value})))


def draw_doubts(draft: Draft) -> None:
    """Ask what the table leaves open, one question per row."""
    for doubt in draft.table.doubts:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(plain(doubt.question), width="content")
            controlled(
                st.segmented_control,
                doubt.question,
                ("Yes", "No"),
                key=f"own_doubt_{doubt.column}_{doubt.word}",
                value="Yes" if doubt.assumed else "No",
                on_change=partial(_answer, doubt),
                required=True,
                label_visibility="collapsed",
            )


def _answer(doubt: Doubt, answer: str) -> None:
    is_so = answer == "Yes"
    alter(lambda draft: read_otherwise(draft, doubt.answered(draft.reading, is_so)))
