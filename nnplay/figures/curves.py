"""Losses and errors: their curves, and their spread over seeds."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.style import FONT_SIZE, LEGEND, MARGIN, MOST_LETTERS_A_LINE, VALIDATION, wrap
from nnplay.numbers import AXIS, hover_format, number

# By these, up to eight curves differ without colours; the stage has the same (web/marks.js).
DASHES = ("solid", "dash", "dot", "dashdot")
MARKS = ("circle", "square", "triangle-up", "diamond")
MOST_MARKS = 8  # on a curve; more would hide it
ENTRY = 10  # px of height for a curve's name in the legend
FEW = 3  # values, up to which each has a mark: with gaps between, there may be no line


def loss_figure(
    curves: Sequence[tuple[str, np.ndarray, np.ndarray]],
    x_title: str,
    y_title: str,
    *,
    logarithmic: bool,
    marked: float | None = None,
    validation: str | None = None,
    title: str = "",
) -> go.Figure:
    """Draw curves of losses or errors; if they are of several runs, with dashes and marks.

    Args:
        curves: Each curve's name, x and values; values that are not finite leave a gap.
        marked: The chosen epoch, where a vertical line is drawn.
        validation: The name of the curve of the validation rows, which has a colour of its own, if
            all curves are of one run; None if each is of another.
        title: The figure's title, "" for none.
    """
    figure = go.Figure()
    for index, (name, x, values) in enumerate(curves):
        figure.add_scatter(
            x=x,
            y=np.where(np.isfinite(values), values, np.nan),
            mode="lines" if np.isfinite(values).sum() > FEW else "lines+markers",
            name=wrap(name),
            line={"color": VALIDATION, "dash": "dash"} if name == validation else None,
            hovertemplate=f"{x_title} %{{x}}: %{{y}}",
        )
        if validation is None:
            figure.data[-1].update(_marked(index))
    if marked is not None:
        figure.add_vline(x=marked, line={"dash": "dot", "color": "gray"})
    shown = np.concatenate([values for *_, values in curves])
    figure.update_xaxes(title=x_title, rangemode="tozero")
    figure.update_yaxes(title=_axis_title(y_title, logarithmic=logarithmic), rangemode="tozero")
    figure.update_layout(xaxis=AXIS, yaxis={**AXIS, "hoverformat": hover_format(shown)})
    _scale(figure.update_yaxes, [values for *_, values in curves], logarithmic=logarithmic)
    figure.update_layout(
        title=title or None,
        height=430 + ENTRY * max(0, len(curves) - 2),
        margin=MARGIN,
        font_size=FONT_SIZE,
        # one label for all curves needs values at the same x
        hovermode="x unified" if _on_one_grid([x for _, x, _ in curves]) else "closest",
        showlegend=True,
        # wide enough for another font in a saved picture, or names would overlap
        legend={**LEGEND, "entrywidth": 8 * MOST_LETTERS_A_LINE},
    )
    return figure


def _marked(index: int) -> dict[str, object]:
    """Return the dashes and the marks of a curve."""
    turn = len(DASHES)
    mark = {"symbol": MARKS[index % turn], "size": 10, "maxdisplayed": MOST_MARKS}
    dash = DASHES[(index + index // turn) % turn]
    return {"mode": "lines+markers", "line_dash": dash, "marker": mark}


def _axis_title(title: str, *, logarithmic: bool) -> str:
    return f"{title} (logarithmic)" if logarithmic else title


def _scale(
    update_axes: Callable[..., object], values: Sequence[np.ndarray], *, logarithmic: bool
) -> None:
    """Make an axis linear or logarithmic, and let it fit those values that end as numbers."""
    sound = [each for each in values if len(each) and np.isfinite(each[-1])]
    if 0 < len(sound) < len(values):
        low, high = min(np.nanmin(each) for each in sound), max(np.nanmax(each) for each in sound)
        room = (high - low) * 0.05
        limits = (min(0.0, low - room), high + room)
        if logarithmic and low > 0:
            limits = (np.log10(low) - 0.1, np.log10(high) + 0.1)
        update_axes(range=[float(limit) for limit in limits])
    if not logarithmic:
        update_axes(type="linear")
        return
    drawn = np.concatenate([each[np.isfinite(each) & (each > 0)] for each in (sound or values)])
    decades = np.ptp(np.log10([*drawn, 1.0])) if len(drawn) else 0
    # only powers of ten if there are several, and written out if that is readable
    written_out = ",~g" if hover_format(drawn) else None
    update_axes(type="log", tickformat=written_out, dtick=1 if decades >= 2 else None)


def _on_one_grid(grids: Sequence[np.ndarray]) -> bool:
    longest = max(grids, key=len)
    return all(np.array_equal(each, longest[: len(each)]) for each in grids)


def spread_figure(
    spreads: Sequence[tuple[str, np.ndarray]], title: str, *, logarithmic: bool
) -> go.Figure:
    """Draw the errors over seeds as points on boxes from quartile to quartile.

    Args:
        spreads: Names and their errors, from top to bottom; errors that are not finite are left
            out.
    """
    figure = go.Figure()
    for name, errors in spreads:
        figure.add_box(
            x=errors[np.isfinite(errors)],
            name=wrap(name),
            orientation="h",
            boxpoints="all",
            pointpos=0,
            jitter=0.5,
            marker={"size": 6, "opacity": 0.6},
            hoveron="points",
            text=[number(error) for error in errors[np.isfinite(errors)]],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_xaxes(title=_axis_title(title, logarithmic=logarithmic))
    figure.update_layout(xaxis=AXIS)
    _scale(figure.update_xaxes, [errors for _, errors in spreads], logarithmic=logarithmic)
    # names may look like numbers or dates
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_layout(
        height=140 + 52 * len(spreads), margin=MARGIN, font_size=FONT_SIZE, showlegend=False
    )
    return figure
