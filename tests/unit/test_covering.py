"""How the tests choose their combinations, and that they run in the groups they are put in."""

from itertools import product

import pytest

from tests.covering import cover

OPTIONS = {"bread": ["white", "rye"], "spread": ["butter", "jam", "none"], "cut": [True, False]}


def test_every_value_stands_in_a_row_and_few_rows_are_enough():
    rows = cover(OPTIONS)
    assert {(name, row[name]) for row in rows for name in OPTIONS} == {
        (name, value) for name, values in OPTIONS.items() for value in values
    }
    assert len(rows) == 3


@pytest.mark.parametrize("pair", [("bread", "spread"), ("cut", "bread")])
def test_named_pairs_stand_in_every_combination(pair):
    rows = cover(OPTIONS, [pair])
    found = {tuple(row[name] for name in pair) for row in rows}
    assert found == set(product(*(OPTIONS[name] for name in pair)))


def test_of_three_pairs_a_row_serves_several():
    rows = cover(OPTIONS, [("bread", "spread"), ("spread", "cut"), ("bread", "cut")])
    assert len(rows) <= 7  # of 12; at least 6


def test_the_groups_of_the_tests_reach_their_scheduler(request):
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@test_covering.py")
