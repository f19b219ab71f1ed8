"""The live view: mounts `web/stage.js`, which plays the films of runs in the browser."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from nnplay.fields import MAX_EPOCHS, MAX_HIDDEN_LAYERS, MAX_UNITS, NEW_UNITS
from nnplay.ui.stage.payload import answering, with_gradients

WEB = Path(__file__).parent / "web"  # what Streamlit serves, as pyproject.toml tells it
KEY = "stage"
MORE_EPOCHS = {"step": 500, "most": MAX_EPOCHS}
LIMITS = {"layers": MAX_HIDDEN_LAYERS, "units": MAX_UNITS, "new_units": NEW_UNITS}


@cache
def component(name: str) -> Any:
    """Make a component, which needs a running server that knows of the installed package."""
    return st.components.v2.component(
        f"nnplay.{name}",
        html=(WEB / f"{name}.html").read_text(encoding="utf-8"),
        # as text, for a file would come after the first paint
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
            that was tapped; without it, nothing says that a unit or a row may be.
        on_epoch: Called when the learner has let go of the film at an epoch.
        on_more_epochs: Called with how many epochs the run shall have, when more are asked for;
            without it, none are offered. Then the whole page is drawn again.
        on_row: Called with the number of a row whose point was tapped.
        on_units: Called with the units of each hidden layer that are wanted by a press on + or
            minus in the picture, which has none without it. Then the whole page is drawn again.
        on_place: Called with the x1 and x2 of a place of the plane that was tapped.
        gradients: Called for those of the payload's keyframes where the learner wants to see them;
            without it, they are not offered.
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
        st.rerun()  # of the whole page: the settings stand outside the fragment of the results


def _passing(name: str, act: Callable[[Any], None] | None) -> Callable[[], None]:
    """Return a callback that passes on what the stage has told by this name."""

    def told() -> None:
        value = st.session_state[KEY][name]
        if act and value is not None:
            act(value)

    return told


def draw_alone(payload: bytes, key: str) -> None:
    """Show a film that nothing else on the page follows; one not shown before plays at once."""
    component(KEY)(key=key, data=payload)


def epoch_let_go(run_id: str) -> int | None:
    """Return the epoch of this run that the learner last let go of, if any."""
    at = st.session_state.get(KEY, {}).get("at")
    # The browser keeps what it last said, also of a run before.
    return at["epoch"] if at and at.get("run") == run_id else None
