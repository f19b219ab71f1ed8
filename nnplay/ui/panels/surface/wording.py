"""What the panel *Surface* says about a surface."""

from collections.abc import Iterator, Sequence

import numpy as np

from nnplay.explain.loss_surface import SIDE, Surface, Trace
from nnplay.explain.weight_space import FAR
from nnplay.numbers import count, exact, listed, number, percent, times
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.panels.surface.choices import Shown
from nnplay.ui.runs import Run
from nnplay.ui.stage.surface import contour_levels


def about(
    run: Run, shown: Sequence[Shown], weights: Sequence[int], surface: Surface
) -> Iterator[str]:
    """Yield captions: what is drawn, and which parts of the paths are not."""
    end = _of_place([plain(each.name) for each in shown], surface)
    yield " ".join(
        [
            _of_weights(end, len(weights)) if weights else _of_directions(end, surface),
            *_of_records(surface),
            *_of_loss(run),
            *_of_levels(surface),
            *_of_gaps(surface),
        ]
    )
    ended = [
        _of_end("The path" if len(shown) == 1 else f"The path of {plain(each.name)}", trace)
        for each, trace in zip(shown, surface.traces, strict=True)
        if trace.diverges
    ]
    if ended:
        yield " ".join(ended)


def of_rates(shown: Sequence[Shown]) -> str:
    """Say which learning rates the optimizers of a race have."""
    rates = [each.config.learning_rate_used for each in shown]
    if shown[0].config.learning_rate is None:
        each = [f"{one.name} {exact(rate)}" for one, rate in zip(shown, rates, strict=True)]
        which = f"each with Keras's default learning rate ({listed(each)})"
    else:
        which = f"all with learning rate {exact(rates[0])}"
    return f"The same network from the same initial weights, {which}."


def _of_place(names: Sequence[str], surface: Surface) -> str:
    """Name the point of a path through which the plane goes."""
    name, diverges = names[surface.lowest], surface.traces[surface.lowest].diverges
    if len(names) == 1:
        return "the last drawn point of its path" if diverges else "the path's end"
    return f"the last drawn point of {name}" if diverges else f"the end of {name}, the lowest"


def _of_directions(end: str, surface: Surface) -> str:
    if len(surface.shares) == 1:
        return f"The weights move along one straight line, the one shown here, through {end}."
    paths = "path's" if len(surface.traces) == 1 else "paths'"
    share = percent(sum(surface.shares), 1)
    return (
        f"These two directions explain {share} of the {paths} variance. What the weights do beside "
        "them is not seen, so a run's own loss can differ from the colour below it; the plane goes "
        f"through {end}, where both are the same."
    )


def _of_records(surface: Surface) -> Iterator[str]:
    """Say which part of the paths the directions are found from, if not from all."""
    if not surface.thinned:
        return
    taken, every = surface.thinned
    which = "direction is" if len(surface.shares) == 1 else "directions are"
    yield f"The {which} computed from {taken:,} of {every:,} recorded epochs; all would take long."


def _of_weights(end: str, chosen: int) -> str:
    which = "this weight changes" if chosen == 1 else "these two weights change"
    place = "the curve" if chosen == 1 else "the colour below it"
    return (
        f"Only {which} here; all others are as at {end}. A run's own loss has all its weights, so "
        f"elsewhere it can differ from {place}."
    )


def _of_loss(run: Run) -> Iterator[str]:
    rows = count(len(run.examples.training_rows), "training row")
    kinds = [" with its penalty"] * bool(run.config.l1 or run.config.l2)
    kinds += [" without dropout"] * bool(run.config.dropout and run.config.hidden_units)
    yield f"The loss is {run.config.loss} over all {rows}{','.join(kinds)}."


def _of_levels(surface: Surface) -> Iterator[str]:
    if not len(surface.y):
        return
    levels, log = contour_levels(surface.losses)
    if not len(levels):
        yield "It is the same everywhere here, up to rounding."
    elif log:
        yield f"Each contour is {times(levels[1] / levels[0])} times the one below it."
    else:
        yield f"Each contour is {number(levels[1] - levels[0])} above the one below it."


def _of_gaps(surface: Surface) -> Iterator[str]:
    """Say in which respects the picture is coarse."""
    side = len(surface.x)
    if len(surface.y) and side < SIDE:
        yield (
            f"It takes long to compute, so only {side} × {side} points are known: finer detail is "
            "not shown."
        )
    epochs = max((trace.epochs for trace in surface.traces), key=len)
    apart = int(np.diff(epochs).max(initial=1))
    if apart > 1:
        yield (
            f"The weights are recorded at least every {apart:,} epochs; between these a path is "
            "straight."
        )


def _of_end(path: str, trace: Trace) -> str:
    reasons = []
    if trace.leaves is not None:
        reasons.append(
            f"from epoch {trace.leaves:,} on its loss is over {exact(FAR)} times that of the start"
        )
    if trace.breaks is not None:
        reasons.append(f"from epoch {trace.breaks:,} on it is not a number")
    return f"{path} is not drawn to its end: {' and '.join(reasons)}."
