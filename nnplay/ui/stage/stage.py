"""The live view: mounts `web/stage.js`, which plays a run, or a race of runs, in the browser."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from nnplay.ui.stage.payload import without_arithmetic

WEB = Path(__file__).parent / "web"  # what Streamlit serves, as pyproject.toml tells it
KEY = "stage"
RACE_KEY = "race"


@cache
def _component() -> Any:
    """Make the component, which needs a running server that knows of the installed package."""
    return st.components.v2.component(
        "nnplay.stage",
        html=(WEB / "stage.html").read_text(encoding="utf-8"),
        # as text, for a file would come after the first paint
        css=(WEB / "stage.css").read_text(encoding="utf-8"),
        js="stage.js",
    )


def draw_stage(
    payload: bytes,
    on_unit: Callable[[int, int], None] | None = None,
    on_epoch: Callable[[], None] = lambda: None,
) -> None:
    """Show the run of a payload; a run not shown before plays its film once.

    Args:
        on_unit: Called with the layer (the first after the inputs is 0) and the number of a unit
            that was tapped; without it, nothing says that one may be.
        on_epoch: Called when the learner has let go of the film at an epoch.
    """

    def tapped() -> None:
        unit = st.session_state[KEY]["unit"]
        if unit and on_unit:
            on_unit(unit["layer"], unit["unit"])

    _component()(
        key=KEY,
        data=payload if on_unit else without_arithmetic(payload),
        on_at_change=on_epoch,
        on_unit_change=tapped,
    )


def draw_race(payload: bytes, key: str = RACE_KEY) -> None:
    """Show the race of a payload; one not shown before is run at once."""
    _component()(key=key, data=payload)


def epoch_let_go(run_id: str) -> int | None:
    """Return the epoch of this run that the learner last let go of, if any."""
    at = st.session_state.get(KEY, {}).get("at")
    # The browser keeps what it last said, also of a run before.
    return at["epoch"] if at and at.get("run") == run_id else None
