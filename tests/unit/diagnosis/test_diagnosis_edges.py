"""What the data decides, and tables at the edge of sense."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, load_dataset
from nnplay.diagnosis import check, diagnose, fixed_by_data
from nnplay.training import train
from tests.unit.diagnosis.labelled_runs_classes import OWN, TERCILES, dataset_for, on, table
from tests.unit.diagnosis.labelled_runs_clinic import assert_plain


def test_what_the_data_decides_is_said_in_plain_sentences():
    said = {
        name: fixed_by_data(TrainingConfig(**on(name)), dataset_for(TrainingConfig(**on(name))))
        for name in (*DATASETS, *OWN)
    }
    for name, pairs in said.items():
        assert [what for what, _ in pairs] == [
            "input units",
            "output units",
            "output_activation",
            "loss",
        ]
        recommended = OWN[name].recommended if name in OWN else load_dataset(name).recommended
        for what, sentence in pairs:
            assert sentence.endswith(".")
            if what in recommended:
                assert sentence.startswith(f"{recommended[what]}: ")
    (inputs, outputs, activation, loss) = (text for _, text in said[TERCILES])
    assert inputs.startswith("6 input units: one a feature, speeding, alcohol,")
    assert outputs == "3 output units: one a class, low, medium and high."
    assert activation.startswith("softmax: 3 shares that add up to 1")
    assert loss.startswith("sparse_categorical_crossentropy: ")
    assert said["circle"][0][1] == "2 input units: one a feature, x1 and x2."
    assert said["bumps"][1][1] == "1 output unit: one number, the height, is asked for."


def test_a_hundred_features_are_not_listed():
    many = table("many", np.ones((9, 40)) * np.arange(9)[:, None], np.arange(9.0), ())
    (_, sentence), *_ = fixed_by_data(TrainingConfig(dataset="many", batch_size=9), many)
    assert sentence == "40 input units: one a feature, a, b, c, d, e and 35 more."


DRAW = np.random.default_rng(3)
BINARY = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
SEVERAL = {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}
EDGES = {
    "four rows": table("e", DRAW.normal(size=(4, 2)), np.array([0, 1, 0, 1]), ("a", "b"), **BINARY),
    "one class": table("e", DRAW.normal(size=(20, 2)), np.zeros(20), ("a", "b"), **BINARY),
    "a class without a row": table(
        "e", DRAW.normal(size=(20, 2)), np.arange(20) % 2, ("a", "b", "c"), **SEVERAL
    ),
    "ten classes": table(
        "e", DRAW.normal(size=(60, 2)), np.arange(60) % 10, tuple("abcdefghij"), **SEVERAL
    ),
    "constant features": table("e", np.full((20, 3), 5.0), np.arange(20) % 2, ("a", "b"), **BINARY),
    "constant quantity": table("e", DRAW.normal(size=(20, 2)), np.full(20, 7.0), ()),
    "equal rows": table("e", np.ones((20, 2)), np.arange(20.0), ()),
    "more features than rows": table(
        "e", DRAW.normal(size=(10, 40)), np.arange(10) % 2, ("a", "b"), **BINARY
    ),
}


@pytest.mark.parametrize("held_out", [0.0, 0.3])
@pytest.mark.parametrize("name", EDGES)
def test_tables_at_the_edge_of_sense_are_diagnosed(name, held_out):
    dataset = EDGES[name]
    config = TrainingConfig(
        **{"dataset": "e", **dataset.recommended, "validation_split": held_out, "batch_size": 2},
        epochs=30,
    )
    for each in (config, replace(config, hidden_units=()), replace(config, activation="relu")):
        for finding in [*check(each, dataset), *diagnose(each, dataset, train(each, dataset))]:
            assert_plain(finding)


def test_a_sure_wrong_answer_is_not_called_flat_where_the_loss_takes_the_sums():
    config = TrainingConfig(
        dataset="car_crashes_median",
        output_activation="sigmoid",
        loss="binary_crossentropy",
        optimizer="SGD",
        learning_rate=1e-5,
        hidden_units=(),
        output_kernel_initializer="ones",
        epochs=20,
        shuffle=False,
    )
    dataset = load_dataset(config.dataset)
    history = train(config, dataset)
    first, last = history.parameters[[0, -1]]
    assert (first != last).all(), (
        "sums beyond 900, where a sigmoid is exactly 1, and still corrected"
    )
    codes = {finding.code for finding in diagnose(config, dataset, history)}
    assert "saturated_output" not in codes
    assert "not_finished" in codes


def test_units_that_begin_alike_are_no_twins_where_dropout_parts_them():
    alike = TrainingConfig(
        activation="tanh",
        standardize=True,
        kernel_initializer="ones",
        output_kernel_initializer="ones",
        dropout=0.3,
    )
    dataset = load_dataset(alike.dataset)
    found = {finding.code: finding.severity for finding in check(alike, dataset)}
    assert found["units_begin_alike"] == "hint"
    kernel = train(replace(alike, epochs=30), dataset).weights_at(30)[0]
    assert np.ptp(kernel, axis=1).min() > 0
    assert "twin_units" in {each.code for each in check(replace(alike, dropout=0.0), dataset)}
