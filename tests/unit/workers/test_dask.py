"""Dask instead of this machine's processes: a real scheduler, real workers, real deaths."""

import os
import signal
import sys
import time

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.evaluation.crossvalidation import Folds
from nnplay.search.candidates import Plan
from nnplay.search.search import Budget, Search
from nnplay.search.space import SETTINGS
from nnplay.search.trials import Trials
from nnplay.training import train
from nnplay.workers import calls, dask
from nnplay.workers.pool import WorkerError
from tests.child import run_python
from tests.dask_cluster import start_cluster, start_scheduler
from tests.unit.search.fakes import FakePool, Here

NOWHERE = "tcp://127.0.0.1:9"
PLAN = Plan(
    TrainingConfig(epochs=300),
    tuple(SETTINGS[name] for name in ("learning_rate", "standardize")),  # which take one graph
    Folds(3, (0, 1)),
    sampler="random",  # so that the order of the answers does not matter
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with start_cluster(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster


@pytest.fixture
def address(cluster):
    return cluster[1]


def make_search(dataset, address, plan=PLAN):
    return Search(plan, dataset, Trials(plan), calls.search_pool(scheduler=address))


def wait_for_candidates(search, count):
    deadline = time.monotonic() + 120
    while len(search.candidates) < count:
        assert time.monotonic() < deadline and not search.job.error, search.job.error
        time.sleep(0.05)


def worker_processes(address):
    """Ask for the process ids of the workers."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


@pytest.mark.full
def test_a_worker_killed_in_the_middle_costs_no_candidate_and_counts_none_twice(dataset, address):
    search = make_search(dataset, address)
    search.start(Budget(candidates=20), lambda: True)
    wait_for_candidates(search, 5)
    victims = worker_processes(address)
    assert len(victims) == 2
    os.kill(victims[0], signal.SIGKILL)
    search.job.wait(180)
    assert search.job.error is None
    assert [each.number for each in search.candidates] == list(range(20))
    alone = Search(PLAN, dataset, Trials(PLAN), FakePool(Here))
    alone.work(Budget(candidates=5), lambda: True)
    for ours, expected in zip(search.candidates, alone.candidates, strict=False):
        assert ours.config == expected.config
        assert ours.state == expected.state
        if expected.score is not None and np.isfinite(expected.score.mean):
            assert ours.score.mean == pytest.approx(expected.score.mean, rel=1e-6)


@pytest.mark.parametrize(
    "wrong", ["foo", "tcp://127.0.0.1", "127.0.0.1", "http://127.0.0.1:1", "tcp://:x"]
)
def test_an_address_that_is_none_is_named_at_once(wrong):
    with pytest.raises(WorkerError, match=f"is '{wrong}', but it must be one as tcp://"):
        dask.Cluster(wrong)


@pytest.mark.full
def test_the_runs_of_the_page_go_there_as_well(dataset, address):
    code = (
        "import os, sys\n"
        "from nnplay.workers import calls\n"
        "from nnplay.config import TrainingConfig\n"
        "from nnplay.datasets import load_dataset\n"
        "config = TrainingConfig(epochs=50)\n"
        "chunk = calls.call('training.advance', config, load_dataset('car_crashes'), None)\n"
        "print(chunk.history.loss[-1])\n"
        "print(calls.call(os.getpid), 'tensorflow' in sys.modules)\n"
        "calls.stop()\n"
    )
    told = run_python("-c", code, NNPLAY_SCHEDULER=address)
    loss, process, loaded = told.split()
    assert int(process) in worker_processes(address)
    assert loaded == "False"
    expected = train(TrainingConfig(epochs=50), dataset)
    assert float(loss) == pytest.approx(expected.loss[-1], rel=1e-6)


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr(dask, "SECONDS", 0.5)
    with pytest.raises(WorkerError, match=f"No Dask scheduler answers at {NOWHERE}"):
        calls.search_pool(scheduler=NOWHERE).get()


def test_a_scheduler_without_workers_is_told(monkeypatch):
    monkeypatch.setattr(dask, "SECONDS", 0.5)
    with (
        start_scheduler() as (_, address),
        pytest.raises(WorkerError, match="has no worker; start one with `dask worker"),
    ):
        calls.search_pool(scheduler=address).get()


def test_without_dask_the_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkerError, match=r"pip install -r requirements-dask.txt"):
        calls.search_pool(scheduler=NOWHERE).get()


@pytest.mark.full
def test_stopping_does_not_wait_for_the_cluster(dataset, address):
    search = make_search(dataset, address)
    search.start(Budget(candidates=500), lambda: True)
    wait_for_candidates(search, 1)
    search.job.stop()
    search.job.wait(10)
    assert not search.job._thread.is_alive()
    assert len(search.candidates) < 500


@pytest.mark.full
def test_a_scheduler_that_goes_away_is_told_and_the_search_goes_on_elsewhere(dataset, cluster):
    scheduler, address = cluster  # for the last time
    search = make_search(dataset, address)
    search.start(Budget(candidates=500), lambda: True)
    wait_for_candidates(search, 1)
    scheduler.send_signal(signal.SIGKILL)
    search.job.wait(60)
    assert not search.job.running
    assert search.job.error.startswith(f"No Dask scheduler answers at {address}")
    found = search.candidates
    assert 0 < len(found) < 500
    search._pool = FakePool(Here)
    search.work(Budget(candidates=len(found) + 3), lambda: True)
    assert [each.number for each in search.candidates] == list(range(len(found) + 3))
    for each in found:  # a NaN is not equal to itself
        assert repr(search.candidates[each.number]) == repr(each)
