"""What every test needs: the data, and a TensorFlow that does not chat."""

import os

import pytest

from nnplay.datasets import Dataset, load_dataset
from nnplay.workers import WORKER_ENVIRONMENT

os.environ.update(WORKER_ENVIRONMENT)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load_dataset("car_crashes")
