"""Which batch, and which weight, the panel shows."""

import streamlit as st

from nnplay.explain.place import Place
from nnplay.ui.names import layer_names

Names = list[tuple[str, ...]]


def choose_batch(batches: int, epoch: int) -> int:
    """Ask for a batch of the epoch after the shown one, counted from 0."""
    if batches == 1:
        return 0
    chosen = st.number_input(
        f"Batch of epoch {epoch + 1:,}",
        1,
        batches,
        1,
        key=f"step_batch of {batches}",
        persist_state="session",
        width=170,
        help=f"An epoch of this run has {batches:,} batches, each of which makes one step.",
    )
    return int(chosen) - 1


def choose_place(names: Names) -> Place:
    """Ask for a weight or a bias."""
    sizes = tuple(map(len, names))
    layer = st.selectbox(
        "Layer",
        range(len(sizes) - 1),
        format_func=layer_names(sizes).__getitem__,
        key=f"step_layer of {sizes}",
        persist_state="session",
        width=170,
    )
    row = st.selectbox(
        "From",
        [*range(sizes[layer]), -1],
        format_func=lambda i: "bias" if i < 0 else names[layer][i],
        key=f"step_from {layer} of {sizes}",
        persist_state="session",
        width=200,
    )
    unit = st.selectbox(
        "To",
        range(sizes[layer + 1]),
        format_func=names[layer + 1].__getitem__,
        key=f"step_to {layer} of {sizes}",
        persist_state="session",
        width=170,
    )
    return Place(layer, row, unit)
