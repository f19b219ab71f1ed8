"""What the doctor says of the table that a run learned from."""

from dataclasses import replace
from pathlib import Path

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, HELD_OUT, load_dataset
from nnplay.datasets.csv import make_dataset, read_table, suggest
from nnplay.diagnosis import check, diagnose, verdict
from nnplay.training import train
from tests.unit.diagnosis.clinic import codes
from tests.unit.diagnosis.tables import WARNED_OF, on

CASES = Path(__file__).parents[1] / "datasets" / "csv" / "cases"
OF_TABLES = {"target_in_disguise", "total_among_rows", "row_numbers_as_feature", "sorted_rows"}
OF_TABLES |= {"outliers"}


def survivors(**uses):
    """The question that is suggested for passengers, some of the columns used otherwise."""
    table = read_table((CASES / "disguised_target.csv").read_bytes(), "passengers.csv")
    question = suggest(table)
    for name, role in uses.items():
        question = question.with_use(name, role=role)
    return make_dataset(table, question)


@pytest.mark.parametrize("name", DATASETS)
def test_no_data_set_that_comes_with_the_page_is_accused(name):
    dataset = load_dataset(name)
    config = dataset.recommended_settings
    for held_out in ({}, {"validation_split": 0.0}, HELD_OUT):
        assert not codes(check(replace(config, **held_out), dataset)) & OF_TABLES


def test_the_last_rows_of_wines_sorted_by_their_kind_are_one_finding():
    dataset = load_dataset("wine")
    config = replace(dataset.recommended_settings, validation_rows="last")
    assert codes(check(config, dataset)) & {"class_held_out", *OF_TABLES} == {"class_held_out"}


def test_the_answer_among_the_features_is_the_verdict_and_can_be_left_out():
    dataset = survivors(alive="learn from")
    config = dataset.recommended_settings
    findings = diagnose(config, dataset, train(config, dataset))
    assert verdict(findings) == "alive is survived in other words."
    assert not codes(findings) & {"as_good_as_linear"}
    (fix,) = next(each.fixes for each in findings if each.code == "target_in_disguise")
    assert "alive" not in fix.changes["features"]
    honest = fix.apply(config)
    assert "target_in_disguise" not in codes(diagnose(honest, dataset, train(honest, dataset)))


def test_the_only_feature_there_is_may_be_the_target_in_other_units():
    dataset = WARNED_OF["own_doubled"]
    alone = replace(dataset, frame=dataset.frame[["answer", "d"]])
    assert "target_in_disguise" not in codes(check(alone.recommended_settings, alone))


def test_an_outlier_that_is_held_out_is_said_to_decide_the_score():
    config = TrainingConfig(**on("own_far_out", **HELD_OUT))
    found = {}
    for seed in range(9):
        for each in check(replace(config, seed=seed), WARNED_OF["own_far_out"]):
            if each.code == "outliers":
                found[each.title] = each
    assert "1 training row of 96 decides the squared error of answer" in found
    held_out = found["1 validation row of 24 decides the squared error of answer"]
    assert "hardly anything about the others" in held_out.why
    assert held_out.fixes == ()


def test_held_out_rows_that_a_network_predicts_all_the_same_are_a_hint():
    dataset = WARNED_OF["own_doubled"]
    rows = dataset.frame.sort_values("answer").reset_index(drop=True)
    rows.index = dataset.frame.index
    ascending = replace(dataset, frame=rows.drop(columns="d"))
    config = replace(ascending.recommended_settings, validation_split=0.2)
    findings = diagnose(config, ascending, train(config, ascending))
    (found,) = (each for each in findings if each.code == "sorted_rows")
    assert found.severity == "hint"
    assert "as_good_as_linear" in codes(findings)


def test_one_row_of_a_class_that_is_never_predicted_is_one():
    dataset = survivors()
    config = dataset.recommended_settings
    findings = diagnose(config, dataset, train(config, dataset))
    title = "The class 1 is never predicted, though 1 row belongs to it"
    assert title in [each.title for each in findings]
