"""The process that trains for every page without a browser."""

import pytest

from nnplay import workers


@pytest.fixture(scope="session")
def worker():
    workers.start()
    yield
    workers.stop()
