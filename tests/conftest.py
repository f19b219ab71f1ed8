"""What every test needs: the data, and a TensorFlow that does not chat."""

import os

import pytest

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers import WORKER_ENVIRONMENT

os.environ.update(WORKER_ENVIRONMENT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, where tests run in parallel, those of a file and all that need a browser.

    Two browsers at once would leave neither the time that its tests allow. They come first, as they
    wait more than they compute, and the others are done beside them.
    """
    items.sort(key=lambda item: "e2e" not in item.path.parts)
    for item in items:
        group = "browser" if "e2e" in item.path.parts else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")
