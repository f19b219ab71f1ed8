"""The panels below the stage, one of which is open: a record of `PANELS` and a module for each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nnplay.ui.runs import Run


class Panel(NamedTuple):
    """A panel.

    Attributes:
        name: Its name in an address.
        label: Its name on the page.
        module: A module of this package, whose function `draw(run, epoch)` draws the panel.
    """

    name: str
    label: str
    module: str

    def draw(self, run: Run, epoch: int) -> None:
        """Draw the panel for a finished run at one of its recorded epochs."""
        # imported only now: the address needs `PANELS`, but may not import what draws
        import_module(f"{__name__}.{self.module}").draw(run, epoch)


PANELS = (
    Panel("why", "Why", "diagnosis"),
    Panel("predictions", "Predictions", "predictions.panel"),
    Panel("weights", "Weights", "weights"),
    Panel("formula", "Formula", "formula.panel"),
    Panel("step", "Step", "step.panel"),
    Panel("loss", "Loss", "loss"),
    Panel("surface", "Surface", "surface.panel"),
    Panel("data", "Data", "data"),
    Panel("compare", "Compare", "compare.panel"),
    Panel("search", "Search", "search.panel"),
    Panel("export", "Export", "export"),
)
