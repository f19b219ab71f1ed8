"""What a run is worth beside answers that need no network."""

from nnplay.datasets import HELD_OUT
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, WORTH, Finding, finding
from nnplay.diagnosis.fixes import abler, fixes_of, make_fixes
from nnplay.diagnosis.rules.capacity import sizes_of
from nnplay.diagnosis.rules.data import leaked_columns, more_features
from nnplay.history import count_parameters
from nnplay.numbers import count, listed

MISSED = 0.05  # of the rows that count; a class of fewer may be missed by chance
TRAINING = ("optimizer", "learning_rate", "standardize")


def _scored(evidence: Evidence, verb: str, reference: str) -> str:
    """Say in a title how the score stands to that of the "baseline" or the "linear" model."""
    task = evidence.task
    name, theirs = getattr(task, f"{reference}_name"), task.write(getattr(evidence, reference))
    return _capitalised(
        f"{task.score(evidence.error)} on the {task.where} {verb} {name} ({theirs})"
    )


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _why(evidence: Evidence) -> str:
    task = evidence.task
    return (
        f"{_capitalised(task.baseline_name)} needs no inputs at all, so it is the least a network "
        f"must beat. {_capitalised(task.linear_name)} is the standard linear model, fitted at once "
        "without a network."
    )


@finding(
    "no_better_than_baseline",
    rank=190,
    when="finished",
    explains=("class_never_predicted",),
    tags=(POOR, WORTH),
)
def no_better_than_baseline(evidence: Evidence) -> Finding | None:
    task, error = evidence.task, evidence.error
    worse = task.worse(error, evidence.baseline)
    useful = task.better(error, evidence.baseline) or evidence.beats_linear
    if not worse and (useful or not task.informative):
        return None
    # a formula may fail on validation rows too, where no fit can be blamed
    blamed = not worse or task.needs_bend or task.worse(error, evidence.linear)
    fixes = fixes_of(evidence, **({} if task.informative else more_features(task)))
    return Finding(
        "problem" if blamed else "hint",
        _scored(evidence, "is worse than" if worse else "is no better than", "baseline"),
        evidence.compare("linear", "baseline"),
        _why(evidence),
        fixes,
        TRAINING,
    )


@finding(
    "short_of_reference",
    rank=200,
    when="finished",
    explains=("class_never_predicted",),
    tags=(POOR, WORTH),
)
def short_of_reference(evidence: Evidence) -> Finding | None:
    """Find a run that beats the baseline, but by far not the best that is known to be possible."""
    task, error = evidence.task, evidence.error
    if not task.better(error, evidence.baseline) or evidence.fine:
        return None
    if task.needs_bend:
        said = any(cause.code == "cannot_bend" for cause in evidence.causes)
        return None if said else _short_of_neighbours(evidence)
    if evidence.beats_linear or not task.informative or task.close(error, evidence.linear):
        return None
    fixes = fixes_of(evidence)
    return Finding(
        evidence.severity,
        _scored(evidence, "is not as good as", "linear"),
        evidence.compare("linear", "baseline"),
        _why(evidence),
        fixes,
        TRAINING,
    )


def _short_of_neighbours(evidence: Evidence) -> Finding:
    task, units = evidence.task, sum(evidence.config.hidden_units)
    more = abler(evidence)
    enough = units >= sum(more["hidden_units"])
    return Finding(
        evidence.severity,
        f"{_capitalised(task.score(evidence.error))} on the {task.where} is not as good as nearest "
        f"neighbours ({task.write(evidence.goal)})",
        f"{evidence.compare('linear', 'baseline')} The network has {count(units, 'hidden unit')}.",
        f"Nearest neighbours answer a {task.noun} as the training {task.noun}s most like it do. "
        f"Where they are much better, the {'border' if task.dataset.classes else 'surface'} has "
        "bends that the network has not learned. Every hidden unit can add a bend, and many bends "
        "take many examples and epochs to learn.",
        fixes_of(evidence, **({} if enough else more)),
        ("hidden_units", "activation", "epochs"),
    )


@finding("as_good_as_linear", rank=310, when="finished", tags=(WORTH,))
def as_good_as_linear(evidence: Evidence) -> Finding | None:
    task, error, linear = evidence.task, evidence.error, evidence.linear
    if task.worse(error, evidence.baseline):
        return None
    as_good = (
        task.informative
        and task.better(error, evidence.baseline)
        and task.close(error, linear)
        and (evidence.fine or not task.needs_bend)
    )
    if not evidence.beats_linear and not as_good:
        return None
    verb = "is better than" if evidence.beats_linear and error < linear else "is about as good as"
    title, compared = _scored(evidence, verb, "linear"), evidence.compare("linear", "baseline")
    if task.doubtful(error, linear):
        title = (
            f"{_capitalised(task.score(error))} on the {task.where}, {task.linear_name} "
            f"{task.write(linear)}: too few {task.noun}s to tell them apart"
        )
    if not len(evidence.examples.validation_rows):
        return _on_training_rows_alone(evidence, title, compared)
    if not task.doubtful(error, linear):
        return Finding("good", title, compared, _why(evidence))
    fixes = () if evidence.beats_linear else fixes_of(evidence)
    return Finding("hint", title, compared, _why(evidence), fixes, TRAINING)


def _on_training_rows_alone(evidence: Evidence, title: str, compared: str) -> Finding:
    """Praise nothing that the network may have memorised: only rows held out show its worth."""
    task = evidence.task
    parameters = count_parameters(sizes_of(task))
    if task.can_bend and parameters > len(evidence.examples.training_rows):
        title = (
            f"{_capitalised(task.score(evidence.error))} on the {task.where}, which "
            f"{parameters:,} weights and biases can memorise"
        )
    return Finding(
        "hint",
        title,
        compared,
        f"{_why(evidence)} The network has learned from these very {task.noun}s. Only {task.noun}s "
        "that are held out show what it is worth on others.",
        make_fixes(evidence.config, HELD_OUT),
        ("validation_split",),
    )


@finding("uninformative_features", rank=250, when="finished", tags=(WORTH,))
def uninformative_features(evidence: Evidence) -> Finding | None:
    task = evidence.task
    if task.informative:
        return None
    leaked = leaked_columns(task.dataset)
    if leaked and not set(leaked) & set(task.examples.features):
        return _honest(evidence, leaked)
    return Finding(
        "hint",
        f"Simple models find little: {task.linear_name} has {task.score(evidence.linear)}, "
        f"{task.baseline_name} {task.write(evidence.baseline)}",
        evidence.compare("linear", "neighbours", "baseline"),
        "Where simple models hardly beat an answer that looks at no input, the features may say "
        f"little, or the {task.noun}s be too few to show what they say. Then longer training "
        "mostly memorises chance.",
        make_fixes(evidence.config, more_features(task)),
        ("features",),
    )


def _honest(evidence: Evidence, leaked: tuple[str, ...]) -> Finding:
    """Say that little is what honest columns can tell."""
    task = evidence.task
    return Finding(
        "hint",
        f"The honest score: {task.linear_name} has {task.score(evidence.linear)}, "
        f"{task.baseline_name} {task.write(evidence.baseline)}",
        evidence.compare("linear", "baseline"),
        f"The columns left out, {listed(leaked)}, are computed from the very number that is asked "
        "for, so they only seem to predict it. What is left says little, and no more can honestly "
        "be predicted from it.",
        settings=("features",),
    )


@finding("class_never_predicted", rank=220, when="finished", tags=(POOR,))
def class_never_predicted(evidence: Evidence) -> Finding | None:
    """Find a class that rows have and that the network never predicts."""
    task, rows = evidence.task, evidence.examples.judged_rows
    if not evidence.learned:
        return None
    actual, predicted = evidence.examples.y[rows, 0], evidence.answers[rows, 0]
    missed = [
        number
        for number in range(len(task.dataset.classes))
        if (actual == number).mean() >= MISSED and not (predicted == number).any()
    ]
    if not missed:
        return None
    name, amount = task.dataset.classes[missed[0]], int((actual == missed[0]).sum())
    linear = int((task.linear[rows, 0] == missed[0]).sum())
    return Finding(
        "problem" if linear and not evidence.fine else "hint",
        f"The class {name} is never predicted, though {count(amount, task.noun)} "
        f"{'belongs' if amount == 1 else 'belong'} to it",
        f"{_capitalised(task.linear_name)} predicts {name} for {linear} of the {len(rows)} "
        f"{task.where}.",
        "The accuracy, which is the share classified correctly, can look good while a whole class "
        "is missed. Look at every class separately before you trust a network.",
        fixes_of(evidence),
        ("loss", "output_activation", "hidden_units"),
    )
