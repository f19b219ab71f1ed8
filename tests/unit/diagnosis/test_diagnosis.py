"""The doctor on runs labelled by hand: it finds what is wrong, and its advice mends it."""

import dataclasses
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from nnplay import choices
from nnplay.config import MIN_LEARNING_RATE, TrainingConfig
from nnplay.datasets import prepare
from nnplay.diagnosis import CODES, SEVERITIES, check, diagnose, verdict
from nnplay.diagnosis.data import leave_one_out
from nnplay.diagnosis.ranges import RANGES, best_reachable_error
from nnplay.diagnosis.rates import largest_stable_rate
from nnplay.training import train
from tests.unit.diagnosis.labelled_runs import FAULTY, LABELLED, SOUND, adam, each_of
from tests.unit.diagnosis.labelled_runs_classes import NEW_CODES
from tests.unit.diagnosis.labelled_runs_clinic import Clinic, assert_explained, assert_plain, codes
from tests.unit.histories import make_history


@pytest.fixture(scope="module")
def clinic(dataset):
    return Clinic(lambda config: dataset)


pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")


@each_of(LABELLED)
def test_what_is_expected_is_found_and_no_other_problem(run, clinic):
    findings, _ = clinic(run.config)
    assert codes(findings, "problem") == run.problems, run.because
    assert run.also <= codes(findings), run.because


@pytest.mark.full
def test_the_counts_of_hits_misses_and_false_alarms(clinic, capsys):
    assert len({run.config for run in LABELLED}) == len(LABELLED) >= 60
    hits = misses = alarms = 0
    for run in LABELLED:
        findings, _ = clinic(run.config)
        problems = codes(findings, "problem")
        hits += len(run.problems & problems) + len(run.also & codes(findings))
        misses += len(run.problems - problems) + len(run.also - codes(findings))
        alarms += len(problems - run.problems)
    with capsys.disabled():
        print(
            f"\n{len(LABELLED)} labelled runs ({len(SOUND)} sound, {len(FAULTY)} faulty): "
            f"{hits} hits, {misses} misses, {alarms} false alarms"
        )
    assert (misses, alarms) == (0, 0)


@pytest.mark.full
def test_every_code_is_shown_by_a_labelled_run(clinic, dataset):
    shown = {
        code for run in LABELLED for each in said(run, clinic, dataset) for code in codes(each)
    }
    assert shown == set(CODES) - NEW_CODES  # those are in test_diagnosis_classes


def test_every_code_is_explained():
    assert all(meaning.endswith(".") for meaning in CODES.values())


def said(run, clinic, dataset):
    """Return what is found before a run and after it."""
    return check(run.config, dataset), clinic(run.config)[0]


def improves(finding, fix, run, before, after, dataset) -> bool:
    """Whether the number that the finding names is better with the fix."""
    config = fix.apply(run.config)
    if finding.code == "unreachable_targets":
        y = prepare(config, dataset).y
        reached = best_reachable_error(config.output_activation, y)
        return reached < best_reachable_error(run.config.output_activation, y)
    return after < before


@each_of(FAULTY)
def test_every_fix_of_every_problem_removes_it_and_improves_its_number(run, clinic, dataset):
    findings, before = clinic(run.config)
    for finding in [*check(run.config, dataset), *findings]:
        if finding.severity != "problem":
            continue
        assert finding.fixes, f"{finding.code} has no fix"
        for fix in finding.fixes:
            assert all(getattr(run.config, name) != new for name, new in fix.changes.items())
            mended, after = clinic(fix.apply(run.config))
            # a weaker finding of the same name may remain, never the problem
            assert finding.code not in codes(mended, "problem"), fix.label
            assert improves(finding, fix, run, before, after, dataset), (finding.code, fix.label)


def follow_the_advice(config, clinic, steps):
    for step in range(steps + 1):
        findings, error = clinic(config)
        worst = next((finding for finding in findings if finding.fixes), None)
        if ("feasible" in codes(findings) and not codes(findings, "problem")) or worst is None:
            return step, error
        config = worst.fixes[0].apply(config)
    return steps, error


@pytest.mark.parametrize("seed", range(8))
def test_the_advice_for_the_default_network_ends_below_1(seed, clinic):
    steps, error = follow_the_advice(TrainingConfig(seed=seed), clinic, 4)
    assert steps <= 3
    assert error < 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"output_activation": "sigmoid"},
        {"optimizer": "SGD"},
        {"loss": "sparse_categorical_crossentropy", "output_activation": "softmax"},
        {"kernel_initializer": "zeros", "activation": "relu"},
        {"activation": "tanh", "hidden_units": (16, 16, 16), "optimizer": "SGD"},
    ],
    ids=str,
)
def test_the_advice_for_a_broken_network_ends_below_1(changes, clinic):
    steps, error = follow_the_advice(TrainingConfig(**changes), clinic, 5)
    assert steps <= 4
    assert error < 1.0


@each_of(LABELLED)
def test_both_lists_are_sorted_worst_first(run, clinic, dataset):
    for findings in said(run, clinic, dataset):
        ranks = [
            (SEVERITIES.index(each.severity), list(CODES).index(each.code)) for each in findings
        ]
        assert ranks == sorted(ranks)
        assert len(codes(findings)) == len(findings)


@each_of(LABELLED)
def test_a_run_that_broke_is_only_called_broken(run, clinic):
    found = codes(clinic(run.config)[0])
    if "not_a_number" in found:
        assert not found & {"stuck", "not_finished", "oscillating", "worse_than_mean"}
        assert not found & {"feasible", "as_good_as_regression", "exploding"}


@each_of(LABELLED)
def test_texts_are_plain_and_leave_no_term_unexplained(run, clinic, dataset):
    fields = {field.name for field in dataclasses.fields(TrainingConfig)}
    for finding in chain(*said(run, clinic, dataset)):
        assert_plain(finding)
        assert_explained(finding)
        assert set(finding.settings) <= fields
        assert finding.settings or finding.severity == "good"
        assert {name for fix in finding.fixes for name in fix.changes} <= fields


def test_the_verdict_is_the_worst_problem_or_the_worth_of_the_run(clinic):
    assert "NaN" in verdict(clinic(TrainingConfig(optimizer="SGD"))[0])
    assert "linear regression" in verdict(clinic(TrainingConfig(**adam()))[0])
    assert verdict([]) == "Nothing found."


@pytest.mark.parametrize("rate", [0.03, 0.3])
def test_without_its_linear_hidden_layer_a_network_is_no_worse(rate, clinic):
    config = TrainingConfig(**adam(rate))
    findings, before = clinic(config)
    (finding,) = (each for each in findings if each.code == "all_linear")
    assert finding.changes["hidden_units"] == ()
    assert clinic(finding.fixes[0].apply(config))[1] <= 1.02 * before


def test_the_largest_stable_rates_of_the_raw_and_the_standardised_features(dataset):
    config = TrainingConfig(optimizer="SGD", hidden_units=())
    scaled = replace(config, standardize=True)
    raw_limit = largest_stable_rate(config, prepare(config, dataset))
    assert raw_limit == pytest.approx(1.2e-6, rel=0.01)
    assert largest_stable_rate(scaled, prepare(scaled, dataset)) == pytest.approx(0.32, abs=0.005)


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("optimizer", ["SGD", "SGD with momentum"])
def test_descent_is_stable_just_below_the_limit_and_not_above(standardize, optimizer, dataset):
    config = TrainingConfig(
        optimizer=optimizer, hidden_units=(), standardize=standardize, batch_size=51, epochs=1500
    )
    limit = largest_stable_rate(config, prepare(config, dataset))
    below, above = (
        train(replace(config, learning_rate=share * limit), dataset).loss
        if share * limit >= MIN_LEARNING_RATE
        else None
        for share in (0.95, 1.05)
    )
    assert not np.isfinite(above[-1]) or above[-1] > 100 * above[0]
    assert below is None or below[-1] < below[0]


@pytest.mark.parametrize("name", choices.ACTIVATIONS)
def test_the_range_of_every_activation(name):
    from nnplay.choices import ACTIVATIONS

    x = np.linspace(-60, 60, 200_001)[:, None]
    values = ACTIVATIONS[name].function(x)
    low, high = RANGES.get(name, (-np.inf, np.inf))
    assert values.min() >= low - 1e-4
    assert values.max() <= high + 1e-4
    if np.isfinite(low):
        assert values.min() == pytest.approx(low, abs=0.02)
    if np.isfinite(high):
        assert values.max() == pytest.approx(high, abs=0.02)


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


def test_the_columns_computed_from_the_target_are_found_in_the_data(dataset):
    finding = next(
        each for each in check(TrainingConfig(), dataset) if each.code == "features_from_target"
    )
    assert finding.title.startswith("speeding, alcohol, not_distracted, no_previous:")
    assert "94%" in finding.evidence
    assert "−19%" in finding.evidence
    noise = np.random.default_rng(0).normal(size=51)
    frame = dataset.frame.assign(**{name: dataset.frame[name] + noise for name in ("alcohol",)})
    finding = next(
        each
        for each in check(TrainingConfig(), replace(dataset, frame=frame))
        if each.code == "features_from_target"
    )
    assert "alcohol" not in finding.title


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
def test_only_percentages_that_vary_are_taken_for_the_targets_own(column, found, dataset):
    frame = dataset.frame.assign(total=50_000 + 1000.0 * np.arange(51), speeding=column)
    config = TrainingConfig(features=("speeding",))
    assert ("features_from_target" in codes(check(config, replace(dataset, frame=frame)))) == found


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"activation": "relu", "kernel_initializer": "ones"}, "twin_units"),
        ({"activation": "sigmoid", "kernel_initializer": "zeros"}, "twin_units"),
    ],
)
def test_what_check_foresees_is_drawn_from_the_weights_afterwards(changes, code, clinic, dataset):
    config = TrainingConfig(**adam(output_kernel_initializer="ones", **changes))
    assert code in codes(check(config, dataset))
    finding = next(each for each in clinic(config)[0] if each.code == code)
    assert "3 units of layer 1 do the work of 1" in finding.title


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
    assert found[0].code == "not_a_number"
