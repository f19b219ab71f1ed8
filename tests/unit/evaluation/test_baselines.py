from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.linear_model import LogisticRegression

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare, recommended_settings
from nnplay.evaluation.baselines import (
    answer_majority_class,
    class_frequencies,
    classify_linearly,
    follow_neighbours,
    has_learned,
    predict_linearly,
    predict_mean,
)
from nnplay.evaluation.metrics import log_loss, mean_squared_error
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, dataset_for, on, table


def test_predicting_the_mean_scores_16_66(dataset):
    examples = prepare(TrainingConfig(), dataset)
    predictions = predict_mean(examples)
    assert predictions.shape == (51, 1)
    assert predictions[0, 0] == pytest.approx(sum(dataset.frame["total"]) / 51, rel=1e-6)
    assert mean_squared_error(examples.y, predictions) == pytest.approx(16.66, abs=0.005)


def test_linear_regression_scores_0_7011(dataset):
    examples = prepare(TrainingConfig(), dataset)
    predictions = predict_linearly(examples)
    assert predictions.shape == (51, 1)
    assert mean_squared_error(examples.y, predictions) == pytest.approx(0.7011, abs=0.00005)


def test_linear_regression_solves_the_normal_equations_of_the_training_rows(dataset):
    examples = prepare(TrainingConfig(standardize=True, validation_split=0.3), dataset)
    rows = examples.training_rows
    inputs = np.column_stack([np.ones(51), examples.x.astype(float)])
    a, y = inputs[rows], examples.y[rows].astype(float)
    expected = inputs @ np.linalg.solve(a.T @ a, a.T @ y)
    np.testing.assert_allclose(predict_linearly(examples), expected, rtol=1e-8)


def test_linear_regression_does_not_depend_on_the_scale_of_its_inputs(dataset):
    raw, scaled = (
        predict_linearly(prepare(TrainingConfig(standardize=choice, validation_split=0.2), dataset))
        for choice in (False, True)
    )
    np.testing.assert_allclose(raw, scaled, rtol=1e-5)


def test_linear_regression_survives_a_feature_that_is_always_0(dataset):
    without = prepare(TrainingConfig(features=("alcohol", "speeding")), dataset)
    empty = replace(without, x=np.column_stack([without.x, np.zeros(51, "float32")]))
    np.testing.assert_allclose(predict_linearly(empty), predict_linearly(without), rtol=1e-9)


@pytest.mark.parametrize("baseline", [predict_mean, predict_linearly])
def test_the_baselines_never_see_the_held_out_targets(dataset, baseline):
    examples = prepare(TrainingConfig(validation_split=0.2), dataset)
    y = examples.y.copy()
    y[examples.validation_rows] = 1000
    np.testing.assert_array_equal(baseline(replace(examples, y=y)), baseline(examples))
    y[examples.training_rows[0]] = 1000
    assert (baseline(replace(examples, y=y)) != baseline(examples)).all()


def test_a_network_that_has_learned_is_better_than_the_mean(dataset):
    examples = prepare(TrainingConfig(validation_split=0.5), dataset)
    assert has_learned(examples, predict_linearly(examples), "huber")
    assert not has_learned(examples, predict_mean(examples), "huber")
    assert not has_learned(examples, predict_linearly(examples) * np.nan, "huber")
    assert not has_learned(examples, np.where(examples.y > 15, 1e30, examples.y), "huber")


# ---- classes


@pytest.mark.parametrize("name", ["moons", "car_crashes_terciles"])
def test_the_log_loss_of_the_class_frequencies_is_their_entropy(name):
    config = replace(recommended_settings(name), validation_split=0.3)
    examples = prepare(config, dataset_of(config))
    rows = examples.training_rows
    _, counts = np.unique(examples.y[rows, 0], return_counts=True)
    shares = class_frequencies(examples)
    assert shares.shape == (len(examples.y), examples.classes)
    assert log_loss(examples.y[rows], shares[rows]) == pytest.approx(entropy(counts))


def examples_of(name, **changes):
    config = TrainingConfig(**on(name, **changes))
    return prepare(config, dataset_for(config))


@pytest.mark.parametrize("name", [MEDIAN, TERCILES, "moons", "own_four"])
@pytest.mark.parametrize("standardize", [False, True])
def test_logistic_regression_is_that_of_scikit_learn_on_standardised_inputs(name, standardize):
    examples = examples_of(name, standardize=standardize)
    rows, x = examples.training_rows, examples.x.astype(float)
    x = (x - x[rows].mean(axis=0)) / x[rows].std(axis=0)
    model = LogisticRegression(C=1e6, max_iter=10_000).fit(x[rows], examples.y[rows, 0])
    np.testing.assert_array_equal(classify_linearly(examples)[:, 0], model.predict(x))


@pytest.mark.parametrize("name", [MEDIAN, TERCILES])
def test_a_straight_border_that_parts_the_training_rows_is_found(name):
    examples = examples_of(name)
    np.testing.assert_array_equal(classify_linearly(examples), examples.y)


@pytest.mark.parametrize("separable", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_logistic_regression_ends_on_tables_of_any_kind(separable, seed):
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(60, 4)) * (1.0, 1e4, 1e-4, 1.0)
    x[:, 3] = x[:, 0]  # one feature twice
    y = (x[:, 0] > 0 if separable else draw.integers(0, 3, 60)).astype(float)
    dataset = table("own_edge", x, y, ("p", "q") if separable else ("p", "q", "r"))
    examples = prepare(TrainingConfig(dataset="own_edge", **dataset.recommended), dataset)
    right = (classify_linearly(examples) == examples.y).mean()
    assert right == 1 if separable else right >= 1 / 3


@pytest.mark.parametrize("name", ["moons", "bumps", TERCILES])
def test_neighbours_are_those_that_a_slow_search_finds(name):
    examples = examples_of(name)
    rows, x = examples.training_rows, examples.x.astype(float)
    x = (x - x[rows].mean(axis=0)) / x[rows].std(axis=0)
    candidates = []
    for count in (1, 3, 9):
        predictions = []
        for row in range(len(x)):
            others = [other for other in rows if other != row]
            nearest = sorted(others, key=lambda other: np.sum((x[other] - x[row]) ** 2))[:count]
            near = examples.y[nearest, 0]
            votes = np.bincount(near.astype(int), minlength=3) if examples.classes else None
            predictions.append(near.mean() if votes is None else votes.argmax())
        candidates.append(np.array(predictions))
    found = follow_neighbours(examples)
    assert found.shape == examples.y.shape
    assert any(np.allclose(found[:, 0], each) for each in candidates)


@pytest.mark.parametrize("baseline", [answer_majority_class, classify_linearly, follow_neighbours])
def test_the_baselines_never_see_the_held_out_classes(baseline):
    examples = examples_of("moons")
    y = examples.y.copy()
    y[examples.validation_rows] = 1 - y[examples.validation_rows]
    np.testing.assert_array_equal(baseline(replace(examples, y=y)), baseline(examples))
    y[examples.training_rows] = 1
    assert (baseline(replace(examples, y=y)) == 1).all()


def test_the_largest_class_is_that_of_the_training_rows():
    assert (answer_majority_class(examples_of("own_rare")) == 0).all()
