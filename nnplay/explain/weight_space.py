"""The paths of runs through weight space, and the plane that shows most of them.

After Li et al., "Visualizing the loss landscape of neural nets", 2018.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.history import TrainingHistory

FAR = 100.0  # times the loss at the start, from which on a run counts as gone off
FEWEST = 3  # records that are shown of such a run all the same
MOST_NUMBERS = 1_500_000  # of all weights that the directions are found from


class NoSurfaceError(ValueError):
    """There is no direction to look along; the text says why in a sentence or two."""


@dataclass(frozen=True, eq=False)
class Path:
    """The part of a run's path through weight space that is shown.

    Attributes:
        epochs: Recorded epochs, from 0 on, shape (records,).
        weights: The weights at these epochs, shape (records, parameters).
        losses: The training loss with these weights, shape (records,).
        breaks: The first recorded epoch whose weights or loss are NaN or infinite, or None.
        leaves: The recorded epoch from which on the loss stays above `FAR` times the first, so that
            little more is shown, or None.
    """

    epochs: np.ndarray
    weights: np.ndarray
    losses: np.ndarray
    breaks: int | None
    leaves: int | None

    @property
    def diverges(self) -> bool:
        return self.breaks is not None or self.leaves is not None


@dataclass(frozen=True, eq=False)
class Plane:
    """A line or a plane in weight space.

    Attributes:
        origin: The weights at place (0, 0), shape (parameters,).
        directions: Orthonormal, shape (1 or 2, parameters).
        shares: The share of the paths' variance that each direction explains; () for chosen
            weights.
        thinned: How many records the directions are found from and of how many, if not from all.
    """

    origin: np.ndarray
    directions: np.ndarray
    shares: tuple[float, ...] = ()
    thinned: tuple[int, int] | None = None

    def weights_at(self, places: np.ndarray) -> np.ndarray:
        """Return the weights at places: (many, directions) to (many, parameters)."""
        return (self.origin + places @ self.directions).astype("float32")

    def places_of(self, weights: np.ndarray) -> np.ndarray:
        """Return the places nearest to weights: (many, parameters) to (many, directions)."""
        return weights @ self.directions.T - self.origin @ self.directions.T


def path_of(history: TrainingHistory, losses: np.ndarray) -> Path:
    """Return the path of a run, up to where it breaks or leaves the picture.

    Args:
        losses: The training loss with the recorded weights, shape (recorded,).
    """
    epochs = history.epochs_recorded
    broken = np.flatnonzero(~(np.isfinite(losses) & np.isfinite(history.parameters).all(axis=1)))
    end = int(broken[0]) if len(broken) else len(losses)
    start = max(abs(float(losses[0])), float(np.finfo("float32").tiny))
    near = np.flatnonzero(losses[:end].astype(float) - losses[:1] <= (FAR - 1) * start)
    stays = int(near[-1]) + 1 if len(near) else end
    shown = max(stays, min(end, FEWEST))
    return Path(
        epochs[:shown],
        history.parameters[:shown],
        losses[:shown],
        breaks=int(epochs[end]) if len(broken) else None,
        leaves=int(epochs[stays]) if stays < end else None,
    )


def principal_plane(paths: Sequence[Path]) -> Plane:
    """Return the plane of the principal directions of all paths; a line if there is only one.

    It goes through the end of the path that ends lowest, and is turned so that the first path
    begins at the left and above that end.

    Raises:
        NoSurfaceError: If no path moves.
    """
    shown, origin = framing(paths), _end_of_lowest(paths)
    most = max(FEWEST, MOST_NUMBERS // len(origin) // len(shown))
    records = np.concatenate([_thinned(path.weights, most) for path in shown]).astype(float)
    shares, axes = _principal_axes(records)
    if not shares:
        raise NoSurfaceError(_why_nothing_moves(shown[0]))
    plane = Plane(origin, axes)
    start = plane.places_of(shown[0].weights[:1])[0]
    flipped = start * (-1, 1)[: len(shares)] < 0
    every = sum(len(path.weights) for path in shown)
    thinned = (len(records), every) if len(records) < every else None
    return Plane(origin, np.where(flipped[:, None], -axes, axes), shares, thinned)


def weights_plane(paths: Sequence[Path], chosen: Sequence[int]) -> Plane:
    """Return the plane or line along chosen weights; the others are those of the lowest end.

    A place consists of the values of the chosen weights.
    """
    origin = _end_of_lowest(paths)
    origin[list(chosen)] = 0.0
    return Plane(origin, np.eye(len(origin))[list(chosen)])


def framing(paths: Sequence[Path]) -> list[Path]:
    """Return the paths that determine the picture: those that do not diverge, or all if all do."""
    drawn = [path for path in paths if len(path.epochs)]
    if not drawn:
        raise NoSurfaceError("The loss is not a number from the start: there is nothing to draw.")
    return [path for path in drawn if not path.diverges] or drawn


def lowest(paths: Sequence[Path]) -> Path:
    return min(framing(paths), key=lambda path: path.losses[-1])


def _end_of_lowest(paths: Sequence[Path]) -> np.ndarray:
    return lowest(paths).weights[-1].astype(float)


def _why_nothing_moves(path: Path) -> str:
    if path.breaks is None:
        return (
            "The weights have not moved, so there is no direction to look along. Choose one weight "
            "or two to see the loss around them."
        )
    return (
        f"At epoch {path.breaks:,} the weights or the loss are no longer numbers, so there is no "
        "path to look along. Choose one weight or two to see the loss around the start."
    )


def _thinned(weights: np.ndarray, most: int) -> np.ndarray:
    if len(weights) <= most:
        return weights
    return weights[np.linspace(0, len(weights) - 1, most).round().astype(int)]


def _principal_axes(records: np.ndarray) -> tuple[tuple[float, ...], np.ndarray]:
    """Return each principal direction's share of the variance, and up to two directions."""
    centred = records - records.mean(axis=0)
    is_wide = centred.shape[0] < centred.shape[1]
    values, vectors = np.linalg.eigh(centred @ centred.T if is_wide else centred.T @ centred)
    total = float(values.clip(0).sum())
    rounding = float(np.abs(records).max() * 1e-9) ** 2 * len(records)
    count = int((values[::-1][:2] > max(1e-10 * total, rounding)).sum())
    chosen = vectors[:, ::-1][:, :count]
    axes = np.linalg.qr(centred.T @ chosen if is_wide else chosen)[0].T
    return tuple(float(each) / total for each in values[::-1][:count]), axes
