"""What the exported program is made of, and what it is compared with."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class PageGradient:
    """The gradient of one weight on the page, and what it was computed from.

    Attributes:
        name: Of the weight.
        layer: The first one that has weights is 0.
        row: Which input the weight comes from; that of a bias is -1.
        number: Of the step, counted from 1.
        epoch: The epochs trained before the step.
        weights: Those before the step, flattened; None for those before training.
        rows: Of the batch, by their numbers in the table.
        value: The gradient, with nothing dropped.
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
    """What the page got, for the reader to compare with.

    Attributes:
        loss: Loss of the last epoch, or of the one whose weights were restored.
        mse: Mean squared error over the training rows at the end; not said where there are classes.
        val_mse: The same over the held-out rows, if any.
        refusal: Why Keras refused to train, one sentence, or None; the numbers don't count then.
        accuracy: Share of the training rows in their right class at the end; None for quantities.
        val_accuracy: The same of the held-out rows, if any.
        epoch: That epoch; None: the last that the configuration asks for.
        gradient: One to be computed again, if any.
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
    """A step of the program: its name, what it is for in plain sentences, and its code."""

    name: str
    text: str
    code: str
