"""Fixes that were tried: what each change does to the error, over several seeds or on folds."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis.classification import SAME_ACCURACY
from nnplay.diagnosis.finding import Finding, Fix
from nnplay.diagnosis.fixes import make_fixes
from nnplay.diagnosis.unseen import FOLDS
from nnplay.evaluation.crossvalidation import Score
from nnplay.evaluation.metrics import WORSE
from nnplay.evaluation.seeds import SeedResults

SEEDS = (0, 1, 2, 3, 4)
OVER_SEEDS, ON_FOLDS = f"over {len(SEEDS)} seeds", f"on {FOLDS.count} folds"
# With other rows or columns, errors before and after can't be compared: such a fix is offered
# untried.
OF_ROWS = frozenset({"validation_split", "validation_rows", "features"})


@dataclass(frozen=True)
class Trial:
    """How well a configuration does.

    Attributes:
        error: The median error of the seeds that end in a number, or the mean of the folds; NaN
            without any.
        low, high: The lowest and the highest error of the seeds, or the mean of the folds minus and
            plus one standard error.
        failed: How many seeds have learned nothing, or how many folds are out of range.
        over: What the error is averaged over, in words: "over 5 seeds".
    """

    error: float
    low: float
    high: float
    failed: int
    over: str = OVER_SEEDS

    def beats(self, other: "Trial", *, classes: bool) -> bool:
        """Tell whether this is clearly better, and in no way worse."""
        if not math.isfinite(self.error) or self.failed > other.failed:
            return False
        if not math.isfinite(other.error):
            return True
        gain = other.error - self.error
        least = SAME_ACCURACY if classes else self.error * (WORSE - 1)
        if self.failed < other.failed:
            return gain > -least
        return gain > 0 and gain >= least


@dataclass(frozen=True)
class Offer:
    """A fix, with how well the configuration does before and after it; None if not tried.

    Attributes:
        waiting: Whether it is to be tried, but there was no time for it yet.
    """

    fix: Fix
    before: Trial | None = None
    after: Trial | None = None
    waiting: bool = False

    @property
    def failing(self) -> str:
        """How many seeds or folds fail before and after, "" unless fewer do.

        The error alone does not show it.
        """
        if not (self.before and self.after and self.after.failed < self.before.failed):
            return ""
        over_seeds = self.after.over == OVER_SEEDS
        what = "seeds that learned nothing" if over_seeds else "folds out of range"
        return f"{what}: {self.before.failed} → {self.after.failed}"


Known = Callable[[TrainingConfig], Trial | None]


def trial_of_seeds(results: SeedResults) -> Trial:
    numbers = sorted(float(error) for error in results.errors if math.isfinite(error))
    failed = int(results.failed.sum())
    if not numbers:
        return Trial(math.nan, math.nan, math.nan, failed)
    return Trial(numbers[len(numbers) // 2], numbers[0], numbers[-1], failed)


def trial_of_folds(score: Score) -> Trial:
    spread = score.standard_error
    return Trial(score.mean, score.mean - spread, score.limit, score.failed, ON_FOLDS)


def to_try(finding: Finding, config: TrainingConfig, dataset: Dataset) -> list[Fix]:
    """Return fixes to try: every single change of a finding's fixes, then these fixes whole."""
    comparable = [fix for fix in finding.fixes if not fix.changes.keys() & OF_ROWS]
    singles = [{name: value} for fix in comparable for name, value in fix.changes.items()]
    fixes = make_fixes(config, *singles, *(fix.changes for fix in comparable))
    return [fix for fix in fixes if _fits(fix, config, dataset)]


def offers(
    finding: Finding, config: TrainingConfig, dataset: Dataset, known: Known
) -> tuple[Offer, ...]:
    """Return the fixes that helped: single changes, the best first, and then several at once.

    Fixes that have not been tried are offered as well. So if all were tried and none helped, there
    are none.

    Args:
        known: Returns how well a configuration does, None while that is not known.
    """
    before, classes = known(config), bool(dataset.classes)
    if before is None:
        return tuple(map(Offer, finding.fixes))
    options = to_try(finding, config, dataset)
    tried = [(fix, after) for fix in options if (after := known(fix.apply(config))) is not None]
    helped = sorted(
        (each for each in tried if each[1].beats(before, classes=classes)),
        key=lambda each: (each[1].failed, each[1].error),
    )
    singles = [each for each in helped if len(each[0].changes) == 1]
    several = [
        (fix, after)
        for fix, after in helped
        if len(fix.changes) > 1
        and all(after.beats(single, classes=classes) for _, single in singles)
    ]
    seen = [fix.changes for fix, _ in tried]
    waiting = [fix.changes for fix in options if fix.changes not in seen]
    left = [fix for fix in finding.fixes if fix.changes not in seen]
    return (
        *(Offer(fix, before, after) for fix, after in (*singles, *several)),
        *(Offer(fix, waiting=fix.changes in waiting) for fix in left),
    )


def _fits(fix: Fix, config: TrainingConfig, dataset: Dataset) -> bool:
    try:
        prepare(fix.apply(config), dataset)
    except ConfigError:
        return False
    return True
