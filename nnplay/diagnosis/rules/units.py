"""Units that do nothing, and layers that do not learn."""

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import POOR, Finding, finding
from nnplay.diagnosis.fixes import fixes_of, output_for
from nnplay.numbers import count, digits, extent, percent, times

# A unit corrects its weights by the error times the slope of its activation; at a hundredth of
# the steepest slope it learns a hundred times slower (for tanh: beyond sums of about 3).
FLAT = 0.01
FLAT_ROWS = 0.9  # of the rows; a unit flat on these carries a yes or no at best
FLAT_PREDICTIONS = 0.5
FLAT_AND_WRONG = 0.2  # of the rows
MANY_UNITS = 0.5  # of a layer
SILENT = 1e-6  # float32 has seven digits: such a value changes no prediction
MOST_NAMED = 5
# Three layers are the least that can be called deep. Over the first tenth of a run, before noise
# hides it, the ratio was 0.04 to 3 in runs that learn, 0.0003 to 0.01 in those that do not.
DEEP = 3
VANISHED = 0.02


def _slopes(activation: str, sums: np.ndarray) -> np.ndarray:
    function, step = ACTIVATIONS[activation].function, 1e-4
    if ACTIVATIONS[activation].shared:
        shares = function(sums)
        return shares * (1 - shares)  # 0 for a single unit, which is always 1
    with np.errstate(all="ignore"):
        return (function(sums + step) - function(sums - step)) / (2 * step)


def _flat(activation: str, sums: np.ndarray) -> np.ndarray:
    return np.abs(_slopes(activation, sums)) < FLAT * ACTIVATIONS[activation].steepest


@finding("saturated_output", rank=100, when="finished", explains=(POOR,))
def saturated_output(evidence: Evidence) -> Finding | None:
    """Find an output activation that is flat where most predictions lie."""
    name, task = evidence.config.output_activation, evidence.task
    if task.dataset.classes or ACTIVATIONS[name].linear:
        return None
    sums, values = evidence.layers[-1]
    flat = _flat(name, sums)
    if flat.mean() < FLAT_PREDICTIONS:
        return None
    exactly = int((_slopes(name, sums) == 0).sum())
    targets = evidence.examples.y[evidence.examples.training_rows]
    return Finding(
        "hint" if evidence.fits else "problem",
        f"{int(flat.sum())} of {len(flat)} predictions sit where {name} is flat, at "
        f"{extent(values[flat].round(2))}",
        f"There the slope of {name} is nearly 0, for {exactly} of {len(flat)} predictions exactly "
        f"0. The targets run from {extent(targets)}.",
        "Training asks how the error changes when a weight changes a little. Where the output "
        "activation is flat, the prediction hardly changes, so the weights are hardly corrected, "
        "however wrong the prediction. A linear output is never flat.",
        fixes_of(evidence, output_activation=output_for(task, evidence.config.loss)),
        ("output_activation", "standardize"),
    )


@finding("saturated_output", rank=100, when="finished", explains=(POOR,))
def wrong_classes_of_saturated_output(evidence: Evidence) -> Finding | None:
    """Find wrong classes where no output changes any more; right ones may be as sure as can be."""
    config, task, rows = evidence.config, evidence.task, evidence.examples.training_rows
    name, (sums, _) = config.output_activation, evidence.layers[-1]
    if not task.dataset.classes or evidence.fits:
        return None
    if ACTIVATIONS[name].probability and LOSSES[config.loss].from_sums:
        return None  # a wrong answer is corrected in full
    wrong = (evidence.answers != evidence.examples.y)[rows, 0]
    lost = wrong & _flat(name, sums).all(axis=1)
    if lost.mean() < FLAT_AND_WRONG:
        return None
    return Finding(
        evidence.severity,
        f"{int(lost.sum())} of {count(int(wrong.sum()), 'wrong answer')} sit where {name} is flat",
        f"There the slope of {name} is nearly 0. {evidence.on_training_rows()}",
        "Training asks how the error changes when a weight changes a little. Where the output "
        "activation is flat, the prediction hardly changes, so a wrong answer stays wrong for "
        "long. Features of one size and smaller steps keep the sums small.",
        fixes_of(evidence, **task.recommended),
        ("output_activation", "standardize", "learning_rate"),
    )


@finding("dead_units", rank=110, when="finished", explains=("stuck",))
def dead_units(evidence: Evidence) -> Finding | None:
    """Find hidden units that give 0 for every row."""
    name, noun = evidence.config.activation, evidence.task.noun
    if ACTIVATIONS[name].never_flat or ACTIVATIONS[name].bounded:
        return None  # sigmoid at 0 is at one of its two limits, as it is at 1: flat, not dead
    dead = [np.abs(values).max(axis=0) < SILENT for _, values in evidence.layers[:-1]]
    if not any(units.any() for units in dead):
        return None
    number = sum(int(units.sum()) for units in dead)
    total = count(sum(map(len, dead)), "hidden unit")
    return Finding(
        _severity(evidence, dead),
        f"{number} of {total} {'are' if number > 1 else 'is'} dead: always 0",
        f"{'They give' if number > 1 else 'It gives'} 0 for all "
        f"{len(evidence.examples.training_rows)} training {noun}s: {_listed(dead)}.",
        f"The activation {name} gives 0 for sums far enough below 0. A unit whose sum is that low "
        f"for every {noun} adds nothing to any prediction, and as it is flat there, its weights "
        "are no longer corrected. leaky_relu keeps a slope below 0, so its units can recover.",
        fixes_of(evidence, activation="leaky_relu"),
        ("activation", "standardize", "learning_rate"),
    )


@finding("saturated_units", rank=120, when="finished", explains=("stuck",))
def saturated_units(evidence: Evidence) -> Finding | None:
    """Find hidden units that are flat on nearly every row."""
    name, noun = evidence.config.activation, evidence.task.noun
    # to tell classes apart a unit need say no more than yes or no
    enough = bool(evidence.task.dataset.classes) and evidence.fits
    if enough or not ACTIVATIONS[name].levels_off:
        return None
    flat = [_flat(name, sums).mean(axis=0) >= FLAT_ROWS for sums, _ in evidence.layers[:-1]]
    if not any(units.any() for units in flat):
        return None
    number = sum(int(units.sum()) for units in flat)
    total = count(sum(map(len, flat)), "hidden unit")
    return Finding(
        _severity(evidence, flat),
        f"{number} of {total} {'sit' if number > 1 else 'sits'} where {name} is flat",
        f"Flat on at least {percent(FLAT_ROWS)} of the training {noun}s: {_listed(flat)}.",
        f"Far from 0 {name} hardly changes. Such a unit gives nearly the same value for all "
        f"{noun}s, and its weights are hardly corrected, as a small change of them changes "
        "nothing. Standardised features (mean 0, deviation 1) keep the sums small.",
        fixes_of(evidence),
        ("standardize", "activation", "learning_rate"),
    )


def _severity(evidence: Evidence, marked: list[np.ndarray]) -> str:
    many = any(units.mean() >= MANY_UNITS for units in marked)
    return evidence.severity if many and not evidence.fits else "hint"


def _listed(marked: list[np.ndarray]) -> str:
    texts = []
    for layer, units in enumerate(marked, start=1):
        numbers = [str(unit + 1) for unit in np.flatnonzero(units)]
        if len(numbers) == len(units) > 1:
            texts.append(f"all {len(units)} units of layer {layer}")
        elif numbers:
            hidden = len(numbers) - MOST_NAMED
            more = f" and {hidden} more" if hidden > 0 else ""
            noun = "unit" if len(numbers) == 1 else "units"
            texts.append(f"{noun} {', '.join(numbers[:MOST_NAMED])}{more} of layer {layer}")
    return "; ".join(texts)


@finding("vanishing_updates", rank=130, when="finished", explains=("stuck", "not_finished"))
def vanishing_updates(evidence: Evidence) -> Finding | None:
    """Find a first layer that moved far less than the last one of a deep network."""
    history = evidence.history
    if len(evidence.config.hidden_units) < DEEP or evidence.fits:
        return None
    first = history.sizes[0] * history.sizes[1]
    outputs = history.sizes[-1]
    last = (history.sizes[-2] + 1) * outputs
    early = history.parameters[: max(len(history.parameters) // 10, 2)]
    paths = [
        float(np.abs(np.diff(part, axis=0)).sum(axis=0).mean())
        for part in (early[:, :first], early[:, -last:-outputs])
    ]
    if paths[0] >= VANISHED * paths[1]:
        return None
    return Finding(
        evidence.severity,
        f"The first layer's weights moved {times(paths[1] / max(paths[0], 1e-12))} times less "
        "than the last one's",
        f"In the first tenth of the run a weight of the first layer moved by "
        f"{digits(paths[0], 2)} on average, one of the last by {digits(paths[1], 2)}.",
        "Corrections travel from the output back through every layer and are multiplied by the "
        "slope of its activation. Where slopes are well below 1, little is left for the first "
        "layer. relu, whose slope is 1 above 0, passes them on whole.",
        fixes_of(evidence, activation="relu"),
        ("activation", "hidden_units", "optimizer"),
    )
