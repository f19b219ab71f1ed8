"""Mounts `web/page.js`: keys, projector mode and the marks of the course in the browser."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

WEB = Path(__file__).parent / "web"  # what Streamlit serves, as pyproject.toml tells it
PAGE_CSS = WEB / "page.css"
KEY = "listener"


@cache
def _component() -> Any:
    """Make the component, which needs a running server that knows of the installed package."""
    return st.components.v2.component(
        "nnplay.page",
        css="".join(
            sheet.read_text(encoding="utf-8") for sheet in (PAGE_CSS, WEB / "projector.css")
        ),
        js="page.js",
        isolate_styles=False,  # it is the whole page that becomes large
    )


def listen(data: Mapping[str, Any], key: str = KEY, **on_change: Callable[[], None]) -> None:
    """Send `page.js` its data, and listen to what it tells.

    Args:
        on_change: `on_NAME_change` is called when the browser tells something by that name, which
            `told(NAME)` then returns.
    """
    _component()(key=key, data=data, **on_change)


def told(name: str, key: str = KEY) -> Any:
    """Return what the browser has told by this name, None if nothing."""
    return st.session_state.get(key, {}).get(name)
