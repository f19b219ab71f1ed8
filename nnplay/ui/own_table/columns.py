"""The editor of a learner's table's columns, one per row."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from nnplay.datasets.csv import (
    FILLS,
    KINDS,
    LEAVE,
    PREDICT,
    ROLES,
    ROWS,
    Column,
    fills,
    rows_in_words,
    rows_lost,
)
from nnplay.datasets.numbering import numbers_rows
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.own_table.draft import (
    Draft,
    read_otherwise,
    wished,
    with_target,
    with_use,
)
from nnplay.ui.own_table.session import alter
from nnplay.ui.state import is_shown

NAME, ROLE, KIND, REMARK = "Column", "Role", "Kind", "Remark"
MISSING, FILL, LOST = "Missing", "Where missing", "Rows lost"
# The kinds that say themselves why a column is left out
TELLING = ("row name", "row number", "free text", "empty")
OPTIONS = {ROLE: ROLES, KIND: KINDS, FILL: FILLS}
Edits = Mapping[int, Mapping[str, str]]  # by the number of a row and a heading, the text entered


def draw_columns(draft: Draft) -> None:
    """Draw the editor, without headings under which no column has anything."""
    frame = columns_frame(draft)
    gaps = (MISSING, FILL, LOST) if frame[MISSING].any() else ()
    remarks = (REMARK,) if frame[REMARK].any() else ()
    st.data_editor(
        frame,
        key=editor_key(draft),
        hide_index=True,
        column_order=(NAME, ROLE, KIND, *gaps, *remarks),
        disabled=(NAME, MISSING, LOST, REMARK, *([] if is_shown("features") else [ROLE])),
        column_config={
            NAME: st.column_config.TextColumn(pinned=True),
            **{
                heading: st.column_config.SelectboxColumn(options=texts, required=True)
                for heading, texts in OPTIONS.items()
            },
            LOST: st.column_config.NumberColumn(
                help="Rows that are left out as they have no value here."
            ),
        },
        alt="The columns: what each holds, its role, and what is done where a value is missing",
    )


def draw_rows(draft: Draft) -> None:
    """Draw the choice of rows, if there are more than can be used."""
    told = {rows_in_words(draft.table, replace(draft.question, rows=rows)) for rows in ROWS}
    if len(told) > 1:
        controlled(
            st.segmented_control,
            "Rows that are used",
            ROWS,
            key="own_rows_used",
            value=draft.question.rows,
            on_change=_choose_rows,
            required=True,
        )


def _choose_rows(rows: str) -> None:
    alter(lambda draft: wished(draft, replace(draft.wishes, rows=rows)))


def editor_key(draft: Draft) -> str:
    return f"own_columns_{draft.edition}"


def columns_frame(draft: Draft) -> pd.DataFrame:
    """Return the table that the editor shows."""
    lost, uses = rows_lost(draft.table, draft.question), draft.question.by_column
    columns = draft.table.columns
    return pd.DataFrame(
        {
            NAME: [column.name for column in columns],
            ROLE: [uses[column.name].role for column in columns],
            KIND: [column.kind for column in columns],
            MISSING: [column.missing for column in columns],
            FILL: [uses[column.name].missing for column in columns],
            LOST: [lost[column.name] for column in columns],
            REMARK: [column.note or _why_left_out(draft, column) for column in columns],
        }
    )


def _why_left_out(draft: Draft, column: Column) -> str:
    """Say why a column is left out whose kind could be learned from, if the column shows it."""
    table, question = draft.table, draft.question
    if question.by_column[column.name].role != LEAVE or column.kind in TELLING:
        return ""
    target = table.frame[question.target] if question.target else None
    if numbers_rows(table.frame[column.name], target):
        return "only numbers the rows"
    return column.flaw


def edited(draft: Draft, edits: Edits) -> Draft:
    """Make the changes that were entered.

    An editor goes on showing what was entered, whatever table it is given. If that is not what has
    become of it, a new edition replaces the editor.
    """
    shown = columns_frame(draft)
    entered = [(row, each, text) for row, cells in edits.items() for each, text in cells.items()]
    for row, heading, text in entered:
        if text != shown[heading][row] and text in OPTIONS[heading]:
            draft = _changed(draft, str(shown[NAME][row]), heading, text)
    now = columns_frame(draft)
    if all(text == now[heading][row] for row, heading, text in entered):
        return draft
    return replace(draft, edition=draft.edition + 1)


def _changed(draft: Draft, name: str, heading: str, text: str) -> Draft:
    if heading == KIND:
        others = [each for each in draft.reading.kinds if each[0] != name]
        return read_otherwise(draft, replace(draft.reading, kinds=(*others, (name, text))))
    if heading == FILL:
        possible = fills(draft.table.column(name))
        if text in possible:
            return with_use(draft, name, missing=text)
        why = f"{name} holds {draft.table.column(name).kind}: choose {' or '.join(possible)}."
        return replace(draft, problem=why)
    if text == PREDICT:
        return with_target(draft, name)
    if name == draft.question.target:
        why = "One column has to be predicted: give that role to another one instead."
        return replace(draft, problem=why)
    return with_use(draft, name, role=text)
