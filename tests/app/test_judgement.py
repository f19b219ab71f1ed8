"""The judgement that follows when a run is drawn: on unseen rows, and by fixes that are tried."""

from dataclasses import replace
from weakref import WeakKeyDictionary

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of
from nnplay.diagnosis import Finding, problems
from nnplay.ui.runs import get_run, judgement
from nnplay.ui.runs.judgement import Kept, judged
from nnplay.workers import calls
from tests.app.pages import mse, open_page, run, verdict

pytestmark = pytest.mark.usefixtures("worker", "judges")
POOR = Finding("problem", "", "", "", code="no_better_than_baseline")
GOOD = {"standardize": "true", "optimizer": "Adam", "learning_rate": "0.03"}


@pytest.fixture
def judges(monkeypatch):
    """Let runs be judged, with much time, as other tests run at once."""
    monkeypatch.setattr(judgement, "PATIENCE", 600.0)
    for name in ("_seeds", "_folds", "_unseen"):
        monkeypatch.setattr(judgement, name, Kept())
    monkeypatch.setattr(judgement, "_judged", WeakKeyDictionary())


def labels(page):
    return [button.label for button in page.main.button]


def test_a_good_run_is_praised_for_rows_that_it_has_not_learned_from():
    page = open_page(**GOOD)
    assert verdict(page).startswith(":green-badge[good] On states that it has not learned from")
    assert "linear regression (0.982)" in verdict(page)
    titles = [each.label for each in page.main.expander]
    assert sum("has not learned from" in title for title in titles) == 1


def test_a_poor_run_is_not_praised_for_what_other_seeds_are_worth():
    good = open_page(**GOOD)
    assert "has not learned from" in verdict(good)
    run_of_another = replace(good.session_state["run"], findings=[POOR])
    assert judgement.findings_of(run_of_another) == [POOR]


def test_fixes_are_offered_with_what_they_did_and_lead_there():
    page = open_page(kernel_initializer="zeros")
    tried = [label for label in labels(page) if "→" in label]
    assert any(label.startswith("Optimizer Adam: MSE 2.54 → 1.1") for label in tried)
    assert len(tried) == len(set(tried))
    page.button(key="fix_verdict").click()
    run(page)
    offer = page.session_state["applied_fix"][1]
    assert offer.after.low <= float(mse(page)) <= offer.after.high
    assert f"**{offer.fix.label}: MSE 2.54 → {mse(page)}.** Tried over 5 seeds" in verdict(page)


def test_a_fix_against_memorising_is_told_by_its_folds():
    page = open_page(**GOOD | {"activation": "relu", "hidden_units": "16"})
    assert "not as good as linear regression" in verdict(page)
    offer = judgement.best_offers(page.session_state["run"])[0]
    assert offer.after.over == "on 5 folds"
    page.button(key="fix_verdict").click()
    run(page)
    assert f"{offer.fix.label}: MSE" in verdict(page)
    assert "on 5 folds.**" in verdict(page)
    assert "seeds" not in verdict(page)


def test_changes_that_do_not_help_are_told_instead_of_offered():
    page = open_page()
    assert "Standardise the features" not in labels(page)
    assert any("none lowers the error" in each.value for each in page.main.caption)


def test_the_verdict_offers_a_fix_of_the_next_problem_if_the_first_has_none():
    page = open_page(activation="relu", optimizer="SGD")  # dead, and leaky_relu breaks
    first, second = judged(page.session_state["run"])[:2]
    assert (first.finding.code, first.hopeless) == ("dead_units", True)
    assert second.offers[0].fix.label == "Standardise the features"
    page.button(key="fix_verdict").click()
    run(page)
    assert float(mse(page)) < 1


def test_nothing_is_tried_while_others_wait_and_fixes_are_offered_as_they_are(monkeypatch):
    monkeypatch.setattr(calls, "is_idle", lambda: False)
    page = open_page(**GOOD)
    assert verdict(page).startswith(":orange-badge[hint] MSE 0.7")
    page = open_page()
    assert "Standardise the features" in labels(page)
    assert not judgement.is_judged(page.session_state["run"])


def test_a_fix_that_there_was_no_time_for_says_so_beside_those_that_were_tried(monkeypatch):
    monkeypatch.setattr(calls, "is_idle", lambda: len(judgement._seeds._found) < most)
    most = 3  # the run itself and two changes
    told = labels(open_page(kernel_initializer="zeros"))
    assert "Initial weights glorot_uniform: not tried yet" in told
    assert "Optimizer Adam: MSE 2.54 → 1.15 over 5 seeds" in told
    assert not any("not tried" in each for each in told if "→" in each)
    most = 99
    assert not any("not tried" in each for each in labels(open_page(kernel_initializer="zeros")))


def test_a_judgement_holds_for_every_seed():
    open_page(seed="1", **GOOD)
    calls_made = []
    page = open_page(**GOOD)
    seen = page.session_state["run"]
    judgement.judge(seen, lambda: calls_made.append(1))
    assert calls_made == []
    assert judged(seen)[0].finding.code == "unseen_rows"


def test_a_run_that_keras_refuses_is_judged_too():
    page = open_page(loss="sparse_categorical_crossentropy")
    assert page.session_state["run"].history.refusal
    assert "Loss mean_squared_error: MSE 5.77 over 5 seeds" in labels(page)


DEFAULT = TrainingConfig()
SCALED = replace(DEFAULT, standardize=True, optimizer="Adam", learning_rate=0.03)


def pattern(name, **changes):
    dataset = dataset_of(replace(DEFAULT, dataset=name))
    return replace(dataset.recommended_settings, **changes)


BROKEN = {
    "not a number": replace(DEFAULT, optimizer="SGD"),
    "sigmoid output": replace(DEFAULT, output_activation="sigmoid"),
    "zeros": replace(DEFAULT, kernel_initializer="zeros"),
    "ones": replace(DEFAULT, kernel_initializer="ones"),
    "rate of 10": replace(SCALED, learning_rate=10.0),
    "too large": replace(SCALED, hidden_units=(32,) * 3, activation="relu", learning_rate=0.001),
    "hinge": replace(DEFAULT, loss="hinge"),
    "exponential": replace(DEFAULT, activation="exponential"),
    "dead relu": replace(DEFAULT, activation="relu", optimizer="SGD"),
    "straight circle": pattern("circle", activation="linear"),
    "straight spiral": pattern("spiral", hidden_units=(3,), activation="linear"),
    "noisy spiral": pattern("spiral", noise=0.5),
}


@pytest.mark.full
@pytest.mark.parametrize("config", BROKEN.values(), ids=BROKEN)
def test_following_the_first_fix_soon_ends_without_a_problem(config):
    dataset = dataset_of(config)
    for _ in range(5):
        found = get_run(config, dataset)
        judgement.judge(found, lambda: None)
        best = judgement.best_offers(found)
        if not best:
            break
        assert best[0].after is not None
        config = best[0].fix.apply(config)
    assert not best, "more than four steps"
    assert problems(judgement.findings_of(found)) == []
