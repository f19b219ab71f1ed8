"""Changes weights by hand; the changes are kept apart from the run and forgotten with it."""

from functools import partial

import numpy as np
import streamlit as st

from nnplay.explain.place import Place
from nnplay.numbers import digits
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.panels.formula.unit import DIGITS
from nnplay.ui.panels.units import Names
from nnplay.ui.runs import Run

LIMIT = 1e6  # of a number typed by hand: larger than any weight of a working network

Changes = dict[Place, float]


def changes_of(run: Run, epoch: int) -> Changes:
    """Return the changes by hand at an epoch of a run, forgetting those in another run."""
    kept = st.session_state.by_hand
    if kept is None or kept["run"] != run.id:
        kept = st.session_state.by_hand = {"run": run.id, "epochs": {}}
    return kept["epochs"].setdefault(epoch, {})


def draw_warning(changes: Changes, trained: list[np.ndarray], names: Names) -> None:
    """Warn that what follows is not the trained network."""
    lines = [
        f"- {place.text(names)}: trained {digits(place.value_in(trained), DIGITS)}, "
        f"by hand {digits(value, DIGITS)}"
        for place, value in changes.items()
    ]
    st.warning(
        "\n".join(
            [
                *lines,
                "",
                "The formula and the arithmetic in this panel use these numbers; the trained run "
                "and everything else on the page do not.",
            ]
        ),
        title="Changed by hand, not trained",
        icon=":material/edit:",
    )


def draw_editor(run: Run, epoch: int, names: Names, layer: int, unit: int) -> None:
    """Draw the choice of a weight or the bias of a unit, and a box to change it."""
    changes, trained = changes_of(run, epoch), run.history.weights_at(epoch)
    inputs = names[layer]
    row = st.selectbox(
        f"From (to {names[layer + 1][unit]})",
        [*range(len(inputs)), -1],
        format_func=lambda i: "bias" if i < 0 else inputs[i],
        key=f"by_hand_from {layer} of {run.history.sizes}",
        help="The weight from this input is changed, or the bias of the unit.",
    )
    place = Place(layer, row, unit)
    original = place.value_in(trained)
    key = f"by_hand_value {run.id} {epoch} {layer} {row} {unit}"
    now = changes.get(place, original)
    limit = max(LIMIT, 2 * abs(original)) if np.isfinite(original) else LIMIT
    controlled(
        st.number_input,
        place.text(names)[4:].capitalize() if place.row < 0 else "Weight",
        -limit,
        limit,
        None,  # or an emptied box would stand for the lowest number
        step=_step(original),
        format="%.6g",
        key=key,
        value=now if np.isfinite(now) else None,
        placeholder=digits(original, DIGITS),
        help=f"Trained: {digits(original, DIGITS)}. Type another number and press Enter.",
        on_change=partial(_change, changes, place, original),
    )
    _draw_buttons(changes, place)


def _draw_buttons(changes: Changes, place: Place) -> None:
    with st.container(horizontal=True):
        st.button(
            "Restore",
            key="restore_weight",
            icon=":material/undo:",
            disabled=place not in changes,
            help="Sets this number back to its trained value.",
            on_click=_restore,
            args=(changes, place),
        )
        if set(changes) - {place}:
            st.button(
                "Restore all",
                key="restore_weights",
                icon=":material/restart_alt:",
                help="Sets every number back to its trained value.",
                on_click=changes.clear,
            )


def _change(changes: Changes, place: Place, original: float, value: float | None) -> None:
    if value is None or value == original:
        changes.pop(place, None)
    else:
        changes[place] = value


def _restore(changes: Changes, place: Place) -> None:
    changes.pop(place, None)


def _step(original: float) -> float:
    """Return the step of the box, a tenth of the weight's power of ten."""
    if not np.isfinite(original) or original == 0:
        return 0.01
    return float(10.0 ** np.clip(np.floor(np.log10(abs(original))) - 1, -9, 6))
