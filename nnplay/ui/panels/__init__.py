"""The tabs below the stage: a record of `PANELS` and its module each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nnplay.ui.runs import Run


class Panel(NamedTuple):
    """One tab.

    Attributes:
        name: What an address calls it.
        label: What the page calls it.
        module: Of this package; its function `draw(run, epoch)` draws what the tab holds.
    """

    name: str
    label: str
    module: str

    def draw(self, run: Run, epoch: int) -> None:
        """Draw what the tab holds, for a finished run at one of its recorded epochs."""
        # only when it is open: the address asks which panels there are, and knows no drawing
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
