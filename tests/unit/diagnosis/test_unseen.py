"""What is said of rows that a configuration has not learned from, beside scikit-learn's folds."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset
from nnplay.diagnosis import foremost
from nnplay.diagnosis.finding import Finding
from nnplay.diagnosis.unseen import FOLDS, Unseen, is_unproven, judge_unseen
from nnplay.evaluation.crossvalidation import Score, measure_baselines

STATES = load_dataset("car_crashes")
CONFIG = TrainingConfig(hidden_units=(64, 64), activation="relu", standardize=True)


def judged(mean, error=0.1, config=CONFIG, dataset=STATES):
    return judge_unseen(Unseen(config, dataset, Score(mean, error, (mean,))))


def linear_by_scikit_learn():
    squares = []
    for each in FOLDS.prepare(CONFIG, STATES):
        rows, others = each.training_rows, each.validation_rows
        model = LinearRegression().fit(each.x[rows].astype(float), each.y[rows].astype(float))
        squares.extend((model.predict(each.x[others].astype(float)) - each.y[others]) ** 2)
    return float(np.mean(squares))


def test_the_score_is_compared_with_linear_regression_on_the_same_folds():
    linear = linear_by_scikit_learn()
    assert measure_baselines(CONFIG, STATES, FOLDS).linear.mean == pytest.approx(linear, rel=1e-4)
    found = judged(linear)
    assert found.severity == "good"
    assert f"about as good as linear regression ({linear:.3f})" in found.title
    assert "has not learned from" in found.title
    assert not found.fixes


@pytest.mark.parametrize(
    ("mean", "severity", "verb"),
    [(0.3, "good", "better than"), (4.0, "hint", "not as good"), (12.0, "problem", "not as good")],
)
def test_the_severity_follows_what_is_lost_on_other_rows(mean, severity, verb):
    found = judged(mean)
    assert (found.severity, verb in found.title) == (severity, True)


def test_a_score_no_better_than_the_mean_is_never_called_good():
    for mean in (16.0, 17.0, 40.0, 1e9, math.nan, math.inf):
        assert judged(mean).severity == "problem"
        assert judged(mean, error=1e9).severity != "good"


def test_a_network_that_memorises_is_offered_less_to_memorise_with():
    changes = [dict(fix.changes) for fix in judged(6.0).fixes]
    assert {"hidden_units": (64,)} in changes
    assert {"hidden_units": (32, 32)} in changes
    assert {"hidden_units": ()} in changes
    assert {"epochs": 125} in changes


def test_classes_are_judged_by_their_accuracy():
    config = TrainingConfig(dataset="circle")
    dataset = dataset_of(config)
    config = replace(dataset.recommended_settings, validation_split=0.0)
    found = judged(0.02, 0.01, config, dataset)
    assert found.severity == "good"
    assert "accuracy 98%, better than logistic regression" in found.title


def test_the_finding_about_other_rows_is_the_foremost_unless_there_is_a_problem():
    found, other = judged(0.9), Finding("hint", "", "", "", code="as_good_as_linear")
    assert foremost([found, other]) is found
    problem = Finding("problem", "", "", "", code="dead_units")
    assert foremost([found, problem, other]) is problem


def test_only_a_run_that_is_good_on_its_own_rows_is_judged_by_others():
    good = Finding("hint", "", "", "", code="as_good_as_linear")
    assert is_unproven(CONFIG, [good])
    assert not is_unproven(replace(CONFIG, validation_split=0.2), [good])
    poor = Finding("problem", "", "", "", code="no_better_than_baseline")
    assert not is_unproven(CONFIG, [poor, good])
    assert not is_unproven(CONFIG, [])
