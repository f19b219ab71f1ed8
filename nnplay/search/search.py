"""A search at work, in a thread of its own if need be; it can stop and go on."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from nnplay.config import ConfigError
from nnplay.datasets import Dataset
from nnplay.search.candidates import Candidate, Plan
from nnplay.search.importances import importances_of
from nnplay.search.run import Run
from nnplay.search.trials import Trials
from nnplay.search.verdict import Baselines, Verdict, judge_search, measure_baselines
from nnplay.workers.calls import call_behind
from nnplay.workers.pool import Pool, WorkerError


@dataclass(frozen=True)
class Budget:
    """How long a search goes on: until there are so many candidates, at most for a time."""

    candidates: int | None = None
    seconds: float | None = None


class Search:
    """A search with what it has found.

    Args:
        pool: Whose workers train.

    Attributes:
        begun: How often it was started.
        error: Why it ended early, one sentence, or None.
    """

    def __init__(self, plan: Plan, dataset: Dataset, trials: Trials, pool: Pool) -> None:
        self.plan = plan
        self.dataset = dataset
        self.begun = 0
        self.error: str | None = None
        self._trials = trials
        self._pool = pool
        self._importances: tuple[int, dict[str, float]] | None = None
        self._budget = Budget()
        self._began = time.monotonic()
        self._first: tuple[float, int] | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def candidates(self) -> list[Candidate]:
        return self._trials.candidates

    @property
    def budget(self) -> Budget:
        return self._budget

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and not self._stopped.is_set()

    @property
    def baselines(self) -> Baselines | None:
        """What needs no network; None before anything was found."""
        return self._trials.baselines

    @property
    def verdict(self) -> Verdict | None:
        if self.baselines is None:
            return None
        return judge_search(self.candidates, self._trials.base, self.baselines, self.dataset)

    @property
    def progress(self) -> float:
        """The share of the budget that is spent, 0 to 1."""
        if self._budget.candidates:
            return min(1.0, len(self.candidates) / self._budget.candidates)
        if self._budget.seconds:
            return min(1.0, (time.monotonic() - self._began) / self._budget.seconds)
        return 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, as far as can be told."""
        now, found = time.monotonic(), len(self.candidates)
        if self._budget.seconds:
            return max(0.0, self._began + self._budget.seconds - now)
        # from the first ones on, as processes take a while to start
        if not self._budget.candidates or self._first is None or found == self._first[1]:
            return None
        since, then = self._first
        return (now - since) / (found - then) * (self._budget.candidates - found)

    def importances(self) -> dict[str, float]:
        """Return how much of the scores' differences each setting explains, the most first."""
        found = len(self.candidates)
        if self._importances is None or self._importances[0] != found:
            importances = call_behind(importances_of, self._trials.finished())
            self._importances = found, importances
        return self._importances[1]

    def work(self, budget: Budget, is_wanted: Callable[[], bool]) -> None:
        """Search in this thread.

        Args:
            is_wanted: Asked several times a second; when it says no, the search stops.

        Raises:
            ConfigError: If the base or the folds do not fit the data set.
            WorkerError: If nothing can be trained any more.
        """
        self._budget = budget
        self._began, self._first = time.monotonic(), None
        begun_with = len(self.candidates)
        self.plan.folds.check(self.plan.base, self.dataset)

        def goes_on() -> bool:
            if self._first is None and len(self.candidates) > begun_with:
                self._first = time.monotonic(), len(self.candidates)
                self._measure_baselines()
            late = budget.seconds and time.monotonic() - self._began > budget.seconds
            return not late and is_wanted()

        def has_room(asked: int) -> bool:
            return budget.candidates is None or asked < budget.candidates

        with self._pool.in_use():
            Run(self._trials, self.dataset, self._pool, goes_on, has_room).work()
            if self.candidates:
                self._measure_baselines()

    def _measure_baselines(self) -> None:
        """Measure what needs no network in a worker, once and as soon as one has started."""
        if self._trials.baselines is None:
            plan = self.plan
            self._trials.note_baselines(
                self._pool.call(measure_baselines, plan.base, self.dataset, plan.folds)
            )

    def start(self, budget: Budget, is_wanted: Callable[[], bool]) -> None:
        """Search in a thread, unless one is at work."""
        if self.running:
            return
        self.wait(None)
        self.begun += 1
        self._stopped = stopped = threading.Event()
        self.error = None

        def goes_on() -> bool:
            return not stopped.is_set() and is_wanted()

        self._thread = threading.Thread(target=self._work, args=(budget, goes_on), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the thread end; what it has found is kept."""
        self._stopped.set()

    def wait(self, seconds: float | None) -> None:
        """Wait for the end of the thread, at most this long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self, budget: Budget, is_wanted: Callable[[], bool]) -> None:
        try:
            self.work(budget, is_wanted)
        except (ConfigError, WorkerError) as error:
            self.error = str(error)
        except Exception:
            self.error = "The search stopped for an unknown reason; it can go on."
            raise  # to the server's console
