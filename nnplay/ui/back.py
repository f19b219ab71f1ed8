"""The browser's "back": one step for one action, however many settings it changed."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "nnplay_back", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def join_steps() -> None:
    """Let "back" take back whole actions."""
    _component()
