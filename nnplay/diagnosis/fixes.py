"""The changes of settings that fix a run, and the labels of their buttons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnplay.choices import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.diagnosis.evidence import Evidence
from nnplay.diagnosis.finding import Fix, capitalised
from nnplay.diagnosis.task import Task
from nnplay.fields import MAX_SAMPLES, MIN_LEARNING_RATE, phrase

# Adam's rates that came near linear regression within 500 epochs, by the number of hidden layers:
# the only layer has no other to multiply its steps, and deep tanh layers flatten at 0.03.
ADAM_RATES = (0.1, 0.03, 0.03)
DEEP_ADAM_RATE = 0.01
FAR = 10.0  # times a rate that suits, or a tenth of it
ENOUGH_EPOCHS = 500
# Measured: in deep layers narrower than this, and in layers of a single relu, often all units die.
WIDE = 8

GENTLE_L2 = 0.01  # measured: smooths a border with few bends, but would erase one with many
SQUARED = "mean_squared_error"

PENALTIES = ("l1", "l2", "dropout")
Changes = Mapping[str, Any]


def make_fixes(config: TrainingConfig, *options: Changes) -> tuple[Fix, ...]:
    """Make a labelled fix of each option, except those that change nothing or repeat another."""
    fixes: list[Fix] = []
    for option in (_of_every_layer(config, each) for each in options):
        changes = {name: value for name, value in option.items() if getattr(config, name) != value}
        # None and the default written out are the same rate
        rate_kept = replace(config, **changes).learning_rate_used == config.learning_rate_used
        if rate_kept and "optimizer" not in changes:
            changes.pop("learning_rate", None)
        if changes and all(changes != fix.changes for fix in fixes):
            fixes.append(Fix(_label(replace(config, **changes), changes), changes))
    return tuple(fixes)


def _of_every_layer(config: TrainingConfig, option: Changes) -> Changes:
    """Return the changes with the new activation for every layer, if layers have their own."""
    if not config.layer_activations or "activation" not in option:
        return option
    others = {name: value for name, value in option.items() if name != "activation"}
    layers = len(option.get("hidden_units", config.hidden_units))
    return {**others, "layer_activations": (option["activation"],) * layers}


def fixes_of(evidence: Evidence, **first: Any) -> tuple[Fix, ...]:
    """Make fixes of the changes of `remedies`."""
    return make_fixes(evidence.config, *remedies(evidence, **first))


def corrected(evidence: Evidence, **first: Any) -> dict[str, Any]:
    """Return these changes, and those that fix the causes found by `check`."""
    causes = dict[str, Any]()
    for cause in evidence.causes:
        if cause.severity == "problem" or {"loss", "output_activation"} & set(cause.settings):
            causes |= cause.changes
    return {**causes, **first}


def remedies(evidence: Evidence, **first: Any) -> list[Changes]:
    """Return alternative sets of changes with which this run should train well.

    Each contains the given changes and fixes the causes found by `check`.
    """
    config, fixed = evidence.config, corrected(evidence, **first)
    remedy = {**fixed, **steady(replace(config, **fixed))}
    if _memorises(evidence):
        return [{**fixed, **_simpler(evidence)}]
    free = dict.fromkeys(PENALTIES, 0.0)
    if any(getattr(config, name) != value for name, value in remedy.items()):
        return [remedy, free]
    if evidence.severity == "hint" or any(getattr(config, name) for name in PENALTIES):
        return [free]
    # the run has all of this already, so it needs a network that can do more
    return [{**remedy, **abler(evidence)}]


def steady(config: TrainingConfig) -> dict[str, Any]:
    """Return the changes that, in all our measurements, made a run like this one train well."""
    hidden = [ACTIVATIONS[name] for name in config.hidden_activations]
    changes, depth = dict[str, Any](), len(hidden)
    dies = any(each.flat_at_zero and not each.bounded for each in hidden)
    narrow = min(config.hidden_units, default=WIDE) < (WIDE if depth > 2 else 2)
    if narrow and not all(each.linear for each in hidden) and (depth > 2 or dies):
        changes["hidden_units"], depth = (WIDE,), 1
    changes |= {
        "standardize": True,
        "optimizer": "Adam",
        "learning_rate": ADAM_RATES[depth] if depth < len(ADAM_RATES) else DEEP_ADAM_RATE,
        "epochs": max(config.epochs, ENOUGH_EPOCHS),
    }
    if any(each.deepest is not None and depth > each.deepest for each in hidden):
        changes["activation"] = "relu"
    return changes


def settled(config: TrainingConfig) -> dict[str, Any]:
    """Return the part of `steady` that is about the size of steps."""
    changes = steady(config)
    return {name: changes[name] for name in ("standardize", "optimizer", "learning_rate")}


def is_far_too_wide(config: TrainingConfig) -> bool:
    """Tell whether steps that are about the learning rate are ten times what suits, or more."""
    wide = config.learning_rate_used >= FAR * settled(config)["learning_rate"]
    return OPTIMIZERS[config.optimizer].normalized and wide


def suited_rate(config: TrainingConfig) -> dict[str, Any]:
    """Return the change of a learning rate that is a tenth of what suits or ten times that."""
    suits, used = settled(config)["learning_rate"], config.learning_rate_used
    far = used >= FAR * suits or used <= suits / FAR
    return {"learning_rate": suits} if far and OPTIMIZERS[config.optimizer].normalized else {}


def calm(config: TrainingConfig) -> dict[str, Any]:
    """Return changes to smaller steps; raw features are scaled first, as no step suits them all."""
    changes, used = settled(config), config.learning_rate_used
    if not config.standardize:
        return changes
    rate = changes["learning_rate"]
    high = OPTIMIZERS[config.optimizer].normalized and used > rate
    return {"learning_rate": max(rate if high else one_digit(used / 10), MIN_LEARNING_RATE)}


def faster(config: TrainingConfig) -> dict[str, Any]:
    """Return changes to larger steps; {} if the steps are as large already."""
    changes = settled(config)
    if not config.standardize or not OPTIMIZERS[config.optimizer].normalized:
        return changes
    rate = changes["learning_rate"]
    return {"learning_rate": rate} if rate > config.learning_rate_used else {}


def one_digit(value: float) -> float:
    return float(f"{value:.0e}")


def abler(evidence: Evidence) -> dict[str, Any]:
    """Return changes to a network that can do more."""
    able = {"hidden_units": (8,), "activation": "relu", "learning_rate": 0.01}
    if evidence.task.needs_bend:
        able["hidden_units"] = (16, 16)
        if evidence.task.dataset.pattern:
            able |= {"samples": MAX_SAMPLES, "batch_size": 32}
    return able


def more_units(evidence: Evidence) -> dict[str, Any]:
    """Return the change to units enough for many bends, where they are needed and fewer."""
    units, task = abler(evidence)["hidden_units"], evidence.task
    few = sum(evidence.config.hidden_units) < sum(units)
    return {"hidden_units": units} if few and task.can_bend and task.needs_bend else {}


def output_for(task: Task, loss: str) -> str:
    """Return the output activation that suits a loss in a task."""
    low, high = LOSSES[loss].domain
    outside = task.targets.min() < low or task.targets.max() > high
    if task.dataset.classes or outside or low < 0:
        return task.recommended["output_activation"]
    return "sigmoid" if high == 1 else "softplus"


def _memorises(evidence: Evidence) -> bool:
    """Tell whether validation rows are predicted badly because the network can memorise."""
    if not len(evidence.examples.validation_rows) or evidence.fine:
        return False
    if not evidence.config.hidden_units or not evidence.learned:
        return False
    # a network that should bend but misses even its training rows needs to be able to do more
    return evidence.fits or (evidence.task.can_bend and not evidence.task.needs_bend)


def _simpler(evidence: Evidence) -> dict[str, Any]:
    """Return changes to the simplest network that can do the task."""
    config, task = evidence.config, evidence.task
    if task.needs_bend:
        return {"l2": gentle_l2(task), **steady(config)}
    changes = {"hidden_units": (), "output_activation": output_for(task, config.loss)}
    return {**changes, **steady(replace(config, hidden_units=()))}


def gentle_l2(task: Task) -> float:
    """Return an l2 penalty that smooths a fit without erasing it."""
    # the penalty costs the same however small the squared errors are that the weights save
    scale = 1.0 if task.dataset.classes else min(task.baseline_loss, 1.0)
    return one_digit(GENTLE_L2 * scale)


def less_memorising(evidence: Evidence) -> list[Changes]:
    """Return alternative sets of changes after which the network can memorise less."""
    config, task = evidence.config, evidence.task
    if not task.needs_bend:
        return [_simpler(evidence)]
    more: list[Changes] = []
    if task.dataset.pattern:
        able = {**abler(evidence), **steady(replace(config, **abler(evidence)))}
        more = [{"samples": MAX_SAMPLES}] if evidence.fine else [able, {"samples": MAX_SAMPLES}]
    nearly = evidence.fine or task.wins(task.errors.linear)
    gentle = nearly and config.l2 < gentle_l2(task)
    return [*more, {"l2": gentle_l2(task)}] if gentle else more


def _label(config: TrainingConfig, changes: Changes) -> str:
    return capitalised(", ".join(phrase(config, name) for name in changes))
