"""What the exported program is made of, and what it is compared with."""

from dataclasses import dataclass


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
    """

    loss: float
    mse: float
    val_mse: float | None = None
    refusal: str | None = None
    accuracy: float | None = None
    val_accuracy: float | None = None
    epoch: int | None = None


@dataclass(frozen=True)
class Part:
    """A step of the program: its name, what it is for in plain sentences, and its code."""

    name: str
    text: str
    code: str
