"""Keras's optimizers and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOMENTUM = 0.9  # Keras's own default is none


@dataclass(frozen=True)
class Optimizer:
    """One record an optimizer.

    Attributes:
        name: What the page calls it.
        phrase: How it makes a step of a gradient, as a continuation of "it".
        learning_rate: Keras's default; a test compares it with Keras.
        keras: The name of Keras's class if it is another one.
        arguments: What that class gets beside the learning rate.
        stable_step: Descent on a quadratic error is stable up to this divided by the curvature;
            None where a step does not grow with the slope.
        normalized: Whether a step is about the learning rate, whatever the size of the error.
    """

    name: str
    learning_rate: float
    phrase: str
    keras: str = ""
    arguments: Mapping[str, float] = field(default_factory=dict)
    stable_step: float | None = None
    normalized: bool = False

    @property
    def keras_class(self) -> str:
        """The name of the class in `keras.optimizers`."""
        return self.keras or self.name


OPTIMIZERS = {
    each.name: each
    for each in (
        Optimizer("SGD", 0.01, "steps downhill: the steeper, the longer", stable_step=2.0),
        Optimizer(
            "SGD with momentum",
            0.01,
            "adds nine tenths of the last step to the new one",
            keras="SGD",
            arguments={"momentum": MOMENTUM},
            # Polyak, "Some methods of speeding up the convergence of iteration methods", 1964
            stable_step=2.0 * (1.0 + MOMENTUM),
        ),
        Optimizer(
            "RMSprop",
            0.001,
            "divides by the gradient's recent size: even steps",
            normalized=True,
        ),
        Optimizer("Adam", 0.001, "is RMSprop with momentum", normalized=True),
        Optimizer(
            "AdamW",
            0.001,
            "is Adam that also shrinks all weights a little",
            normalized=True,
        ),
        Optimizer(
            "Adagrad",
            0.001,
            "divides by the size of all gradients: shorter steps",
        ),
        Optimizer("Adadelta", 0.001, "makes steps as long as its last ones"),
        Optimizer(
            "Adamax", 0.001, "is Adam that divides by the largest recent gradient", normalized=True
        ),
        Optimizer("Nadam", 0.001, "is Adam that looks one step ahead", normalized=True),
        Optimizer("Ftrl", 0.001, "adds up all gradients; its steps become shorter"),
        Optimizer(
            "Lion", 0.001, "moves all weights by the same amount, up or down", normalized=True
        ),
    )
}
