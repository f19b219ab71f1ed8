"""What a run has shown, together with the causes that could be known before it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.before import check
from nnplay.diagnosis.curve import findings_of_curve
from nnplay.diagnosis.findings import Finding, make_fixes, problems, worst_first
from nnplay.diagnosis.outcome import PAIRING, Outcome
from nnplay.diagnosis.place import PLACES, class_never_answered, feasible, place
from nnplay.diagnosis.restraint import held_back
from nnplay.diagnosis.units import idle_units, saturated_output, twin_units, vanishing_updates
from nnplay.history import TrainingHistory
from nnplay.numbers import exact, number, percent

# What only says that little came of a run.
BELOW = ("worse_than_mean", "worse_than_largest_class")
ALIKE = ("like_the_mean", "like_largest_class")
SHORT = ("short_of_regression", "short_of_logistic", "short_of_neighbours", "class_never_answered")
LITTLE = (*BELOW, *ALIKE, *SHORT, "stuck", "not_finished")
# What a finding already explains, so that it is not said again.
EXPLAINS: dict[str, tuple[str, ...]] = {
    "loss_mismatch": ("saturated_units", "dead_units"),
    "class_held_out": (*LITTLE, "overfitting", "as_good_as_logistic", "better_than_logistic"),
    "zero_start": ("twin_units", "dead_units", "stuck", "not_finished", "saturated_output"),
    "exploding": (*BELOW, "dead_units", "saturated_units"),
    "too_straight": (*LITTLE, "overfitting"),
    "held_back": (*LITTLE, "saturated_units", "dead_units", "twin_units"),
    "saturated_output": (*BELOW, *ALIKE, "stuck", "not_finished", "class_never_answered"),
    "dead_units": ("stuck",),
    "saturated_units": ("stuck",),
    "vanishing_updates": ("stuck", "not_finished"),
    "negative_predictions": ("stuck",),
    "stuck": (*BELOW, *ALIKE, *SHORT),
    "not_finished": ("short_of_neighbours",),
    "overfitting": (*BELOW, *ALIKE, *SHORT, "not_finished"),
    **dict.fromkeys((*BELOW, *ALIKE, "short_of_logistic"), ("class_never_answered",)),
}
# Of classes a loss that does not fit explains all that came of it, as its severity does.
PAIRED_BADLY = (*LITTLE, "saturated_output", "saturated_units", "dead_units", "oscillating")
EXPLAINS_CLASSES = {**EXPLAINS, **dict.fromkeys(PAIRING, PAIRED_BADLY)}
MOSTLY_NEGATIVE = 0.5  # of the predictions; the others still pull the right way


def diagnose(config: TrainingConfig, dataset: Dataset, history: TrainingHistory) -> list[Finding]:
    """Find what went wrong and what went well, worst first, with the causes from `check`.

    Args:
        history: Of a finished run of this configuration, or of one that Keras refused.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    causes = check(config, dataset)
    outcome = Outcome(config, dataset, history, causes)
    if history.refusal or not history.epochs:
        return [_refused(outcome)] if history.refusal else causes
    if outcome.broken:
        return worst_first([_not_a_number(outcome), *problems(causes)])
    found = [_confirmed(f, outcome) for f in causes if not _disproved(f, outcome)]
    if not any(finding.code == "loss_mismatch" for finding in problems(causes)):
        found += findings_of_curve(outcome)
    found += [*saturated_output(outcome), *idle_units(outcome), *twin_units(outcome)]
    found += [*vanishing_updates(outcome), *held_back(outcome), *place(outcome)]
    found += class_never_answered(outcome)
    found = _unexplained(found, EXPLAINS_CLASSES if dataset.classes else EXPLAINS)
    if not problems(found) and outcome.fine and outcome.informative:
        found.append(feasible(outcome))
    return worst_first(found)


def foremost(findings: list[Finding]) -> Finding | None:
    """Return the finding that the verdict is about: the worst problem, else the run's worth."""
    judgements = [finding for finding in findings if finding.code in PLACES]
    return next(iter(problems(findings) or judgements or findings), None)


def verdict(findings: list[Finding]) -> str:
    """Return the one line for the page: the title of the foremost finding."""
    finding = foremost(findings)
    return f"{finding.title}." if finding else "Nothing found."


def _unexplained(findings: list[Finding], explains: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    explained: set[str] = set()
    kept = []
    for finding in worst_first(findings):  # what is itself explained explains nothing
        if finding.code not in explained:
            kept.append(finding)
            if finding.severity == "problem" or finding.code == "held_back":
                explained.update(explains.get(finding.code, ()))
    return kept


def _disproved(finding: Finding, outcome: Outcome) -> bool:
    if finding.code == "twin_units":  # the weights themselves tell
        return True
    if finding.code == "negative_predictions":
        return outcome.fine and bool((outcome.predictions > 0).all())
    return finding.code == "learning_rate_too_high" and outcome.fine


def _confirmed(finding: Finding, outcome: Outcome) -> Finding:
    """Judge a loss or an output that may or may not do by what came of the run."""
    if finding.code == "negative_predictions" and not outcome.dataset.classes:
        return _mostly_negative(finding, outcome)
    exact = finding.code == "unreachable_targets" and not outcome.dataset.classes
    if finding.code not in PAIRING or exact or not outcome.informative:
        return finding
    severity = outcome.severity
    if severity == finding.severity:
        return finding
    return replace(
        finding, severity=severity, evidence=f"{finding.evidence} {_came_of_it(outcome)}"
    )


def _came_of_it(outcome: Outcome) -> str:
    where = f"on the {outcome.where}"
    return outcome.question.against_goal(where, outcome.error, outcome.goal)


def _mostly_negative(finding: Finding, outcome: Outcome) -> Finding:
    """Make the hint at negative predictions a problem where most of them are."""
    rows = outcome.examples.training_rows
    share = float((outcome.predictions[rows] <= 0).mean())
    if outcome.learned or share < MOSTLY_NEGATIVE:
        return finding
    evidence = f"At the end {percent(share)} of the predictions are not above 0."
    return replace(finding, severity="problem", evidence=evidence)


def _refused(outcome: Outcome) -> Finding:
    loss = [finding for finding in outcome.causes if finding.code == "loss_mismatch"]
    cause = loss[0] if loss else None
    return Finding(
        "refused",
        "problem",
        "Keras refuses to train this network, so nothing was learned",
        outcome.history.refusal or "",
        cause.why if cause else "The settings do not fit together for Keras.",
        make_fixes(outcome.config, *outcome.remedies(loss=outcome.question.asked["loss"])),
        cause.settings if cause else (),
    )


def _not_a_number(outcome: Outcome) -> Finding:
    loss = outcome.history.loss
    bad = np.flatnonzero(~np.isfinite(loss))
    epoch = int(bad[0]) + 1 if len(bad) else outcome.history.epochs
    before = (
        f"The epoch before, the loss was {number(float(loss[epoch - 2]))}. " if epoch > 1 else ""
    )
    kind = "infinite" if len(bad) and np.isinf(loss[bad[0]]) else "not a number (NaN)"
    return Finding(
        "not_a_number",
        "problem",
        f"The loss became {kind} in epoch {epoch:,}"
        if len(bad)
        else "The weights ran out of range",
        f"{before}Learning rate {exact(outcome.config.learning_rate_used)}, optimizer "
        f"{outcome.config.optimizer}, features "
        f"{'standardised (mean 0, deviation 1)' if outcome.config.standardize else 'as they are'}.",
        "The numbers have left the range a computer can hold, or a logarithm was asked of a number "
        "below 0. Mostly the steps are too large: each overshoots further than the one before. "
        "Nothing can be learned after that.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("learning_rate", "standardize", "optimizer"),
    )
