"""How the columns of a table are related, drawn by seaborn, which only a worker loads.

Each figure is a PNG with a transparent background, its text large enough for a phone.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from nnplay.numbers import fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

PANEL = 1.5  # inches of each side of a panel of the pairs
MOST_LETTERS = 14  # of a name on a line, for which a panel has room
MARKERS = "os^Dv*pPX<"


def correlation_image(frame: pd.DataFrame, text_color: str) -> bytes:
    """Draw a heat map of the correlations of every two columns."""
    import seaborn  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5.6, 4.8))
    axes = figure.subplots()
    correlations = frame.corr()
    seaborn.heatmap(
        correlations,
        annot=correlations.map(partial(fixed, decimals=2)),
        fmt="",
        vmin=-1,
        vmax=1,
        cmap="vlag_r",
        ax=axes,
    )
    for part in figure.axes:  # the heat map and its colour bar
        part.tick_params(colors=text_color, labelsize=10)
    return _as_png(figure)


def pairs_image(
    frame: pd.DataFrame, target: str, classes: Sequence[str], colors: Sequence[str], text_color: str
) -> bytes:
    """Draw every two columns against each other, and each alone as a histogram.

    Args:
        frame: The features, then the target.
        classes: Names of the target's classes 0, 1, ..., which colour the points. Empty for a
            quantity: then the target is a column like the others, and every panel has a regression
            line.
        colors: As #rrggbb, one per class, used in turn, or that of the points and that of the
            lines.
    """
    import matplotlib as mpl  # noqa: PLC0415
    import seaborn  # noqa: PLC0415
    from matplotlib import pyplot, ticker  # noqa: PLC0415

    frame = frame.rename(columns=_in_lines)
    kind: dict[str, object] = {"kind": "reg", "plot_kws": _line(colors)}
    if classes:
        frame[_in_lines(target)] = [classes[int(each)] for each in frame[_in_lines(target)]]
        kind = {
            "hue": _in_lines(target),
            "hue_order": list(classes),
            "palette": list(islice(cycle(colors), len(classes))),
            "markers": list(islice(cycle(MARKERS), len(classes))),
            "plot_kws": {"s": 18, "alpha": 0.8, "linewidth": 0},
        }
    parts = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    style: Any = {"font.size": 12, "axes.labelsize": 12, **dict.fromkeys(parts, text_color)}
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about columns of one value
        grid = seaborn.pairplot(
            frame,
            diag_kind="hist",
            diag_kws={"multiple": "stack"} if classes else {"color": colors[0]},
            height=PANEL,
            corner=True,
            **kind,
        )
        for axes in filter(None, grid.axes.flat):
            axes.xaxis.set_major_locator(ticker.MaxNLocator(3))
            axes.yaxis.set_major_locator(ticker.MaxNLocator(3))
            axes.patch.set_alpha(0)
        if grid.legend:
            seaborn.move_legend(grid, "upper right", title=None, fontsize=13, markerscale=1.5)
            side = len(grid.x_vars)
            if side > 2:  # the upper right corner is empty, so the legend needs no room of its own
                grid.figure.set_size_inches(PANEL * side, PANEL * side)
                grid.figure.subplots_adjust(right=0.98)
        image = _as_png(grid.figure)
        pyplot.close(grid.figure)
    return image


def _line(colors: Sequence[str]) -> dict[str, object]:
    return {
        "ci": None,
        "scatter_kws": {"s": 14, "alpha": 0.7, "color": colors[0]},
        "line_kws": {"color": colors[1]},
    }


def _in_lines(name: str) -> str:
    return "\n".join(textwrap.wrap(name, MOST_LETTERS)) or name


def _as_png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=160, transparent=True, bbox_inches="tight")
    return buffer.getvalue()
