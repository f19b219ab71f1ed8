"""A race of several runs as the bytes that the stage plays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.evaluation.comparison import Curve, finish_line, race
from nnplay.ui.stage.axes import axis_of
from nnplay.ui.stage.packing import pack_film

MOST_FRAMES = 1_000
EPOCHS, SECONDS = "epoch", "s"  # what a race's clock counts


@dataclass(frozen=True, eq=False)
class Racer:
    """A run in a race.

    Attributes:
        color: The number of its colour in the theme, from 0.
        curve: The measure over the race's clock; not empty.
    """

    name: str
    color: int
    curve: Curve


def race_payload(racers: Sequence[Racer], measure: str, clock: str) -> bytes:
    """Pack the curves of several runs and their places, in the format of `pack`.

    Args:
        measure: The name of what the curves show.
        clock: What their x axes count, `EPOCHS` or `SECONDS`.
    """
    own = [racer.curve for racer in racers]
    # rounded as the browser gets them, or the clock might stop just before a curve's last point
    with np.errstate(over="ignore"):
        curves = [Curve(c.x.astype("float32"), c.y.astype("float32")) for c in own]
    arrays = {
        f"{axis}{number}": getattr(curve, axis)
        for number, curve in enumerate(curves)
        for axis in ("x", "y")
    }
    sound = [curve.y for curve in curves if np.isfinite(curve.y[-1])]
    moments = _moments(max(float(curve.x[-1]) for curve in curves), clock)
    header = {
        "kind": "race",
        "epochs": moments,
        "total": moments[-1],
        "clock": clock,
        "loss_name": measure,
        # without runs that break: on their scale the others would look alike
        "loss_axis": axis_of(sound or [curve.y for curve in curves]),
        "line": _finite(finish_line(curves)),
        "racers": [
            {
                "name": racer.name,
                "color": racer.color,
                **arrival._asdict(),
                "best": _finite(arrival.best),
            }
            for racer, arrival in zip(racers, race(curves), strict=True)
        ],
    }
    return pack_film(header, arrays)


def _moments(end: float, clock: str) -> list[float]:
    """Return what the clock shows in every frame of the film."""
    frames = min(int(end), MOST_FRAMES) if clock == EPOCHS else MOST_FRAMES
    moments = np.linspace(0, end, frames + 1)
    return (moments.round() if clock == EPOCHS else moments).tolist()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
