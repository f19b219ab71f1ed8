"""The stage: mounts `web/stage.js`, which plays the films of runs in the browser."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from nnplay.fields import MAX_EPOCHS, MAX_HIDDEN_LAYERS, MAX_UNITS, NEW_UNITS
from nnplay.ui.stage.packing import answering, with_gradients

WEB = Path(__file__).parent / "web"  # what Streamlit serves, as pyproject.toml tells it
KEY = "stage"
MORE_EPOCHS = {"step": 500, "most": MAX_EPOCHS}
LIMITS = {"layers": MAX_HIDDEN_LAYERS, "units": MAX_UNITS, "new_units": NEW_UNITS}


@cache
def component(name: str) -> Any:
    """Make a Streamlit component of files in `web`; it needs a running server."""
    return st.components.v2.component(
        f"nnplay.{name}",
        html=(WEB / f"{name}.html").read_text(encoding="utf-8"),
        # as text: a file would arrive after the first paint
        css=(WEB / f"{name}.css").read_text(encoding="utf-8"),
        js=f"{name}.js",
    )


def draw_stage(
    payload: bytes,
    on_unit: Callable[[int, int], None] | None = None,
    on_epoch: Callable[[], None] = lambda: None,
    on_more_epochs: Callable[[int], None] | None = None,
    on_row: Callable[[int], None] | None = None,
    on_units: Callable[[tuple[int, ...]], None] | None = None,
    on_place: Callable[[dict[str, float]], None] | None = None,
    gradients: Callable[[], np.ndarray] | None = None,
) -> None:
    """Show the run of a payload; a run not shown before plays its film once.

    Args:
        on_unit: Called with the layer (the first after the inputs is 0) and the number of a unit
            that was pressed. Without it, the stage offers neither units nor rows to be pressed.
        on_epoch: Called when the learner has stopped the film at an epoch.
        on_more_epochs: Called with the new number of epochs when more are asked for, before the
            whole page is drawn again. Without it, the stage offers none.
        on_row: Called with the number of a row whose point was pressed.
        on_units: Called with the units of every hidden layer after + or minus was pressed, before
            the whole page is drawn again. Without it, the stage has no such buttons.
        on_place: Called with the x1 and x2 of a place in the plane that was pressed.
        gradients: Called for the gradients at the payload's keyframes if the learner asks for them.
            Without it, the stage does not offer them.
    """
    if gradients and st.session_state.get(KEY, {}).get("gradients"):
        payload = with_gradients(payload, gradients())
    told = component(KEY)(
        key=KEY,
        data=answering(
            payload,
            opens=on_unit is not None,
            asks=on_place is not None,
            more_epochs=MORE_EPOCHS if on_more_epochs else None,
            resizes=LIMITS if on_units else None,
            offers_gradients=gradients is not None,
        ),
        on_at_change=on_epoch,
        on_gradients_change=lambda: None,  # they come with the payload
        on_unit_change=_passing("unit", on_unit and (lambda at: on_unit(at["layer"], at["unit"]))),
        on_row_change=_passing("row", on_row),
        on_more_epochs_change=_passing("more_epochs", on_more_epochs),
        on_place_change=_passing("place", on_place),
        on_units_change=_passing("units", on_units and (lambda units: on_units(tuple(units)))),
    )
    if told.more_epochs or told.units is not None:
        st.rerun()  # of the whole page: the settings are outside the fragment of the results


def _passing(name: str, act: Callable[[Any], None] | None) -> Callable[[], None]:
    """Return a callback that passes on what the stage has sent by this name."""

    def told() -> None:
        value = st.session_state[KEY][name]
        if act and value is not None:
            act(value)

    return told


def draw_alone(payload: bytes, key: str) -> None:
    """Show a race's or a surface's film; one not shown before plays at once."""
    component(KEY)(key=key, data=payload)


def epoch_let_go(run_id: str) -> int | None:
    """Return the epoch at which the learner last stopped this run's film, if any."""
    at = st.session_state.get(KEY, {}).get("at")
    # the browser keeps what it last sent, which may be about an earlier run
    return at["epoch"] if at and at.get("run") == run_id else None
