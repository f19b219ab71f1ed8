"""Every fix that is offered fixes what it is offered for."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.config import TrainingConfig
from nnplay.diagnosis.diagnose import task_of
from nnplay.diagnosis.fixes import gentle_l2, make_fixes
from nnplay.training import train
from tests.covering import cover
from tests.unit.diagnosis.clinic import codes, examine, foreseen, found
from tests.unit.diagnosis.labelled_runs import adam
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, dataset_for, on, pair

CHOICES = {
    "name": [MEDIAN, TERCILES, "moons", "plane", "bumps", "own_four"],
    "output_activation": list(ACTIVATIONS),
    "loss": list(LOSSES),
}
PAIRS = [("output_activation", "loss"), ("name", "loss"), ("name", "output_activation")]


@pytest.mark.parametrize(
    "pairs", [(), pytest.param(PAIRS, marks=pytest.mark.full)], ids=["each", "pairs"]
)
def test_every_loss_or_output_that_does_not_fit_is_fixed(pairs):
    fixed = set()
    for choice in cover(CHOICES, pairs):
        config = TrainingConfig(**pair(**choice))
        for code, finding in foreseen(config).items():
            if code in ("loss_mismatch", "unreachable_targets"):
                fixed.add(finding.fixes[0].apply(config))
    assert fixed
    for config in fixed:
        assert codes(examine(config)[0], "problem") == set(), config


@pytest.mark.parametrize("seed", range(3))
def test_a_network_that_misses_its_own_points_is_offered_more_and_no_penalty(seed):
    config = TrainingConfig(**on("bumps", seed=seed))
    for fix in found(config)["short_of_reference"].fixes:
        assert "l2" not in fix.changes
        assert examine(fix.apply(config))[1] < examine(config)[1] / 2


@pytest.mark.parametrize("penalty", [{"l1": 0.05}, {"l2": 0.1}], ids=str)
def test_a_network_that_a_penalty_holds_back_is_freed_and_not_made_larger(penalty):
    config = TrainingConfig(**on("circle", **penalty))
    findings, before = examine(config)
    assert findings[0].changes == dict.fromkeys(penalty, 0.0)
    assert before > 0.3
    assert examine(findings[0].fixes[0].apply(config))[1] < 0.05


def test_a_gentle_penalty_is_gentle_beside_the_errors_of_its_task():
    config = TrainingConfig(**on("bumps", hidden_units=(16, 16), activation="relu", epochs=500))
    gentle = gentle_l2(task_of(config, dataset_for(config)))
    errors = {l2: examine(replace(config, l2=l2))[1] for l2 in (0.0, gentle, 0.01)}
    assert errors[gentle] < 1.05 * errors[0.0]
    assert errors[0.01] > 1.5 * errors[gentle]  # which is gentle beside a cross-entropy


def test_one_epoch_is_written_as_one():
    (fix,) = make_fixes(TrainingConfig(), {"epochs": 1})
    assert fix.label == "1 epoch"


@pytest.mark.parametrize(
    "changes",
    [
        {"activation": "relu", "kernel_initializer": "ones"},
        {"activation": "sigmoid", "kernel_initializer": "zeros"},
    ],
    ids=str,
)
def test_twins_that_are_foreseen_are_counted_in_the_weights_afterwards(changes):
    config = TrainingConfig(**adam(output_kernel_initializer="ones", **changes))
    assert "twin_units" in foreseen(config)
    assert "3 units of layer 1 do the work of 1" in found(config)["twin_units"].title


def test_units_that_begin_alike_are_no_twins_where_dropout_parts_them():
    alike = TrainingConfig(
        activation="tanh",
        standardize=True,
        kernel_initializer="ones",
        output_kernel_initializer="ones",
        dropout=0.3,
    )
    assert foreseen(alike)["twin_units"].severity == "hint"
    kernel = train(replace(alike, epochs=30), dataset_for(alike)).weights_at(30)[0]
    assert np.ptp(kernel, axis=1).min() > 0
    assert foreseen(replace(alike, dropout=0.0))["twin_units"].severity == "problem"
