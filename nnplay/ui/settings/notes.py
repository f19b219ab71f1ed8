"""Notes below the settings: what can be known before a run."""

from collections.abc import Iterable

import streamlit as st

from nnplay.diagnosis import Finding
from nnplay.ui.panels.diagnosis import MARKS
from nnplay.ui.state import is_shown

# Settings that have a place for notes.
NOTED = (
    *("features", "standardize", "validation_split", "hidden_units", "activation"),
    *("kernel_initializer", "output_activation", "output_kernel_initializer"),
    *("optimizer", "learning_rate", "loss", "epochs", "patience"),
)


class Notes:
    """The titles of findings, each below the setting that causes it.

    Args:
        findings: None while they are not known: then places are kept for them.
    """

    def __init__(self, findings: Iterable[Finding] | None = None) -> None:
        self._texts = None if findings is None else _texts(findings)
        self._places: dict[str, st.delta_generator.DeltaGenerator] = {}

    def draw(self, name: str) -> None:
        """Say here what there is to say of a setting."""
        if self._texts is None and name in NOTED:
            self._places[name] = st.empty()
        elif self._texts and name in self._texts:
            st.caption(self._texts[name])

    def write(self, findings: Iterable[Finding]) -> None:
        """Fill the places that were kept."""
        for name, text in _texts(findings).items():
            if name in self._places:
                self._places[name].caption(text)


def _texts(findings: Iterable[Finding]) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    for finding in findings:
        name = next((each for each in finding.settings if each in NOTED and is_shown(each)), None)
        if name:
            lines.setdefault(name, []).append(f"{MARKS[finding.severity]} {finding.title}.")
    return {name: "  \n".join(texts) for name, texts in lines.items()}
