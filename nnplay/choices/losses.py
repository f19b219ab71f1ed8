"""Keras's losses, with the properties that other code asks for."""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Loss:
    """A loss.

    Attributes:
        name: Its name in Keras.
        task: What it is made for.
        phrase: What it does, as a continuation of "it".
        targets: What it compares the outputs with: one column per output, however many
            ("column"); one column per class ("one-hot"); or class numbers ("index"). The last two
            need one output unit per class.
        threshold: A single output above this means the second class.
        curvature: The largest second derivative with respect to the prediction, from which the
            largest stable learning rate follows; None where descent does not overshoot in this way.
        logarithmic: Whether it takes a logarithm of the prediction as it is.
        relative: Whether it divides by the target.
        probabilities: Whether it takes the outputs for probabilities.
        from_sums: Whether Keras computes it from the sums before a sigmoid or softmax output.
        zero_is_best: Whether no value below 0 is possible on targets that it is made for.
        cut_off: Whether Keras moves predictions outside `domain` to its nearest end.
        with_one_unit: What happens if a loss that needs one unit per class gets a single one for
            two classes; `{first}` is the name of the first class.
    """

    name: str
    task: Literal["regression", "classification"]
    phrase: str
    targets: Literal["column", "one-hot", "index"] = "column"
    threshold: float = 0.5
    curvature: float | None = None
    logarithmic: bool = False
    relative: bool = False
    probabilities: bool = False
    from_sums: bool = False
    zero_is_best: bool = True
    cut_off: bool = True
    with_one_unit: str = ""

    @property
    def margin(self) -> bool:
        """Whether it is a hinge, which pulls the only output towards -1 or 1 instead of 0 or 1."""
        return self.threshold == 0

    @property
    def domain(self) -> tuple[float, float]:
        """The range of the targets and predictions that it is made for."""
        if self.probabilities:
            return 0.0, 1.0
        return 0.0 if self.logarithmic else -math.inf, math.inf

    @property
    def several(self) -> bool:
        """Whether it needs one output unit per class."""
        return self.targets != "column"


LOSSES = {
    each.name: each
    for each in (
        Loss(
            "mean_squared_error",
            "regression",
            "squares every miss, so large ones count most",
            curvature=2.0,
        ),
        Loss(
            "mean_absolute_error",
            "regression",
            "counts every miss by its size",
            # its slope is 1 everywhere; half the square has the slope 1 at a miss of 1
            curvature=1.0,
        ),
        Loss(
            "mean_absolute_percentage_error",
            "regression",
            "counts every miss as a share of the actual number",
            relative=True,
        ),
        Loss(
            "mean_squared_logarithmic_error",
            "regression",
            "compares logarithms, so ratios count",
            logarithmic=True,
        ),
        Loss(
            "huber",
            "regression",
            "squares misses up to 1 and counts larger ones by their size",
            curvature=1.0,
        ),
        Loss(
            "log_cosh",
            "regression",
            "nearly squares small misses and counts large ones by their size",
            curvature=1.0,
        ),
        Loss(
            "poisson",
            "regression",
            "is made for counts of events, which are never below 0",
            logarithmic=True,
            zero_is_best=False,
            cut_off=False,
        ),
        Loss(
            "binary_crossentropy",
            "classification",
            "is small where the right one of two classes gets a high chance",
            probabilities=True,
            from_sums=True,
        ),
        Loss(
            "hinge",
            "classification",
            "pulls every output towards −1 or 1, one for each of two classes",
            threshold=0.0,
        ),
        Loss(
            "squared_hinge",
            "classification",
            "pulls every output towards −1 or 1 and squares what is missing",
            threshold=0.0,
        ),
        Loss(
            "sparse_categorical_crossentropy",
            "classification",
            "picks one class out of several and needs an output unit for each of them",
            targets="index",
            probabilities=True,
            from_sums=True,
            with_one_unit="With one unit the only class number is 0, so Keras refuses the "
            "number 1.",
        ),
        Loss(
            "categorical_crossentropy",
            "classification",
            "compares shares of several outputs, which add up to 1",
            targets="one-hot",
            probabilities=True,
            from_sums=True,
            with_one_unit="It takes each output as a share of all. With one unit that is always "
            "1, so the loss says nothing about the inputs.",
        ),
        Loss(
            "categorical_hinge",
            "classification",
            "asks that one output of several be larger than the others",
            targets="one-hot",
            threshold=0.0,
            with_one_unit="With one unit it works as hinge does, which says so in its name.",
        ),
        Loss(
            "kl_divergence",
            "classification",
            "compares shares of several outputs by their ratios",
            targets="one-hot",
            probabilities=True,
            with_one_unit="It only looks at outputs whose target is above 0. With one unit the "
            "rows of class {first} are ignored.",
        ),
    )
}
