"""Keys that press the page's buttons, and the dialog that lists them."""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import NamedTuple

import streamlit as st

MOST_ANSWERS, MOST_PANELS = 4, 9


class Shortcut(NamedTuple):
    """A line of the list of keys.

    Attributes:
        label: The keys, in words.
        what: What they do.
        actions: By the browser's name of each key, a function of `shortcuts.js` and its arguments.
    """

    label: str
    what: str
    actions: Mapping[str, tuple[str | int, ...]]


SHORTCUTS = (
    Shortcut("Space", "plays and pauses the film, or the race in sight", {" ": ("playOrPause",)}),
    Shortcut(
        "← →", "one step back or forward", {"ArrowLeft": ("step", -1), "ArrowRight": ("step", 1)}
    ),
    Shortcut(
        "Enter",
        "plays the film from the beginning; at a question, runs it with the answer given",
        {"Enter": ("run",)},
    ),
    Shortcut(
        "A B C D",
        "chooses an answer",
        {letter: ("answer", place) for place, letter in enumerate(ascii_uppercase[:MOST_ANSWERS])},
    ),
    Shortcut(
        "Page ↓ Page ↑",
        "in a lesson on a projector, as a presenter's clicker: what happens, why, then the next "
        "lesson; and back",
        {"PageDown": ("turn", 1), "PageUp": ("turn", -1)},
    ),
    Shortcut("N", "next lesson, once the question is answered", {"N": ("nextLesson",)}),
    Shortcut(
        "1 to 9",
        "opens a panel below the film, counted from the left",
        {str(number): ("panel", number - 1) for number in range(1, MOST_PANELS + 1)},
    ),
    Shortcut("0", "back to the top of the page", {"0": ("top",)}),
    Shortcut(
        "S",
        "shows and hides the settings: on a projector in a strip above the network, else in the "
        "sidebar",
        {"S": ("settings",)},
    ),
    Shortcut(
        "R",
        "resets the settings; another R brings yours back, and so does the browser's Back",
        {"R": ("reset",)},
    ),
    Shortcut("P", "projector mode on and off", {"P": ("tool", "projector")}),
    Shortcut("?", "this list", {"?": ("tool", "keys")}),
)

ACTIONS = {key: action for each in SHORTCUTS for key, action in each.actions.items()}


@st.dialog("Keys", icon=":material/keyboard:")
def draw_keys() -> None:
    """List the keys."""
    lines = [f"| **{each.label}** | {each.what} |" for each in SHORTCUTS]
    st.markdown("\n".join(["| Key | What it does |", "| :-- | :-- |", *lines]))
    st.caption("While you type in a field, keys are letters. Everything also works without them.")
