"""Keys that press the page's buttons, and the dialog that lists them."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

KEY = "pressed"  # of what was asked for by a key
KEYS = {
    "Space": "plays and pauses the film",
    "← →": "one step back or forward",
    "P": "projector mode on and off",
    "R": "resets the settings",
    "N": "next lesson, once the question is answered",
    "?": "this list",
}

_component = st.components.v2.component(
    "nnplay_keys", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def listen_to_keys(on_tool: Callable[[], None]) -> None:
    """Let keys press buttons, unless the focus is on something that needs the key itself.

    Args:
        on_tool: Called when a tool of the teacher's menu is asked for; its name is `KEY`'s "tool".
    """
    _component(key=KEY, on_tool_change=on_tool)


@st.dialog("Keys", icon=":material/keyboard:")
def draw_keys() -> None:
    """List the keys."""
    lines = [f"| **{key}** | {what} |" for key, what in KEYS.items()]
    st.markdown("\n".join(["| Key | What it does |", "| :-- | :-- |", *lines]))
    st.caption("While you type in a field, keys are letters. Every shortcut has a button.")
