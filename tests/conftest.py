"""What every test needs: the data, a quiet TensorFlow, and its group of tests in one process."""

import gc
import os
from pathlib import Path

import pytest

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers.worker import ENVIRONMENT

os.environ.update(ENVIRONMENT)
# Runs are judged only where that is tested, as it costs every page some more trainings.
os.environ.setdefault("NNPLAY_JUDGING", "0")

# One server with its worker for all pages in a browser, one worker for all without one: to share
# these tests out would start a second server, worker and browser, which takes ten seconds.
TOGETHER = ("e2e", "app")
HERE = Path(__file__).parent
# Trainings that share nothing and take minutes in the full tier.
SPREAD = ("test_outputs.py", "test_training.py", "test_lessons.py", "test_side_by_side.py")
# These come early, so that none runs alone at the end; most start one process after another.
LONG = (
    *("test_terminal.py", "test_calls.py", "test_killed_workers.py", "test_exported_runs.py"),
    *("test_one_place.py", "test_dask.py", "test_saved_model.py", "test_training.py"),
    "test_labelled_runs.py",
)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests that one process runs: those of a file, or of a folder in `TOGETHER`."""
    for item in items:
        folder, *rest = item.path.relative_to(HERE).parts
        alone = folder == "unit" and rest[-1] in SPREAD and item.get_closest_marker("full")
        if not (alone or item.get_closest_marker("xdist_group")):
            group = folder if folder in TOGETHER else "-".join(rest)
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=rank)


def rank(item: pytest.Item) -> tuple[bool, ...]:
    """Return a sort key by which the longest groups come first."""
    early = item.path.name in LONG and item.get_closest_marker("xdist_group") is not None
    return *(folder not in item.path.parts for folder in TOGETHER), not early


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")


def pytest_sessionstart() -> None:
    """Collect no garbage while modules are imported, which takes a quarter longer otherwise."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Hide TensorFlow's objects from the garbage collector: Streamlit calls it after every run."""
    gc.enable()
    gc.collect()
    gc.freeze()
