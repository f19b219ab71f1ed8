"""One setting as a widget that shows the page's state and changes it."""

from functools import partial
from typing import Any

import streamlit as st

from nnplay.fields import FIELDS
from nnplay.ui.settings.notes import Notes
from nnplay.ui.state import is_shown, page, set_setting
from nnplay.ui.widgets import controlled


def draw_setting(notes: Notes, name: str, **options: Any) -> None:
    """Draw a setting as its row says, and what is to be said of it.

    A hidden one is not drawn; the page keeps its value.

    Args:
        options: What the widget gets besides.
    """
    if not is_shown(name):
        return
    row = FIELDS[name]
    controlled(
        getattr(st, row.widget),
        row.label,
        *row.kind.arguments,
        key=name,
        value=getattr(page().config, name),
        on_change=partial(set_setting, name),
        **{"help": row.help, **row.options, **options},
    )
    notes.draw(name)
