"""The live view: mounts `stage.js`, which plays a run in the browser."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
KEY = "stage"

_component = st.components.v2.component(
    "nnplay_stage",
    html=(HERE / "stage.html").read_text(encoding="utf-8"),
    css=(HERE / "stage.css").read_text(encoding="utf-8"),
    js=(HERE / "stage.js").read_text(encoding="utf-8"),
)


def draw_stage(payload: bytes) -> None:
    """Show the run of a payload; a run not shown before plays its film once."""
    _component(key=KEY, data=payload, on_at_change=lambda: None)


def epoch_let_go(run_id: str) -> int | None:
    """Return the epoch of this run that the learner last let go of, if any."""
    at = st.session_state.get(KEY, {}).get("at")
    # The browser keeps what it last said, also of a run before.
    return at["epoch"] if at and at.get("run") == run_id else None
