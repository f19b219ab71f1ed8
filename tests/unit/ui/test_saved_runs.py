import pytest

from nnplay.config import TrainingConfig
from nnplay.ui.panels.compare.saved_runs import names_of
from nnplay.ui.state.page_state import MOST_LETTERS, SavedRun, clean_name

ADAM = TrainingConfig(optimizer="Adam")


@pytest.mark.parametrize(
    ("typed", "saved"),
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
def test_a_name_is_made_safe_for_tables_and_figures(typed, saved):
    assert clean_name(typed) == saved
    assert clean_name(saved) == saved


def test_a_run_has_its_given_name_or_an_automatic_one():
    assert names_of([SavedRun(ADAM)]) == ["Adam"]
    assert names_of([SavedRun(ADAM, "My best")]) == ["My best"]


def test_names_are_never_alike_and_never_those_of_other_columns():
    saved = [
        SavedRun(ADAM),
        SavedRun(TrainingConfig(), "Adam"),
        SavedRun(TrainingConfig(seed=1), "Adam"),
        SavedRun(TrainingConfig(seed=2), "actual"),
        SavedRun(TrainingConfig(seed=3), "state"),
    ]
    assert names_of(saved) == ["Adam", "Adam (2)", "Adam (3)", "actual (2)", "state (2)"]
