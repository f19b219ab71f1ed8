"""Runs that get nowhere: their weights hardly move, or their loss does not fall."""

from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import fixes_of
from nnplay.diagnosis.rules.curve import (
    MIN_EPOCHS,
    ended_early,
    pace_at_end,
    tenths_of,
    unsteadiness,
)
from nnplay.numbers import count, digits, number

# Stuck is a loss that falls by less than a hundredth in half a run: at that pace, ten more runs
# would lower it by less than a fifth.
STUCK = 0.01
# Weights have hardly moved if it is by less than that share of their size: of 280 runs drawn at
# random, 29 that were not fine had not, and larger steps helped them all.
HARDLY = 0.1


@finding("stuck", 160, "finished", explains="poor oscillating", tags="poor")
def hardly_moved(evidence: Evidence) -> Finding | None:
    """Find weights that are still nearly those of the beginning, where the loss does not say so."""
    if not _has_hardly_moved(evidence):
        return None
    size, moved = evidence.weight_sizes[0], evidence.moved
    share = f"{digits(100 * moved / size, 2)}% of their size"
    return Finding(
        "problem",
        f"The weights have hardly moved: by {share} in {count(evidence.history.epochs, 'epoch')}",
        f"On average a weight's size was {number(size)} at first, and it has changed by "
        f"{number(moved)}. {evidence.on_training_rows}",
        "So the network is still nearly the one that it began as. What it can learn will only show "
        "with larger steps or many more epochs.",
        fixes_of(evidence),
    )


@finding("stuck", 160, "finished", explains="poor oscillating", tags="poor")
def stuck(evidence: Evidence) -> Finding | None:
    """Find a loss that no longer falls, though nothing was learned and the weights have moved."""
    curve = evidence.curve
    if curve is None or len(curve) < MIN_EPOCHS or evidence.learned or evidence.fits:
        return None
    tenths = tenths_of(curve)
    if not tenths[5] * (1 - STUCK) < tenths[-1] <= tenths[0] / (1 - STUCK):
        return None
    if _has_hardly_moved(evidence) or unsteadiness(evidence):
        return None
    return Finding(
        "problem",
        f"Stuck: the loss was {number(tenths[5])} halfway and is {number(tenths[-1])} at the end",
        f"{evidence.on_training_rows} Each loss is the median of a tenth of the epochs.",
        "The loss no longer falls, though the network makes no use of its inputs yet. Either the "
        "steps are too small to see, or it is at a point where every small step looks useless.",
        fixes_of(evidence),
    )


def _has_hardly_moved(evidence: Evidence) -> bool:
    if not 0 < evidence.moved < HARDLY * evidence.weight_sizes[0]:
        return False
    if evidence.fits or evidence.fine or ended_early(evidence) or not evidence.task.informative:
        return False
    return pace_at_end(evidence) is None
