"""Every lesson: what it says is what training gives, and its challenge can be met."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare, recommended_settings
from nnplay.diagnosis import diagnose
from nnplay.evaluation.seeds import SeedResults, SeedSweep
from nnplay.fields import FIELDS, OF_DATA
from nnplay.history import TrainingHistory
from nnplay.lessons import (
    LESSONS,
    Estimate,
    Lesson,
    arrivals,
    combine,
    fill,
    is_met,
    measure,
    spreads,
    steps,
)
from nnplay.lessons.checking import WORDED
from nnplay.lessons.lesson import Condition
from nnplay.lessons.wording import FIELD, write
from nnplay.training import advance_seeds, train
from nnplay.training.losses import losses_of
from nnplay.ui.drawing.names import weight_names
from tests.unit.fields.test_fields import OTHER
from tests.unit.side_by_side import train_together

SEEDS = range(20)
EVERY = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")


TOGETHER: dict[TrainingConfig, TrainingHistory] = {}  # trained side by side, not measured yet


@cache
def trained(config: TrainingConfig) -> tuple[dict[str, float], np.ndarray]:
    dataset = dataset_of(config)
    history = TOGETHER.pop(config, None) or train(config, dataset)
    findings = diagnose(config, dataset, history)
    problems = sum(finding.severity == "problem" for finding in findings)
    return measure(config, dataset, history, problems), history.loss


def numbers_of_run(config: TrainingConfig) -> dict[str, float]:
    return trained(config)[0]


def numbers_of(lesson: Lesson, config: TrainingConfig) -> dict[str, float]:
    runs = {"": config, **lesson.beside_configs(config)}
    numbers = combine(
        numbers_of_run(config),
        {name: numbers_of_run(other) for name, other in runs.items() if name},
    )
    if lesson.races:
        numbers |= arrivals({name: trained(other)[1] for name, other in runs.items()})
    if lesson.many_seeds:
        numbers |= spreads({name: of_seeds(replace(c, seed=0)) for name, c in runs.items()})
    return numbers


@cache
def of_seeds(config: TrainingConfig) -> SeedResults:
    dataset = dataset_of(config)
    sweep = SeedSweep(advance_seeds)
    sweep.choose([config], dataset)
    sweep.train(lambda: True)
    found = sweep.find(config)
    assert found
    return found


def named_in(text: str) -> set[str]:
    return {name for name, _ in FIELD.findall(text)}


def other_value(config: TrainingConfig, name: str):
    value = getattr(config, name)
    if isinstance(value, bool):
        return not value
    if name == "validation_rows":
        return "random" if value == "last" else "last"
    return OTHER[name][0]


@EVERY
def test_the_configurations_are_legal(lesson):
    for config in (lesson.config, *lesson.beside_configs(lesson.config).values()):
        prepare(config, dataset_of(config))
    assert set(lesson.settings) <= set(FIELDS)
    assert set(lesson.challenge.solution) <= set(FIELDS)
    assert set(lesson.challenge.may_change) <= set(FIELDS)
    assert set(lesson.challenge.never) <= set(FIELDS)
    assert all(lesson.config != other for other in lesson.beside_configs(lesson.config).values())


@EVERY
def test_the_answer_is_what_training_gives(lesson):
    question, numbers = lesson.question, numbers_of(lesson, lesson.config)
    if isinstance(question, Estimate):
        low, high = question.between
        assert low <= numbers[question.measure] <= high
        # or a number box would take whole numbers alone
        assert isinstance(question.low, float) and isinstance(question.high, float)
    else:
        assert question.answer(numbers) is question.choices[question.right]
        assert true_choices(question, numbers) == [question.choices[question.right].text]


def true_choices(question, numbers):
    return [
        choice.text
        for choice in question.choices
        if all(Condition.parse(text).holds(numbers) for text in choice.when)
    ]


@pytest.mark.full
@EVERY
def test_over_twenty_seeds_the_answer_is_right_as_often_as_is_said(lesson):
    question = lesson.question
    starts = [replace(lesson.config, seed=seed) for seed in SEEDS]
    others = [other for each in starts for other in lesson.beside_configs(each).values()]
    TOGETHER.update(train_together([*starts, *others]))
    found = [numbers_of(lesson, each) for each in starts]
    if isinstance(question, Estimate):
        low, high = question.between
        actual = [numbers[question.measure] for numbers in found]
        assert all(low <= each <= high for each in actual), (min(actual), max(actual))
        return
    answers = [question.answer(numbers) for numbers in found]
    right = question.choices[question.right]
    assert sum(answer is right for answer in answers) == question.often, answers
    held = [true_choices(question, numbers) for numbers in found]
    assert [len(texts) for texts in held] == [1] * len(SEEDS), held


@EVERY
def test_the_challenge_is_not_met_where_it_starts_but_by_its_solution(lesson):
    start = lesson.config
    assert not is_met(steps(lesson, start, numbers_of_run(start)))
    solved = replace(start, **lesson.challenge.solution)
    found = steps(lesson, solved, numbers_of_run(solved))
    assert is_met(found), found


@EVERY
def test_a_challenge_is_not_met_by_settings_that_are_not_its_own(lesson):
    challenge = lesson.challenge
    solved = replace(lesson.config, **challenge.solution)
    numbers = numbers_of_run(solved)
    free = {*challenge.solution, *challenge.may_change}
    if "dataset" in challenge.solution:
        free |= set(OF_DATA)
    for name in set(FIELDS) - free:
        other = replace(solved, **{name: other_value(solved, name)})
        found = steps(lesson, other, numbers)
        assert not is_met(found), name
        if challenge.at_most is None:
            words = FIELDS[name].noun
            other_data = "this is not the lesson's data set"
            assert any(words in step.text or step.text == other_data for step in found)


@pytest.mark.full
@EVERY
def test_no_other_start_meets_a_challenge_that_leaves_the_seed_free(lesson):
    if "seed" not in lesson.challenge.may_change:
        return
    others = [replace(lesson.config, seed=seed) for seed in SEEDS]
    TOGETHER.update(train_together(others))
    for other in others:
        assert not is_met(steps(lesson, other, numbers_of_run(other))), other.seed


def test_the_settings_that_other_data_bring_meet_the_challenge_to_choose_them():
    lesson = LESSONS["categories"]
    recommended = recommended_settings(lesson.challenge.solution["dataset"])
    assert is_met(steps(lesson, recommended, numbers_of_run(recommended)))


@EVERY
def test_every_number_that_a_text_names_is_there(lesson):
    numbers = numbers_of(lesson, lesson.config)
    texts = [lesson.question.text, lesson.question.short, lesson.finds, lesson.in_short]
    texts += [lesson.watch, lesson.explanation]
    if isinstance(lesson.question, Estimate):
        texts.append(lesson.question.because)
        assert lesson.question.measure in numbers
    else:
        texts.append(lesson.question.choices[lesson.question.right].because)
        for choice in lesson.question.choices:
            for condition in choice.when:
                assert Condition.parse(condition).names <= set(numbers), condition
            assert named_in(choice.because) <= set(numbers)
            assert "{" not in choice.text, "texts of choices are not filled"
    for text in texts:
        filled = fill(text, numbers)
        assert "{" not in filled, filled
        assert filled.count("not a number") == text.count("not a number"), filled
    for text in lesson.challenge.conditions:
        condition = Condition.parse(text)
        assert condition.measure in WORDED and condition.names <= set(numbers) | set(WORDED)


@EVERY
def test_the_question_does_not_give_its_answer_away(lesson):
    """Before the run one may know settings, baselines and other runs, not how this one ends."""
    known = {"epochs", "weights", "rows", "features", "outputs", "held_out"}
    for name in named_in(lesson.question.text):
        own = name.split(".")[-1]
        is_known = own in known or own.endswith(("_before", "_actual", "_mean", "_line"))
        is_known |= own in ("mse_line_held_out",) or "." in name
        is_known |= lesson.many_seeds and own == "mse"  # a single seed's, which decides nothing
        assert is_known or lesson.name == "feature", name
        assert "seeds_" not in name


def test_names_are_fit_for_a_link():
    assert all(name.replace("-", "").isalnum() and name.islower() for name in LESSONS)
    assert len(LESSONS) >= 20


@EVERY
def test_texts_are_short_enough_for_a_projector(lesson):
    assert len(lesson.title) <= 40
    assert len(lesson.finds) <= 110
    assert len(lesson.in_short) <= 110
    assert len(lesson.question.text) <= 330
    assert len(lesson.question.short) <= 60
    assert lesson.question.short[-1] == "?"
    assert len(lesson.explanation) <= 480
    assert all(text[-1] in ".?" for text in (lesson.finds, lesson.question.text, lesson.watch))


@pytest.mark.parametrize(
    ("text", "numbers", "holds"),
    [
        ("mse < 1", {"mse": 0.5}, True),
        ("mse <= 1.05 mse_line", {"mse": 0.71, "mse_line": 0.70}, True),
        ("mse > 2 few or many.mse", {"mse": 3.0, "few or many.mse": 1.0}, True),
        ("changed = 1", {"changed": 1.0}, True),
        ("mse < 1", {"mse": float("nan")}, False),
        ("mse >= 1", {"mse": float("nan")}, False),
        ("mse < 1", {}, False),
        ("mse < mse_line", {"mse": 0.5}, False),
    ],
)
def test_a_condition_holds_or_not(text, numbers, holds):
    assert Condition.parse(text).holds(numbers) is holds


@pytest.mark.parametrize("text", ["mse", "mse 1", "mse ~ 1", "", "< 1"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(ValueError, match="no condition"):
        Condition.parse(text)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2.8414, "", "2.84"),
        (0.975, "%", "98%"),
        (1234.4, "n", "1,234"),
        (1234567.0, "", "1,234,567"),
        (5.03e18, "", "a 5 with 18 zeros"),
        (-9.6e9, "", "minus a 1 with 10 zeros"),
        (8e12, "n", "an 8 with 12 zeros"),
        (float("nan"), "", "not a number"),
        (float("inf"), "n", "infinite"),
    ],
)
def test_numbers_are_written_as_a_learner_reads_them(value, form, text):
    assert write(value, form) == text


def test_rules_of_a_challenge_that_are_broken_are_named():
    lesson = LESSONS["linear-layers"]
    solved = replace(lesson.config, activation="tanh", hidden_units=(4,))
    found = steps(lesson, solved, numbers_of_run(solved))
    assert not is_met(found)
    said = [step.text for step in found]
    assert "2 settings changed (hidden layers, activation); at most 1" in said
    assert "must stay as in this lesson: hidden layers" in said
    other_data = replace(lesson.config, dataset="gauss", activation="tanh", hidden_units=(8, 8, 8))
    found = steps(lesson, other_data, numbers_of_run(other_data))
    assert any("not the lesson's data set" in step.text for step in found)


@pytest.mark.parametrize(
    ("name", "numbers", "text"),
    [
        ("line", {"accuracy_held_out": 0.51}, "held-out accuracy 51%; at least 95%"),
        ("line", {"accuracy": 0.51}, "nothing is held out"),
        ("categories", {"mse": 1.0}, "no accuracy yet: the question asks for a quantity"),
        ("sigmoid", {"accuracy": 1.0}, "no such error yet: the question asks for a class"),
        ("sigmoid", {"mse": 230.0, "mse_mean": 16.66}, "MSE 230.00; below 16.66"),
        ("sigmoid", {"mse": float("nan"), "mse_mean": 16.66}, "MSE not a number; below 16.66"),
        ("overshoot", {"mse": 2.5}, "MSE 2.50; below 1"),
        ("line", {}, "0 of 1 settings changed"),
        ("units", {"hidden_layers": 1, "widest": 1}, "hidden layers: 1; 2 needed"),
        ("units", {"hidden_layers": 2, "widest": 4}, "units of the widest layer: 4; at most 3"),
        ("outputs", {}, "output activation: any but linear and relu"),
        (
            "feasible",
            {"mse_held_out": 0.71, "mse_line_held_out": 0.51},
            "held-out MSE 0.710; at most 0.612",
        ),
    ],
)
def test_a_challenge_says_how_it_stands_and_what_is_needed(name, numbers, text):
    lesson = LESSONS[name]
    assert text in [step.text for step in steps(lesson, lesson.config, numbers)]


def test_the_bowl_and_the_ravine_are_as_steep_as_is_said():
    """For a formula with the mean squared error, algebra gives the curvature."""
    dataset = dataset_of(LESSONS["ravine"].config)
    found = {}
    for standardize in (False, True):
        x = prepare(replace(LESSONS["ravine"].config, standardize=standardize), dataset).x
        columns = np.column_stack([x.astype(float), np.ones(len(x))])
        curvatures = np.linalg.eigvalsh(2 * columns.T @ columns / len(x))
        found[standardize] = 2 / curvatures[-1], curvatures[-1] / curvatures[0]
    assert found[True] == pytest.approx((0.3207, 16.4), rel=0.01)
    assert "From 0.321 on" in LESSONS["rates"].explanation
    assert "it is 16 times" in LESSONS["ravine"].explanation
    assert found[False] == pytest.approx((1.196e-6, 45.8e6), rel=0.01)
    assert "46 million times" in LESSONS["ravine"].explanation
    assert "breaks above 0.0000012" in LESSONS["ravine"].question.text


def test_the_saddle_is_seen_along_the_weights_that_are_named():
    lesson = LESSONS["saddle"]
    config = replace(lesson.config, **lesson.challenge.solution)
    dataset = dataset_of(config)
    examples, end = prepare(config, dataset), train(config, dataset).parameters[-1]
    names = weight_names(examples.features, (6, 3, 1), dataset.output_names)
    moved = np.tile(end, (4, 1))
    moved[:, [0, 21]] += [(1, 1), (-1, -1), (1, -1), (-1, 1)]
    here, *around = losses_of(config, dataset, np.vstack([end, moved]))
    assert max(around[:2]) < here < min(around[2:]) or max(around[2:]) < here < min(around[:2])
    for number in (0, 21):
        assert names[number].split(" (")[0].removeprefix("the weight ") in lesson.explanation


def test_arrivals_are_those_of_one_race():
    losses = {"": [9, 5, 2, 1.04], "fast": [9, 1, 1, 1], "never": [9, 8, 7, 6]}
    found = arrivals({name: np.array(loss, dtype=float) for name, loss in losses.items()})
    assert (found["crossed_at"], found["fast.crossed_at"]) == (4, 2)
    assert np.isnan(found["never.crossed_at"])


def test_a_single_pair_of_runs_says_the_opposite_of_twenty_seeds():
    lesson = LESSONS["seeds"]
    numbers = numbers_of(lesson, lesson.config)
    errors = {
        name: [numbers_of_run(replace(config, seed=seed))["mse"] for seed in SEEDS]
        for name, config in {
            "": lesson.config,
            **{f"{n}.": c for n, c in lesson.beside_configs(lesson.config).items()},
        }.items()
    }
    for name, found in errors.items():
        expected = {"lowest": min(found), "median": np.median(found), "highest": max(found)}
        for part, value in expected.items():
            # side by side they are rounded otherwise, which raw features make larger
            assert numbers[f"{name}seeds_{part}"] == pytest.approx(value, rel=0.1)
    assert numbers["mse"] < numbers["zeros.mse"]
    assert numbers["seeds_median"] > 3 * numbers["zeros.seeds_median"]
    assert numbers["seeds_lowest"] < numbers["zeros.seeds_highest"], "they overlap, as it says"


def test_seeds_that_end_without_a_number_are_left_out_of_a_spread():
    errors = np.array([3.0, np.nan, 1.0, np.inf, 2.0])
    some = SeedResults(TrainingConfig(), 500, errors, ~np.isfinite(errors))
    none = SeedResults(TrainingConfig(), 500, errors[1:2], np.array([True]))
    numbers = spreads({"": some, "bad": none})
    assert [numbers[f"seeds_{part}"] for part in ("lowest", "median", "highest")] == [1, 2, 3]
    assert np.isnan(numbers["bad.seeds_median"])


def test_a_rate_a_little_too_large_leads_down_for_two_steps_and_then_up():
    lesson = LESSONS["rates"]
    down = np.diff(trained(lesson.config)[1]) < 0
    assert (down[:2].all(), down[2:].any()) == (True, False)
    assert "two steps lead down" in lesson.watch


def test_the_two_seeds_of_the_stuck_sigmoid_are_stuck_at_both_ends():
    lesson = LESSONS["sigmoid"]
    numbers = numbers_of(lesson, lesson.config)
    ends = [numbers[name] for name in ("lowest", "highest", "seed 2.lowest", "seed 2.highest")]
    assert ends == [1, 1, 0, 0]
    assert [numbers["mse"], numbers["seed 2.mse"]] == pytest.approx([235.408, 265.988], abs=1e-3)
