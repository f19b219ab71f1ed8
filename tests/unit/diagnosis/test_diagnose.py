"""Runs that ended early or broke, and tables at the edge of sense."""

from typing import Any

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset
from nnplay.diagnosis import check, diagnose
from nnplay.training import train
from tests.covering import cover
from tests.unit.diagnosis.clinic import assert_plain, codes
from tests.unit.diagnosis.tables import BINARY, MEDIAN, SEVERAL, on, table
from tests.unit.histories import make_history

DRAW = np.random.default_rng(3)


def edge_of_sense(x, y, classes=("a", "b"), made=BINARY):
    """A table of this shape, or with these features."""
    return table("e", DRAW.normal(size=x) if isinstance(x, tuple) else x, y, classes, **made)


EDGES = {
    "four rows": edge_of_sense((4, 2), np.arange(4) % 2),
    "one class": edge_of_sense((20, 2), np.zeros(20)),
    "a class without a row": edge_of_sense((20, 2), np.arange(20) % 2, tuple("abc"), SEVERAL),
    "ten classes": edge_of_sense((60, 2), np.arange(60) % 10, tuple("abcdefghij"), SEVERAL),
    "constant features": edge_of_sense(np.full((20, 3), 5.0), np.arange(20) % 2),
    "constant quantity": edge_of_sense((20, 2), np.full(20, 7.0), (), {}),
    "equal rows": edge_of_sense(np.ones((20, 2)), np.arange(20.0), (), {}),
    "more features than rows": edge_of_sense((10, 40), np.arange(10) % 2),
}
EDGES_OF_SENSE: dict[str, list[Any]] = {
    "name": list(EDGES),
    "validation_split": [0.0, 0.3],
    "network": [{}, {"hidden_units": ()}, {"activation": "relu"}],
}


@pytest.mark.parametrize("edge", cover(EDGES_OF_SENSE, [("name", "validation_split")]), ids=str)
def test_tables_at_the_edge_of_sense_are_diagnosed(edge):
    dataset = EDGES[edge.pop("name")]
    changes = {"dataset": "e", **dataset.recommended, **edge.pop("network"), **edge}
    config = TrainingConfig(**{**changes, "batch_size": 2, "epochs": 30})
    history = train(config, dataset)
    for finding in [*check(config, dataset), *diagnose(config, dataset, history)]:
        assert_plain(finding)


def test_a_refused_run_is_diagnosed_without_a_single_epoch(dataset):
    config = TrainingConfig(loss="sparse_categorical_crossentropy")
    history = make_history(
        epochs_recorded=(0,), loss=np.zeros(0, "float32"), refusal="Keras refuses."
    )
    (finding,) = diagnose(config, dataset, history)
    assert finding.code == "refused"
    assert finding.evidence == "Keras refuses."


def test_weights_that_broke_without_a_broken_loss_are_found(dataset):
    history = make_history(activations=("linear", "linear"))
    history.parameters[-1, 0] = np.nan
    found = diagnose(TrainingConfig(epochs=2), dataset, history)
    assert found[0].code == "diverged"


def test_a_sure_wrong_answer_is_not_called_flat_where_the_loss_takes_the_sums():
    raw = on(MEDIAN, hidden_units=(), output_kernel_initializer="ones", standardize=False)
    slow = {"optimizer": "SGD", "learning_rate": 1e-5, "epochs": 20, "shuffle": False}
    config = TrainingConfig(**{**raw, **slow, "batch_size": 32})
    dataset = load_dataset(config.dataset)
    history = train(config, dataset)
    first, last = history.parameters[[0, -1]]
    assert (first != last).all(), "sums where a sigmoid is exactly 1, and still corrected"
    found = codes(diagnose(config, dataset, history))
    assert "saturated_output" not in found
    assert "not_finished" in found
