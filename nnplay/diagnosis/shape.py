"""Whether a network can bend as the rows ask it to."""

from collections.abc import Iterator
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.diagnosis.findings import Finding, make_fixes
from nnplay.diagnosis.outcome import HALF_WAY, Outcome
from nnplay.diagnosis.question import Question
from nnplay.diagnosis.questions import question_of

# Computed inputs with which a straight border becomes a circle, or a saddle.
CURVED_INPUTS = (("x1²", "x2²"), ("x1·x2",))
FEWEST_UNITS, BENDING_UNITS = 4, (8,)  # a ring takes three straight sides


def too_straight(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    """Find a network without a bend where similar rows tell much more than straight formulas."""
    if (config.hidden_units and config.activation != "linear") or not question.bends:
        return
    rows = question.examples.judged_rows
    simplest, straight = question.simplest(rows), question.straight(rows)
    near = question.neighbours(rows)
    most = simplest - straight > HALF_WAY * (simplest - near)
    layers = "linear hidden layers" if config.hidden_units else "no hidden layer"
    enough = min(config.hidden_units, default=0) >= FEWEST_UNITS
    bent = {
        "hidden_units": config.hidden_units if enough else BENDING_UNITS,
        "activation": "tanh",
    }
    yield Finding(
        "too_straight",
        "hint" if most else "problem",
        f"With {layers} this network can't bend, and these {question.noun}s need a bend",
        f"On the {question.where}: {question.straight_name} {question.score(straight)}, the "
        f"nearest neighbours {question.score(near)}, {question.simplest_name} "
        f"{question.score(simplest)}.",
        f"{_straightness(question)} Nearest neighbours answer a {question.noun} as the training "
        f"{question.noun}s most like it do, so they show what can be told. A hidden layer with "
        "tanh or relu bends.",
        make_fixes(config, bent, *_curved_inputs(config, question)),
        ("hidden_units", "activation"),
    )


def _straightness(question: Question) -> str:
    if question.dataset.classes:
        return "Without a bend, the border between two classes is a straight line."
    return "Without a bend, a network computes a straight formula: a tilted plane."


def _curved_inputs(config: TrainingConfig, question: Question) -> Iterator[dict[str, Any]]:
    """Yield the inputs with which even a straight formula is as good as the neighbours."""
    dataset = question.dataset
    if not dataset.pattern or not dataset.classes:
        return
    for features in CURVED_INPUTS:
        curved = TrainingConfig(**{**vars(config), "features": features})
        other = question_of(curved, dataset, prepare(curved, dataset))
        rows = other.examples.training_rows
        if other.close(other.straight(rows), question.neighbours(rows)):
            yield {"features": features}


def short_of_neighbours(outcome: Outcome) -> Iterator[Finding]:
    """Find a network that bends, but by far not as the rows ask it to."""
    question = outcome.question
    said = any(cause.code == "too_straight" for cause in outcome.causes)
    useful = question.better(outcome.error, outcome.simplest)
    if said or not question.bends or outcome.fine or not useful:
        return
    units = sum(outcome.config.hidden_units)
    enough = units >= sum(question.abler["hidden_units"])
    more = {} if enough else question.abler
    near = question.score(outcome.goal)
    yield Finding(
        "short_of_neighbours",
        outcome.severity,
        f"Too few bends learned: {question.score(outcome.error)}, the nearest neighbours {near}",
        f"On the {outcome.where}: {question.straight_name} {question.score(outcome.straight)}; "
        f"{units} hidden units.",
        f"Nearest neighbours answer a {question.noun} as the training {question.noun}s most like "
        "it do. Where they are much better, a border or a surface with more bends is needed. "
        "Every unit can add one, and many bends take many examples to learn.",
        make_fixes(outcome.config, *outcome.remedies(**more)),
        ("hidden_units", "activation", "epochs"),
    )
