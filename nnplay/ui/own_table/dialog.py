"""The dialog that shows a learner's table before it is used."""

import streamlit as st

from nnplay.datasets.csv import rows_in_words
from nnplay.numbers import count
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.own_table.columns import draw_columns, draw_rows, edited, editor_key
from nnplay.ui.own_table.draft import Draft
from nnplay.ui.own_table.how_read import draw_doubts, draw_first_rows, draw_how_read
from nnplay.ui.own_table.session import choose_table, use_draft
from nnplay.ui.own_table.source import draw_source
from nnplay.ui.panels.diagnosis import MARKS
from nnplay.ui.state import close_own_table


@st.dialog("Your own table", width="large", icon=":material/table:", on_dismiss=close_own_table)
def draw_preview() -> None:
    """Draw the choice of a table or, once there is one, how it is read and used."""
    session = st.session_state
    if not session.own_open:  # closed by a callback
        st.rerun()
    if session.own_draft is None:
        draw_source()
        _draw_foot()
        return
    state = session.get(editor_key(session.own_draft)) or {}
    draft = session.own_draft = edited(session.own_draft, state.get("edited_rows", {}))
    with st.container(gap="xsmall"):
        draw_first_rows(draft)
        draw_how_read(draft)
        draw_doubts(draft)
        draw_columns(draft)
        draw_rows(draft)
        for sentence in draft.warnings:
            st.markdown(f"{MARKS['hint']} {plain(sentence)}")
        _draw_foot()


def _draw_foot() -> None:
    """Draw what would be learned, and the buttons that use the table or cancel."""
    draft = st.session_state.own_draft
    if draft is not None and draft.problem:
        st.error(draft.problem, icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center", key="own_foot"):
        st.button(
            "Use this table",
            key="own_use",
            type="primary",
            icon=":material/check:",
            disabled=draft is None or draft.dataset is None,
            on_click=use_draft,
        )
        st.button("Cancel", key="own_cancel", on_click=close_own_table)
        if draft is not None:
            st.button("Another table", key="own_another", type="tertiary", on_click=choose_table)
            st.markdown(_outcome(draft), width="stretch")


def _outcome(draft: Draft) -> str:
    """Say what would be predicted from what, "" if the table can't be used."""
    if draft.dataset is None:
        return ""
    what = "the classes of " if draft.dataset.classes else ""
    learned = (
        f"{what}**{draft.question.target}** from {count(len(draft.dataset.features), 'input')}"
    )
    return f"Predicts {learned}. {rows_in_words(draft.table, draft.question)}"
