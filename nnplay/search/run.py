"""Candidates handed to workers until there are enough; each result counts exactly once."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from nnplay.chunks import Checkpoint
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.crossvalidation import Standing, Validation
from nnplay.search.candidates import BASE, Candidate, failed_candidate, judge, repeat
from nnplay.search.trials import Trials
from nnplay.workers.calls import submit_folds
from nnplay.workers.pool import Pool, WorkerError, Workers

TICK = 0.2  # seconds between two looks at whether the search shall go on
REPEATS_IN_A_ROW = 100  # and the search has tried all there is to try, or as good as all
DEATHS_IN_A_ROW = 4  # of the workers of each job, with no result between, and the search ends


@dataclass(eq=False)
class Job:
    """A candidate in training, which comes back from the workers now and then."""

    number: int
    config: TrainingConfig
    limits: dict[int, float]
    standings: tuple[Standing, ...] = ()
    checkpoints: tuple[Checkpoint, ...] | None = None
    seconds: float = 0.0
    deaths: int = 0
    followers: list[int] = field(default_factory=list)  # later candidates that are the same


class Run:
    """One search at work.

    Args:
        pool: Whose workers train.
        is_wanted: Asked several times a second; when it says no, nothing more is waited for.
        has_room: Asked with the number of candidates drawn before another one is.
    """

    def __init__(
        self,
        trials: Trials,
        dataset: Dataset,
        pool: Pool,
        is_wanted: Callable[[], bool],
        has_room: Callable[[int], bool],
    ) -> None:
        self._trials = trials
        self._dataset = dataset
        self._pool = pool
        self._is_wanted = is_wanted
        self._has_room = has_room
        self._begun = len(trials.candidates)
        self._waiting: deque[Job] = deque()
        self._at_work: dict[Future, tuple[Job, Workers]] = {}
        self._deaths_in_a_row = 0
        self._repeats_in_a_row = 0

    def work(self) -> None:
        """Search until there are enough candidates, nothing new, or it is not wanted any more.

        What was not answered then is asked again when the search goes on.

        Raises:
            WorkerError: If nothing can be trained any more.
        """
        if self._trials.base is None:
            self._waiting.append(Job(BASE, self._trials.plan.base, {}))
        if not (self._waiting or self._has_room(self._begun)):
            return  # all is there from another time, and workers take seconds to start
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
        room = workers.room
        while len(self._at_work) < room:
            job = self._next_job()
            if job is None:
                return
            try:
                future = submit_folds(
                    workers,
                    job.config,
                    self._dataset,
                    self._trials.plan.folds,
                    job.limits,
                    job.checkpoints,
                )
            except workers.deaths:
                self._try_again(job, alone=False)
                return
            self._at_work[future] = job, workers

    def _next_job(self) -> Job | None:
        """Return what is to be trained next; a job whose worker has died is trained alone."""
        if any(job.deaths for job, _ in self._at_work.values()):
            return None
        if self._waiting:
            if self._waiting[0].deaths and self._at_work:
                return None
            return self._waiting.popleft()
        while self._has_room(self._begun) and self._repeats_in_a_row < REPEATS_IN_A_ROW:
            job = self._draw()
            if job is not None:
                self._repeats_in_a_row = 0
                return job
            self._repeats_in_a_row += 1
            if not self._is_wanted():
                return None
        return None

    def _draw(self) -> Job | None:
        """Draw a candidate; one that is known, or in training, is not trained again."""
        question = self._trials.ask()
        self._begun += 1
        known = self._trials.find(question.config)
        if known is not None:
            self._trials.answer(repeat(known, question.number))
            return None
        for job in [*(job for job, _ in self._at_work.values()), *self._waiting]:
            if job.config == question.config and job.number != BASE:
                job.followers.append(question.number)
                return None
        return Job(question.number, question.config, question.limits)

    def _collect(self) -> None:
        alone = len(self._at_work) == 1
        wait(self._at_work, TICK, return_when=FIRST_COMPLETED)
        # `wait` itself does not see all that were cancelled
        for future in [each for each in self._at_work if each.done()]:
            job, workers = self._at_work.pop(future)
            try:
                result = future.result()
            except ConfigError as error:
                self._answer(job, failed_candidate(job.number, job.config, str(error)))
            except workers.deaths as error:
                if not workers.survive(error):
                    self._pool.drop(workers)
                self._try_again(job, alone=alone)
            else:
                self._deaths_in_a_row = 0
                self._go_on(job, result)

    def _try_again(self, job: Job, *, alone: bool) -> None:
        """Train a job whose worker has died once more, unless it must have killed it."""
        job.deaths += 1
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row > DEATHS_IN_A_ROW * max(len(self._at_work), 1):
            raise WorkerError(
                "The processes that train stopped again and again, perhaps for want of memory; "
                "what was found is kept, and the search can go on."
            )
        if alone and job.deaths > 1:
            reason = "The process that trains it stopped twice, perhaps for want of memory."
            self._answer(job, failed_candidate(job.number, job.config, reason))
        else:
            self._waiting.appendleft(job)

    def _go_on(self, job: Job, result: Validation) -> None:
        """Take in what a part of the training brought, and hand out the next or finish."""
        job.standings += result.standings
        job.checkpoints = result.checkpoints
        job.seconds += result.seconds
        if job.checkpoints is not None:
            self._waiting.append(job)
            return
        runs = self._trials.plan.folds.runs
        found = judge(job.number, job.config, job.standings, result.refusal, job.seconds, runs)
        self._answer(job, found)

    def _answer(self, job: Job, found: Candidate) -> None:
        if job.number == BASE:
            self._trials.answer_base(found)
            return
        self._trials.answer(found)
        for number in job.followers:
            self._trials.answer(repeat(found, number))
