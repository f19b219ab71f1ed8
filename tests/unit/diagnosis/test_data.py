"""Columns that are computed from the target, and classes whose rows are held out."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset
from nnplay.diagnosis import check
from nnplay.diagnosis.rules.data import leave_one_out
from tests.unit.diagnosis.clinic import codes, examine, foreseen
from tests.unit.diagnosis.tables import MEDIAN, OWN, TERCILES, on

COMPUTED = "speeding, alcohol, not_distracted, no_previous"


def test_leaving_one_out_is_as_fitting_again_without_it():
    draw = np.random.default_rng(0)
    x, y = draw.normal(size=(12, 2)), draw.normal(size=12)
    residuals = []
    for row in range(12):
        rest = np.arange(12) != row
        inputs = np.column_stack([x, np.ones(12)])
        coefficients, *_ = np.linalg.lstsq(inputs[rest], y[rest])
        residuals.append(y[row] - inputs[row] @ coefficients)
    expected = 1 - np.sum(np.square(residuals)) / np.sum((y - y.mean()) ** 2)
    assert leave_one_out(x, y) == pytest.approx(expected)


def leakage(dataset, **changes):
    found = {each.code: each for each in check(TrainingConfig(**changes), dataset)}
    return found.get("target_leakage")


def test_the_columns_computed_from_the_target_are_found_in_the_data(dataset):
    finding = leakage(dataset)
    assert finding.title == f"{COMPUTED}: computed from total itself"
    assert "94%" in finding.evidence
    assert "with the bare percentages nothing, as it is worse than" in finding.evidence
    noise = np.random.default_rng(0).normal(size=51)
    noisy = dataset.frame.assign(alcohol=dataset.frame["alcohol"] + noise)
    assert "alcohol" not in leakage(replace(dataset, frame=noisy)).title


@pytest.mark.parametrize("name", [MEDIAN, TERCILES])
def test_those_computed_from_what_the_classes_were_cut_from_are_found_too(name):
    finding = foreseen(TrainingConfig(**on(name)))["target_leakage"]
    assert finding.title == f"{COMPUTED}: computed from total, and so are the classes"
    assert "94% of the variation of total" in finding.evidence
    assert finding.changes == {"features": ("ins_premium", "ins_losses")}


@pytest.mark.parametrize("name", [MEDIAN, TERCILES])
def test_the_quantity_that_classes_were_cut_from_is_in_their_order(name):
    dataset = load_dataset(name)
    assert list(dataset.cut_from.index) == list(dataset.frame.index)
    means = dataset.cut_from.groupby(dataset.frame[dataset.target]).mean()
    assert means.is_monotonic_increasing
    assert dataset.cut_from.name not in dataset.frame


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (np.arange(51) % 7 + 2.0, False),  # each less than a hundredth of a percent
        (np.arange(51) % 2 * 1.0, False),
        (np.zeros(51), False),
        (0.25 * (50_000 + 1000 * np.arange(51)), False),  # the target in another unit
        ((np.arange(51) % 5) / 100 * (50_000 + 1000 * np.arange(51)), True),
        ((np.arange(51) == 3) * 530.0, False),  # one row is no rule
    ],
    ids=["rooms", "garden", "nothing", "a unit", "with nothing here and there", "once"],
)
def test_only_percentages_that_vary_are_thought_to_be_the_targets_own(column, found, dataset):
    frame = dataset.frame.assign(total=50_000 + 1000.0 * np.arange(51), speeding=column)
    changed = replace(dataset, frame=frame)
    assert (leakage(changed, features=("speeding",)) is not None) == found


def test_a_class_that_no_training_row_has_is_named():
    dataset = OWN["own_rare"]
    frame = dataset.frame.sort_values("answer")
    config = TrainingConfig(**on("own_rare", validation_split=0.3))
    changed = replace(dataset, frame=frame, row_labels=dataset.row_labels[frame.index])
    findings = check(config, changed)
    assert findings[0].code == "class_held_out"
    assert findings[0].title.startswith("The class yes is held out: 0 of its 12 rows")
    assert findings[0].changes == {"validation_rows": "random"}
    assert "imbalanced_classes" not in codes(findings)
    assert "class_held_out" not in codes(check(replace(config, validation_rows="random"), changed))


@pytest.mark.parametrize("split", [0.2, 0.4])
def test_the_first_advice_for_a_sorted_table_is_to_hold_out_other_rows(split):
    config = TrainingConfig(**on("own_sorted", validation_split=split))
    findings, before = examine(config)
    assert findings[0].changes == {"validation_rows": "random"}
    assert codes(findings, "good") == set()  # the baselines have not seen the class either
    fixed, after = examine(findings[0].fixes[0].apply(config))
    assert codes(fixed, "problem") == set()
    assert after < before / 2
