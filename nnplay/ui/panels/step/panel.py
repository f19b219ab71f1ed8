"""The panel *Step*: a weight's gradient by the chain rule, and the optimizer's update."""

import numpy as np
import streamlit as st

from nnplay.explain.gradient_remark import remark
from nnplay.explain.gradient_step import chain_of
from nnplay.explain.place import Place
from nnplay.figures.weights import weights_figure
from nnplay.history import split_parameters
from nnplay.numbers import count
from nnplay.step import Step
from nnplay.ui.drawing.charts import draw_chart
from nnplay.ui.drawing.names import layer_names
from nnplay.ui.panels.step.chain import draw_chain
from nnplay.ui.panels.step.check import draw_check
from nnplay.ui.panels.step.choice import choose_batch, choose_place, epochs_before
from nnplay.ui.panels.step.steps import get_step
from nnplay.ui.panels.step.update import draw_update
from nnplay.ui.panels.units import names_in
from nnplay.ui.runs import Run


def draw(run: Run, epoch: int) -> None:
    """Draw a training step: the gradients of a layer, and all numbers of one weight."""
    if run.history.refusal:
        st.info(run.history.refusal, icon=":material/info:")
        return
    names = names_in(run)
    batches = run.config.batches(len(run.examples.training_rows))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = epochs_before(run, epoch)
        batch = choose_batch(batches, before)
        place = choose_place(names)
    step = get_step(run, before, batch)
    st.markdown(_headline(run, step))
    chain = chain_of(step, run.config, place, names)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _gradients(run, step, place, names)
        draw_check(run, step, place, chain.gradient)
    with right:
        said = remark(step, chain)
        if said:
            st.info(said, icon=":material/lightbulb:")
        draw_chain(run, step, chain, names)
        draw_update(run, step, place)


def _headline(run: Run, step: Step) -> str:
    """Say which step of the run it is."""
    rows = count(len(step.rows), run.dataset.row_noun)
    text = (
        f"**Step {step.number:,}**: batch {step.batch + 1:,} of {step.batches:,} in epoch "
        f"{step.epoch + 1:,}, with {rows}."
    )
    if not run.history.epochs:
        return f"{text} No epoch was trained; this is what the first would do."
    return text


def _gradients(run: Run, step: Step, place: Place, names: list[tuple[str, ...]]) -> None:
    """Draw the gradients of the layer, with a frame around the chosen one."""
    layer = layer_names(run.history.sizes)[place.layer]
    pair = slice(2 * place.layer, 2 * place.layer + 2)
    kernel, bias = split_parameters(step.gradient, run.history.sizes)[pair]
    values = np.append(kernel.ravel(), bias)
    st.markdown(f"**Gradients of the {layer}**")
    if not np.isfinite(values).any():
        st.caption("Nothing to draw: all of these are NaN or infinite.")
        return
    row = len(kernel) if place.row < 0 else place.row
    draw_chart(
        weights_figure(
            kernel,
            bias,
            names[place.layer],
            names[place.layer + 1],
            values,
            marked=(row, place.unit),
        ),
        "gradients",
        f"Heat map of the gradients of the {layer}",
        key="gradients",
    )
    st.caption(
        "A gradient says how the loss of the batch changes as its weight grows: where it is "
        "positive, a smaller weight makes the loss smaller. The chosen one has a frame."
    )
