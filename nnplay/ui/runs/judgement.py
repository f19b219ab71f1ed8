"""Judges a run once it is drawn: what it is worth on other rows, and what its fixes do.

That takes many short trainings in the worker. Their results are kept for all sessions.
"""

import math
import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from nnplay.chunks import Checkpoint
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis import Finding, foremost
from nnplay.diagnosis.diagnose import foremost_first
from nnplay.diagnosis.trials import (
    SEEDS,
    Offer,
    offers,
    to_try,
    trial_of_folds,
    trial_of_seeds,
)
from nnplay.diagnosis.unseen import CODE, FOLDS, Unseen, is_unproven, judge_unseen
from nnplay.evaluation.crossvalidation import Score, Validation
from nnplay.evaluation.seeds import ADVANCE_SEEDS, SeedResults, seedless, train_seeds_on
from nnplay.ui.runs import Run
from nnplay.workers import calls

# For how many seconds a run is judged at most; 0: not at all.
PATIENCE = float(os.environ.get("NNPLAY_JUDGING", "1"))
CALL_SECONDS = 0.1  # a learner's own run must not wait long for its turn
MOST_KEPT = 4096
NO_SCORE = Score(math.nan, math.nan, (), FOLDS.runs)


class Kept:
    """Results of all sessions, by configuration, whatever its seed."""

    def __init__(self) -> None:
        self._found: LRUCache[TrainingConfig, Any] = LRUCache(MOST_KEPT)
        self._lock = threading.Lock()

    def find(self, config: TrainingConfig) -> Any:
        with self._lock:
            return self._found.get(seedless(config))

    def keep(self, config: TrainingConfig, found: Any) -> None:
        with self._lock:
            self._found[seedless(config)] = found


_seeds, _folds = Kept(), Kept()  # of `Trial`s
_unseen = Kept()  # of tuples with the finding about the score on the folds, or empty


@dataclass(frozen=True)
class Judged:
    """A finding with the fixes that are offered for it.

    Attributes:
        hopeless: Whether all its fixes were tried and none helps.
        compared: Whether a fix of the run is offered with what it did, so that others need a word.
    """

    finding: Finding
    offers: tuple[Offer, ...]
    hopeless: bool
    compared: bool = False


_judged: WeakKeyDictionary[Run, list[Judged]] = WeakKeyDictionary()  # runs with nothing left to try


def findings_of(run: Run) -> list[Finding]:
    """Return the findings about a run, preceded by the one about other rows if there is one."""
    if not is_unproven(run.config, run.findings):  # `_unseen` may be of a run with another seed
        return run.findings
    return [*(_unseen.find(run.config) or ()), *run.findings]


def judged(run: Run) -> list[Judged]:
    """Return the findings with their offers, as far as they are known.

    A fix that helps several findings is offered once, if possible for the foremost.
    """
    if PATIENCE <= 0:
        return [Judged(each, tuple(map(Offer, each.fixes)), False) for each in run.findings]
    return _judged.get(run) or _judge_by_what_is_known(run)


def best_offers(run: Run) -> tuple[Offer, ...]:
    """Return the foremost finding's offers or, if it has none, those of the next problem."""
    main = foremost(findings_of(run))
    found = judged(run)
    first = [each for each in found if each.finding is main]
    others = [each for each in found if each.finding.severity == "problem"]
    return next((each.offers for each in [*first, *others] if each.offers), ())


def is_judged(run: Run) -> bool:
    """Tell whether nothing is left to measure."""
    return PATIENCE <= 0 or run in _judged


def judge(run: Run, is_wanted: Callable[[], object]) -> None:
    """Measure what is not known yet, for at most `PATIENCE` and while nobody waits for the worker.

    Args:
        is_wanted: Called between two calls of the worker; it may raise to end the judging.
    """
    end = time.monotonic() + PATIENCE
    for _ in _measure(run):
        is_wanted()
        if time.monotonic() > end or not calls.is_idle():
            return
    _judged[run] = _judge_by_what_is_known(run)


def _judge_by_what_is_known(run: Run) -> list[Judged]:
    findings, config, dataset = findings_of(run), run.config, run.dataset
    found: dict[int, Judged] = {}
    offered: list[Offer] = []
    for place in foremost_first(findings):
        finding = findings[place]
        everything = offers(finding, config, dataset, _trials_for(finding).find)
        changes = [each.fix.changes for each in offered]
        own = tuple(each for each in everything if each.fix.changes not in changes)
        offered += own
        found[place] = Judged(finding, own, bool(finding.fixes) and not everything)
    tried = any(each.after for each in offered)
    return [replace(found[place], compared=tried) for place in range(len(findings))]


def _measure(run: Run) -> Iterator[None]:
    """Measure what is not known yet; yield before every call of the worker."""
    config, dataset = run.config, run.dataset
    if is_unproven(config, run.findings) and _unseen.find(config) is None:
        yield from _measure_unseen(config, dataset)
    findings = findings_of(run)
    for place in foremost_first(findings):
        yield from _try_fixes(findings[place], config, dataset)


def _measure_unseen(config: TrainingConfig, dataset: Dataset) -> Iterator[None]:
    """Measure what a configuration is worth on folds."""
    score = yield from _score_folds(config, dataset)
    _folds.keep(config, trial_of_folds(score))
    yield
    known = score is not NO_SCORE
    about = [calls.call(judge_unseen, Unseen(config, dataset, score))] if known else []
    _unseen.keep(config, tuple(about))


def _try_fixes(finding: Finding, config: TrainingConfig, dataset: Dataset) -> Iterator[None]:
    """Measure a configuration as it is, and with each fix of a finding."""
    fixes, trials = to_try(finding, config, dataset), _trials_for(finding)
    if not fixes:
        return
    for each in [config, *(fix.apply(config) for fix in fixes)]:
        if trials.find(each) is not None:
            continue
        if trials is _folds:
            score = yield from _score_folds(each, dataset)
            trials.keep(each, trial_of_folds(score))
        else:
            results = yield from _train_seeds(each, dataset)
            trials.keep(each, trial_of_seeds(results))


def _trials_for(finding: Finding) -> Kept:
    """Return the results with which a finding's fixes are compared: on folds, or over seeds."""
    return _folds if finding.code == CODE else _seeds


def _score_folds(config: TrainingConfig, dataset: Dataset) -> Generator[None, None, Score]:
    score, going_on = NO_SCORE, True
    at: tuple[Checkpoint, ...] | None = None
    while going_on:
        yield
        try:
            found: Validation = calls.call(
                "training.advance_folds", config, dataset, FOLDS, {}, at, CALL_SECONDS
            )
        except ConfigError:  # too few rows of a class
            found = Validation()
        score = found.rung_scores[-1].score if found.rung_scores else score
        at, going_on = found.checkpoints, found.checkpoints is not None
    return score


def _train_seeds(config: TrainingConfig, dataset: Dataset) -> Generator[None, None, SeedResults]:
    advance = partial(calls.call, ADVANCE_SEEDS)
    found: SeedResults | None = None
    while found is None or not found.finished:
        yield
        found = train_seeds_on(config, dataset, SEEDS, advance, found)
    return found
