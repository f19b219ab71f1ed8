"""The callbacks of a learner's table when the browser is late."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from nnplay.ui.own_table import columns, how_read, session

DOUBT: Any = None  # which is not asked for its answer then


@pytest.mark.parametrize(
    "change",
    [
        lambda: how_read._correct("decimal", ","),
        lambda: how_read._answer(DOUBT, "Yes"),
        lambda: columns._choose_rows("all"),
        session.use_draft,
    ],
)
def test_what_is_said_of_a_table_that_is_shown_no_more_changes_nothing(monkeypatch, change):
    state = SimpleNamespace(own_draft=None)
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(session, "used", lambda: None)
    change()
    assert state.own_draft is None
