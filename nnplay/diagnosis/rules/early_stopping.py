"""Early stopping that can't stop a run, or that stopped it too soon."""

import numpy as np

from nnplay.datasets import HELD_OUT
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import make_fixes
from nnplay.diagnosis.rules.curve import PATIENCES
from nnplay.diagnosis.task import Task
from nnplay.numbers import count, number


@finding("idle_early_stopping", 295)
def idle_early_stopping(task: Task) -> Finding | None:
    """Find early stopping without the validation rows that it needs."""
    config = task.config
    if not config.patience or config.stops_early:
        return None
    return Finding(
        "hint",
        "Early stopping has no validation rows to go by, so every epoch is trained",
        f"Patience is {count(config.patience, 'epoch')}, and no {task.noun} is held out.",
        "Early stopping ends a run when the validation loss finds no new lowest value. Without "
        f"{task.noun}s that are held out there is no such loss; Keras warns and trains on.",
        make_fixes(config, HELD_OUT, {"patience": 0}),
        ("patience", "validation_split"),
    )


@finding("stopped_soon", 175, "finished")
def stopped_soon(evidence: Evidence) -> Finding | None:
    """Find a run that falls short of what is possible and was stopped in its first half."""
    config, history = evidence.config, evidence.history
    soon = history.stopped_at is not None and history.stopped_at <= config.epochs / 2
    longer = next((each for each in PATIENCES if each > config.patience), None)
    val_losses = history.all_val_losses
    if not soon or longer is None or val_losses is None:
        return None
    if evidence.fine or not evidence.task.informative:
        return None
    return Finding(
        "hint",
        f"Early stopping ended the run after epoch {history.stopped_at:,} of {config.epochs:,}",
        f"The validation loss had found nothing below {number(float(np.nanmin(val_losses)))} for "
        f"{count(config.patience, 'epoch')}. {evidence.compare('goal')}",
        "If the loss jumps or pauses on its way down, a small patience mistakes that for the end. "
        "A larger one waits longer, but gains nothing if the validation loss has turned for good.",
        make_fixes(config, {"patience": longer}),
    )
