"""Candidates handed to workers: each counts once, whatever happens to the workers."""

import threading
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace

import pytest

from nnplay.config import ConfigError, TrainingConfig
from nnplay.evaluation.crossvalidation import Folds
from nnplay.search.candidates import FAILED, FINISHED, Plan
from nnplay.search.run import Run
from nnplay.search.search import Budget, Search
from nnplay.search.space import BY_DEFAULT, SETTINGS
from nnplay.search.trials import Trials
from nnplay.workers.pool import WorkerError
from tests.unit.search.fakes import FakePool, error_of_config

PLAN = Plan(TrainingConfig(), tuple(SETTINGS[name] for name in BY_DEFAULT), Folds(2, (0, 1)))


def run(pool, dataset, count=20, plan=PLAN, trials=None, is_wanted=lambda: True):
    trials = trials or Trials(plan)
    Run(trials, dataset, pool, is_wanted, lambda asked: asked < count).work()
    return trials


def numbers(trials):
    return [each.number for each in trials.candidates]


@pytest.mark.parametrize("capacity", [1, 2, 5])
def test_every_candidate_is_answered_once_and_the_base_too(capacity, dataset):
    pool = FakePool(capacity=capacity)
    trials = run(pool, dataset)
    assert numbers(trials) == list(range(20))
    assert trials.base.final.mean == error_of_config(PLAN.base)
    distinct = [each for each in trials.candidates if each.same_as is None]
    assert len(pool.calls) == 1 + len(distinct)
    for each in trials.candidates:
        if each.state == FINISHED:
            assert each.final.mean == error_of_config(each.config)


def test_the_same_configuration_is_trained_once_and_known_the_next_time(dataset):
    plan = replace(PLAN, settings=(replace(SETTINGS["standardize"], options=(True, False)),))
    for capacity in (1, 4):
        pool = FakePool(capacity=capacity, seconds=0.01)
        trials = run(pool, dataset, plan=plan)
        assert numbers(trials) == list(range(20))
        assert len(pool.calls) == 3  # both, and the base
        repeats = [each for each in trials.candidates if each.same_as is not None]
        assert len(repeats) == 18
        for each in repeats:
            first = trials.candidates[each.same_as]
            assert (first.config, first.same_as) == (each.config, None)
            assert each.final == first.final


def test_a_search_ends_when_nothing_new_is_left_to_try(dataset):
    plan = replace(PLAN, settings=(replace(SETTINGS["standardize"], options=(True, False)),))
    pool = FakePool(capacity=2, seconds=0.01)
    search = Search(plan, dataset, Trials(plan), pool)
    search.start(Budget(seconds=600), lambda: True)
    search.job.wait(60)
    assert not search.job.running
    assert {each.config.standardize for each in search.candidates} == {True, False}
    assert len(pool.calls) == 3  # both, and the base


def test_a_search_that_draws_nothing_new_can_be_stopped(dataset, monkeypatch):
    monkeypatch.setattr("nnplay.search.run.REPEATS_IN_A_ROW", float("inf"))
    plan = replace(PLAN, settings=(replace(SETTINGS["standardize"], options=(True,)),))
    search = Search(plan, dataset, Trials(plan), FakePool())
    search.start(Budget(seconds=600), lambda: True)
    while len(search.candidates) < 5:
        time.sleep(0.01)
    search.job.stop()
    search.job.wait(2)
    assert not search.job._thread.is_alive()


class Once:
    """Kills the worker at some calls."""

    def __init__(self, *calls):
        self.calls, self.count, self.lock = calls, 0, threading.Lock()

    def __call__(self, config, checkpoints):
        with self.lock:
            self.count += 1
            if self.count in self.calls:
                raise BrokenExecutor


@pytest.mark.parametrize("capacity", [1, 3])
def test_a_worker_that_dies_is_replaced_and_its_candidate_trained_again(capacity, dataset):
    pool = FakePool(capacity=capacity, seconds=0.002, fault=Once(4, 9))
    trials = run(pool, dataset)
    assert numbers(trials) == list(range(20))
    assert FAILED not in {each.state for each in trials.candidates}
    assert not any("stopped twice" in each.reason for each in trials.candidates)
    assert len(pool.made) > 1
    assert all(workers.ended for workers in pool.made)


def test_a_candidate_that_kills_its_workers_fails_and_the_others_do_not(dataset):
    deadly = run(FakePool(), dataset).candidates[5].config

    def kill(config, checkpoints):
        if config == deadly:
            raise BrokenExecutor

    trials = run(FakePool(capacity=3, seconds=0.005, fault=kill), dataset)
    assert numbers(trials) == list(range(20))
    killed = [each for each in trials.candidates if "stopped twice" in each.reason]
    assert [each.config for each in killed if each.same_as is None] == [deadly]
    assert killed[0].state == FAILED


def test_workers_that_always_die_end_the_search_with_one_sentence(dataset):
    def kill(config, checkpoints):
        raise BrokenExecutor

    trials = Trials(PLAN)
    with pytest.raises(WorkerError, match="again and again") as error:
        run(FakePool(capacity=2, fault=kill), dataset, trials=trials)
    assert str(error.value).endswith(".")
    assert len(trials.candidates) < 20


def test_a_configuration_that_does_not_fit_the_data_fails_alone(dataset):
    bad = run(FakePool(), dataset).candidates[2].config

    def complain(config, checkpoints):
        if config == bad:
            raise ConfigError("It does not fit.")

    trials = run(FakePool(fault=complain), dataset)
    assert trials.candidates[2].reason == "It does not fit."
    assert trials.candidates[2].score is None
    assert len(trials.candidates) == 20


def test_a_search_that_is_stopped_goes_on_without_repeating(dataset):
    whole = run(FakePool(), dataset).candidates
    looks = iter([True] * 12)
    first, then = FakePool(), FakePool()
    trials = run(first, dataset, is_wanted=lambda: next(looks, False))
    found = len(trials.candidates)
    assert 5 < found < 20
    run(then, dataset, trials=trials)
    assert trials.candidates == whole
    assert len(then.calls) < 20 - found + 2


@pytest.fixture
def make_search(dataset):
    made = []

    def make(**options):
        made.append(Search(PLAN, dataset, Trials(PLAN), FakePool(**options)))
        return made[-1]

    yield make
    for search in made:
        search.job.stop()
        search.job.wait(60)


def test_a_search_that_has_enough_starts_no_workers(dataset):
    trials = run(FakePool(), dataset, count=5)
    pool = FakePool()
    assert run(pool, dataset, count=5, trials=trials) is trials
    assert not pool.made


def test_a_search_in_a_thread_stops_at_once_and_goes_on(make_search):
    search = make_search(seconds=0.01)
    search.start(Budget(candidates=40), lambda: True)
    while len(search.candidates) < 5:
        time.sleep(0.002)
    assert search.job.running
    assert 0 < search.progress < 1
    search.job.stop()
    search.job.wait(60)
    assert not search.job._thread.is_alive()
    found = len(search.candidates)
    assert found < 40
    search.start(Budget(candidates=found + 10), lambda: True)
    search.job.wait(30)
    assert [each.number for each in search.candidates] == list(range(found + 10))
    assert search.progress == 1
    assert search.job.error is None


def test_a_search_that_nobody_wants_ends(make_search):
    search = make_search(seconds=0.05)
    wanted = threading.Event()
    wanted.set()
    search.start(Budget(candidates=1_000), wanted.is_set)
    while not search.candidates:
        time.sleep(0.01)
    wanted.clear()
    search.job.wait(60)
    assert not search.job.running
    assert len(search.candidates) < 1_000


class Clock:
    """A clock that moves only by the seconds that trainings are said to take."""

    def __init__(self, seconds):
        self.now, self.seconds = 0.0, seconds

    def monotonic(self):
        return self.now

    def __call__(self, config, checkpoints):
        self.now += self.seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(2)
    monkeypatch.setattr("nnplay.search.search.time", clock)
    return clock


def test_a_budget_of_time_is_kept(make_search, clock):
    search = make_search(fault=clock)
    search.work(Budget(seconds=30), lambda: True)
    assert 30 < clock.now <= 36
    assert 14 <= len(search.candidates) <= 18
    assert search.remaining == 0


def test_the_remaining_time_follows_from_what_was_done(make_search, clock):
    search = make_search(fault=clock)
    search.work(Budget(candidates=60), lambda: len(search.candidates) < 20)
    assert search.remaining == pytest.approx(2 * 40, rel=0.15)


def test_bad_folds_are_told(dataset):
    plan = replace(PLAN, folds=Folds(80, (0,)))
    search = Search(plan, dataset, Trials(plan), FakePool())
    search.start(Budget(candidates=3), lambda: True)
    search.job.wait(60)
    assert search.job.error.startswith("folds is 80")
