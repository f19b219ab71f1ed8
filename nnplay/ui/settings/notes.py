"""Notes below the settings: what the doctor finds in them, before the run and after it."""

from collections.abc import Iterable, Sequence

import streamlit as st

from nnplay.diagnosis import Finding
from nnplay.ui.panels.diagnosis import MARKS
from nnplay.ui.state import is_shown

# Settings that can have notes below them.
NOTED = (
    *("features", "standardize", "validation_split", "hidden_units", "activation"),
    *("kernel_initializer", "output_activation", "output_kernel_initializer"),
    *("optimizer", "learning_rate", "loss", "epochs", "patience"),
)


class Notes:
    """The titles of findings, each below the group of settings that contains its cause.

    Args:
        findings: None while they are not known; then places are reserved for them.
    """

    def __init__(self, findings: Iterable[Finding] | None = None) -> None:
        self._texts = None if findings is None else _texts(findings)
        self._places: list[tuple[st.delta_generator.DeltaGenerator, Sequence[str]]] = []

    def draw(self, names: Sequence[str]) -> None:
        """Write the notes about some settings here, or reserve a place for them."""
        if self._texts is None:
            if not set(names).isdisjoint(NOTED):
                self._places.append((st.empty(), names))
        elif noted := _joined(names, self._texts):
            st.caption(noted)

    def write(self, findings: Iterable[Finding]) -> None:
        """Write the notes into the reserved places, instead of what was there."""
        texts = _texts(findings)
        for place, names in self._places:
            if noted := _joined(names, texts):
                place.caption(noted)
            else:
                place.empty()


def _joined(names: Iterable[str], texts: dict[str, str]) -> str:
    return "\n\n".join(texts[name] for name in names if name in texts)


def _texts(findings: Iterable[Finding]) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    for finding in findings:
        name = next((each for each in finding.settings if each in NOTED and is_shown(each)), None)
        if name:
            lines.setdefault(name, []).append(f"{MARKS[finding.severity]} {finding.title}.")
    return {name: "  \n".join(texts) for name, texts in lines.items()}
