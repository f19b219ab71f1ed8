"""What is said is what was measured, and nothing is praised that the network may have memorised."""

from dataclasses import replace

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import HELD_OUT
from nnplay.diagnosis import foremost
from tests.unit.diagnosis.clinic import codes, examine
from tests.unit.diagnosis.labelled_runs import INSURANCE, adam, sgd
from tests.unit.diagnosis.tables import TERCILES, on

LARGE = adam(0.01, activation="relu", hidden_units=(64,) * 5)


def found(**changes):
    return {each.code: each for each in examine(TrainingConfig(**changes))[0]}


@pytest.mark.parametrize("seed", [0, 2])
def test_a_validation_loss_that_jumps_is_not_called_overfitting(seed):
    jumping = sgd(activation="relu", learning_rate=0.03, hidden_units=(12,), validation_split=0.2)
    assert "overfitting" not in found(**jumping, seed=seed)


def test_unsteady_and_still_falling_are_one_sentence():
    findings = found()
    assert "not_finished" not in findings
    assert findings["oscillating"].title.startswith("Unsteady, though still falling: in a")


def test_a_rate_far_above_the_stable_one_that_does_no_harm_is_no_problem():
    silent = {"activation": "relu", "kernel_initializer": "zeros", "hidden_units": (1,)}
    findings = found(**silent, optimizer="SGD", loss="mean_absolute_error")
    assert "learning_rate_too_high" not in findings
    assert findings["zero_start"].title.startswith("The hidden weights start at 0")
    assert "are 0 too" not in findings["zero_start"].why


@pytest.mark.parametrize(
    "changes", [adam(), LARGE, on(TERCILES, validation_split=0.0)], ids=["few", "17,153", "classes"]
)
def test_training_rows_alone_earn_no_praise_and_the_next_step_is_to_hold_rows_out(changes):
    findings, _ = examine(TrainingConfig(**changes))
    assert codes(findings, "good") == set()
    main = foremost(findings)
    assert main.severity == "hint"
    assert main.changes == HELD_OUT
    assert "held out" in main.why


def test_the_title_of_a_network_that_can_memorise_says_so():
    (worth,) = (each for each in found(**LARGE).values() if each.code == "as_good_as_linear")
    assert worth.title.endswith("which 17,153 weights and biases can memorise")


def test_a_lead_that_may_be_chance_is_not_good():
    for seed in range(6):
        findings, _ = examine(TrainingConfig(**on(TERCILES, **HELD_OUT, seed=seed)))
        assert not any("too few" in each.title for each in findings if each.severity == "good")


@pytest.mark.parametrize("held_out", [{}, HELD_OUT], ids=["all", "split"])
def test_leaving_out_the_leaked_columns_is_the_honest_score(held_out):
    findings = found(**adam(0.01, features=INSURANCE, **held_out))
    honest = findings["uninformative_features"]
    assert honest.title.startswith("The honest score")
    assert not any("features" in fix.changes for each in findings.values() for fix in each.fixes)


def test_dead_units_are_offered_another_activation_and_nothing_else():
    fixes = found(**LARGE)["dead_units"].fixes
    assert [fix.changes for fix in fixes] == [{"activation": "leaky_relu"}]
    assert [fix.changes for fix in found(**LARGE, **HELD_OUT)["dead_units"].fixes] == [
        {"activation": "leaky_relu"}
    ]


def test_unsteady_standardised_features_are_offered_smaller_steps():
    config = TrainingConfig(**sgd(loss="mean_absolute_error", learning_rate=1.0))
    finding = next(each for each in examine(config)[0] if each.code == "oscillating")
    assert finding.changes == {"learning_rate": 0.1}
    assert "Smaller steps" in finding.why


def test_what_is_not_finished_is_offered_more_epochs():
    config = TrainingConfig(**adam(0.001))
    finding = next(each for each in examine(config)[0] if each.code == "not_finished")
    assert [list(fix.changes) for fix in finding.fixes] == [["learning_rate"], ["epochs"]]
    for fix in finding.fixes:
        assert "not_finished" not in codes(examine(replace(config, **fix.changes))[0], "problem")
