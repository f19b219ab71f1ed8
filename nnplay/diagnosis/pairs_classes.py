"""Which losses and output activations go together when a class is asked for."""

from collections.abc import Iterator
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.diagnosis.findings import Finding, make_fixes
from nnplay.diagnosis.pairs_quantity import negative_predictions
from nnplay.diagnosis.question import Question
from nnplay.diagnosis.ranges import ALWAYS_POSITIVE, lowest_in_words, output_range
from nnplay.diagnosis.rates import LOGARITHMIC

FOR_SEVERAL = (
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "kl_divergence",
    "categorical_hinge",
)
HINGES = ("hinge", "squared_hinge")
FOR_AMOUNTS = (
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "huber",
    "log_cosh",
    "poisson",
)
CUT_OFF = "Keras cuts off what lies below 0 or above 1, and what is cut off is not corrected."


def pairs_of_classes(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    """Find a loss or an output activation that is made for something else, the worst alone."""
    several = question.examples.outputs > 1
    low, high = output_range(config.output_activation, question.examples.outputs)
    if config.loss.startswith("sparse_") and not several:
        yield _one_unit(config, question)
    elif low == high:
        yield _always_one(config, question)
    elif config.loss in HINGES or (config.loss == "categorical_hinge" and not several):
        yield from _hinge(config, question, low)
    elif config.loss in FOR_SEVERAL and not several:
        yield _one_unit(config, question)
    elif config.loss in LOGARITHMIC and low < 0:
        asked = question.asked
        advice = f"For classes, {asked['loss']} with {asked['output_activation']} is made."
        yield negative_predictions(config, advice, asked)
    elif config.loss in FOR_AMOUNTS:
        yield _for_amounts(config, question)
    elif config.loss != "categorical_hinge":
        yield from _cross_entropy(config, question)


def _finding(
    config: TrainingConfig,
    question: Question,
    code: str,
    severity: str,
    texts: tuple[str, str, str],
    *options: dict[str, Any],
) -> Finding:
    title, evidence, why = texts
    fixes = make_fixes(config, question.asked, *options)
    return Finding(code, severity, title, evidence, why, fixes, ("loss", "output_activation"))


def _classes(question: Question) -> str:
    names = question.dataset.classes
    return f"{len(names)} classes, {', '.join(names[:-1])} and {names[-1]}"


def _always_one(config: TrainingConfig, question: Question) -> Finding:
    names = question.dataset.classes
    texts = (
        "A softmax with one output unit is always 1, whatever the inputs",
        f"So every {question.noun} is answered {names[1]}, never {names[0]}.",
        "softmax shares 1 between the units of its layer, and a single unit gets all of it. No "
        "weight can change that, so nothing is learned. For two classes a sigmoid makes one unit "
        "a chance between 0 and 1.",
    )
    return _finding(config, question, "unreachable_targets", "problem", texts)


def _hinge(config: TrainingConfig, question: Question, low: float) -> Iterator[Finding]:
    several = question.examples.outputs > 1
    name, no = config.output_activation, question.dataset.classes[0]
    if low < 0:
        if config.loss == "categorical_hinge":
            yield _one_unit(config, question, works=True)
        return
    texts = (
        f"{config.loss} pulls towards -1 and 1, and a {name} output does not fall below 0",
        f"{lowest_in_words(name)} " + ("" if several else f"The class {no} is told by -1."),
        "A hinge loss is content when an output lies beyond -1 or 1 on its own side. An output "
        "that can't fall below 0 never gets there, so these rows pull for ever. A linear or tanh "
        "output reaches both.",
    )
    texts = (texts[0], texts[1].strip(), texts[2])
    hopeless = name in ALWAYS_POSITIVE and not several
    severity = "problem" if hopeless else "hint"
    tanh = {"output_activation": "tanh"}
    yield _finding(config, question, "unreachable_targets", severity, texts, tanh)


def _one_unit(config: TrainingConfig, question: Question, works: bool = False) -> Finding:
    effects = {
        "sparse_categorical_crossentropy": "With one unit the only class number is 0, so Keras "
        "refuses the number 1.",
        "categorical_crossentropy": "It takes each output as a share of all. With one unit that is "
        "always 1, so the loss says nothing about the inputs.",
        "kl_divergence": "It only looks at outputs whose target is above 0. With one unit the rows "
        f"of class {question.dataset.classes[0]} count for nothing.",
        "categorical_hinge": "With one unit it works as hinge does, which says so in its name.",
    }
    texts = (
        f"{config.loss} is for one output unit a class; here one unit tells two classes apart",
        f"There are {_classes(question)}, and one output unit.",
        f"This loss compares the outputs of several units. {effects[config.loss]} For a yes or no "
        "from one unit there is binary_crossentropy with a sigmoid.",
    )
    severity = "hint" if works else "problem"
    options = [{"loss": "hinge"}] if works else []
    return _finding(config, question, "loss_mismatch", severity, texts, *options)


def _for_amounts(config: TrainingConfig, question: Question) -> Finding:
    best = question.asked["loss"]
    dividing = config.loss == "mean_absolute_percentage_error"
    effect = (
        "It divides by the target, and the target 0 makes every error there endless: only those "
        "rows count."
        if dividing
        else "It can work. But a cross-entropy makes a wrong answer cost the more the surer it is, "
        "without limit; here it costs little more, so it is corrected more slowly."
    )
    texts = (
        f"{config.loss} is for amounts, and here a class is asked for",
        f"There are {_classes(question)}; their numbers are names, not amounts.",
        f"This loss measures how far a prediction lies from a number. {effect} {best} asks instead "
        "how probable the network held the right class.",
    )
    severity = "problem" if dividing else "hint"
    return _finding(config, question, "loss_mismatch", severity, texts)


def _cross_entropy(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    name, loss = config.output_activation, config.loss
    low, high = output_range(name, question.examples.outputs)
    binary = loss == "binary_crossentropy"
    if name == "softmax" or (binary and low >= 0 and high <= 1):
        return
    harmless = binary or (name in ALWAYS_POSITIVE and loss != "kl_divergence")
    expects = "from 0 to 1" if binary else "that are above 0 and add up to 1"
    effect = CUT_OFF
    if loss == "kl_divergence":
        effect = "It only pulls up the output of the right class; nothing pulls the others down."
    elif name == "sigmoid":
        effect = "Keras takes the sums before the sigmoid as those of a softmax, so it can work."
    elif name in ALWAYS_POSITIVE:
        effect = "Keras divides them by their sum first, so it can work."
    elif name in ("relu", "hard_sigmoid"):
        effect = "An output of exactly 0 has no logarithm and no slope, so it is not corrected."
    texts = (
        f"{loss} expects outputs {expects}, and {name} may give others",
        lowest_in_words(name)
        if low < 0
        else f"Outputs of {name} need not add up to 1."
        if not binary
        else f"{name} has no upper limit.",
        f"This loss takes the outputs for chances and looks at their logarithm. {effect} "
        f"{question.asked['output_activation']} makes chances of any sums.",
    )
    severity = "hint" if harmless else "problem"
    yield _finding(config, question, "not_a_probability", severity, texts)
