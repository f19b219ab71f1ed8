"""What a run has shown, together with the causes that could be known before it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.before import check
from nnplay.diagnosis.curve import findings_of_curve
from nnplay.diagnosis.findings import Finding, make_fixes, number, problems, worst_first
from nnplay.diagnosis.outcome import CLOSE, Outcome
from nnplay.diagnosis.units import idle_units, saturated_output, twin_units, vanishing_updates
from nnplay.history import TrainingHistory
from nnplay.metrics import WORSE

# What a finding already explains, so that it is not said again.
EXPLAINS = {
    "zero_start": ("twin_units", "dead_units", "stuck", "not_finished", "saturated_output"),
    "exploding": ("worse_than_mean", "dead_units", "saturated_units"),
    "saturated_output": ("stuck", "worse_than_mean", "like_the_mean", "not_finished"),
    "dead_units": ("stuck",),
    "saturated_units": ("stuck",),
    "vanishing_updates": ("stuck", "not_finished"),
    "negative_predictions": ("stuck",),
    "stuck": ("worse_than_mean", "like_the_mean"),
    "overfitting": ("not_finished", "worse_than_mean", "like_the_mean", "short_of_regression"),
}
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
    if not any(finding.code == "loss_mismatch" for finding in causes):
        found += findings_of_curve(outcome)
    found += [*saturated_output(outcome), *idle_units(outcome), *twin_units(outcome)]
    found += [*vanishing_updates(outcome), *_place(outcome)]
    found = _unexplained(found)
    if not problems(found) and outcome.fine and outcome.informative:
        found.append(_feasible(outcome))
    return worst_first(found)


def verdict(findings: list[Finding]) -> str:
    """Return the one line for the page: the worst problem, else what the run is worth."""
    worst = problems(findings)
    judgements = [f for f in findings if f.code in PLACES]
    chosen = worst or judgements or findings
    return f"{chosen[0].title}." if chosen else "Nothing found."


def _unexplained(findings: list[Finding]) -> list[Finding]:
    explained: set[str] = set()
    kept = []
    for finding in worst_first(findings):  # what is itself explained explains nothing
        if finding.code not in explained:
            kept.append(finding)
            if finding.severity == "problem":
                explained.update(EXPLAINS.get(finding.code, ()))
    return kept


def _disproved(finding: Finding, outcome: Outcome) -> bool:
    if finding.code == "twin_units":  # the weights themselves tell
        return True
    if finding.code == "negative_predictions":
        return outcome.fine and bool((outcome.predictions > 0).all())
    return finding.code == "learning_rate_too_high" and outcome.fine


def _confirmed(finding: Finding, outcome: Outcome) -> Finding:
    """Make the hint at negative predictions a problem where most of them are."""
    rows = outcome.examples.training_rows
    if finding.code != "negative_predictions" or outcome.learned:
        return finding
    share = float((outcome.predictions[rows] <= 0).mean())
    if share < MOSTLY_NEGATIVE:
        return finding
    evidence = f"At the end {share:.0%} of the predictions are not above 0."
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
        make_fixes(outcome.config, *outcome.remedies(loss="mean_squared_error")),
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
        f"The loss is {kind} from epoch {epoch:,} on"
        if len(bad)
        else "The weights ran out of range",
        f"{before}Learning rate {outcome.config.learning_rate_used:g}, optimizer "
        f"{outcome.config.optimizer}, features "
        f"{'standardised (mean 0, deviation 1)' if outcome.config.standardize else 'as they are'}.",
        "The numbers have left the range a computer can hold, or a logarithm was asked of a number "
        "below 0. Mostly the steps are too large: each overshoots further than the one before. "
        "Nothing can be learned after that.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("learning_rate", "standardize", "optimizer"),
    )


PLACES = (
    "worse_than_mean",
    "like_the_mean",
    "short_of_regression",
    "features_say_little",
    "better_than_regression",
    "as_good_as_regression",
)
WHY_BASELINES = (
    "Always predicting the mean needs no inputs at all, so it is the least a network must beat. "
    "Linear regression is the best straight formula, found at once without training."
)


def _place(outcome: Outcome) -> Iterator[Finding]:
    mse, mean, linear = outcome.mse, outcome.mse_of_mean, outcome.mse_of_regression
    ours, theirs = number(mse), number(linear)
    if not outcome.informative:
        yield _features(outcome)
    if mse > WORSE * mean:
        yield _placed(
            outcome,
            "worse_than_mean",
            # regression may fail on held-out rows too, where no fit can be blamed
            "hint" if mse <= WORSE * linear else "problem",
            f"MSE {ours} is worse than always predicting the mean, {number(mean)}",
        )
    elif mse <= linear / WORSE:
        title = f"MSE {ours} is better than linear regression, {theirs}"
        yield _placed(outcome, "better_than_regression", "good", title)
    elif not outcome.informative:
        return
    elif mse > mean / WORSE:
        title = f"MSE {ours} is that of always predicting the mean, {number(mean)}"
        yield _placed(outcome, "like_the_mean", "problem", title)
    elif mse > CLOSE * linear:
        title = f"MSE {ours} beats the mean, {number(mean)}, but not linear regression, {theirs}"
        yield _placed(outcome, "short_of_regression", outcome.severity, title)
    else:
        title = f"MSE {ours} is about as good as linear regression, {theirs}"
        yield _placed(outcome, "as_good_as_regression", "good", title)


def _placed(outcome: Outcome, code: str, severity: str, title: str) -> Finding:
    first = {} if outcome.informative else {"features": None}
    options = [] if severity == "good" else outcome.remedies(**first)
    return Finding(
        code,
        severity,
        title,
        f"Mean squared error (MSE) on the {outcome.where}: network {number(outcome.mse)}, linear "
        f"regression {number(outcome.mse_of_regression)}, always the mean "
        f"{number(outcome.mse_of_mean)}.",
        WHY_BASELINES,
        make_fixes(outcome.config, *options),
        () if severity == "good" else ("optimizer", "learning_rate", "standardize"),
    )


def _features(outcome: Outcome) -> Finding:
    all_features = replace(outcome.config, features=None)
    return Finding(
        "features_say_little",
        "hint",
        f"These features say little: linear regression scores {number(outcome.mse_of_regression)}, "
        f"the mean {number(outcome.mse_of_mean)}",
        f"Mean squared errors on the {outcome.where}.",
        "A network can only use what its inputs tell. Where even the best straight formula is no "
        "better than the mean, longer training mostly learns chance deviations.",
        make_fixes(outcome.config, {"features": all_features.features}),
        ("features",),
    )


def _feasible(outcome: Outcome) -> Finding:
    return Finding(
        "feasible",
        "good",
        f"Feasible: MSE {number(outcome.mse)} is about as good as a straight formula, or better",
        f"Mean squared error (MSE) on the {outcome.where}: network {number(outcome.mse)}, linear "
        f"regression {number(outcome.mse_of_regression)}.",
        "Nothing broke, nothing stands still, and the result is at least about as good as linear "
        "regression, the best straight formula.",
    )
