"""Every lesson: what it says is what training gives, and its challenge can be met."""

from dataclasses import fields, replace
from functools import cache

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.diagnosis import diagnose
from nnplay.lessons import (
    LESSONS,
    Estimate,
    Lesson,
    combine,
    fill,
    is_met,
    measure,
    steps,
)
from nnplay.lessons.checking import SAID
from nnplay.lessons.lesson import Condition
from nnplay.lessons.wording import named_in, write
from nnplay.training import train

SEEDS = range(20)
FIELDS = {field.name for field in fields(TrainingConfig)}
EVERY = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")


@cache
def numbers_of_run(config: TrainingConfig) -> dict[str, float]:
    dataset = dataset_of(config)
    history = train(config, dataset)
    findings = diagnose(config, dataset, history)
    problems = sum(finding.severity == "problem" for finding in findings)
    return measure(config, dataset, history, problems)


def numbers_of(lesson: Lesson, config: TrainingConfig) -> dict[str, float]:
    others = lesson.beside_configs(config)
    return combine(
        numbers_of_run(config), {name: numbers_of_run(other) for name, other in others.items()}
    )


@EVERY
def test_the_configurations_are_legal(lesson):
    for config in (lesson.config, *lesson.beside_configs(lesson.config).values()):
        prepare(config, dataset_of(config))
    assert set(lesson.settings) <= FIELDS
    assert set(lesson.challenge.solution) <= FIELDS
    assert set(lesson.challenge.only) <= FIELDS
    assert all(lesson.config != other for other in lesson.beside_configs(lesson.config).values())


@EVERY
def test_the_answer_is_what_training_gives(lesson):
    question = lesson.question
    found = [numbers_of(lesson, replace(lesson.config, seed=seed)) for seed in SEEDS]
    if isinstance(question, Estimate):
        low, high = question.between
        actual = [numbers[question.measure] for numbers in found]
        assert all(low <= each <= high for each in actual), (min(actual), max(actual))
        return
    answers = [question.answer(numbers) for numbers in found]
    right = question.choices[question.right]
    assert sum(answer is right for answer in answers) == question.often, answers
    assert answers[0] is right, "the seed of the lesson itself gives another answer"


@EVERY
def test_exactly_one_choice_is_true_of_every_run(lesson):
    if isinstance(lesson.question, Estimate):
        return
    for seed in SEEDS:
        numbers = numbers_of(lesson, replace(lesson.config, seed=seed))
        held = [
            choice.text
            for choice in lesson.question.choices
            if all(Condition.parse(text).holds(numbers) for text in choice.when)
        ]
        assert len(held) == 1, (seed, held)


@EVERY
def test_the_challenge_is_not_met_where_it_starts_but_by_its_solution(lesson):
    start = lesson.config
    assert not is_met(steps(lesson, start, numbers_of_run(start)))
    solved = replace(start, **lesson.challenge.solution)
    found = steps(lesson, solved, numbers_of_run(solved))
    assert is_met(found), found


@EVERY
def test_every_number_that_a_text_names_is_there(lesson):
    numbers = numbers_of(lesson, lesson.config)
    texts = [lesson.question.text, lesson.watch, lesson.explanation, lesson.finds, lesson.in_short]
    if isinstance(lesson.question, Estimate):
        texts.append(lesson.question.because)
        assert lesson.question.measure in numbers
    else:
        texts.append(lesson.question.choices[lesson.question.right].because)
        for choice in lesson.question.choices:
            for condition in choice.when:
                assert Condition.parse(condition).names <= set(numbers), condition
            assert named_in(choice.because) <= set(numbers)
    for text in texts:
        filled = fill(text, numbers)
        assert "{" not in filled and "not a number" not in filled, filled
    for text in lesson.challenge.conditions:
        condition = Condition.parse(text)
        assert condition.measure in SAID and condition.names <= set(numbers) | set(SAID)


@EVERY
def test_the_question_does_not_give_its_answer_away(lesson):
    """Before the run one may know settings, baselines and other runs, not how this one ends."""
    known = {"epochs", "weights", "rows", "features", "outputs", "held_out"}
    for name in named_in(lesson.question.text):
        own = name.split(".")[-1]
        is_known = own in known or own.endswith(("_before", "_actual", "_mean", "_line"))
        is_known |= own in ("mse_line_held_out",) or "." in name
        assert is_known or lesson.name == "feature", name


def test_names_are_fit_for_a_link():
    assert all(name.replace("-", "").isalnum() and name.islower() for name in LESSONS)
    assert len(LESSONS) >= 20


@EVERY
def test_texts_are_short_enough_for_a_projector(lesson):
    assert len(lesson.title) <= 40
    assert len(lesson.finds) <= 110
    assert len(lesson.in_short) <= 110
    assert len(lesson.question.text) <= 330
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
        (0.975, "%", "98 %"),
        (1234.4, "n", "1,234"),
        (1234567.0, "", "1.2e+06"),
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
    assert any("settings changed: 2 (hidden_units, activation)" in step.text for step in found)
    assert any("hidden_units is not one of those" in step.text for step in found)
    other_data = replace(lesson.config, dataset="gauss", activation="tanh", hidden_units=(8, 8, 8))
    found = steps(lesson, other_data, numbers_of_run(other_data))
    assert any("data are others" in step.text for step in found)
