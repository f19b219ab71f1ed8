"""What a run is worth, compared with answers that need no network."""

from nnplay.datasets import HELD_OUT
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Finding, Fix, capitalised, finding
from nnplay.diagnosis.fixes import abler, fixes_of, is_far_too_wide, make_fixes, more_units
from nnplay.diagnosis.rules.curve import pace_at_end
from nnplay.diagnosis.rules.data import leaked_columns, more_features
from nnplay.history import count_parameters
from nnplay.numbers import count, listed

MISSED = 0.05  # of the judged rows; a smaller class may be missed by chance


def _scored(evidence: Evidence) -> str:
    return capitalised(f"{evidence.task.score(evidence.error)} on the {evidence.task.where}")


def _compared(
    evidence: Evidence,
    severity: str,
    title: str,
    fixes: tuple[Fix, ...] = (),
    more: str = "",
) -> Finding:
    """Make a finding that compares the score with those of the baseline and of a linear model."""
    task = evidence.task
    return Finding(
        severity,
        title,
        evidence.compare("linear", "baseline"),
        f"{capitalised(task.baseline_name)} needs no inputs at all, so it is the least a network "
        f"must beat. {capitalised(task.linear_name)} is the standard linear model, fitted at once "
        f"without a network.{more}",
        fixes,
    )


@finding(
    "no_better_than_baseline", 190, "finished", explains="class_never_predicted", tags="poor worth"
)
def no_better_than_baseline(evidence: Evidence) -> Finding | None:
    task, worse = evidence.task, evidence.is_worse
    useful = evidence.beats_baseline or evidence.beats_linear
    if not worse and (useful or not task.informative):
        return None
    # if the linear model also fails on the validation rows, the network is not to blame
    blamed = not worse or task.needs_bend or task.worse(evidence.error, task.errors.linear)
    verb = "is worse than" if worse else "is no better than"
    return _compared(
        evidence,
        "problem" if blamed else "hint",
        f"{_scored(evidence)} {verb} {task.named('baseline')}",
        fixes_of(evidence, **({} if task.informative else more_features(task))),
    )


@finding("short_of_reference", 200, "finished", explains="class_never_predicted", tags="poor worth")
def short_of_reference(evidence: Evidence) -> Finding | None:
    """Find a run that beats the baseline, but falls far short of what is known to be possible."""
    task = evidence.task
    if not evidence.beats_baseline or evidence.fine:
        return None
    if task.needs_bend:
        said = any(cause.code == "cannot_bend" for cause in evidence.causes)
        return None if said else _short_of_neighbours(evidence)
    close = task.close(evidence.error, task.errors.linear)
    if evidence.beats_linear or not task.informative or close:
        return None
    title = f"{_scored(evidence)} is not as good as {task.named('linear')}"
    return _compared(evidence, evidence.severity, title, fixes_of(evidence))


def _short_of_neighbours(evidence: Evidence) -> Finding:
    task, units = evidence.task, sum(evidence.config.hidden_units)
    noun, more = task.noun, abler(evidence) if more_units(evidence) else {}
    if pace_at_end(evidence):
        tell = "but the loss was still falling: try more epochs or larger steps first."
    elif is_far_too_wide(evidence.config):
        tell = "if its steps suit: try a lower learning rate first."
    elif more:
        tell = "and many bends take many examples and epochs to learn."
    else:
        tell = f"and here there are {units}, so look at the training first: the learning rate, "
        tell += f"the epochs, and how many {noun}s there are."
    return Finding(
        evidence.severity,
        f"{_scored(evidence)} is not as good as nearest neighbours ({task.write(task.goal)})",
        f"{evidence.compare('neighbours', 'linear')} The network has "
        f"{count(units, 'hidden unit')}.",
        f"Nearest neighbours answer a {noun} as the training {noun}s most like it do. Where they "
        f"are much better, the {'border' if task.dataset.classes else 'surface'} has bends that "
        f"the network has not learned. Every hidden unit can add a bend, {tell}",
        fixes_of(evidence, **more),
    )


@finding("as_good_as_linear", 310, "finished", tags="worth")
def as_good_as_linear(evidence: Evidence) -> Finding | None:
    task, error, linear = evidence.task, evidence.error, evidence.task.errors.linear
    better, bent_enough = evidence.beats_linear, evidence.fine or not task.needs_bend
    as_good = task.informative and evidence.beats_baseline and task.close(error, linear)
    if evidence.is_worse or not (better or (as_good and bent_enough)):
        return None
    doubtful = task.doubtful(error, linear)
    near = "is nearly as good as" if task.worse(error, linear) else "is about as good as"
    verb = "is better than" if better and error < linear else near
    title = f"{_scored(evidence)} {verb} {task.named('linear')}"
    if doubtful:
        title = (
            f"{_scored(evidence)}, {task.linear_name} {task.write(linear)}: too few {task.noun}s "
            "to tell them apart"
        )
    if not len(evidence.examples.validation_rows):
        return _on_training_rows_alone(evidence, title)
    if not doubtful:
        return _compared(evidence, "good", title)
    return _compared(evidence, "hint", title, () if better else fixes_of(evidence))


def _on_training_rows_alone(evidence: Evidence, title: str) -> Finding:
    """Make it a hint to hold rows out: training rows may just have been memorised."""
    task = evidence.task
    parameters = count_parameters(task.sizes)
    if task.can_bend and parameters > len(evidence.examples.training_rows):
        title = f"{_scored(evidence)}, which {parameters:,} weights and biases can memorise"
    return _compared(
        evidence,
        "hint",
        title,
        make_fixes(evidence.config, HELD_OUT),
        f" The network has learned from these very {task.noun}s. Only {task.noun}s that are held "
        "out show what it is worth on others.",
    )


@finding("uninformative_features", 250, "finished", tags="worth")
def uninformative_features(evidence: Evidence) -> Finding | None:
    task = evidence.task
    if task.informative:
        return None
    leaked = leaked_columns(task.dataset)
    honest = bool(leaked) and not set(leaked) & set(task.examples.features)
    simple = ("linear", "baseline") if honest else ("linear", "neighbours", "baseline")
    found = "The honest score" if honest else "Simple models find little"
    return Finding(
        "hint",
        f"{found}: {task.linear_name} has {task.score(task.errors.linear)}, {task.baseline_name} "
        f"{task.write(task.errors.baseline)}",
        evidence.compare(*simple),
        f"The columns left out, {listed(leaked)}, are computed from the very number that is asked "
        "for, so they only seem to predict it. What is left says little, and no more can honestly "
        "be predicted from it."
        if honest
        else "Where simple models hardly beat an answer that looks at no input, the features may "
        f"say little, or the {task.noun}s be too few to show what they say. Then longer training "
        "mostly memorises chance.",
        () if honest else make_fixes(evidence.config, more_features(task)),
    )


@finding("class_never_predicted", 220, "finished", tags="poor")
def class_never_predicted(evidence: Evidence) -> Finding | None:
    """Find a class with many rows that the network never predicts."""
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
        f"{capitalised(task.linear_name)} predicts {name} for {linear} of the {len(rows)} "
        f"{task.where}.",
        "The accuracy, which is the share classified correctly, can look good while a whole class "
        "is missed. Look at every class separately before you trust a network.",
        fixes_of(evidence),
    )
