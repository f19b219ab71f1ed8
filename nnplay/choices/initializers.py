"""Keras's initializers for kernels."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Initializer:
    """An initializer.

    Attributes:
        name: Its name in Keras.
        phrase: What it does with a layer's weights, as a continuation of "it".
        constant: The value that every weight gets; None if weights are drawn.
        keras: The name of Keras's class, if that is another one.
        arguments: Arguments of that class.
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


ALIKE = ": units begin alike"
INITIALIZERS = {
    each.name: each
    for each in (
        Initializer("zeros", f"sets all weights to 0{ALIKE}", constant=0.0),
        Initializer("ones", f"sets all weights to 1{ALIKE}", constant=1.0),
        Initializer(
            "constant",
            f"sets all weights to 0.1{ALIKE}",
            constant=0.1,  # Keras's own default value is 0, which would be zeros
            keras="Constant",
            arguments={"value": 0.1},
        ),
        Initializer("random_normal", "draws a bell curve of deviation 0.05"),
        Initializer("random_uniform", "draws evenly from −0.05 to 0.05"),
        Initializer("truncated_normal", "is random_normal cut at −0.1 and 0.1"),
        Initializer("glorot_uniform", "draws evenly, closer to 0 in large layers"),
        Initializer("glorot_normal", "draws a bell curve, closer to 0 in large layers"),
        Initializer("he_uniform", "draws evenly, closer to 0 for many inputs; for relu"),
        Initializer("he_normal", "is he_uniform with a bell curve; for relu"),
        Initializer("lecun_uniform", "is he_uniform 0.7 times as wide"),
        Initializer("lecun_normal", "is he_normal 0.7 times as wide; for selu"),
        Initializer("orthogonal", "puts units at right angles, given enough inputs"),
    )
}
