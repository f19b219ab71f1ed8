"""What the panel says of a surface."""

from collections.abc import Iterator, Sequence

from nnplay.explain.loss_surface import Surface, Trace
from nnplay.explain.weight_space import FAR
from nnplay.numbers import count, number, percent, times
from nnplay.ui.panels.surface.choices import Shown
from nnplay.ui.runs import Run
from nnplay.ui.stage.surface import contour_levels
from nnplay.ui.url import plain


def about(
    run: Run, shown: Sequence[Shown], weights: Sequence[int], surface: Surface
) -> Iterator[str]:
    """Say what is drawn, and what of the paths it leaves out."""
    lowest = shown[surface.lowest].name
    end = "the end" if len(shown) == 1 else f"the end of {plain(lowest)}, which ends lowest"
    yield " ".join(
        [
            _of_weights(end, len(weights)) if weights else _of_directions(end, surface),
            *_of_loss(run),
            *_of_levels(surface),
        ]
    )
    ended = [
        _of_end("The path" if len(shown) == 1 else f"The path of {plain(each.name)}", trace)
        for each, trace in zip(shown, surface.traces, strict=True)
        if trace.breaks is not None or trace.leaves is not None
    ]
    if ended:
        yield " ".join(ended)


def of_rates(run: Run) -> str:
    """Say which learning rates the optimizers of a race have, and where they start."""
    if run.config.learning_rate is None:
        rates = "each with Keras's default learning rate; choose one and all have that"
    else:
        rates = "all with the learning rate that is chosen"
    return f"The same network, from the same initial weights, {rates}."


def _of_directions(end: str, surface: Surface) -> str:
    paths = "path's" if len(surface.traces) == 1 else "paths'"
    if len(surface.shares) == 1:
        return f"The weights move along one straight line, which this is; it goes through {end}."
    share = percent(sum(surface.shares), 1)
    return (
        f"These two directions explain {share} of the {paths} variance; what the weights do beside "
        f"them is not seen. The plane goes through {end}."
    )


def _of_weights(end: str, chosen: int) -> str:
    which = "this weight changes" if chosen == 1 else "these two weights change"
    place = "the curve" if chosen == 1 else "the colour below it"
    return (
        f"Only {which} here; all others are as at {end}. A run's own loss has all its "
        f"weights, so before its end it differs from {place}."
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
        yield "It is the same everywhere here, as far as the network's numbers can tell."
    elif log:
        yield f"Each contour is {times(levels[1] / levels[0])} times the one below it."
    else:
        yield f"Each contour is {number(levels[1] - levels[0])} above the one below it."


def _of_end(path: str, trace: Trace) -> str:
    reasons = []
    if trace.leaves is not None:
        reasons.append(
            f"from epoch {trace.leaves:,} on its loss is over {FAR:.0f} times that of the start"
        )
    if trace.breaks is not None:
        reasons.append(f"from epoch {trace.breaks:,} on it is not a number")
    return f"{path} is not drawn to its end: {' and '.join(reasons)}."
