"""`Part`, a step of the exported program, and the numbers of the page that it is compared with."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class PageGradient:
    """The gradient of one weight on the page, and what it was computed from.

    Attributes:
        name: The weight's name.
        layer: The index of its layer; the first one with weights is 0.
        row: The index of the input that the weight comes from, -1 for a bias.
        unit: The index of the unit that it leads to.
        number: The number of the step, counted from 1.
        epoch: The number of epochs trained before the step.
        weights: All weights before the step, flattened; None for those before training.
        rows: Indices of the batch's rows in the table.
        value: The gradient, without dropout.
    """

    name: str
    layer: int
    row: int
    unit: int
    number: int
    epoch: int
    weights: np.ndarray | None
    rows: np.ndarray
    value: float


@dataclass(frozen=True)
class PageNumbers:
    """The page's results, for the reader to compare with.

    Attributes:
        loss: Loss of the last epoch, or of the one whose weights were restored.
        mse: Mean squared error of the training rows at the end; not used for classes.
        val_mse: The same of the validation rows, if any.
        refusal: Why Keras refused to train, one sentence; the numbers mean nothing then.
        accuracy: Accuracy on the training rows at the end; None for quantities.
        val_accuracy: The same on the validation rows, if any.
        epoch: The epoch of `loss`; None for the last one of the configuration.
        gradient: A gradient to be computed again, if any.
    """

    loss: float
    mse: float
    val_mse: float | None = None
    refusal: str | None = None
    accuracy: float | None = None
    val_accuracy: float | None = None
    epoch: int | None = None
    gradient: PageGradient | None = None


@dataclass(frozen=True)
class Part:
    """A step of the program: its name, plain sentences that say what it is for, and its code."""

    name: str
    text: str
    code: str
