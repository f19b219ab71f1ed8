"""The choices of the panel *Surface*: which runs' paths, and which directions."""

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.explain.loss_surface import difference, most_moved
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.names import weight_names
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.panels.compare.choice import choose_runs
from nnplay.ui.panels.compare.saved_runs import names_of
from nnplay.ui.runs import Run
from nnplay.ui.state import change, page
from nnplay.ui.state.surface_choice import OPTIMIZERS, RUNS, SAVED, THIS

RACERS = ("SGD", "SGD with momentum", "RMSprop", "Adam")
OF_RUNS = dict(zip(RUNS, ("This run", "Saved runs", "Race the optimizers"), strict=True))
ALONG = ("Principal directions", "One weight", "Two weights")
MOST_OFFERED = 500  # weights in a list


class Shown(NamedTuple):
    """A run whose path is shown, by its configuration, and how that is drawn."""

    config: TrainingConfig
    name: str
    color: int


def choose_shown(run: Run) -> list[Shown]:
    """Ask which runs' paths to show."""
    controlled(
        st.segmented_control,
        "Runs",
        RUNS,
        format_func=OF_RUNS.__getitem__,
        key="surface_of",
        value=page().surface.runs,
        on_change=lambda runs: _choose(runs=runs),
        required=True,
        help="The race trains this configuration with "
        f"{', '.join(RACERS[:-1])} and {RACERS[-1]}, from the same initial weights.",
    )
    return {THIS: _alone, SAVED: _saved, OPTIMIZERS: _race}[page().surface.runs](run)


def choose_weights(run: Run) -> tuple[int, ...]:
    """Ask for the directions; return the numbers of weights, () for the principal directions."""
    total = run.history.parameters.shape[1]
    wanted = min(len(page().surface.weights), total)
    weights = tuple(each for each in page().surface.weights if each < total)
    if len(weights) < wanted:  # some were of a larger network
        weights = most_moved(run.history, wanted)
    controlled(
        st.segmented_control,
        "Look along",
        range(min(3, total + 1)),
        format_func=ALONG.__getitem__,
        key="surface_along",
        value=wanted,
        on_change=partial(_choose_count, run, weights),
        required=True,
        help="The principal directions are those along which the path varies most.",
    )
    return weights


def draw_weights(run: Run, weights: tuple[int, ...]) -> None:
    """Ask for the weights along which to look."""
    names = names_of_weights(run)
    offered = most_moved(run.history, MOST_OFFERED)
    options = sorted({*offered, *weights})
    hint = "" if len(names) <= MOST_OFFERED else f" The {MOST_OFFERED} that moved most are offered."
    labels = ("Across", "Up") if len(weights) > 1 else ("Weight or bias",)
    for place, label in enumerate(labels):
        controlled(
            st.selectbox,
            label,
            options,
            format_func=names.__getitem__,
            key=f"surface_weight_{place}",
            value=weights[place],
            on_change=partial(_choose_weight, weights, place),
            help=f"All other weights stay as they are at the end.{hint}",
        )


def names_of_weights(run: Run) -> list[str]:
    names = weight_names(run.examples.features, run.history.sizes, run.dataset.output_names)
    return [name.removeprefix("the ") for name in names]


def _alone(run: Run) -> list[Shown]:
    return [Shown(run.config, "this run", 0)]


def _saved(run: Run) -> list[Shown]:
    saved = [each for each in page().saved if each.config.data == run.config.data]
    names = dict(zip((each.config for each in saved), names_of(saved), strict=True))
    own = run.config.normalized
    colors = {config: color for color, config in enumerate(names)}
    first = Shown(run.config, names.get(own, "this run"), colors.get(own, len(names)))
    reasons = {config: difference(run.config, config) for config in names}
    able = {c: name for c, name in names.items() if c != own and reasons[c] is None}
    chosen = choose_runs("Beside this run", able, "surface_runs") if able else []
    unable = [f"{plain(names[config])} ({why})" for config, why in reasons.items() if why]
    others = len(page().saved) - len(saved)
    unable += [f"{others} on other data"] * bool(others)
    if unable:
        st.caption(f"Not on this surface: {', '.join(unable)}.")
    if not able:
        st.markdown(
            "Runs of the same network, data and loss share one surface. Press *Save run* at the "
            "top, change the optimizer, the learning rate or the seed, and both are here."
        )
    return [first, *(Shown(config, names[config], colors[config]) for config in chosen)]


def _race(run: Run) -> list[Shown]:
    own = run.config.optimizer
    names = RACERS if own in RACERS else (*RACERS, own)
    configs = [replace(run.config, optimizer=name) for name in names]
    return [Shown(*each, color) for color, each in enumerate(zip(configs, names, strict=True))]


def _choose(**changes: Any) -> None:
    change(surface=replace(page().surface, **changes))


def _choose_count(run: Run, weights: tuple[int, ...], count: int) -> None:
    kept = weights[:count]
    more = [each for each in most_moved(run.history, 2) if each not in kept]
    _choose(weights=(*kept, *more)[:count])


def _choose_weight(weights: tuple[int, ...], place: int, number: int) -> None:
    """Choose a weight; if it is the other one already, the two change places."""
    other = {number: weights[place]}
    now = [number if at == place else other.get(each, each) for at, each in enumerate(weights)]
    _choose(weights=tuple(now))
