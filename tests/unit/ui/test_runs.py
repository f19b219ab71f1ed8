import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.ui import runs
from tests.unit.histories import make_history

# 25 float32 weights, 3 epochs of 8 bytes, and no loss
HISTORY_BYTES = 3 * 25 * 4 + 3 * 8


@pytest.fixture
def make_run(dataset):
    def make(seed: int, size: int = 1_000) -> runs.Run:
        config = TrainingConfig(seed=seed)
        history = make_history(loss=np.zeros(0))
        payload = bytes(size - HISTORY_BYTES)
        examples = prepare(config, dataset)
        return runs.Run(
            *(str(seed), [], {}, examples.y, payload), *(config, dataset, examples, history)
        )

    return make


def test_a_run_weighs_its_history_and_its_payload(make_run):
    assert make_run(1, size=1_000).nbytes == 1_000


def test_runs_are_cached_by_their_configuration_within_the_bytes(make_run):
    cache = runs.get_run.cache
    large = [make_run(seed, size=runs.CACHE_BYTES // 3) for seed in range(4)]
    cache.clear()
    try:
        for run in large[:3]:
            cache[run.config] = run
        assert runs.get_run(TrainingConfig(seed=0), None) is large[0]  # so 1 is unused for longest
        cache[large[3].config] = large[3]
        assert [run.config in cache for run in large] == [True, False, True, True]
    finally:
        cache.clear()
