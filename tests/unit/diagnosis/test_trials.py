"""Fixes that were tried: which are offered, and in which order."""

import math
from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset
from nnplay.diagnosis.finding import Finding, Fix
from nnplay.diagnosis.trials import (
    Offer,
    Trial,
    offers,
    to_try,
    trial_of_folds,
    trial_of_seeds,
)
from nnplay.evaluation.crossvalidation import Score
from nnplay.evaluation.seeds import SeedResults

CONFIG = TrainingConfig()
STATES = load_dataset("car_crashes")
SCALED, ADAM = {"standardize": True}, {"optimizer": "Adam"}
BOTH = {**SCALED, **ADAM}
HONEST = {"features": ("ins_premium", "ins_losses")}


def finding(*changes):
    return Finding("problem", "", "", "", tuple(Fix(str(each), each) for each in changes))


def trial(error, failed=0):
    return Trial(error, error, error, failed)


def knowing(before, *tried):
    """Return a function that knows the result of the run as it is and with some changes."""
    known = {CONFIG: before} | {replace(CONFIG, **changes): found for changes, found in tried}
    return known.get


def offered(found, known):
    return [dict(each.fix.changes) for each in offers(found, CONFIG, STATES, known)]


def test_each_single_change_is_tried_and_then_all_together():
    options = to_try(finding(BOTH, SCALED), CONFIG, STATES)
    assert [fix.changes for fix in options] == [SCALED, ADAM, BOTH]


def test_what_changes_the_rows_or_columns_is_not_tried_but_offered():
    both = finding(HONEST, {"validation_split": 0.2})
    assert to_try(both, CONFIG, STATES) == []
    assert offered(both, knowing(trial(3.0))) == [fix.changes for fix in both.fixes]


def test_what_does_not_fit_the_data_is_not_tried():
    assert to_try(finding({"batch_size": 4096}), CONFIG, STATES) == []


def test_what_helps_most_comes_first_and_what_does_not_help_is_left_out():
    known = knowing(trial(3.0), (SCALED, trial(2.0)), (ADAM, trial(1.0)), (BOTH, trial(1.0)))
    assert offered(finding(BOTH), known) == [ADAM, SCALED]
    known = knowing(trial(3.0), (SCALED, trial(2.9)), (ADAM, trial(3.5)), (BOTH, trial(0.7)))
    assert offered(finding(BOTH), known) == [BOTH]


def test_all_together_comes_last_where_it_is_better_than_each():
    known = knowing(trial(3.0), (SCALED, trial(2.0)), (ADAM, trial(1.0)), (BOTH, trial(0.7)))
    assert offered(finding(BOTH), known) == [ADAM, SCALED, BOTH]


def test_a_fix_of_a_run_out_of_range_helps_if_it_ends_in_a_number():
    known = knowing(trial(math.nan, 5), (SCALED, trial(0.7)), (ADAM, trial(math.nan, 5)))
    assert offered(finding(SCALED, ADAM), known) == [SCALED]


def test_a_seed_more_that_learns_is_a_help_and_one_fewer_is_none():
    known = knowing(trial(3.0, 1), (SCALED, trial(3.0, 0)), (ADAM, trial(0.7, 2)))
    assert offered(finding(SCALED, ADAM), known) == [SCALED]


def test_what_helps_by_failing_less_often_says_so_for_its_error_does_not():
    fix = Fix("", SCALED)
    assert Offer(fix, trial(3.0, 2), trial(3.0, 0)).failing == "seeds that learned nothing: 2 → 0"
    assert Offer(fix, trial(3.0), trial(2.0)).failing == ""
    assert Offer(fix).failing == ""


def test_before_anything_is_known_fixes_are_offered_as_they_are():
    assert offered(finding(BOTH), lambda config: None) == [BOTH]
    assert offered(finding(BOTH), knowing(trial(3.0), (SCALED, trial(2.0)))) == [SCALED, BOTH]


def test_only_a_fix_that_is_still_to_be_tried_is_called_so():
    def waiting(known):
        found = offers(finding(SCALED, ADAM, HONEST), CONFIG, STATES, known)
        return [dict(each.fix.changes) for each in found if each.waiting]

    assert waiting(knowing(trial(3.0), (SCALED, trial(2.0)))) == [ADAM]
    assert waiting(knowing(trial(3.0), (SCALED, trial(2.0)), (ADAM, trial(3.0)))) == []


def test_nothing_is_offered_only_where_everything_was_tried():
    both = finding(SCALED, ADAM)
    known = knowing(trial(0.7), (SCALED, trial(0.7)), (ADAM, trial(0.8)))
    assert offered(both, known) == []
    assert offered(both, knowing(trial(0.7), (SCALED, trial(0.7)))) == [ADAM]
    assert offered(finding(HONEST), known) == [HONEST]


@pytest.mark.parametrize(("gain", "helps"), [(0.01, False), (0.03, True)])
def test_an_accuracy_helps_only_if_it_is_clearly_higher(gain, helps):
    assert trial(0.2 - gain).beats(trial(0.2), classes=True) is helps


def test_a_trial_of_seeds_is_their_median_with_the_lowest_and_the_highest():
    errors = np.array([4.0, 1.0, math.nan, 2.0, 3.0, 9.0])
    failed = np.array([False, False, True, False, False, True])
    found = trial_of_seeds(SeedResults(CONFIG, 500, errors, failed))
    assert found == Trial(error=3.0, low=1.0, high=9.0, failed=2)
    nothing = trial_of_seeds(SeedResults(CONFIG, 500, errors[2:3], failed[2:3]))
    assert math.isnan(nothing.error)


def test_a_trial_of_folds_is_their_mean_within_a_standard_error():
    assert trial_of_folds(Score(2.0, 0.5, (2.0,), 1)) == Trial(2.0, 1.5, 2.5, 1, "on 5 folds")
