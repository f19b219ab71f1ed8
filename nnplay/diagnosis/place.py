"""What a run is worth, between the simplest answer and the best straight formula."""

from collections.abc import Iterator
from dataclasses import replace

from nnplay.diagnosis.classes import Classes
from nnplay.diagnosis.findings import Finding, make_fixes
from nnplay.diagnosis.outcome import Outcome
from nnplay.diagnosis.quantity import Quantity
from nnplay.diagnosis.shape import short_of_neighbours
from nnplay.numbers import number, percent

PLACES = (*Quantity.places, *Classes.places, "short_of_neighbours", "features_say_little")
MISSED = 0.05  # of the rows that count; a class of fewer may be missed by chance


def place(outcome: Outcome) -> Iterator[Finding]:
    """Say how good the run is beside what needs no network."""
    question, error = outcome.question, outcome.error
    simplest, straight = outcome.simplest, outcome.straight
    below, like, short, better, alike = question.places
    if not outcome.informative:
        yield _features(outcome)
    if question.worse(error, simplest):
        # a formula may fail on held-out rows too, where no fit can be blamed
        hopeless = question.worse(error, straight)
        yield _placed(outcome, below, "problem" if hopeless or question.bends else "hint")
    elif outcome.beats_straight:
        yield _placed(outcome, better, "good")
        yield from short_of_neighbours(outcome)
    elif not outcome.informative:
        return
    elif not question.better(error, simplest):
        yield _placed(outcome, like, "problem")
    elif question.bends and not outcome.fine:
        yield from short_of_neighbours(outcome)
    elif not question.close(error, straight):
        yield _placed(outcome, short, outcome.severity)
    else:
        yield _placed(outcome, alike, "hint" if _doubtful(outcome) else "good")


def _doubtful(outcome: Outcome) -> bool:
    """Tell whether the rows are too few to place the network beside the straight formula."""
    question = outcome.question
    return isinstance(question, Classes) and question.doubtful(outcome.error, outcome.straight)


def _placed(outcome: Outcome, code: str, severity: str) -> Finding:
    question, scores = outcome.question, (outcome.error, outcome.simplest, outcome.straight)
    titles = dict(zip(question.places, question.titles(*scores), strict=True))
    first = {} if outcome.informative else {"features": None}
    options = [] if severity == "good" else outcome.remedies(**first)
    return Finding(
        code,
        severity,
        titles[code],
        question.all_scores(*scores),
        question.why_places,
        make_fixes(outcome.config, *options),
        () if severity == "good" else ("optimizer", "learning_rate", "standardize"),
    )


def _features(outcome: Outcome) -> Finding:
    question = outcome.question
    all_features = replace(outcome.config, features=None)
    title, evidence, why = _little_said(outcome)
    return Finding(
        "features_say_little",
        "hint",
        f"These features say little: {question.straight_name} {title}",
        evidence,
        f"A network can only use what its inputs tell. {why}",
        make_fixes(outcome.config, {"features": all_features.features}),
        ("features",),
    )


def _little_said(outcome: Outcome) -> tuple[str, str, str]:
    if outcome.dataset.classes:
        return (
            f"has {percent(1 - outcome.straight)} right, the largest class alone "
            f"{percent(1 - outcome.simplest)}",
            f"Shares of right answers on the {outcome.where}.",
            "Where neither straight borders nor the most similar training "
            f"{outcome.question.noun}s do much better than always answering the largest class, "
            "longer training mostly learns chance deviations.",
        )
    return (
        f"scores {number(outcome.straight)}, the mean {number(outcome.simplest)}",
        f"Mean squared errors on the {outcome.where}.",
        "Where even the best straight formula is hardly better than the mean, longer training "
        "mostly learns chance deviations.",
    )


def class_never_answered(outcome: Outcome) -> Iterator[Finding]:
    """Find classes that rows have and that the network never answers."""
    question = outcome.question
    if not isinstance(question, Classes) or not outcome.learned:
        return
    rows = outcome.examples.judged_rows
    actual, answers = outcome.examples.y[rows, 0], question.answers(outcome.predictions)[rows]
    missed = [
        (name, int((actual == number).sum()), question.straight_answers[rows] == number)
        for number, name in enumerate(outcome.dataset.classes)
        if (actual == number).mean() >= MISSED and not (answers == number).any()
    ]
    if not missed:
        return
    name, amount, straight = missed[0]
    yield Finding(
        "class_never_answered",
        "problem" if straight.any() and not outcome.fine else "hint",
        f"The class {name} is never the answer, though {amount} {question.noun}s are of it",
        f"Of {len(rows)} {outcome.where}, {question.straight_name} answers {name} for "
        f"{int(straight.sum())}.",
        "The share of right answers can look good while a whole class is missed. Look at every "
        "class for itself before you trust a network.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("loss", "output_activation", "hidden_units"),
    )


def feasible(outcome: Outcome) -> Finding:
    """Say that nothing stands in the way of using this run."""
    question = outcome.question
    fewer = _doubtful(outcome) and not outcome.beats_straight
    worth = "not clearly worse than" if fewer else "at least about as good as"
    return Finding(
        "feasible",
        "good",
        f"Feasible: {question.score(outcome.error)} is {worth} a straight formula",
        question.two_scores(outcome.error, outcome.straight),
        f"Nothing broke, nothing stands still, and the result is {worth} "
        f"{question.straight_name}, {question.straight_meaning}.",
    )
