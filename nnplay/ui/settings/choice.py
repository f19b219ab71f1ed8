"""A setting that is one of a list, and how every setting is kept in the address."""

from typing import Any

import streamlit as st

from nnplay.ui.panels.diagnosis import Notes
from nnplay.ui.state import DEFAULT
from nnplay.ui.teaching.visibility import control

BOUND: dict[str, Any] = {"bind": "query-params"}


def choose(
    notes: Notes,
    field: str,
    label: str,
    options: tuple[str, ...],
    explanation: str,
    *,
    disabled: bool = False,
) -> str:
    """Draw the choice, with a place for notes below it, and return what is chosen."""
    with control(field):
        chosen = st.selectbox(
            label,
            options,
            index=options.index(getattr(DEFAULT, field)),
            key=field,
            help=explanation,
            disabled=disabled,
            **BOUND,
        )
    notes.reserve(field)
    return chosen
