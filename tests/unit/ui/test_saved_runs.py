import pytest

from nnplay.config import TrainingConfig
from nnplay.ui.panels.compare.saved_runs import MOST_LETTERS, Kept, clean_name, names_of

ADAM = TrainingConfig(optimizer="Adam")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("My best", "My best"),
        ("  two \t words\n", "two words"),
        ("", ""),
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        ("+-@= 1", "1"),
        ("<b>bold</b>", "bbold/b"),
        ("`code`", "code"),
        ("a;=1+cmd|'/C calc'!A0", "a=1+cmd'/C calc'!A0"),
        ("\uff1d1", "1"),
        ("![](//evil.io/a.png)", "!(//evil.io/a.png)"),
        ("größer ≥ 3 \u202e", "größer ≥ 3"),
        ("x" * 99, "x" * MOST_LETTERS),
    ],
)
def test_a_name_is_made_safe_for_tables_and_figures(typed, kept):
    assert clean_name(typed) == kept
    assert clean_name(kept) == kept


def test_a_run_has_its_given_name_or_an_automatic_one():
    assert Kept(ADAM).name == "Adam"
    assert Kept(ADAM, "My best").name == "My best"


def test_names_are_never_alike_and_never_those_of_other_columns():
    kept = [
        Kept(ADAM),
        Kept(TrainingConfig(), "Adam"),
        Kept(TrainingConfig(seed=1), "Adam"),
        Kept(TrainingConfig(seed=2), "actual"),
        Kept(TrainingConfig(seed=3), "state"),
    ]
    assert names_of(kept) == ["Adam", "Adam (2)", "Adam (3)", "actual (2)", "state (2)"]
