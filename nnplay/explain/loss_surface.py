"""The loss surface over one or two directions in weight space, with the paths of runs over it.

After Li et al., "Visualizing the loss landscape of neural nets", 2018.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.explain.weight_space import (
    Path,
    Plane,
    framing,
    lowest,
    path_of,
    principal_plane,
    weights_plane,
)
from nnplay.history import TrainingHistory

SIDE, COARSE_SIDE = 41, 21  # points of a grid, both across and up
CURVE_PLACES = 201
ASPECT = 1.6  # width by height of the picture, in which a step is as long across as up
MARGIN = 0.25  # around the paths, as a share of their extent
UNMOVED = 1e-3  # of a weight's size: a smaller change is not visible
# How many operations (see `_cost`) a worker computes in about 0.1 s and in about 3 s.
COST_OF_CALL, COST_OF_GRID = 1_500_000_000, 40_000_000_000
NUMBERS_OF_CALL = 2_000_000  # weights sent with one call: 8 MB

Evaluate = Callable[[np.ndarray], np.ndarray]  # weights (many, parameters) to losses (many,)


@dataclass(frozen=True, eq=False)
class Trace:
    """A path projected onto a surface.

    Attributes:
        epochs, losses, breaks, leaves, diverges: As in `Path`.
        places: The nearest places of the surface, shape (records, directions).
        last: The run's last epoch; the path may end long before it.
    """

    epochs: np.ndarray
    places: np.ndarray
    losses: np.ndarray
    breaks: int | None
    leaves: int | None
    diverges: bool
    last: int


@dataclass(frozen=True, eq=False)
class Surface:
    """The loss over a plane or a line, and the paths of runs over it.

    Attributes:
        shares, thinned: As in `Plane`.
        x: Places along the first direction, ascending; y: along the second, empty for a line.
        losses: The losses at these places, shape (y, x), or (x,) for a line.
        traces: One per run.
        lowest: The index of the run with the lowest end, through which the plane goes.
    """

    shares: tuple[float, ...]
    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    traces: tuple[Trace, ...]
    lowest: int
    thinned: tuple[int, int] | None = None


def survey(
    histories: Sequence[TrainingHistory], rows: int, chosen: Sequence[int], evaluate: Evaluate
) -> Surface:
    """Compute the loss around the paths of runs.

    Args:
        histories: Of runs that have a surface in common, see `difference`.
        rows: How many training rows there are, for an estimate of the time.
        chosen: The numbers of one or two weights to look along; () for the principal directions.
        evaluate: Computes losses; each call takes at most some 0.1 s.

    Raises:
        NoSurfaceError: If there is no direction to look along.
    """
    cost = _cost(histories[0].sizes, rows)

    def losses_of(weights: Evaluate, places: np.ndarray) -> np.ndarray:
        most = max(
            1, min(COST_OF_CALL // cost, NUMBERS_OF_CALL // histories[0].parameters.shape[1])
        )
        parts = [places[start : start + most] for start in range(0, len(places), most)]
        return np.concatenate([evaluate(weights(part)) for part in parts])

    paths = [
        path_of(each, losses_of(each.parameters.__getitem__, np.arange(len(each.parameters))))
        for each in histories
    ]
    plane = weights_plane(paths, chosen) if chosen else principal_plane(paths)
    side = SIDE if cost * SIDE**2 <= COST_OF_GRID else COARSE_SIDE
    x, y = window(plane, paths, side)
    across, up = np.meshgrid(x, y) if len(y) else (x, np.zeros(0))
    places = np.stack([across.ravel(), up.ravel()][: len(plane.directions)], axis=1)
    losses = losses_of(plane.weights_at, places).reshape(across.shape)
    traces = tuple(
        Trace(
            epochs=path.epochs,
            places=plane.places_of(path.weights),
            losses=path.losses,
            breaks=path.breaks,
            leaves=path.leaves,
            diverges=path.diverges,
            last=int(history.epochs_recorded[-1]),
        )
        for path, history in zip(paths, histories, strict=True)
    )
    end = paths.index(lowest(paths))
    return Surface(plane.shares, x, y, losses, traces, end, plane.thinned)


def window(plane: Plane, paths: Sequence[Path], side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places along each direction that cover the paths with a margin.

    The end of the lowest path is one of them, so that the surface shows exactly its loss there.
    """
    places = np.concatenate([plane.places_of(path.weights) for path in framing(paths)])
    low, high = places.min(axis=0), places.max(axis=0)
    middle, spans = (low + high) / 2, high - low
    if not plane.shares:
        sizes = np.maximum(np.abs(middle), 1.0)
        spans = np.where(spans < UNMOVED * sizes, 2 * sizes, spans)
    end = plane.places_of(lowest(paths).weights[-1:])[0]
    if len(spans) == 1:
        half = (0.5 + MARGIN) * spans[0]
        return _places(middle[0], half, CURVE_PLACES, end[0]), np.zeros(0)
    half = (0.5 + MARGIN) * max(spans[0], ASPECT * spans[1])
    across = _places(middle[0], half, side, end[0])
    return across, _places(middle[1], half / ASPECT, side, end[1])


def _places(middle: float, half: float, count: int, among: float) -> np.ndarray:
    """Return evenly spaced places around a middle, moved so that `among` is one of them."""
    places = np.linspace(middle - half, middle + half, count)
    return places + among - places[np.abs(places - among).argmin()]


def most_moved(history: TrainingHistory, count: int) -> tuple[int, ...]:
    """Return the numbers of the weights that a run has moved most, ascending."""
    finite = history.parameters[np.isfinite(history.parameters).all(axis=1)]
    spans = np.ptp(finite, axis=0) if len(finite) else np.zeros(history.parameters.shape[1])
    return tuple(sorted(int(each) for each in np.argsort(-spans, kind="stable")[:count]))


def difference(config: TrainingConfig, other: TrainingConfig) -> str | None:
    """Say in a few words why two configurations have no surface in common; None if they have."""

    def training_rows(of: TrainingConfig) -> tuple[object, ...]:
        is_random = of.validation_split > 0 and of.validation_rows == "random"
        return of.validation_split, is_random, of.seed if is_random else None

    aspects: dict[str, Callable[[TrainingConfig], object]] = {
        "other data": lambda of: of.data,
        "other features": lambda of: of.features,
        "scaled differently": lambda of: of.standardize,
        "other training rows": training_rows,
        "another network": lambda of: (of.hidden_units, of.activations),
        "another loss": lambda of: (of.loss, of.l1, of.l2),
    }
    return next((name for name, of in aspects.items() if of(config) != of(other)), None)


def _cost(sizes: Sequence[int], rows: int) -> int:
    """Estimate how many operations it takes to compute the loss of one network."""
    # an activation takes as long as some 50 products
    return rows * sum(inputs * units + 50 * units for inputs, units in pairwise(sizes))
