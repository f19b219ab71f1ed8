"""What every test needs: the data, and a TensorFlow that does not chat."""

import os

import pytest

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers import WORKER_ENVIRONMENT

os.environ.update(WORKER_ENVIRONMENT)

SPREAD = ("test_training.py", "test_exported_runs.py")  # much of the time, and nothing in common


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, where tests run in parallel, those of a file and all that need a browser.

    Two browsers at once would leave neither the time that its tests allow. They come first, as they
    wait more than they compute, and the others are done beside them; what can be spread comes last,
    so that both processes end together.
    """
    items.sort(key=lambda item: (not _needs_browser(item), item.path.name in SPREAD))
    for item in items:
        group = "browser" if _needs_browser(item) else item.path.name
        if group not in SPREAD:
            item.add_marker(pytest.mark.xdist_group(group))


def _needs_browser(item: pytest.Item) -> bool:
    return "e2e" in item.path.parts


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")
