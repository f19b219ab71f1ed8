"""The course: lessons in chapters, each with a question that a run answers.

A new lesson is one more `Lesson` in a module of `nnplay.lessons.chapters`.
"""

from nnplay.lessons.chapters import (
    bending,
    data,
    descent,
    feasible,
    formula,
    losses,
    optimizers,
    output,
    overfitting,
    seeds,
)
from nnplay.lessons.checking import Step, is_met, steps
from nnplay.lessons.lesson import Choice, Estimate, Lesson, Question
from nnplay.lessons.measures import arrivals, combine, measure, spreads
from nnplay.lessons.wording import fill

__all__ = [
    "CHAPTERS",
    "CLOSING",
    "LESSONS",
    "Choice",
    "Estimate",
    "Lesson",
    "Question",
    "Step",
    "arrivals",
    "combine",
    "fill",
    "is_met",
    "measure",
    "spreads",
    "steps",
]

CHAPTERS: dict[str, tuple[Lesson, ...]] = {
    "A machine learns a formula": (*formula.LESSONS, *seeds.LESSONS),
    "What comes out": output.LESSONS,
    "Downhill, step by step": descent.LESSONS,
    "How it gets there": optimizers.LESSONS,
    "What it aims at": losses.LESSONS,
    "How long, and from what": data.LESSONS,
    "Why hidden layers": bending.LESSONS,
    "Overfitting": overfitting.LESSONS,
    "Which configuration works": feasible.LESSONS,
}
CLOSING = "end"  # the name, in an address, of the page that sums up the course
LESSONS: dict[str, Lesson] = {
    lesson.name: lesson for lessons in CHAPTERS.values() for lesson in lessons
}
