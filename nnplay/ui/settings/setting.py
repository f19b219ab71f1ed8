"""One setting as a widget that shows the page's state and changes it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import streamlit as st

from nnplay.fields import FIELDS, Kind
from nnplay.ui.drawing.widgets import controlled
from nnplay.ui.settings.choice import draw_choice
from nnplay.ui.state import ask, is_projector, page, refuse, set_setting

CELL, GAP = 136, 16  # px: two cells with a gap between them fill the sidebar, also on a phone
SIDEBAR = 2 * CELL + GAP + 60
Width = int | Literal["stretch"]


def cell_width(cells: int = 1) -> Width:
    """Return the width of this many cells; a projector's letters are too large for a fixed one."""
    return "stretch" if is_projector() else cells * CELL + (cells - 1) * GAP


def draw_setting(name: str, width: Width, **options: Any) -> None:
    """Draw the widget of a setting, as its row in `FIELDS` says.

    Args:
        options: More arguments of the widget.
    """
    row = FIELDS[name]
    options |= {
        "key": name,
        "value": getattr(page().config, name),
        "on_change": partial(set_setting, name),
        "help": row.help,
        "width": width,
    }
    if row.records:
        draw_choice(row, **options)
    elif row.widget == "number_input":
        number_box(row.label, row.kind, **row.options, **options)
    else:
        draw = getattr(st, row.widget)
        setting_widget(draw, row.label, *row.kind.arguments, **row.options, **options)


def setting_widget(
    widget: Callable[..., Any], *args: Any, on_change: Callable[[Any], None], **options: Any
) -> None:
    """Draw a widget outside fragments, in the sidebar or the strip; see `state.ask`."""
    controlled(widget, *args, on_change=lambda value: ask(partial(on_change, value)), **options)


def number_box(
    label: str,
    kind: Kind,
    *,
    on_change: Callable[[Any], None],
    **options: Any,
) -> None:
    """Draw a box for a number; if it is emptied, the setting stays and the page says why."""

    def take(value: Any) -> None:
        complaint = kind.complaint(value)
        if complaint:
            refuse(f"{label} {complaint}")
        else:
            on_change(value)

    # the default None allows an empty box; without it Streamlit would take the lowest number
    limits = (*kind.arguments, None)
    setting_widget(st.number_input, label, *limits, on_change=take, **options)
