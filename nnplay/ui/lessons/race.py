"""The race of a lesson: its run against those beside it."""

from nnplay.evaluation.comparison import LOSS, curve_of, result_of
from nnplay.lessons import Lesson
from nnplay.ui.lessons.navigation import beside_runs, predictions, run_of
from nnplay.ui.stage.race import EPOCHS, Racer, race_payload
from nnplay.ui.stage.stage import draw_alone


def draw_lesson_race(lesson: Lesson) -> None:
    """Draw the race of the losses of an answered lesson's runs."""
    config = predictions()[lesson.name].config
    runs = {lesson.races: run_of(config), **beside_runs(lesson, config)}
    racers = []
    for color, (name, run) in enumerate(runs.items()):
        result = result_of(run.config, run.examples, run.history, verdict="")
        racers.append(Racer(name, color, curve_of(result, LOSS, by_time=False)))
    draw_alone(race_payload(racers, config.loss, EPOCHS), "lesson_race")
