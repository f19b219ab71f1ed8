"""Units that are dead or saturated, and layers that do not learn."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnplay.choices import ACTIVATIONS, Activation
from nnplay.config import TrainingConfig
from nnplay.diagnosis.evidence import Evidence, Layers
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import calm, is_far_too_wide, make_fixes
from nnplay.diagnosis.task import HALF
from nnplay.numbers import count, digits, exact, listed, percent, times

# A unit corrects its weights by the error times the slope of its activation; at a hundredth of
# the steepest slope it learns a hundred times slower (for tanh: beyond sums of about 3).
FLAT = 0.01
FLAT_ROWS = 0.9  # of the rows; a unit that is flat on these can say yes or no at best
SILENT = 1e-6  # so small a value changes no prediction: float32 has seven digits
MOST_NAMED = 5
RECOVERS = "leaky_relu"
# A network is deep from three hidden layers on. In the first tenth of a run, before noise hides it,
# the first layer moved 0.04 to 3 times as far as the last in runs that learn, and 0.0003 to 0.01
# times in those that do not.
DEEP = 3
VANISHED = 0.02
SMALL_SUMS = {
    False: "Standardised features (mean 0, deviation 1) keep the sums small.",
    True: "Smaller steps keep the weights small, and with them the sums.",
}


def slopes_of(activation: Activation, sums: np.ndarray) -> np.ndarray:
    """Return an activation's slopes at these sums, shape (rows, units)."""
    function, step = activation.function, 1e-4
    if activation.shared:
        shares = function(sums)
        return shares * (1 - shares)  # 0 for a single unit, which is always 1
    with np.errstate(all="ignore"):
        return (function(sums + step) - function(sums - step)) / (2 * step)


def is_flat(activation: Activation, sums: np.ndarray) -> np.ndarray:
    """Tell for each sum whether the activation is so flat there that its unit hardly learns."""
    return np.abs(slopes_of(activation, sums)) < FLAT * activation.steepest


@finding("dead_units", 110, "finished", explains="stuck")
def dead_units(evidence: Evidence) -> Finding | None:
    """Find hidden units that give 0 for every row."""
    config, noun = evidence.config, evidence.task.noun
    dead = _dead(evidence, evidence.layers)
    number, said = _counted(dead)
    if not number:
        return None
    layers = zip(config.hidden_activations, dead, strict=True)
    own = tuple(RECOVERS if units.any() else name for name, units in layers)
    leaking = {"layer_activations": own} if config.layer_activations else {"activation": RECOVERS}
    at_first, advice, slower = _of_steps(evidence, dead)
    return Finding(
        _severity(evidence, dead),
        f"{said} {'are' if number > 1 else 'is'} dead: always 0",
        f"{'They give' if number > 1 else 'It gives'} 0 for all "
        f"{len(evidence.examples.training_rows)} training {noun}s: {_listed(dead)}.{at_first}",
        f"The activation {_of(config, dead)} gives 0 for sums far enough below 0. A unit whose sum "
        f"is that low for every {noun} adds nothing to any prediction, and as it is flat there, "
        f"its weights are no longer corrected. {advice}{RECOVERS} keeps a slope below 0, so its "
        "units can recover.",
        make_fixes(config, slower, leaking),
    )


def _dead(evidence: Evidence, layers: Layers) -> list[np.ndarray]:
    """Tell which units of every hidden layer give 0 for every training row."""
    # a sigmoid's 0 is one of its two limits, as its 1 is: saturated, not dead
    return [
        (not (each.never_flat or each.bounded)) & (np.abs(values).max(axis=0) < SILENT)
        for each, _, values in _hidden(evidence, layers)
    ]


def _of_steps(evidence: Evidence, dead: list[np.ndarray]) -> tuple[str, str, dict[str, Any]]:
    """Say that most of the dead units have died by steps far too wide, and make these smaller."""
    config, nothing = evidence.config, ("", "", dict[str, Any]())
    if not is_far_too_wide(config):
        return nothing
    at_first = _dead(evidence, evidence.layers_at(0))
    number, _ = _counted(dead)
    first, _ = _counted([now & before for now, before in zip(dead, at_first, strict=True)])
    if first > HALF * number:
        return nothing
    did = f"{first or 'none'} of them did" if number > 1 else "it did not"
    return (
        f" Before the first step {did}.",
        f"Steps as wide as learning rate {exact(config.learning_rate_used)} can throw units there "
        "at once, so try smaller ones first. ",
        calm(config),
    )


@finding("saturated_units", 120, "finished", explains="stuck")
def saturated_units(evidence: Evidence) -> Finding | None:
    """Find hidden units that are flat on nearly every row."""
    config, noun = evidence.config, evidence.task.noun
    # for classes it is enough if a unit says yes or no
    if evidence.task.dataset.classes and evidence.fits:
        return None
    flat = [
        each.levels_off & (is_flat(each, sums).mean(axis=0) >= FLAT_ROWS)
        for each, sums, _ in _hidden(evidence, evidence.layers)
    ]
    number, said = _counted(flat)
    if not number:
        return None
    name = _of(config, flat)
    both = any(ACTIVATIONS[each].bounded for each in name.split(" or "))
    return Finding(
        _severity(evidence, flat),
        f"{said} {'lie' if number > 1 else 'lies'} where {name} is flat",
        f"Flat on at least {percent(FLAT_ROWS)} of the training {noun}s: {_listed(flat)}.",
        f"Far {'from' if both else 'below'} 0 {name} hardly changes. Such a unit gives nearly the "
        f"same value for all {noun}s, and its weights are hardly corrected, as a small change of "
        f"them changes nothing. {SMALL_SUMS[config.standardize]}",
        make_fixes(config, calm(config)),
    )


def _hidden(
    evidence: Evidence, layers: Layers
) -> Iterator[tuple[Activation, np.ndarray, np.ndarray]]:
    """Yield the activation, the sums and the values of every hidden layer."""
    names = evidence.config.hidden_activations
    for name, (sums, values) in zip(names, layers[:-1], strict=True):
        yield ACTIVATIONS[name], sums, values


def _counted(marked: list[np.ndarray]) -> tuple[int, str]:
    number = sum(int(units.sum()) for units in marked)
    return number, f"{number} of {count(sum(map(len, marked)), 'hidden unit')}"


def _of(config: TrainingConfig, marked: list[np.ndarray]) -> str:
    """Name the activations of the layers in which units are marked: "relu or gelu"."""
    layers = zip(config.hidden_activations, marked, strict=True)
    return " or ".join(dict.fromkeys(name for name, units in layers if units.any()))


def _severity(evidence: Evidence, marked: list[np.ndarray]) -> str:
    many = any(units.mean() >= HALF for units in marked)
    return evidence.severity if many and not evidence.fits else "hint"


def _listed(marked: list[np.ndarray]) -> str:
    texts = []
    for layer, units in enumerate(marked, start=1):
        numbers = [str(unit + 1) for unit in np.flatnonzero(units)]
        if len(numbers) == len(units) > 1:
            texts.append(f"all {len(units)} units of layer {layer}")
        elif len(numbers) > MOST_NAMED:
            texts.append(f"{len(numbers)} of {len(units)} units of layer {layer}")
        elif numbers:
            noun = "unit" if len(numbers) == 1 else "units"
            texts.append(f"{noun} {listed(numbers)} of layer {layer}")
    return "; ".join(texts)


@finding("vanishing_updates", 130, "finished", explains="stuck not_finished")
def vanishing_updates(evidence: Evidence) -> Finding | None:
    """Find a deep network whose first layer moved far less than its last one."""
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
    title = "The first layer's weights have not moved, and the last one's have"
    if paths[0]:
        less = times(paths[1] / paths[0])
        title = f"The first layer's weights moved {less} times less than the last one's"
    return Finding(
        evidence.severity,
        title,
        f"In the first tenth of the run a weight of the first layer moved by "
        f"{digits(paths[0], 2)} on average, one of the last by {digits(paths[1], 2)}.",
        "Corrections travel from the output back through every layer and are multiplied by the "
        "slope of its activation. Where slopes are well below 1, little is left for the first "
        "layer. relu, whose slope is 1 above 0, passes them on whole.",
        make_fixes(evidence.config, {"activation": "relu"}),
    )
