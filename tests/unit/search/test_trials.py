"""The candidates of a search: what it draws, stores, stops early, and goes on from."""

import subprocess
import sys
from dataclasses import replace

import pytest

from nnplay.config import ConfigError, TrainingConfig
from nnplay.evaluation.crossvalidation import Folds, RungScore, Score
from nnplay.search.candidates import (
    FAILED,
    FINISHED,
    STOPPED_EARLY,
    Candidate,
    Plan,
    evaluate,
    repeat,
)
from nnplay.search.importances import importances_of
from nnplay.search.space import BY_DEFAULT, SETTINGS, parse_settings
from nnplay.search.trials import COMPARED, HOPELESS, Trials
from tests.unit.search.fakes import validation_of

PLAN = Plan(TrainingConfig(), tuple(SETTINGS[name] for name in BY_DEFAULT), Folds(2, (0, 1)))


def answer(trials, question, prune_above=None):
    found = validation_of(question.config, prune_above or {})
    trials.answer(
        evaluate(question.number, question.config, found.rung_scores, None, found.seconds, runs=4)
    )


def search(trials, count):
    for _ in range(count):
        answer(trials, trials.ask())
    return [(each.number, each.config) for each in trials.candidates]


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_the_same_seed_draws_the_same_candidates(sampler):
    plan = replace(PLAN, sampler=sampler)
    first, again = search(Trials(plan), 40), search(Trials(plan), 40)
    assert first == again
    other = search(Trials(replace(plan, seed=1)), 40)
    assert first != other
    assert [number for number, _ in first] == list(range(40))


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_a_search_that_goes_on_draws_what_it_would_have_drawn(sampler, tmp_path):
    plan, file = replace(PLAN, sampler=sampler), tmp_path / "search.log"
    whole = search(Trials(plan), 40)
    search(Trials(plan, file), 15)
    interrupted = Trials(plan, file)
    assert len(interrupted.candidates) == 15
    interrupted.ask()  # never answered, as if the process were killed
    assert search(Trials(plan, file), 25) == whole


def test_an_answer_that_was_cut_short_by_a_crash_is_asked_again(tmp_path):
    file = tmp_path / "search.log"
    trials = Trials(PLAN, file)
    question = trials.ask()
    trials._study.tell = None
    with pytest.raises(TypeError):
        answer(trials, question)
    for _ in range(2):
        assert Trials(PLAN, file).candidates == []
    again = Trials(PLAN, file)
    assert again.ask() == question


def test_a_last_line_that_a_crash_has_torn_does_no_harm(tmp_path):
    file = tmp_path / "search.log"
    found = search(Trials(PLAN, file), 3)
    file.write_bytes(file.read_bytes() + b'{"op_code":8,"worker')
    assert search(Trials(PLAN, file), 1)[:3] == found
    assert len(Trials(PLAN, file).candidates) == 4


def test_candidates_without_a_result_are_drawn_again():
    trials = Trials(PLAN)
    questions = [trials.ask() for _ in range(3)]
    answer(trials, questions[1])
    trials.put_back()
    again = [trials.ask(), trials.ask()]
    assert again == [questions[0], questions[2]]
    assert trials.ask().number == 3


def test_an_answer_counts_once():
    trials = Trials(PLAN)
    question = trials.ask()
    answer(trials, question)
    before = trials.candidates
    answer(trials, question)
    assert trials.candidates == before
    late = trials.ask()
    trials.put_back()
    answer(trials, late)
    assert trials.candidates == before


def test_tpe_learns_and_chance_does_not():
    def late(sampler):
        trials = Trials(replace(PLAN, sampler=sampler))
        search(trials, 120)
        return sum(each.config.optimizer == "Adam" for each in trials.candidates[60:])

    assert late("tpe") > 25 > late("random")


def test_candidates_come_back_from_a_file_as_they_were(tmp_path):
    trials = Trials(PLAN, tmp_path / "search.log")
    search(trials, 3)
    question = trials.ask()
    broken = RungScore(50, Score(float("nan"), float("nan"), (1.0, float("inf")), 2))
    failed = Candidate(question.number, question.config, FAILED, (broken,), 0.5, "It broke.")
    trials.answer(failed)
    same = trials.ask()
    trials.answer(replace(repeat(trials.candidates[0], same.number), config=same.config))
    trials.answer_base(replace(trials.candidates[1], number=-1, config=PLAN.base))
    again = Trials(PLAN, tmp_path / "search.log")
    assert repr(again.candidates) == repr(trials.candidates)  # a NaN is not equal to itself
    assert again.base == trials.base
    assert again.candidates[4].same_as == 0


def test_what_is_pruned_follows_from_what_others_had_at_the_same_rung():
    trials = Trials(PLAN)
    for _ in range(COMPARED - 1):
        answer(trials, trials.ask())
    assert trials.ask().prune_above == {}
    trials.put_back()
    answer(trials, trials.ask())
    means = sorted(each.rung_scores[0].score.mean for each in trials.candidates)
    assert len(means) == COMPARED
    prune_above = trials.ask().prune_above
    assert list(prune_above) == [50, 125, 250]  # at the last rung nothing is left to be spared
    assert prune_above[50] == pytest.approx(HOPELESS * (means[4] + means[5]) / 2)


def test_a_candidate_given_up_is_no_finished_one():
    trials = Trials(PLAN)
    question = trials.ask()
    answer(trials, question, prune_above={50: 0.0})
    (candidate,) = trials.candidates
    assert candidate.state == STOPPED_EARLY
    assert candidate.epoch == 50
    assert "epoch 50" in candidate.reason
    answer(trials, trials.ask())
    assert trials.candidates[1].state == FINISHED


def test_importances_are_told_without_a_word_in_the_log_of_a_worker():
    alone = "from nnplay.search.importances import importances_of; importances_of([])"
    done = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_importances_name_what_matters():
    trials = Trials(replace(PLAN, sampler="random"))
    assert importances_of(trials.finished()) == {}
    search(trials, 80)
    importances = importances_of(trials.finished())
    assert set(importances) == set(BY_DEFAULT)
    assert sum(importances.values()) == pytest.approx(1)
    assert {"optimizer", "learning_rate"} == set(list(importances)[:2])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"seed": 3}, "search seed"),
        ({"folds": Folds(3, (0, 1))}, "folds"),
        ({"base": TrainingConfig(epochs=300)}, "epochs"),
        ({"settings": (SETTINGS["optimizer"],)}, "settings that vary"),
    ],
)
def test_a_file_of_another_search_is_not_gone_on_with(change, name, tmp_path):
    search(Trials(PLAN, tmp_path / "search.log"), 2)
    with pytest.raises(ConfigError, match=f"search.log holds a search with {name} "):
        Trials(replace(PLAN, **change), tmp_path / "search.log")


def test_other_ranges_are_named_as_they_are_typed(tmp_path):
    file = tmp_path / "search.log"
    Trials(replace(PLAN, settings=parse_settings("optimizer=SGD:Adam,units=2:8")), file)
    with pytest.raises(ConfigError, match=r"vary units=2:8, but now it is units=2:9, layers=0:2;"):
        Trials(replace(PLAN, settings=parse_settings("optimizer=SGD:Adam,units=2:9,layers")), file)


def test_a_file_that_is_no_search_is_named(tmp_path):
    file = tmp_path / "notes.txt"
    for text in ("Dear diary,\n", "Dear diary", "1\n"):
        file.write_text(text)
        with pytest.raises(ConfigError, match=r"notes.txt can't be used as the file of a search"):
            Trials(PLAN, file)
        assert file.read_text() == text
    with pytest.raises(ConfigError, match="can't be used"):
        Trials(PLAN, tmp_path / "nowhere" / "search.log")


def test_a_file_that_an_older_version_has_written_is_named(tmp_path):
    file = tmp_path / "search.log"
    trials = Trials(PLAN, file)
    answer(trials, trials.ask())
    file.write_text(file.read_text().replace("rung_scores", "standings"))
    with pytest.raises(ConfigError, match=r"search.log was written by another version of nnplay"):
        Trials(PLAN, file)
