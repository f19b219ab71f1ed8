"""Keras's initializers of kernels and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Initializer:
    """One record an initializer.

    Attributes:
        name: Keras's.
        constant: The value that every weight gets; None if weights are drawn.
        keras: The name of Keras's class, if it needs arguments.
        arguments: What that class gets.
    """

    name: str
    constant: float | None = None
    keras: str = ""
    arguments: Mapping[str, float] = field(default_factory=dict)

    @property
    def keras_class(self) -> str:
        """The name of the class in `keras.initializers`."""
        return self.keras or self.name


INITIALIZERS = {
    each.name: each
    for each in (
        Initializer("zeros", constant=0.0),
        Initializer("ones", constant=1.0),
        # Keras's own default value is 0, which would be zeros
        Initializer("constant", constant=0.1, keras="Constant", arguments={"value": 0.1}),
        Initializer("random_normal"),
        Initializer("random_uniform"),
        Initializer("truncated_normal"),
        Initializer("glorot_uniform"),
        Initializer("glorot_normal"),
        Initializer("he_uniform"),
        Initializer("he_normal"),
        Initializer("lecun_uniform"),
        Initializer("lecun_normal"),
        Initializer("orthogonal"),
    )
}
