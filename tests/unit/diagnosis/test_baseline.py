"""What is said of a score in comparison with those of the baselines."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis import foremost, verdict
from nnplay.diagnosis.diagnose import task_of
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.rules.baseline import as_good_as_linear
from nnplay.diagnosis.task import Errors
from tests.unit.diagnosis.clinic import examine
from tests.unit.diagnosis.tables import OWN, TERCILES, on


@pytest.mark.parametrize(
    ("error", "linear", "rows", "title"),
    [
        (0.2, 0.1, 51, "Accuracy 80% on the training rows, logistic regression 90%: too few rows"),
        (0.04, 0.1, 51, "Accuracy 96% on the training rows, logistic regression 90%: too few rows"),
        (0.1, 0.1, 51, "Accuracy 90% on the training rows is about as good as logistic regression"),
        (0.02, 0.1, 120, "Accuracy 98% on the training rows is better than logistic regression"),
    ],
)
def test_a_gap_that_may_be_chance_is_not_called_none(error, linear, rows, title):
    config = TrainingConfig(**on("own_row"))
    task = task_of(config, OWN["own_row"])
    task.examples = replace(task.examples, training_rows=np.arange(rows))
    evidence = Evidence(task, None, [])
    task.errors = Errors(baseline=0.6, linear=linear, neighbours=linear)
    vars(evidence).update(error=error)
    task.needs_bend = False
    assert as_good_as_linear(evidence).title.startswith(title)


def test_what_comes_near_to_no_error_at_all_is_not_called_as_good(dataset):
    task = task_of(TrainingConfig(validation_split=0.2), dataset)
    task.errors = Errors(baseline=16.66, linear=0.0, neighbours=0.0)
    evidence = Evidence(task, None, [])
    vars(evidence).update(error=0.1)
    title = "MSE 0.100 on the validation states is nearly as good as linear regression (0)"
    assert as_good_as_linear(evidence).title == title


def test_the_rounding_of_two_exact_fits_makes_neither_worse(dataset):
    task = task_of(TrainingConfig(validation_split=0.2), dataset)
    task.errors = Errors(baseline=16.66, linear=1e-13, neighbours=0.0)
    evidence = Evidence(task, None, [])
    vars(evidence).update(error=1e-12)
    title = "MSE 0 on the validation states is about as good as linear regression (0)"
    assert as_good_as_linear(evidence).title == title


@pytest.mark.parametrize("wrong", range(10))
def test_one_row_more_is_a_difference_of_ten(wrong):
    task = task_of(TrainingConfig(**on("own_row")), OWN["own_row"])
    task.examples = replace(task.examples, training_rows=np.arange(10))
    assert task.worse((wrong + 1) / 10, wrong / 10)
    assert not task.worse(wrong / 10, wrong / 10)


def test_a_gap_that_may_be_chance_has_no_green_tick():
    findings, error = examine(TrainingConfig(**on(TERCILES, hidden_units=())))
    assert error > 0.05
    assert foremost(findings).severity == "hint"
    few = "Accuracy 92% on the training states, logistic regression 100%: too few states to tell"
    assert verdict(findings) == f"{few} them apart."
    assert "good" not in {finding.severity for finding in findings}
