import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.ui.runs import Run, Shelf
from tests.unit.histories import make_history

# 25 float32 weights, 3 epochs of 8 bytes, and no loss
HISTORY_BYTES = 3 * 25 * 4 + 3 * 8


@pytest.fixture
def make_run(dataset):
    def make(seed: int, size: int = 1_000) -> Run:
        config = TrainingConfig(seed=seed)
        history = make_history(loss=np.zeros(0))
        payload = bytes(size - HISTORY_BYTES)
        examples = prepare(config, dataset)
        return Run(
            *(str(seed), [], [], {}, examples.y, payload), *(config, dataset, examples, history)
        )

    return make


def kept(shelf: Shelf, seeds) -> list[int]:
    return [seed for seed in seeds if shelf.find(TrainingConfig(seed=seed))]


def test_a_run_weighs_its_history_and_its_payload(make_run):
    assert make_run(1, size=1_000).nbytes == 1_000


def test_an_empty_shelf_has_nothing():
    assert Shelf(1_000).find(TrainingConfig()) is None


def test_a_run_is_found_by_an_equal_configuration(make_run):
    shelf, run = Shelf(1_000), make_run(1)
    shelf.keep(run)
    assert shelf.find(TrainingConfig(seed=1)) is run
    assert shelf.find(TrainingConfig(seed=2)) is None


def test_a_full_shelf_gives_up_the_run_not_used_for_longest(make_run):
    shelf = Shelf(3_000)
    for seed in (1, 2, 3):
        shelf.keep(make_run(seed))
    assert shelf.find(TrainingConfig(seed=1))  # so that 2 is the one unused for longest
    shelf.keep(make_run(4))
    assert kept(shelf, range(6)) == [1, 3, 4]


def test_a_large_run_takes_the_place_of_several(make_run):
    shelf = Shelf(3_000)
    for seed in (1, 2, 3):
        shelf.keep(make_run(seed))
    shelf.keep(make_run(4, size=2_000))
    assert kept(shelf, range(6)) == [3, 4]


def test_a_run_kept_twice_takes_one_place(make_run):
    shelf, again = Shelf(2_000), make_run(1)
    shelf.keep(make_run(2))
    shelf.keep(make_run(1))
    shelf.keep(again)
    assert kept(shelf, range(4)) == [1, 2]
    assert shelf.find(again.config) is again
