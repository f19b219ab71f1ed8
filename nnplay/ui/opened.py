"""What a link opens besides settings: the epoch at which the stage rests, and a panel."""

import streamlit as st

from nnplay.ui.panels import open_panel
from nnplay.ui.runs import Run
from nnplay.ui.stage.payload import starting_at
from nnplay.ui.stage.stage import epoch_let_go
from nnplay.ui.url import EPOCH_KEY, PANEL_KEY, forget


def read_opened() -> None:
    """Take the epoch and the panel from a session's first address."""
    if "opened_epoch" in st.session_state:
        return
    epoch = st.query_params.get(EPOCH_KEY)
    st.session_state.opened_epoch = None if epoch is None else int(epoch)
    if PANEL_KEY in st.query_params:
        open_panel(st.query_params[PANEL_KEY])


def chosen_epoch(run: Run) -> int:
    """Return the epoch that the learner let go of, else the link's, else the last."""
    let_go = epoch_let_go(run.id)
    if let_go is not None:
        return let_go
    opened = _opened_epoch(run)
    return int(run.history.epochs_recorded[-1]) if opened is None else opened


def payload_of(run: Run) -> bytes:
    """Return what the stage plays; the film of a link with an epoch rests there."""
    opened = _opened_epoch(run)
    return run.payload if opened is None else starting_at(run.payload, opened)


def _opened_epoch(run: Run) -> int | None:
    """Return the link's epoch, or the one recorded before it; it is forgotten with its run."""
    epoch = st.session_state.opened_epoch
    if epoch is None:
        return None
    if st.session_state.setdefault("opened_run", run.id) != run.id:
        st.session_state.opened_epoch = None
        forget(EPOCH_KEY)
        return None
    recorded = run.history.epochs_recorded
    return int(recorded[recorded <= epoch][-1])
