"""The registry: one function adds a finding, with its rank and what it explains."""

import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis import Finding, check, diagnose, foremost
from nnplay.diagnosis import finding as registry
from nnplay.diagnosis.diagnose import foresee
from nnplay.training import train

CONFIG = TrainingConfig(standardize=True, optimizer="Adam", learning_rate=0.03, epochs=1)


@pytest.fixture(autouse=True)
def rules():
    """Return the registry; what a test adds to it is removed afterwards."""
    before = list(registry.RULES)
    foresee.cache_clear()
    yield
    registry.RULES[:] = before
    foresee.cache_clear()


def found_after(dataset):
    return [each.code for each in diagnose(CONFIG, dataset, train(CONFIG, dataset))]


def test_a_finding_is_added_by_one_function(dataset):
    @registry.finding("cold", rank=1, explains="not_finished worth")
    def cold(task):
        return Finding("problem", "Cold", f"{len(task.examples.y)} rows.", "It is.")

    first = check(CONFIG, dataset)[0]
    assert (first.code, first.evidence) == ("cold", "51 rows.")
    found = found_after(dataset)
    assert found[0] == "cold"
    assert not {"not_finished", "no_better_than_baseline"} & set(found)


def test_what_was_foreseen_is_judged_by_the_run(dataset):
    @registry.finding("warm", rank=1, tags="worth", confirm=lambda evidence, found: None)
    def warm(task):
        return Finding("hint", "Warm", "It may be.", "It is.")

    assert foremost(check(CONFIG, dataset)).code == "warm"
    assert "warm" not in found_after(dataset)


def test_ways_to_find_the_same_share_its_rank():
    ranks = {(rule.code, rule.rank) for rule in registry.RULES}
    assert len(ranks) == len({code for code, _ in ranks}) == len({rank for _, rank in ranks})


def test_only_what_can_be_found_is_explained():
    known = {rule.code for rule in registry.RULES} | {*registry.TAGS}
    assert {each for rule in registry.RULES for each in rule.explains} <= known
    assert {each for rule in registry.RULES for each in rule.tags} == {*registry.TAGS}
