"""Losses and errors: their curves, and how they spread over seeds."""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from nnplay.figures.style import FONT_SIZE, LEGEND, MARGIN, MOST_LETTERS_A_LINE, VALIDATION, wrap
from nnplay.numbers import AXIS, hover_format, number

# What tells up to eight curves apart without their colours; the stage has the same (web/marks.js).
DASHES = ("solid", "dash", "dot", "dashdot")
MARKS = ("circle", "square", "triangle-up", "diamond")
MOST_MARKS = 8  # on a curve, as too many would hide it
ENTRY = 10  # px of height that a curve's name in the legend needs
FEW = 3  # losses that need a mark each: a line between them may be none


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
    """Draw how losses or errors fall, every curve by its name and, of several runs, its mark.

    Args:
        curves: Each curve's name, where its values are and the values; what is not a number
            leaves a gap.
        marked: Where to draw a vertical line, the chosen epoch.
        validation: The name of the curve of the validation rows, which have a colour of their own;
            None where every curve is of another run.
        title: Of the whole; "" for none.
    """
    figure = go.Figure()
    for place, (name, x, values) in enumerate(curves):
        figure.add_scatter(
            x=x,
            y=np.where(np.isfinite(values), values, np.nan),
            mode="lines" if np.isfinite(values).sum() > FEW else "lines+markers",
            name=wrap(name),
            line={"color": VALIDATION, "dash": "dash"} if name == validation else None,
            hovertemplate=f"{x_title} %{{x}}: %{{y}}",
        )
        if validation is None:
            figure.data[-1].update(_marked(place))
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
        # a common label needs values at the same places
        hovermode="x unified" if _on_one_grid([x for _, x, _ in curves]) else "closest",
        showlegend=True,
        # a saved picture has another font, in which names would run into each other
        legend={**LEGEND, "entrywidth": 8 * MOST_LETTERS_A_LINE},
    )
    return figure


def _marked(place: int) -> dict[str, object]:
    """Return the dash and the mark of the curve in this place."""
    turn = len(DASHES)
    mark = {"symbol": MARKS[place % turn], "size": 10, "maxdisplayed": MOST_MARKS}
    dash = DASHES[(place + place // turn) % turn]
    return {"mode": "lines+markers", "line_dash": dash, "marker": mark}


def _axis_title(title: str, *, logarithmic: bool) -> str:
    return f"{title} (logarithmic)" if logarithmic else title


def _scale(
    update_axes: Callable[..., object], values: Sequence[np.ndarray], *, logarithmic: bool
) -> None:
    """Make an axis linear or logarithmic, and as long as the values that did not break need it."""
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
    # whole powers of ten where there are several, and all of them written out if one can read that
    written_out = ",~g" if hover_format(drawn) else None
    update_axes(type="log", tickformat=written_out, dtick=1 if decades >= 2 else None)


def _on_one_grid(places: Sequence[np.ndarray]) -> bool:
    longest = max(places, key=len)
    return all(np.array_equal(each, longest[: len(each)]) for each in places)


def spread_figure(
    spreads: Sequence[tuple[str, np.ndarray]], title: str, *, logarithmic: bool
) -> go.Figure:
    """Draw the errors of many seeds as points on a box from quartile to quartile.

    Args:
        spreads: A name and its errors, from the top down; what is not a number is left out.
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
