"""What several tests of the engine share."""

import pytest
from cachetools import LRUCache


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
