"""The process that trains for a page without a browser."""

import pytest

from nnplay import workers


@pytest.fixture(scope="module")
def worker():
    workers.start()
    yield
    workers.stop()
