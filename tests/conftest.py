"""What every test needs: the data, a TensorFlow that does not chat, and who runs beside whom."""

import gc
import os

import pytest

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers.worker import ENVIRONMENT

os.environ.update(ENVIRONMENT)

# Two browsers at once would be slow, and one worker serves every page without a browser.
TOGETHER = ("e2e", "app")
# Trainings that share nothing and take minutes in the full tier.
SPREAD = ("test_outputs.py", "test_training.py", "test_lessons.py", "test_validation.py")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process, where tests run in parallel, those of a file or of such a folder."""
    for item in items:
        folder, file = item.path.parts[-2:]
        alone = folder == "unit" and file in SPREAD and item.get_closest_marker("full")
        if not (alone or item.get_closest_marker("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else file))


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")


def pytest_collection_finish() -> None:
    """Spare the garbage collector TensorFlow's objects: Streamlit calls it after every run."""
    gc.collect()
    gc.freeze()
