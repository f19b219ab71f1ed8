"""A search: its progress, its results and its work."""

import time
from dataclasses import dataclass

from nnplay.datasets import Dataset
from nnplay.evaluation.crossvalidation import Baselines, measure_baselines
from nnplay.search.candidates import Candidate, Plan
from nnplay.search.importances import importances_of
from nnplay.search.run import Run
from nnplay.search.trials import Trials
from nnplay.search.verdict import Verdict, make_verdict
from nnplay.workers.background import GoesOn, Job
from nnplay.workers.calls import call_in_turn
from nnplay.workers.pool import Pool


@dataclass(frozen=True)
class Budget:
    """When a search ends: with so many candidates, or after so many seconds; None for no limit."""

    candidates: int | None = None
    seconds: float | None = None


class Search:
    """A search with its results so far.

    Args:
        pool: The workers that train.

    Attributes:
        job: The work in the background.
        budget: The budget with which it was last begun.
    """

    def __init__(self, plan: Plan, dataset: Dataset, trials: Trials, pool: Pool) -> None:
        self.plan = plan
        self.dataset = dataset
        self.job = Job()
        self._trials = trials
        self._pool = pool
        self._importances: tuple[int, dict[str, float]] | None = None
        self.budget = Budget()
        self._began = time.monotonic()
        self._first: tuple[float, int] | None = None  # time and number of the first new candidates

    @property
    def candidates(self) -> list[Candidate]:
        return self._trials.candidates

    @property
    def baselines(self) -> Baselines | None:
        """The scores of the baselines; None before the first candidate."""
        return self._trials.baselines

    @property
    def verdict(self) -> Verdict | None:
        if self.baselines is None:
            return None
        return make_verdict(self.candidates, self._trials.base, self.baselines, self.dataset)

    @property
    def progress(self) -> float:
        """The share of the budget that is spent, 0 to 1."""
        if self.budget.candidates:
            return min(1.0, len(self.candidates) / self.budget.candidates)
        if self.budget.seconds:
            return min(1.0, (time.monotonic() - self._began) / self.budget.seconds)
        return 0.0

    @property
    def remaining(self) -> float | None:
        """An estimate of the seconds that are left, None without a basis for it."""
        now, found = time.monotonic(), len(self.candidates)
        if self.budget.seconds:
            return max(0.0, self._began + self.budget.seconds - now)
        # timed from the first new candidates on, as processes take a while to start
        if not self.budget.candidates or self._first is None or found == self._first[1]:
            return None
        since, then = self._first
        return (now - since) / (found - then) * (self.budget.candidates - found)

    def importances(self) -> dict[str, float]:
        """Return what `importances_of` says of the candidates so far, computed in a worker."""
        found = len(self.candidates)
        if self._importances is None or self._importances[0] != found:
            importances = call_in_turn(importances_of, self._trials.finished())
            self._importances = found, importances
        return self._importances[1]

    def work(self, budget: Budget, is_wanted: GoesOn) -> None:
        """Search in this thread.

        Args:
            is_wanted: Called several times a second; once it returns False, the search stops.

        Raises:
            ConfigError: If the base or the folds do not fit the data set.
            WorkerError: If workers die again and again.
        """
        self.budget = budget
        self._began, self._first = time.monotonic(), None
        begun_with = len(self.candidates)
        self.plan.folds.check(self.plan.base, self.dataset)

        def goes_on() -> bool:
            if self._first is None and len(self.candidates) > begun_with:
                self._first = time.monotonic(), len(self.candidates)
                self._measure_baselines()
            late = budget.seconds and time.monotonic() - self._began > budget.seconds
            return not late and is_wanted()

        def wants_more(drawn: int) -> bool:
            return budget.candidates is None or drawn < budget.candidates

        with self._pool.in_use():
            Run(self._trials, self.dataset, self._pool, goes_on, wants_more).work()
            if self.candidates:
                self._measure_baselines()

    def _measure_baselines(self) -> None:
        """Measure the baselines in a worker, unless that is done."""
        if self._trials.baselines is None:
            plan = self.plan
            self._trials.note_baselines(
                self._pool.call(measure_baselines, plan.base, self.dataset, plan.folds)
            )

    def start(self, budget: Budget, is_wanted: GoesOn) -> None:
        """Search in the background, unless it does so already."""
        if not self.job.running:
            self.job.start(lambda goes_on: self.work(budget, goes_on), is_wanted)
