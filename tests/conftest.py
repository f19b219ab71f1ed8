"""What every test needs: the data, and a TensorFlow that does not chat."""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers import WORKER_ENVIRONMENT

os.environ.update(WORKER_ENVIRONMENT)

BROWSER = "e2e"  # the folder of the tests that need one
SPREAD = ("test_training.py", "test_exported_runs.py")  # much of the time, and nothing in common


class Scheduling(LoadScopeScheduling):
    """Keeps together, where tests run in parallel, those of a file and all that need a browser.

    Two browsers at once would leave neither the time that its tests allow.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Return what only the tests share that one process must do."""
        file = nodeid.split("::")[0]
        if BROWSER in file:
            return BROWSER
        return nodeid if file.endswith(SPREAD) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, which waits more than it computes; end with what can be spread."""
    items.sort(key=lambda item: (BROWSER not in item.path.parts, item.path.name in SPREAD))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give way, where tests run in parallel, to those whose browser keeps time with the clock."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ and hasattr(os, "nice")
    if parallel and BROWSER not in item.path.parts and os.nice(0) == 0:
        os.nice(10)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")
