"""Units that do nothing or the same as others, and layers that do not learn."""

from collections.abc import Iterator

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.diagnosis.classes import Classes
from nnplay.diagnosis.findings import Finding, count, make_fixes
from nnplay.diagnosis.network import CONSTANTS
from nnplay.diagnosis.outcome import Outcome
from nnplay.diagnosis.rates import BOUNDED
from nnplay.numbers import digits, extent, percent, times

# A unit corrects its weights by the error times the slope of its activation; at a hundredth of
# the steepest slope it learns a hundred times slower (for tanh: beyond sums of about 3).
FLAT = 0.01
STEEPEST = {"sigmoid": 1 / 4, "softmax": 1 / 4, "hard_sigmoid": 1 / 6}  # slopes; else 1
FLAT_ROWS = 0.9  # of the rows; a unit flat on these carries a yes or no at best
FLAT_PREDICTIONS = 0.5
FLAT_AND_WRONG = 0.2  # of the rows
# Of these outputs Keras's cross-entropies take the sums: a wrong answer is corrected in full.
FROM_SUMS = ("sigmoid", "softmax")
# Activations that level off at a value other than 0; relu being 0 on many rows is its very job.
LEVELLING = (*BOUNDED, "elu", "selu")
MANY_UNITS = 0.5  # of a layer
SILENT = 1e-6  # float32 has seven digits: such a value changes no prediction
# Equal units drift apart by the rounding of float32 alone.
SAME = 1e-4
# Three layers are the least that can be called deep. Over the first tenth of a run, before noise
# hides it, the ratio was 0.04 to 3 in runs that learn, 0.0003 to 0.01 in those that do not.
DEEP = 3
VANISHED = 0.02


def saturated_output(outcome: Outcome) -> Iterator[Finding]:
    """Find an output activation that is flat where most predictions lie."""
    name = outcome.config.output_activation
    if name == "linear":
        return
    if isinstance(outcome.question, Classes):
        yield from _saturated_classes(outcome, outcome.question)
        return
    sums, values = outcome.layers[-1]
    flat = _flat(name, sums)
    if flat.mean() < FLAT_PREDICTIONS:
        return
    exactly = int((_slopes(name, sums) == 0).sum())
    reached = extent(values[flat].round(2))
    changes = {"output_activation": "linear"}
    if outcome.config.loss == "poisson":
        changes = {"output_activation": "softplus"}
    yield Finding(
        "saturated_output",
        "hint" if outcome.fits else "problem",
        f"{int(flat.sum())} of {len(flat)} predictions sit where {name} is flat, at {reached}",
        f"There the slope of {name} is nearly 0, for {exactly} of {len(flat)} predictions exactly "
        f"0. Targets: {_range(outcome)}.",
        "Training asks how the error changes when a weight changes a little. Where the output "
        "activation is flat, the prediction hardly changes, so the weights are hardly corrected, "
        "however wrong the prediction. A linear output is never flat.",
        make_fixes(outcome.config, *outcome.remedies(**changes)),
        ("output_activation", "standardize"),
    )


def _saturated_classes(outcome: Outcome, question: Classes) -> Iterator[Finding]:
    """Find wrong answers where no output changes any more; right ones may be as sure as can be."""
    rows = outcome.examples.training_rows
    name, (sums, _) = outcome.config.output_activation, outcome.layers[-1]
    if name in FROM_SUMS and "crossentropy" in outcome.config.loss:
        return
    wrong = question.answers(outcome.predictions)[rows] != outcome.examples.y[rows, 0]
    lost = wrong & _flat(name, sums).all(axis=1)
    if outcome.fits or lost.mean() < FLAT_AND_WRONG:
        return
    yield Finding(
        "saturated_output",
        outcome.severity,
        f"{int(lost.sum())} of {count(int(wrong.sum()), 'wrong answer')} sit where {name} is flat",
        f"There the slope of {name} is nearly 0. {outcome.on_training_rows()}",
        "Training asks how the error changes when a weight changes a little. Where the output "
        "activation is flat, the prediction hardly changes, so a wrong answer stays wrong for "
        "long. Features of one size and smaller steps keep the sums small.",
        make_fixes(outcome.config, *outcome.remedies(**question.asked)),
        ("output_activation", "standardize", "learning_rate"),
    )


def _range(outcome: Outcome) -> str:
    y = outcome.examples.y[outcome.examples.training_rows]
    return extent(y)


def _slopes(activation: str, sums: np.ndarray) -> np.ndarray:
    if activation == "softmax":
        shares = ACTIVATIONS[activation].function(sums)
        return shares * (1 - shares)  # 0 for a single unit, which is always 1
    function, step = ACTIVATIONS[activation].function, 1e-4
    with np.errstate(all="ignore"):
        return (function(sums + step) - function(sums - step)) / (2 * step)


def _flat(activation: str, sums: np.ndarray) -> np.ndarray:
    return np.abs(_slopes(activation, sums)) < FLAT * STEEPEST.get(activation, 1.0)


def idle_units(outcome: Outcome) -> Iterator[Finding]:
    """Find hidden units that give 0 for every row, and those flat on nearly every row."""
    config = outcome.config
    if not config.hidden_units or config.activation in ("linear", "leaky_relu"):
        return
    dead, flat = [], []
    for sums, values in outcome.layers[:-1]:
        silent = np.abs(values).max(axis=0) < SILENT
        # sigmoid at 0 is at one of its two limits, as it is at 1: flat, not dead
        dead.append(silent & (config.activation not in BOUNDED))
        often_flat = _flat(config.activation, sums).mean(axis=0) >= FLAT_ROWS
        flat.append(often_flat & (config.activation in LEVELLING))
    if any(units.any() for units in dead):
        yield _dead(outcome, dead)
    # to tell classes apart a unit need say no more than yes or no
    if any(units.any() for units in flat) and not (outcome.dataset.classes and outcome.fits):
        yield _saturated(outcome, flat)


def _dead(outcome: Outcome, dead: list[np.ndarray]) -> Finding:
    name = outcome.config.activation
    number = sum(int(units.sum()) for units in dead)
    total = sum(map(len, dead))
    return Finding(
        "dead_units",
        _severity(outcome, dead),
        f"{number} of {count(total, 'hidden unit')} {'are' if number > 1 else 'is'} dead: always 0",
        f"They give 0 for all {len(outcome.examples.training_rows)} training "
        f"{outcome.question.noun}s: "
        f"{_listed(dead)}.",
        f"The activation {name} gives 0 for sums far enough below 0. A unit whose sum is that low "
        f"for every {outcome.question.noun} adds nothing to any prediction, and as it is flat "
        "there, its weights are "
        "never corrected again. leaky_relu keeps a slope below 0, so its units can come back.",
        make_fixes(outcome.config, *outcome.remedies(activation="leaky_relu")),
        ("activation", "standardize", "learning_rate"),
    )


def _saturated(outcome: Outcome, flat: list[np.ndarray]) -> Finding:
    name = outcome.config.activation
    number = sum(int(units.sum()) for units in flat)
    total = sum(map(len, flat))
    return Finding(
        "saturated_units",
        _severity(outcome, flat),
        f"{number} of {count(total, 'hidden unit')} sit where {name} is flat",
        f"Flat on at least {percent(FLAT_ROWS)} of the training {outcome.question.noun}s: "
        f"{_listed(flat)}.",
        f"Far from 0 {name} hardly changes any more. Such a unit gives nearly the same for all "
        f"{outcome.question.noun}s, and its weights are hardly corrected, as a small "
        "change of them changes nothing. "
        "Standardised features (mean 0, deviation 1) keep the sums small.",
        make_fixes(outcome.config, *outcome.remedies()),
        ("standardize", "activation", "learning_rate"),
    )


def _severity(outcome: Outcome, marked: list[np.ndarray]) -> str:
    many = any(units.mean() >= MANY_UNITS for units in marked)
    return outcome.severity if many and not outcome.fits else "hint"


def _listed(marked: list[np.ndarray]) -> str:
    texts = []
    for layer, units in enumerate(marked, start=1):
        numbers = [str(unit + 1) for unit in np.flatnonzero(units)]
        if len(numbers) == len(units) > 1:
            texts.append(f"all {len(units)} units of layer {layer}")
        elif numbers:
            more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
            noun = "unit" if len(numbers) == 1 else "units"
            texts.append(f"{noun} {', '.join(numbers[:5])}{more} of layer {layer}")
    return "; ".join(texts)


def twin_units(outcome: Outcome) -> Iterator[Finding]:
    """Find units of a layer that are equal, in weights and out, since they began alike."""
    if outcome.config.kernel_initializer not in CONSTANTS:
        return  # drawn weights differ; units that have faded out are equal, but no twins
    arrays = outcome.history.weights_at(outcome.history.epochs)
    worst = (0, 0, 0)
    for layer in range(len(outcome.config.hidden_units)):
        kernel, bias, leaving = arrays[2 * layer : 2 * layer + 3]
        signatures = np.vstack([kernel, bias, leaving.T]).astype(float)
        size = np.abs(signatures).max() or 1.0
        different = len(np.unique(np.round(signatures / (SAME * size)), axis=1).T)
        units = kernel.shape[1]
        worst = max(worst, (units - different, units, layer + 1))
    saved, units, layer = worst
    if not saved:
        return
    different = units - saved
    yield Finding(
        "twin_units",
        "hint" if outcome.config.activation == "linear" or outcome.fine else "problem",
        f"{units} units of layer {layer} do the work of {different}: the others are twins",
        f"By the weights that come in and go out, {units} units are only {different} different "
        f"unit{'' if different == 1 else 's'}.",
        "Units with the same weights in and out get the same correction at every step, so they "
        "stay equal for ever, however many there are. Random initial weights make them differ.",
        make_fixes(
            outcome.config,
            *outcome.remedies(
                kernel_initializer="glorot_uniform", output_kernel_initializer="glorot_uniform"
            ),
        ),
        ("kernel_initializer", "output_kernel_initializer"),
    )


def vanishing_updates(outcome: Outcome) -> Iterator[Finding]:
    """Find a first layer that moved far less than the last one of a deep network."""
    history = outcome.history
    if len(outcome.config.hidden_units) < DEEP or outcome.fits:
        return
    first = history.sizes[0] * history.sizes[1]
    outputs = history.sizes[-1]
    last = (history.sizes[-2] + 1) * outputs
    early = history.parameters[: max(len(history.parameters) // 10, 2)]
    paths = [
        float(np.abs(np.diff(part, axis=0)).sum(axis=0).mean())
        for part in (early[:, :first], early[:, -last:-outputs])
    ]
    if paths[0] >= VANISHED * paths[1]:
        return
    yield Finding(
        "vanishing_updates",
        outcome.severity,
        f"The first layer learned {times(paths[1] / max(paths[0], 1e-12))} times less than the "
        "last",
        f"In the first tenth of the run a weight of the first layer moved by "
        f"{digits(paths[0], 2)} on average, one of the last by {digits(paths[1], 2)}.",
        "Corrections travel from the output back through every layer and are multiplied by the "
        "slope of its activation. Where slopes are well below 1, little is left for the first "
        "layer. relu, whose slope is 1 above 0, passes them on whole.",
        make_fixes(outcome.config, *outcome.remedies(activation="relu")),
        ("activation", "hidden_units", "optimizer"),
    )
