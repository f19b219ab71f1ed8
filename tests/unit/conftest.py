"""What several tests of the engine and of what it exports share."""

import pytest
from cachetools import LRUCache

from tests.child import start_learner


@pytest.fixture(scope="session")
def run_program(tmp_path_factory):
    """Return a function that runs a program as a learner would; see `tests/learner.py`."""
    with start_learner(tmp_path_factory.mktemp("learner") / "errors.txt") as run:
        yield run


@pytest.fixture(scope="session", autouse=True)
def loops():
    """Keep twice as many loops as a server does: the doctor's fixes come back to 200 structures."""
    from nnplay.training import cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache.LOOPS, "_loops", LRUCache(2 * cache.MOST_LOOPS))
        yield


@pytest.fixture
def untraced(monkeypatch):
    """Take steps without a graph, as tracing one takes longer than a few steps."""
    from nnplay.training import cache
    from nnplay.training.loop import Loop
    from nnplay.training.optimizers import StatelessOptimizer

    class Untraced(Loop):
        def __init__(self, structure):
            self.structure = structure
            shape = structure.runs, sum(structure.parameter_counts)
            self.optimizer = StatelessOptimizer(structure.optimizer, shape)
            self._run = self._train

    monkeypatch.setattr(cache, "Loop", Untraced)
    monkeypatch.setattr(cache.LOOPS, "_loops", LRUCache(cache.MOST_LOOPS))
