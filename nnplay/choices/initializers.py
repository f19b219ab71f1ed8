"""Keras's initializers of kernels and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Initializer:
    """One record an initializer.

    Attributes:
        name: Keras's.
        phrase: What it does with a layer's weights, as a continuation of "it".
        constant: The value that every weight gets; None if weights are drawn.
        keras: The name of Keras's class, if it needs arguments.
        arguments: What that class gets.
    """

    name: str
    phrase: str
    constant: float | None = None
    keras: str = ""
    arguments: Mapping[str, float] = field(default_factory=dict)

    @property
    def keras_class(self) -> str:
        """The name of the class in `keras.initializers`."""
        return self.keras or self.name


ALIKE = ", so all units of a layer begin alike"
SMALLER = "that is narrower the more inputs a layer has"
INITIALIZERS = {
    each.name: each
    for each in (
        Initializer("zeros", f"sets every weight to 0{ALIKE}", constant=0.0),
        Initializer("ones", f"sets every weight to 1{ALIKE}", constant=1.0),
        Initializer(
            "constant",
            f"sets every weight to 0.1{ALIKE}",
            constant=0.1,  # Keras's own default value is 0, which would be zeros
            keras="Constant",
            arguments={"value": 0.1},
        ),
        Initializer("random_normal", "draws from a bell curve around 0 with a deviation of 0.05"),
        Initializer("random_uniform", "draws evenly between −0.05 and 0.05"),
        Initializer("truncated_normal", "is random_normal with nothing beyond −0.1 and 0.1"),
        Initializer(
            "glorot_uniform",
            "draws evenly from a range that is narrower the more inputs and units a layer has",
        ),
        Initializer(
            "glorot_normal",
            "draws from a bell curve that is narrower the more inputs and units a layer has",
        ),
        Initializer("he_uniform", f"draws evenly from a range {SMALLER}; made for relu"),
        Initializer("he_normal", f"draws from a bell curve {SMALLER}; made for relu"),
        Initializer("lecun_uniform", "is he_uniform with a range 0.7 times as wide"),
        Initializer("lecun_normal", "is he_normal 0.7 times as wide; made for selu"),
        Initializer(
            "orthogonal", "gives units weights at right angles, if there are enough inputs"
        ),
    )
}
