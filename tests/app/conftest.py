"""The process that trains for every page without a browser."""

import pytest

from nnplay.workers import calls


@pytest.fixture(scope="session")
def worker():
    calls.start()
    yield
    calls.stop()
