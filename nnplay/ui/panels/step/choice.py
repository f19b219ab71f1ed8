"""The choice of the batch and of the weight that the panel shows."""

import streamlit as st

from nnplay.explain.place import Place
from nnplay.ui.panels.units import Names, choose_layer, choose_unit
from nnplay.ui.runs import Run


def epochs_before(run: Run, epoch: int) -> int:
    """Return after how many epochs the steps to choose from begin.

    They are those of the next epoch or, at the end of the run, of its last.
    """
    return max(0, min(epoch, run.history.epochs - 1))


def chosen_last(run: Run) -> tuple[Place, int]:
    """Return the weight and the batch that were chosen last, else the first."""
    asked, sizes = st.session_state.chosen.get, run.history.sizes
    layer = asked(_layer_key(sizes), 0)
    place = Place(layer, asked(_from_key(sizes, layer), 0), asked(_to_key(sizes, layer), 0))
    batches = run.config.batches(len(run.examples.training_rows))
    return place, int(st.session_state.get(_batch_key(batches), 1)) - 1


def _batch_key(batches: int) -> str:
    return f"step_batch of {batches}"


def _layer_key(sizes: tuple[int, ...]) -> str:
    return f"step_layer of {sizes}"


def _from_key(sizes: tuple[int, ...], layer: int) -> str:
    return f"step_from {layer} of {sizes}"


def _to_key(sizes: tuple[int, ...], layer: int) -> str:
    return f"step_to {layer} of {sizes}"


def choose_batch(batches: int, before: int) -> int:
    """Ask for a batch, counted from 0.

    Args:
        before: How many epochs come before that of the batches.
    """
    if batches == 1:
        return 0
    chosen = st.number_input(
        f"Batch of epoch {before + 1:,}",
        1,
        batches,
        1,
        key=_batch_key(batches),
        persist_state="session",
        width=170,
        help=f"An epoch of this run has {batches:,} batches, each of which makes one step.",
    )
    return int(chosen) - 1


def choose_place(names: Names) -> Place:
    """Ask for a weight or a bias."""
    sizes = tuple(map(len, names))
    layer = choose_layer(sizes, _layer_key(sizes))
    row = choose_unit("From", names[layer], _from_key(sizes, layer), or_bias=True)
    return Place(layer, row, choose_unit("To", names[layer + 1], _to_key(sizes, layer)))
