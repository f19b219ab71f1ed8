"""What the doctor says: `Finding`, `Fix`, and the order and meaning of their codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nnplay.choices import OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.numbers import exact, percent

SEVERITIES = ("problem", "hint", "good")

# Every code and what it means, the worst first: a cause comes before what follows from it.
CODES = {
    "refused": "Keras refuses to train.",
    "not_a_number": "The loss or the weights are NaN or infinite at the end.",
    "exploding": "The loss grew many times over and left even the simplest answer far behind.",
    "loss_mismatch": "The loss is made for another kind of target.",
    "not_a_probability": "The loss takes the outputs for probabilities, which they need not be.",
    "negative_predictions": "The loss takes a logarithm and the output may fall below 0.",
    "unreachable_targets": "The output activation cannot reach the targets.",
    "class_held_out": "Far more rows of a class are held out than its share, few or none are left.",
    "zero_start": "All initial weights are 0 in a way that no input will ever count.",
    "learning_rate_too_high": "The rate is above the largest stable one for these features.",
    "too_straight": "A network that can't bend, where a straight formula misses most.",
    "held_back": "A penalty on weights, or dropout, keeps the network from fitting its own rows.",
    "saturated_output": "Many predictions lie where the output activation is flat.",
    "dead_units": "Hidden units give 0 for every training row.",
    "saturated_units": "Hidden units lie where their activation is flat for nearly every row.",
    "vanishing_updates": "The first layer of a deep network hardly moved.",
    "overfitting": "The held-out loss turned up while the training loss fell on.",
    "twin_units": "Units of a layer are equal, in weights and out, and stay so.",
    "stuck": "No progress, and no better than the simplest answer.",
    "oscillating": "The loss jumps up and down from epoch to epoch.",
    "not_finished": "The loss was still falling at the end.",
    "worse_than_mean": "The error is above that of always predicting the mean.",
    "like_the_mean": "The error is about that of always predicting the mean.",
    "worse_than_largest_class": "Fewer are right than by always answering the largest class.",
    "like_largest_class": "No more are right than by always answering the largest class.",
    "short_of_regression": "Better than the mean, not as good as linear regression.",
    "short_of_logistic": "Better than the largest class, not as good as logistic regression.",
    "short_of_neighbours": "Rows that are alike tell much more than this network has learned.",
    "class_never_answered": "A class of the data is never the answer.",
    "large_steps": "One step can move a prediction by far more than the targets vary.",
    "different_scales": "One feature is very much larger than another.",
    "features_say_little": "On these rows even a fitted formula hardly beats the simplest answer.",
    "uneven_classes": "One class has most of the rows, or one hardly any.",
    "units_begin_alike": "The units of a layer begin with equal incoming weights.",
    "all_linear": "Linear hidden layers collapse into one.",
    "more_weights_than_rows": "There are more weights than rows to learn them from.",
    "features_from_target": "Features are computed from the target itself.",
    "better_than_regression": "The error is below that of linear regression.",
    "as_good_as_regression": "The error is about that of linear regression.",
    "better_than_logistic": "More are right than by logistic regression.",
    "as_good_as_logistic": "About as many are right as by logistic regression.",
    "feasible": "No problem, and a straight formula is not clearly better.",
}


@dataclass(frozen=True)
class Fix:
    """A change of settings that mends what was found.

    Attributes:
        label: What a button says.
        changes: New values by the names of `TrainingConfig`'s fields, only those that differ.
    """

    label: str
    changes: Mapping[str, Any]

    def apply(self, config: TrainingConfig) -> TrainingConfig:
        return replace(config, **self.changes)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, worth knowing or right about a run.

    Attributes:
        code: A key of `CODES`.
        severity: One of `SEVERITIES`.
        title: One line in plain words, with the numbers.
        evidence: This run's numbers, one or two sentences.
        why: Two or three plain sentences.
        fixes: The best first; may be empty.
        settings: Fields of `TrainingConfig` that cause it, the main one first.
    """

    code: str
    severity: str
    title: str
    evidence: str
    why: str
    fixes: tuple[Fix, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, Any]:
        """The changes of the first fix."""
        return dict(self.fixes[0].changes) if self.fixes else {}


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    order = list(CODES)
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), order.index(f.code)))


def problems(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "problem"]


def make_fixes(config: TrainingConfig, *options: Mapping[str, Any]) -> tuple[Fix, ...]:
    """Make a labelled fix of each option, without those that change nothing or repeat another."""
    fixes: list[Fix] = []
    for option in options:
        changes = {name: value for name, value in option.items() if getattr(config, name) != value}
        # None and the default written out are the same rate
        rate_kept = replace(config, **changes).learning_rate_used == config.learning_rate_used
        if rate_kept and "optimizer" not in changes:
            changes.pop("learning_rate", None)
        if changes and all(changes != fix.changes for fix in fixes):
            fixes.append(Fix(_label(replace(config, **changes), changes), changes))
    return tuple(fixes)


def _label(config: TrainingConfig, changes: Mapping[str, Any]) -> str:
    phrases = [_phrase(config, name, value) for name, value in changes.items()]
    text = ", ".join(phrases)
    return text[0].upper() + text[1:]


def _phrase(config: TrainingConfig, name: str, value: Any) -> str:
    if name == "standardize":
        return "standardise the features" if value else "leave the features as they are"
    if name == "hidden_units":
        layers = f"{len(value)} hidden layer{'s' if len(value) > 1 else ''}"
        units = "-".join(map(str, value))
        return f"{layers} of {units} units" if value else "no hidden layer"
    if name in ("l1", "l2", "dropout"):
        what = "dropout" if name == "dropout" else f"{name} penalty on weights"
        return f"{what} {exact(value)}" if value else f"no {what}"
    if name == "learning_rate":
        rate = OPTIMIZERS[config.optimizer].learning_rate if value is None else value
        return f"learning rate {exact(rate)}"
    if name == "features":
        return "all features" if value is None else f"only {' and '.join(value)}"
    phrases = {
        "activation": f"activation {value}",
        "output_activation": f"output activation {value}",
        "kernel_initializer": f"initial weights {value}",
        "output_kernel_initializer": f"initial output weights {value}",
        "optimizer": f"optimizer {value}",
        "loss": f"loss {value}",
        "validation_split": f"hold out {percent(value)} of the rows"
        if name == "validation_split"
        else "",
        "validation_rows": f"held-out rows {value}",
        "samples": f"{value:,} points" if name == "samples" else "",
        "batch_size": f"batch size {value}",
        "epochs": count(value, "epoch") if name == "epochs" else "",
    }
    return phrases[name] if name in phrases else f"{value:,} {name.replace('_', ' ')}"


def count(amount: int, noun: str) -> str:
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"
