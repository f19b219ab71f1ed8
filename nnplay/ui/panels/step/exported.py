"""The gradient that the exported script computes again and compares with the page's."""

from nnplay.explain.place import Place
from nnplay.export.part import PageGradient
from nnplay.history import count_parameters
from nnplay.ui.panels.step.choice import epochs_before
from nnplay.ui.panels.step.steps import get_step, undropped_gradient
from nnplay.ui.panels.units import names_in
from nnplay.ui.runs import Run

MOST_WEIGHTS = 2_000  # that a script may contain; for a larger network it uses the initial weights


def exported_gradient(run: Run, epoch: int, place: Place, batch: int) -> PageGradient | None:
    """Return the gradient of a weight for a batch; None where Keras refuses.

    Raises:
        WorkerError: If the worker died twice.
    """
    if run.history.refusal:
        return None
    sizes = run.history.sizes
    if count_parameters(sizes) > MOST_WEIGHTS:
        epoch, batch = 0, 0
    step = get_step(run, epochs_before(run, epoch), batch)
    return PageGradient(
        name=place.text(names_in(run)),
        layer=place.layer,
        row=place.row,
        unit=place.unit,
        number=step.number,
        epoch=step.epoch,
        weights=step.before if step.number > 1 else None,
        rows=step.rows,
        value=float(undropped_gradient(run, step)[place.index_in(sizes)]),
    )
