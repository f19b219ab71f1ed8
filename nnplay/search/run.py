"""Hand candidates to workers until there are enough; each result counts exactly once."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from nnplay.chunks import Checkpoint
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.crossvalidation import RungScore, Validation
from nnplay.search.candidates import BASE, Candidate, evaluate, failed_candidate, repeat
from nnplay.search.trials import Trials
from nnplay.workers.pool import Pool, WorkerError, Workers
from nnplay.workers.worker import perform

TICK = 0.2  # seconds between two questions whether to go on
REPEATS_IN_A_ROW = 100  # known candidates, after which nearly all there are have been tried
ERRORS_IN_A_ROW = 4  # workers that died for each attempt, with no result between, end the search


@dataclass(eq=False)
class Attempt:
    """A candidate in training.

    Workers train it for a number of epochs at a time.

    Attributes:
        prune_above: The largest mean with which it may go on, by the epoch of the rung.
        checkpoints: Where its runs go on; None at the beginning, and when all are done.
        worker_errors: How many workers have died of it.
        followers: The numbers of later candidates with the same configuration.
    """

    number: int
    config: TrainingConfig
    prune_above: dict[int, float]
    rung_scores: tuple[RungScore, ...] = ()
    checkpoints: tuple[Checkpoint, ...] | None = None
    seconds: float = 0.0
    worker_errors: int = 0
    followers: list[int] = field(default_factory=list)


class Run:
    """A search at work.

    Args:
        pool: The workers that train.
        is_wanted: Called several times a second; once it returns False, the search stops without
            waiting for results.
        wants_more: Called with the number of candidates so far; whether to draw another one.
    """

    def __init__(
        self,
        trials: Trials,
        dataset: Dataset,
        pool: Pool,
        is_wanted: Callable[[], bool],
        wants_more: Callable[[int], bool],
    ) -> None:
        self._trials = trials
        self._dataset = dataset
        self._pool = pool
        self._is_wanted = is_wanted
        self._wants_more = wants_more
        self._begun = len(trials.candidates)
        self._waiting: deque[Attempt] = deque()
        self._at_work: dict[Future, tuple[Attempt, Workers]] = {}
        self._errors_in_a_row = 0
        self._repeats_in_a_row = 0

    def work(self) -> None:
        """Search until there are enough candidates, there is nothing new, or it is not wanted.

        Candidates without a result are drawn again when the search goes on.

        Raises:
            WorkerError: If workers die again and again.
        """
        if self._trials.base is None:
            self._waiting.append(Attempt(BASE, self._trials.plan.base, {}))
        if not (self._waiting or self._wants_more(self._begun)):
            return  # without workers, which take seconds to start
        with self._pool.in_use():
            try:
                while self._is_wanted():
                    self._hand_out()
                    if not self._at_work:
                        break
                    self._collect()
            finally:
                for future in self._at_work:
                    future.cancel()
                self._trials.put_back()

    def _hand_out(self) -> None:
        workers = self._pool.get()
        capacity = workers.capacity
        while len(self._at_work) < capacity:
            attempt = self._next_attempt()
            if attempt is None:
                return
            try:
                future = workers.submit(
                    perform,
                    "training.advance_folds",
                    attempt.config,
                    self._dataset,
                    self._trials.plan.folds,
                    attempt.prune_above,
                    attempt.checkpoints,
                )
            except workers.worker_errors:
                self._try_again(attempt, alone=False)
                return
            self._at_work[future] = attempt, workers

    def _next_attempt(self) -> Attempt | None:
        """Return what to train next, if anything; if an attempt's worker has died, that alone."""
        if any(attempt.worker_errors for attempt, _ in self._at_work.values()):
            return None
        if self._waiting:
            if self._waiting[0].worker_errors and self._at_work:
                return None
            return self._waiting.popleft()
        while self._wants_more(self._begun) and self._repeats_in_a_row < REPEATS_IN_A_ROW:
            attempt = self._draw()
            if attempt is not None:
                self._repeats_in_a_row = 0
                return attempt
            self._repeats_in_a_row += 1
            if not self._is_wanted():
                return None
        return None

    def _draw(self) -> Attempt | None:
        """Draw a candidate; return None if it is known or in training already."""
        proposal = self._trials.ask()
        self._begun += 1
        known = self._trials.find(proposal.config)
        if known is not None:
            self._trials.answer(repeat(known, proposal.number))
            return None
        for attempt in [*(attempt for attempt, _ in self._at_work.values()), *self._waiting]:
            if attempt.config == proposal.config and attempt.number != BASE:
                attempt.followers.append(proposal.number)
                return None
        return Attempt(proposal.number, proposal.config, proposal.prune_above)

    def _collect(self) -> None:
        alone = len(self._at_work) == 1
        wait(self._at_work, TICK, return_when=FIRST_COMPLETED)
        # those that `wait` returns lack some that were cancelled
        for future in [each for each in self._at_work if each.done()]:
            attempt, workers = self._at_work.pop(future)
            try:
                result = future.result()
            except ConfigError as error:
                self._answer(attempt, failed_candidate(attempt.number, attempt.config, str(error)))
            except workers.worker_errors as error:
                if not workers.is_recoverable(error):
                    self._pool.drop(workers)
                self._try_again(attempt, alone=alone)
            else:
                self._errors_in_a_row = 0
                self._go_on(attempt, result)

    def _try_again(self, attempt: Attempt, *, alone: bool) -> None:
        """Train an attempt again whose worker has died, unless it must have killed two."""
        attempt.worker_errors += 1
        self._errors_in_a_row += 1
        if self._errors_in_a_row > ERRORS_IN_A_ROW * max(len(self._at_work), 1):
            raise WorkerError(
                "The processes that train stopped again and again, perhaps for want of memory; "
                "what was found is kept, and the search can go on."
            )
        if alone and attempt.worker_errors > 1:
            reason = "The process that trains it stopped twice, perhaps for want of memory."
            self._answer(attempt, failed_candidate(attempt.number, attempt.config, reason))
        else:
            self._waiting.appendleft(attempt)

    def _go_on(self, attempt: Attempt, result: Validation) -> None:
        """Note the results of a part of the training; go on with the next part or finish."""
        attempt.rung_scores += result.rung_scores
        attempt.checkpoints = result.checkpoints
        attempt.seconds += result.seconds
        if attempt.checkpoints is not None:
            self._waiting.append(attempt)
            return
        candidate = evaluate(
            attempt.number,
            attempt.config,
            attempt.rung_scores,
            result.refusal,
            attempt.seconds,
            self._trials.plan.folds.runs,
        )
        self._answer(attempt, candidate)

    def _answer(self, attempt: Attempt, candidate: Candidate) -> None:
        if attempt.number == BASE:
            self._trials.answer_base(candidate)
            return
        self._trials.answer(candidate)
        for number in attempt.followers:
            self._trials.answer(repeat(candidate, number))
