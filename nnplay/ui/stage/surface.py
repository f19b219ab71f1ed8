"""The loss surface with the paths of runs on it, as the bytes that the stage plays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.explain.loss_surface import Surface
from nnplay.ui.stage.axes import LOG_FROM_RATIO, axis_of
from nnplay.ui.stage.packing import pack_film
from nnplay.ui.stage.race import MOST_FRAMES

LEVELS = 15  # of the contours
LEAST_HEIGHT = 1e-4  # share of the loss: smaller differences may be rounding in float32
HEADROOM = 0.08  # above the highest loss, as a share of it
WIDEST = 1e12  # losses smaller than the highest by more than this ratio get no contour


@dataclass(frozen=True)
class Trail:
    """How the path of a run is drawn.

    Attributes:
        color: The number of its colour in the theme, from 0.
    """

    name: str
    color: int


def surface_payload(
    surface: Surface, trails: Sequence[Trail], loss: str, labels: Sequence[str]
) -> bytes:
    """Pack a surface and its paths in the format of `pack`.

    The "kind" is "surface", whose "losses" come row by row from the top down, or "profile" for a
    single direction, whose losses are at "places". Each path has the arrays "moments", "across",
    "up" and "path_losses", their names followed by its number. "levels" are the losses of the
    contours, empty if the loss is the same everywhere; "breaks" and "leaves" are as in `Path`.

    Args:
        trails: One per path.
        labels: The name of each direction.
    """
    is_plane = len(surface.y) > 0
    arrays = {"losses": surface.losses[::-1] if is_plane else surface.losses}
    if not is_plane:
        arrays["places"] = surface.x
    for number, trace in enumerate(surface.traces):
        arrays[f"moments{number}"] = trace.epochs
        arrays[f"across{number}"] = trace.places[:, 0]
        if is_plane:
            arrays[f"up{number}"] = trace.places[:, 1]
        arrays[f"path_losses{number}"] = trace.losses
    moments = _moments(surface)
    header = {
        "kind": "surface" if is_plane else "profile",
        "epochs": moments,
        "total": moments[-1],
        "clock": "epoch",
        "loss_name": loss,
        "axes": [_axis(*pair) for pair in zip(labels, (surface.x, surface.y), strict=False)],
        "paths": [
            {
                "name": trail.name,
                "color": trail.color,
                "breaks": trace.breaks,
                "leaves": trace.leaves,
            }
            for trail, trace in zip(trails, surface.traces, strict=True)
        ],
        **(_contours(surface.losses) if is_plane else _loss_axis(surface)),
    }
    return pack_film(header, arrays)


def contour_levels(losses: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the losses that get a contour, ascending, and whether they are logarithmic.

    There are none if the losses differ by no more than rounding.
    """
    finite = losses[np.isfinite(losses)].astype(float)
    if not len(finite):
        return np.zeros(0), False
    low, high = finite.min(), finite.max()
    if high - low <= LEAST_HEIGHT * max(abs(low), abs(high)):
        return np.zeros(0), False
    above = finite[finite > high / WIDEST] if low >= 0 else finite[:0]
    if len(above) and high / above.min() > LOG_FROM_RATIO:
        return np.geomspace(above.min(), high, LEVELS), True
    return np.linspace(low, high, LEVELS), False


def _contours(losses: np.ndarray) -> dict[str, object]:
    levels, log = contour_levels(losses)
    return {"levels": levels.tolist(), "log": log}


def _loss_axis(surface: Surface) -> dict[str, object]:
    curves = [surface.losses, *(trace.losses for trace in surface.traces)]
    # room for the mark of the highest point
    above = np.concatenate(curves).astype(float) * (1 + HEADROOM)
    return {"loss_axis": axis_of([*curves, above])}


def _axis(label: str, places: np.ndarray) -> dict[str, object]:
    return {"label": label, "low": float(places[0]), "high": float(places[-1])}


def _moments(surface: Surface) -> list[int]:
    """Return the epoch of every frame of the film: all recorded ones, or as many as fit."""
    ends = [0, *(trace.last for trace in surface.traces)]
    epochs = np.unique(np.concatenate([ends, *(trace.epochs for trace in surface.traces)]))
    frames = min(len(epochs), MOST_FRAMES + 1)
    return epochs[np.linspace(0, len(epochs) - 1, frames).round().astype(int)].tolist()
