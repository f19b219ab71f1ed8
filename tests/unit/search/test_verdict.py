"""The verdict of a search, its sentences and its table."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset, recommended_settings
from nnplay.evaluation.crossvalidation import Baselines, Folds, RungScore, Score
from nnplay.model import build_model
from nnplay.search.candidates import (
    FAILED,
    FINISHED,
    STOPPED_EARLY,
    Candidate,
    evaluate,
    failed_candidate,
    parameters_of,
    repeat,
)
from nnplay.search.results import results_table
from nnplay.search.verdict import make_verdict, ranked, sentences

BASE = TrainingConfig()
POOR = Baselines(Score(17.0, 3.0, (17.0,)), Score(5.0, 0.2, (5.0,)))
GOOD = Baselines(Score(17.0, 3.0, (17.0,)), Score(1.05, 0.2, (1.05,)))


def candidate(number, mean, error=0.1, state=FINISHED, **settings):
    config = replace(BASE, **settings)
    rung_score = RungScore(config.epochs, Score(mean, error, (mean - 0.05, mean + 0.05)))
    return Candidate(number, config, state, (rung_score,), 0.1)


WIDE = candidate(0, 1.0, hidden_units=(16,))
NARROW = candidate(1, 1.09, hidden_units=(2,))
TINY = candidate(2, 1.11, hidden_units=(1,))
BROKEN = candidate(3, 0.1, state=FAILED, hidden_units=())
HOPELESS = candidate(4, 0.2, state=STOPPED_EARLY, hidden_units=())
ALL = [TINY, NARROW, WIDE, BROKEN, HOPELESS]


def test_the_best_and_the_simplest_within_one_standard_error_are_named(dataset):
    verdict = make_verdict(ALL, None, POOR, dataset)
    assert (verdict.best, verdict.simplest) == (WIDE, NARROW)
    assert verdict.tried == 5
    assert not verdict.linear_is_as_good
    assert not verdict.guess_is_as_good


def test_only_finished_ones_are_ranked_and_each_once():
    assert ranked([*ALL, repeat(WIDE, 5)]) == [WIDE, NARROW, TINY]


def test_without_a_finished_one_there_is_no_verdict(dataset):
    assert make_verdict([BROKEN, HOPELESS], None, POOR, dataset) is None


def told(candidates, baselines, dataset, base=None):
    return sentences(make_verdict(candidates, base, baselines, dataset), dataset, Folds())


def test_the_verdict_is_said_with_its_spread(dataset):
    best, error, simplest, without, began = told(ALL, POOR, dataset, base=TINY)
    assert best == "Best of 5 tried: Units 16 (129 weights and biases)."
    assert "1 ± 0.1; from 0.95 to 1.05 over 4 seeds" in error
    assert simplest.startswith("Simplest within one standard error of it: Units 2 (17 weights and ")
    assert without == "It beats linear regression (5 ± 0.2) and always answering the mean (17 ± 3)."
    assert began == "The settings it began with: 1.11 ± 0.1."


def test_it_is_said_plainly_when_linear_regression_does_as_well(dataset):
    text = " ".join(told(ALL, GOOD, dataset))
    assert "Linear regression (1.05 ± 0.2) does as well, within one standard error" in text
    assert "no network is needed" in text
    better = Baselines(GOOD.guess, replace(GOOD.linear, mean=0.9))
    assert "does even better" in " ".join(told(ALL, better, dataset))


def test_it_is_said_when_nothing_was_learned(dataset):
    idle = Baselines(replace(POOR.guess, mean=1.0), POOR.linear)
    text = " ".join(told(ALL, idle, dataset))
    assert "Even always answering the mean" in text
    assert "linear regression (5 ± 0.2)" in text


def test_what_is_better_than_the_best_is_called_so(dataset):
    huge = [candidate(0, 139_000.0, 20_000.0)]
    *_, without, began = told(huge, GOOD, dataset, base=candidate(-1, 31_400.0))
    assert without.startswith("Even always answering the mean (17 ± 3) does better: nothing")
    assert began == "The settings it began with: 31,400 ± 0.1, which is better."
    assert (
        "Mean squared error on the held-out rows: 139,000 ± 20,000" in told(huge, GOOD, dataset)[1]
    )


def test_it_is_said_when_the_settings_it_began_with_failed(dataset):
    base = failed_candidate(-1, BASE, "The process stopped.")
    assert told(ALL, POOR, dataset, base=base)[-1] == (
        "The settings it began with could not be trained: The process stopped."
    )


def test_repeats_are_no_more_that_was_tried(dataset):
    assert make_verdict([*ALL, repeat(WIDE, 5)], None, POOR, dataset).tried == len(ALL)


def test_a_single_seed_has_no_spread(dataset):
    verdict = make_verdict(ALL, None, POOR, dataset)
    assert "seed" not in sentences(verdict, dataset, Folds(5, (0,)))[1]


def test_the_best_may_be_the_simplest(dataset):
    assert "No simpler one comes within one standard error of it." in told([TINY], POOR, dataset)


def test_what_all_candidates_learn_from_is_no_part_of_a_name():
    config = replace(recommended_settings("circle"), samples=60, noise=0.4, optimizer="RMSprop")
    score = Score(0.1, 0.01, (0.1,))
    found = [Candidate(0, config, FINISHED, (RungScore(500, score),), 0.1)]
    texts = told(found, Baselines(score, score), dataset_of(config))
    assert texts[0].startswith("Best of 1 tried: RMSprop (")


def test_classes_are_spoken_of_in_shares():
    dataset = load_dataset("car_crashes_median")
    config = dataset.recommended_settings
    rung_score = RungScore(500, Score(0.25, 0.05, (0.2, 0.3)))
    found = Candidate(0, config, FINISHED, (rung_score,), 0.1)
    half = Score(0.5, 0.05, (0.5,))
    text = " ".join(told([found], Baselines(half, replace(half, mean=0.4)), dataset))
    assert "Error rate on the held-out rows: 25.0% ± 5.0%" in text
    assert "It beats logistic regression (40.0% ± 5.0%)" in text


@pytest.mark.parametrize("name", ["car_crashes", "car_crashes_terciles", "spiral"])
@pytest.mark.parametrize("units", [(), (3,), (8, 4, 2)])
def test_parameters_are_counted_as_keras_does(name, units):
    dataset = load_dataset(name)
    config = replace(dataset.recommended_settings, hidden_units=units)
    assert parameters_of(config, dataset) == build_model(config, dataset).count_params()


def test_runs_without_a_number_are_failures():
    score = Score(float("nan"), float("nan"), (1.0, float("nan")), failed=2)
    found = evaluate(7, BASE, (RungScore(50, score),), None, 0.1, runs=20)
    assert found.state == FAILED
    assert found.reason == "2 of 20 runs predicted something that is no number by epoch 50."
    refused = evaluate(8, BASE, (), "Keras refuses.", 0.1, runs=20)
    assert (refused.state, refused.reason) == (FAILED, "Keras refuses.")


def test_the_table_opens_in_pandas_with_every_setting(dataset):
    rows = [*ALL, failed_candidate(5, BASE, "It failed, and so on."), repeat(WIDE, 6)]
    text = results_table(rows, dataset).to_csv(index=False)
    table = pd.read_csv(io.StringIO(text), index_col="candidate")
    assert len(table) == 7
    assert table.loc[0, ["error", "standard_error", "lowest_seed"]].tolist() == [1.0, 0.1, 0.95]
    assert table.hidden_units.tolist() == ["1", "2", "16", "none", "none", "3", "16"]
    assert table.loc[6, "same_as"] == 0
    assert np.isnan(table.loc[5, "error"])
    assert table.loc[5, "reason"] == "It failed, and so on."
    assert {"optimizer", "learning_rate", "seed", "dropout"} <= set(table.columns)


def test_a_search_without_candidates_is_an_empty_table(dataset):
    assert results_table([], dataset).empty
