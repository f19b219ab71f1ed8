"""`TrainingHistory`, the losses and recorded weights of a run, and its predictions in NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Self

import numpy as np

from nnplay.choices import ACTIVATIONS


@dataclass(frozen=True, eq=False)
class TrainingHistory:
    """The losses of every epoch of a run and its weights at the recorded epochs.

    Attributes:
        sizes: Units of every layer from the inputs to the outputs.
        activations: Activation of every layer after the inputs.
        loss: Loss of each epoch as Keras reports it, shape (epochs,): the mean over the samples
            while the weights move, not the loss of the weights at the epoch's end.
        val_loss: Loss of the held-out rows at each epoch's end, shape (epochs,), or None.
        epochs_recorded: Epochs with weights, ascending, from 0 (the initial weights) to the last.
        parameters: The weights of these epochs, shape (recorded, parameters): each row holds the
            arrays of `keras.Model.get_weights`, flattened and concatenated.
        seconds: Time spent training, without the start of TensorFlow or waiting for a turn.
        refusal: Why Keras refused to train, one sentence, or None.
        stopped_at: The epoch after which early stopping ended the training, or None.
        loss_after: Losses of the epochs after the best one, if the run went back to that;
            val_loss_after: likewise.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: np.ndarray
    val_loss: np.ndarray | None
    epochs_recorded: np.ndarray
    parameters: np.ndarray
    seconds: float
    refusal: str | None = None
    stopped_at: int | None = None
    loss_after: np.ndarray = field(default_factory=partial(np.zeros, 0, "float32"))
    val_loss_after: np.ndarray = field(default_factory=partial(np.zeros, 0, "float32"))

    @property
    def epochs(self) -> int:
        """How many epochs the final weights have been trained for."""
        return len(self.loss)

    @property
    def epochs_trained(self) -> int:
        """How many epochs were trained, including those that the run went back from."""
        return len(self.loss) + len(self.loss_after)

    @property
    def all_losses(self) -> np.ndarray:
        """The losses of all epochs trained."""
        return np.concatenate([self.loss, self.loss_after])

    @property
    def all_val_losses(self) -> np.ndarray | None:
        """The validation losses of all epochs trained, or None."""
        if self.val_loss is None:
            return None
        return np.concatenate([self.val_loss, self.val_loss_after])

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays hold."""
        return sum(each.nbytes for each in vars(self).values() if isinstance(each, np.ndarray))

    def restored(self, epoch: int, parameters: np.ndarray) -> Self:
        """Return the run after it has gone back to an epoch, which had these weights."""
        if epoch >= self.epochs or self.val_loss is None:
            return self
        kept = self.epochs_recorded < epoch
        return replace(
            self,
            loss=self.loss[:epoch],
            val_loss=self.val_loss[:epoch],
            epochs_recorded=np.append(self.epochs_recorded[kept], epoch),
            parameters=np.concatenate([self.parameters[kept], parameters[None]]),
            loss_after=self.loss[epoch:],
            val_loss_after=self.val_loss[epoch:],
        )

    def nearest_recorded(self, epoch: float) -> int:
        """Return the recorded epoch closest to the given one."""
        return int(self.epochs_recorded[np.abs(self.epochs_recorded - epoch).argmin()])

    def weights_at(self, epoch: int) -> list[np.ndarray]:
        """Return kernels and biases as `keras.Model.get_weights` orders them.

        Raises:
            ValueError: If the epoch was not recorded.
        """
        return split_parameters(self.parameters[self._index(epoch)], self.sizes)

    def predict(self, x: np.ndarray, epoch: int | None = None) -> np.ndarray:
        """Predict as the network did at a recorded epoch, the last unless given.

        Args:
            x: Inputs as the network was trained on, shape (rows, inputs).

        Returns:
            Predictions, shape (rows, outputs).
        """
        index = -1 if epoch is None else self._index(epoch)
        return forward(x, self.parameters[index], self.sizes, self.activations)

    def predict_at(self, x: np.ndarray, epochs: Sequence[int] | np.ndarray) -> np.ndarray:
        """Predict at several recorded epochs at once, shape (epochs, rows, outputs)."""
        chosen = self.parameters[self._places(np.asarray(epochs))]
        return forward(x, chosen, self.sizes, self.activations)

    def _index(self, epoch: int) -> int:
        return int(self._places(np.array([epoch]))[0])

    def _places(self, epochs: np.ndarray) -> np.ndarray:
        """Return the indices of epochs among the recorded ones."""
        places = np.searchsorted(self.epochs_recorded, epochs)
        found = np.take(self.epochs_recorded, places, mode="clip")
        if (found != epochs).any():
            missing = epochs[found != epochs][0]
            raise ValueError(
                f"Epoch {missing} was not recorded; the nearest that was is "
                f"{self.nearest_recorded(missing)}."
            )
        return places


def count_parameters(sizes: Sequence[int]) -> int:
    """Count the weights and biases of a network."""
    return sum((inputs + 1) * units for inputs, units in pairwise(sizes))


def split_parameters(parameters: np.ndarray, sizes: Sequence[int]) -> list[np.ndarray]:
    """Cut the last axis into kernels (..., inputs, units) and biases (..., units)."""
    arrays, start = [], 0
    for inputs, units in pairwise(sizes):
        for shape in ((inputs, units), (units,)):
            stop = start + int(np.prod(shape))
            arrays.append(parameters[..., start:stop].reshape(*parameters.shape[:-1], *shape))
            start = stop
    return arrays


def forward(
    x: np.ndarray, parameters: np.ndarray, sizes: Sequence[int], activations: Sequence[str]
) -> np.ndarray:
    """Predict in NumPy; the result has the leading axes of `parameters`."""
    arrays = split_parameters(parameters, sizes)
    values = np.asarray(x, "float32")
    with np.errstate(all="ignore"):  # a run that broke predicts NaN or infinity, as Keras does
        for kernel, bias, activation in zip(arrays[::2], arrays[1::2], activations, strict=True):
            values = ACTIVATIONS[activation].function(values @ kernel + bias[..., None, :])
    return values
