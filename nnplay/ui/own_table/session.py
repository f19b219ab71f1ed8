"""The learner's tables in this session: chosen, shown, used, and shown again."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import streamlit as st

from nnplay.config import ConfigError
from nnplay.datasets.csv import LEARN, LEAVE, Reading
from nnplay.ui.own_table.draft import (
    Draft,
    Shape,
    Source,
    Wishes,
    opened,
    with_target,
    with_use,
)
from nnplay.ui.own_table.link import is_awaited, wishes_of
from nnplay.ui.state import close_own_table, find_dataset, page, refuse, set_config
from nnplay.ui.state.url import settings_for

MOST_USED = 20  # drafts kept, beside those of saved runs, to which the browser can go back


def used() -> Draft | None:
    """Return the learner's table in use, None if the data are others."""
    draft: Draft | None = st.session_state.own_used.get(page().config.dataset)
    return draft


def choose_table() -> None:
    """Open the dialog that asks for a table; for a callback."""
    close_own_table()
    st.session_state.own_open = True


def show_again(draft: Draft) -> None:
    """Open the dialog with a table that is in use; for a callback."""
    st.session_state.own_open = True
    st.session_state.own_draft = replace(draft, edition=draft.edition + 1)


def take(name: str, content: bytes) -> None:
    """Read a file or pasted cells, or note why they can't be read; for a callback."""
    session = st.session_state
    try:
        session.own_draft, session.own_error = opened(Source(name, content), _recall), ""
    except ConfigError as error:
        session.own_error = str(error)


def _recall(shape: Shape) -> tuple[Reading, Wishes] | None:
    """Return how a table of this shape is to be read and used: as a link asks, or as before."""
    known: tuple[Reading, Wishes] | None = st.session_state.own_known.get(shape)
    return wishes_of(st.session_state.own_awaited, shape) or known


def alter(change: Callable[[Draft], Draft]) -> None:
    """Change the table that is shown; for a callback.

    One that comes late, when the table is shown no more, changes nothing.
    """
    session = st.session_state
    if session.own_draft is not None:
        session.own_draft = change(session.own_draft)


def use_draft() -> None:
    """Learn from the table as it is shown; for a callback."""
    draft, before = st.session_state.own_draft, used()
    if draft is not None:
        _use(draft, keeps=before is not None and _is_alike(before, draft))


def predict(draft: Draft, name: str, classes: bool | None = None) -> None:
    """Predict another column of the table in use; for a callback."""
    _use(with_target(draft, name, classes), keeps=False)


def learn_from(draft: Draft, options: Iterable[str], chosen: Iterable[str]) -> None:
    """Learn from other columns of the table in use with the same settings; for a callback."""
    changed = draft
    for name in options:
        role = LEARN if name in chosen else LEAVE
        if (role == LEARN) != (draft.question.by_column[name].role == LEARN):
            changed = with_use(changed, name, role=role)
    _use(changed, keeps=True)


def _is_alike(one: Draft, other: Draft) -> bool:
    """Tell whether both drafts predict the same from the same file."""
    asked = [(each.question.target, each.question.classes) for each in (one, other)]
    return one.source is other.source and asked[0] == asked[1]


def _use(draft: Draft, *, keeps: bool) -> None:
    """Learn from a table, or note why that is not possible.

    Args:
        keeps: Whether to keep the present settings, instead of those recommended for the table or
            those of the link that has waited for it.
    """
    session, dataset = st.session_state, draft.dataset
    if dataset is None:
        refuse(draft.problem)
        return
    session.own_used[dataset.name] = draft
    needed = {page().config.dataset, *(each.config.dataset for each in page().saved)}
    for name in [name for name in session.own_used if name not in needed][:-MOST_USED]:
        del session.own_used[name]
    session.own_known[draft.shape] = draft.reading, draft.wishes
    config = dataset.recommended_settings
    complaints: list[str] = []
    if keeps:
        before = page().config
        batch_size = min(before.batch_size, len(dataset.frame))
        config = replace(before, dataset=dataset.name, features=None, batch_size=batch_size)
    elif is_awaited(session.own_awaited, draft):
        config, complaints = settings_for(dataset, session.own_awaited, find_dataset)
        session.own_awaited = {}
    set_config(config)
    session.complaints = complaints
