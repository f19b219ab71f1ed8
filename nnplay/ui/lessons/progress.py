"""The marks of the course, kept in the learner's browser: lessons seen, challenges met."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.lessons import LESSONS
from nnplay.ui.listener import told

VERSION = 1  # of the marks' format in the browser; others are not read
MOST_LETTERS = 10_000  # that the browser may send; all lessons together need some 500


@dataclass
class Marks:
    """How far a learner has come in the course.

    Attributes:
        shown_met: The lesson and settings on the page, if they meet the challenge.
        told: Whether the browser has told the marks that it keeps.
        forgotten: A text that changes each time that the marks are forgotten.
    """

    seen: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    shown_met: tuple[str, TrainingConfig] | None = None
    told: bool = False
    forgotten: str = ""


def marks() -> Marks:
    if st.session_state.marks is None:
        st.session_state.marks = Marks()
    return st.session_state.marks


def mark_seen(name: str) -> None:
    marks().seen.add(name)


def mark_challenge(name: str, config: TrainingConfig, *, met: bool) -> None:
    """Mark a challenge as met when settings begin to meet it.

    Not again while they still do: after *Forget my marks*, the page that is still shown would bring
    its mark back the next time it is drawn.
    """
    came = marks()
    now = (name, config) if met else None
    if now and now != came.shown_met:
        came.seen.add(name)
        came.met.add(name)
    came.shown_met = now


def forget_marks() -> None:
    """Forget the marks, here and in the browser; for a callback."""
    came = marks()
    came.seen.clear()
    came.met.clear()
    came.forgotten = secrets.token_hex(4)


def marks_to_keep() -> dict[str, Any]:
    """Return the marks for the browser to keep; it answers with those that it has kept before."""
    came = marks()
    return {
        "version": VERSION,
        "marks": {"seen": sorted(came.seen), "met": sorted(came.met)},
        "told": came.told,
        "forgotten": came.forgotten,
    }


def read_marks(text: Any) -> tuple[set[str], set[str]]:
    """Read what a browser has kept: the lessons seen and the challenges met.

    What can't be read is ignored silently, as the learner has not written it.
    """
    if not isinstance(text, str) or len(text) > MOST_LETTERS:
        return set(), set()
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        return set(), set()
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        return set(), set()
    met = _lessons(kept.get("met"))
    return _lessons(kept.get("seen")) | met, met


def _lessons(names: Any) -> set[str]:
    if not isinstance(names, list):
        return set()
    return {name for name in names if isinstance(name, str) and name in LESSONS}


def take_marks() -> None:
    """Add the marks that the browser has kept; for a callback."""
    came = marks()
    seen, met = read_marks(told("brought"))
    came.seen |= seen
    came.met |= met
    came.told = True
