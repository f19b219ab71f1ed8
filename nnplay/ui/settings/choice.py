"""A menu whose options explain themselves with a phrase, and an activation with its curve."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import streamlit as st

from nnplay.choices import Activation
from nnplay.fields import Field
from nnplay.ui.settings.curves import curve_of
from nnplay.ui.state import ask


def draw_choice(
    row: Field,
    *,
    key: str,
    value: str,
    on_change: Callable[[Any], None],
    width: int | Literal["stretch"],
    **options: Any,
) -> None:
    """Draw a button with the chosen option; a press opens the menu."""

    def described(name: str) -> str:
        record = row.records[name]
        picture = f"![]({curve_of(name)}) " if isinstance(record, Activation) else ""
        return f"{name} {picture}:gray[{record.phrase}]"  # the name first, as one can type it

    st.menu_button(
        f"{row.label}  \n{value}",
        *row.kind.arguments,
        format_func=described,
        key=key,
        on_click=lambda: ask(partial(on_change, st.session_state[key])),
        width=width,
        wrap=True,
        **options,
    )
