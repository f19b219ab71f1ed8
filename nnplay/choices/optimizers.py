"""Keras's optimizers, with their update rules and the properties that other code asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MOMENTUM = 0.9  # Keras's own default is none
NADAM_DECAY = 0.96  # written into Keras's Nadam


@dataclass(frozen=True)
class Optimizer:
    """An optimizer.

    Attributes:
        name: What the page calls it.
        phrase: How it turns a gradient into a step, as a continuation of "it".
        learning_rate: Keras's default; a test compares it with Keras.
        update_latex: Keras's update rule, one line for each number that changes. `$name` stands for
            the weight `w`, its gradient `g`, the number `t` of the step, a number of `memory` or
            one of Keras's arguments; `$new_name` is its value after the step.
        memory: The numbers that it remembers from step to step, in Keras's order: a phrase for
            each, by its name in `update_latex`.
        between: Functions for the numbers of `update_latex` that are neither remembered nor an
            argument; each gets all the others by name.
        keras: The name of Keras's class, if that is another one.
        arguments: Arguments of that class beside the learning rate.
        stable_step: Descent on a quadratic error is stable up to this divided by the curvature;
            None where a step does not grow with the slope.
        normalized: Whether a step is about the learning rate, whatever the size of the error.
    """

    name: str
    learning_rate: float
    phrase: str
    update_latex: tuple[str, ...]
    memory: Mapping[str, str] = field(default_factory=dict)
    between: Mapping[str, Callable[[Mapping[str, float]], float]] = field(default_factory=dict)
    keras: str = ""
    arguments: Mapping[str, float] = field(default_factory=dict)
    stable_step: float | None = None
    normalized: bool = False

    @property
    def keras_class(self) -> str:
        """The name of the class in `keras.optimizers`."""
        return self.keras or self.name


MEAN = r"$new_m = $beta_1 \cdot $m + (1 - $beta_1) \cdot $g"
MEAN_SQUARE = r"$new_v = $beta_2 \cdot $v + (1 - $beta_2) \cdot $g^2"
MEANS = {
    "m": "the mean of the gradients so far, of which older ones fade",
    "v": "the mean of their squares, which fade more slowly",
}
# The fraction makes up for means that began at 0.
ADAM = (
    r"$learning_rate \cdot \frac{\sqrt{1 - $beta_2^{$t}}}{1 - $beta_1^{$t}}"
    r" \cdot \frac{$new_m}{\sqrt{$new_v} + $epsilon}"
)
WITH_MOMENTUM = (
    r"$new_m = $momentum \cdot $m - $learning_rate \cdot $g",
    r"$new_w = $w + $new_m",
)


def _nadam_share(n: Mapping[str, float], t: float) -> float:
    return n["beta_1"] * (1 - 0.5 * NADAM_DECAY**t)


NADAM_SHARE = r"$beta_1 \cdot (1 - 0.5 \cdot 0.96^{%s})"
NADAM = {
    "b": lambda n: _nadam_share(n, n["t"]),
    "c": lambda n: _nadam_share(n, n["t"] + 1),
    "a": lambda n: (
        n["c"] * n["new_m"] / (1 - n["new_p"] * n["c"]) + (1 - n["b"]) * n["g"] / (1 - n["new_p"])
    ),
}

OPTIMIZERS = {
    each.name: each
    for each in (
        Optimizer(
            "SGD",
            0.01,
            "steps downhill: the steeper, the longer",
            (r"$new_w = $w - $learning_rate \cdot $g",),
            stable_step=2.0,
        ),
        Optimizer(
            "SGD with momentum",
            0.01,
            "adds nine tenths of the last step to the new one",
            WITH_MOMENTUM,
            {"m": "the last step"},
            keras="SGD",
            arguments={"momentum": MOMENTUM},
            # Polyak, "Some methods of speeding up the convergence of iteration methods", 1964
            stable_step=2.0 * (1.0 + MOMENTUM),
        ),
        Optimizer(
            "RMSprop",
            0.001,
            "divides by the gradient's recent size: even steps",
            (
                r"$new_v = $rho \cdot $v + (1 - $rho) \cdot $g^2",
                r"$new_w = $w - \frac{$learning_rate \cdot $g}{\sqrt{$new_v + $epsilon}}",
            ),
            {"v": "the mean of the squared gradients so far, of which older ones fade"},
            normalized=True,
        ),
        Optimizer(
            "Adam",
            0.001,
            "is RMSprop with momentum",
            (MEAN, MEAN_SQUARE, rf"$new_w = $w - {ADAM}"),
            MEANS,
            normalized=True,
        ),
        Optimizer(
            "AdamW",
            0.001,
            "is Adam that also shrinks all weights a little",
            (
                MEAN,
                MEAN_SQUARE,
                rf"$new_w = $w - $learning_rate \cdot $weight_decay \cdot $w - {ADAM}",
            ),
            MEANS,
            normalized=True,
        ),
        Optimizer(
            "Adagrad",
            0.001,
            "divides by the size of all gradients: shorter steps",
            (
                r"$new_v = $v + $g^2",
                r"$new_w = $w - \frac{$learning_rate \cdot $g}{\sqrt{$new_v + $epsilon}}",
            ),
            {"v": "the sum of all squared gradients, begun at 0.1"},
        ),
        Optimizer(
            "Adadelta",
            0.001,
            "makes steps as long as its last ones",
            (
                r"$new_v = $rho \cdot $v + (1 - $rho) \cdot $g^2",
                r"$d = -\frac{\sqrt{$u + $epsilon}}{\sqrt{$new_v + $epsilon}} \cdot $g",
                r"$new_u = $rho \cdot $u + (1 - $rho) \cdot $d^2",
                r"$new_w = $w + $learning_rate \cdot $d",
            ),
            {
                "v": "the mean of the squared gradients so far, of which older ones fade",
                "u": "the same of the squared steps, before the learning rate",
            },
            {
                "d": lambda n: (
                    -(((n["u"] + n["epsilon"]) / (n["new_v"] + n["epsilon"])) ** 0.5) * n["g"]
                )
            },
        ),
        Optimizer(
            "Adamax",
            0.001,
            "is Adam that divides by the largest recent gradient",
            (
                MEAN,
                r"$new_u = \max($beta_2 \cdot $u,\, |$g|)",
                r"$new_w = $w - \frac{$learning_rate}{1 - $beta_1^{$t}}"
                r" \cdot \frac{$new_m}{$new_u + $epsilon}",
            ),
            {"m": MEANS["m"], "u": "the largest gradient so far, which slowly fades"},
            normalized=True,
        ),
        Optimizer(
            "Nadam",
            0.001,
            "is Adam that looks one step ahead",
            (
                MEAN,
                MEAN_SQUARE,
                rf"$b = {NADAM_SHARE % '$t'}",
                rf"$c = {NADAM_SHARE % '$t + 1'}",
                r"$new_p = $p \cdot $b",
                r"$a = \frac{$c \cdot $new_m}{1 - $new_p \cdot $c}"
                r" + \frac{(1 - $b) \cdot $g}{1 - $new_p}",
                r"$new_w = $w - $learning_rate"
                r" \cdot \frac{$a}{\sqrt{\frac{$new_v}{1 - $beta_2^{$t}}} + $epsilon}",
            ),
            {**MEANS, "p": "the product of all b so far"},
            NADAM,
            normalized=True,
        ),
        Optimizer(
            "Ftrl",
            0.001,
            "adds up all gradients; its steps become shorter",
            (
                r"$new_v = $v + $g^2",
                r"$new_z = $z + $g"
                r" - \frac{\sqrt{$new_v} - \sqrt{$v}}{$learning_rate} \cdot $w",
                r"$new_w = -\frac{$learning_rate \cdot $new_z}{\sqrt{$new_v}}",
            ),
            {
                "v": "the sum of all squared gradients, begun at 0.1",
                "z": "the sum of all gradients, corrected for what the weights were",
            },
        ),
        Optimizer(
            "Lion",
            0.001,
            "moves all weights by the same amount, up or down",
            (
                r"$new_w = $w - $learning_rate"
                r" \cdot \operatorname{sign}($beta_1 \cdot $m + (1 - $beta_1) \cdot $g)",
                r"$new_m = $beta_2 \cdot $m + (1 - $beta_2) \cdot $g",
            ),
            {"m": MEANS["m"]},
            normalized=True,
        ),
    )
}
