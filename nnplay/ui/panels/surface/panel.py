"""The panel *Surface*: the loss over directions in weight space, and the paths of runs."""

from collections.abc import Sequence

import streamlit as st

from nnplay.explain.loss_surface import Surface
from nnplay.numbers import percent
from nnplay.ui.drawing.ticking import draw_ticking
from nnplay.ui.panels.surface import surfaces
from nnplay.ui.panels.surface.choices import (
    Shown,
    choose_shown,
    choose_weights,
    draw_weights,
    names_of_weights,
)
from nnplay.ui.panels.surface.wording import about, of_rates
from nnplay.ui.runs import Run
from nnplay.ui.stage.packing import starting_at
from nnplay.ui.stage.stage import draw_alone
from nnplay.ui.stage.surface import Trail, surface_payload
from nnplay.ui.state import page
from nnplay.ui.state.surface_choice import OPTIMIZERS

KEY = "surface"


def draw(run: Run, epoch: int) -> None:
    """Draw the surface; its film rests at the chosen epoch, or plays if that is the last."""
    if run.history.refusal:
        st.info(run.history.refusal, icon=":material/info:")
        return
    with st.container(horizontal=True, key="surface_choices"):
        weights = choose_weights(run)
        shown = choose_shown(run)
    if weights:
        with st.container(horizontal=True):
            draw_weights(run, weights)
    request = surfaces.Request(tuple(each.config for each in shown), weights)
    found = surfaces.find(request)
    if found is None:
        job = surfaces.expect(request, run.dataset)
        found = surfaces.find(request)
    if found is None and job.error:
        st.error(job.error, icon=":material/error:")
    elif found is None:
        draw_ticking(lambda: _wait(request), job)
    elif found.surface is None:
        st.markdown(found.why)
    else:
        _draw_film(run, epoch, shown, weights, found.surface)


def _wait(request: surfaces.Request) -> None:
    if surfaces.find(request):
        st.rerun()
    st.markdown("Computing the loss around the path…")


def _draw_film(
    run: Run, epoch: int, shown: Sequence[Shown], weights: Sequence[int], surface: Surface
) -> None:
    trails = [Trail(each.name, each.color) for each in shown]
    payload = surface_payload(surface, trails, run.config.loss, _labels(run, weights, surface))
    rests = epoch != run.history.epochs_recorded[-1]
    draw_alone(starting_at(payload, epoch) if rests else payload, KEY)
    if page().surface.runs == OPTIMIZERS:
        st.caption(of_rates(shown))
    for sentence in about(run, shown, weights, surface):
        st.caption(sentence)


def _labels(run: Run, weights: Sequence[int], surface: Surface) -> list[str]:
    if weights:
        names = names_of_weights(run)
        return [names[each] for each in weights]
    places = ("1st", "2nd")[: len(surface.shares)]
    return [
        f"{place} principal direction ({percent(share, 1)} of the variance)"
        for place, share in zip(places, surface.shares, strict=True)
    ]
