"""The active lesson, the learner's predictions, and the runs and numbers that a lesson needs.

The page's state holds the lesson; predictions stay in the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import cast

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of
from nnplay.evaluation.seeds import ADVANCE_SEEDS, SEEDS, SeedResults, SeedSweep
from nnplay.lessons import CLOSING, LESSONS, Lesson, arrivals, combine, spreads
from nnplay.ui.runs import Run, get_run
from nnplay.ui.state import begin_lesson, page
from nnplay.ui.state.page_state import base_config
from nnplay.workers.calls import call_in_turn


@dataclass(frozen=True)
class Prediction:
    """A learner's answer to a lesson's question, before its run is shown.

    Attributes:
        said: The text of a choice, or a number; None if the question was skipped.
        config: The configuration of the run that the question is about.
    """

    said: str | float | None
    config: TrainingConfig


def predictions() -> dict[str, Prediction]:
    """Return the learner's predictions, by the names of the lessons."""
    return st.session_state.predictions


def current_lesson() -> Lesson | None:
    return LESSONS.get(page().lesson or "")


def is_closing() -> bool:
    return page().lesson == CLOSING


def begin(name: str) -> None:
    """Begin a lesson, with its question, or show the closing page; for a callback."""
    lesson = LESSONS.get(name)
    if lesson:
        predictions().pop(name, None)
        config = base_config(lesson.config.dataset, name)
        begin_lesson(name, config=config, panel=lesson.panel, asks=lesson.asks)
    else:
        begin_lesson(name)


def leave() -> None:
    """End the lesson and keep its settings; for a callback."""
    begin_lesson(None)


def place_of(lesson: Lesson) -> str:
    """Write "Lesson 3 of 31"."""
    names = list(LESSONS)
    return f"**Lesson {names.index(lesson.name) + 1} of {len(names)}.**"


def next_after(name: str) -> str:
    """Return the name of the next lesson, or of the closing page after the last."""
    names = [*LESSONS, CLOSING]
    return names[names.index(name) + 1]


def lesson_before(name: str) -> str | None:
    """Return the name of the lesson before this one, None for the first."""
    names = list(LESSONS)
    place = names.index(name)
    return names[place - 1] if place else None


def is_held_back() -> bool:
    """Tell whether the results are held back until the learner has answered."""
    lesson = current_lesson()
    return lesson is not None and lesson.name not in predictions()


def first_config(lesson: Lesson) -> TrainingConfig:
    """Return the settings of a lesson: with the seed that was asked about, once it is answered."""
    answered = predictions().get(lesson.name)
    return answered.config if answered else lesson.config


def asked_config(lesson: Lesson, config: TrainingConfig) -> TrainingConfig:
    """Return the configuration that a question is about: the lesson's, with the page's seed."""
    return replace(lesson.config, seed=config.seed)


def numbers_for(lesson: Lesson, config: TrainingConfig) -> Mapping[str, float]:
    """Return the numbers of a run, and of those beside it, trained now unless they are known.

    Raises:
        WorkerError: If the worker died twice.
    """
    key = lesson.name, config
    known = st.session_state.lesson_numbers
    if known is None or known[0] != key:
        others = beside_runs(lesson, config)
        runs = {"": run_of(config), **others}
        numbers = combine(runs[""].numbers, {name: run.numbers for name, run in others.items()})
        if lesson.races:
            numbers |= arrivals({name: run.history.loss for name, run in runs.items()})
        if lesson.many_seeds:
            numbers |= spreads({name: _many_seeds(run.config) for name, run in runs.items()})
        known = st.session_state.lesson_numbers = key, numbers
    return known[1]


def _many_seeds(config: TrainingConfig) -> SeedResults:
    return _seeds_of(replace(config, seed=SEEDS[0]))


@lru_cache(maxsize=8)  # for all learners, whatever their page's seed
def _seeds_of(config: TrainingConfig) -> SeedResults:
    """Train a configuration with many seeds, which takes about as long as three runs."""
    sweep = SeedSweep(partial(call_in_turn, ADVANCE_SEEDS))
    sweep.choose([config], dataset_of(config))
    sweep.train(lambda: True)
    return cast(SeedResults, sweep.find(config))


def beside_runs(lesson: Lesson, config: TrainingConfig) -> dict[str, Run]:
    """Return the runs that a lesson compares with, by their names.

    Raises:
        WorkerError: If the worker died twice.
    """
    return {name: run_of(other) for name, other in lesson.beside_configs(config).items()}


def run_of(config: TrainingConfig) -> Run:
    """Return the run of a configuration, trained now unless it is known.

    Raises:
        WorkerError: If the worker died twice.
    """
    return get_run(config, dataset_of(config))
