"""When `keras.callbacks.EarlyStopping` ends a training, and with which weights."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np


@dataclass(frozen=True)
class Watch:
    """What early stopping has seen of one run; epochs count from 1.

    Attributes:
        lowest: The lowest validation loss, as Keras compares: none is lower than NaN, but the first
            one counts whatever it is. None before the first epoch.
        best: The epoch of the lowest.
        stopped: The epoch that was the last; None while the run goes on.
    """

    lowest: float | None = None
    best: int = 0
    stopped: int | None = None

    def follow(self, val_losses: Iterable[float], epoch: int, patience: int) -> "Watch":
        """Look at the epochs after the given one, as far as the run goes."""
        lowest, best = self.lowest, self.best
        if self.stopped is not None:
            return self
        for number, loss in enumerate(val_losses, start=epoch + 1):
            if lowest is None or loss < lowest:
                lowest, best = loss, number
            elif number - best >= patience:
                return Watch(lowest, best, number)
        return Watch(lowest, best)


@dataclass(frozen=True, eq=False)
class Stopping:
    """Early stopping of some runs side by side, each of which stops when it would alone.

    Attributes:
        patience: After how many epochs without a lower validation loss a run stops.
        restores: Whether a run ends with the weights of its best epoch, whether stopped or not.
        weights: What each run would end with now, shape (runs, parameters).
    """

    patience: int
    restores: bool
    watches: tuple[Watch, ...]
    weights: np.ndarray

    @property
    def stopped(self) -> bool:
        """Whether no run goes on."""
        return all(watch.stopped is not None for watch in self.watches)

    @property
    def last(self) -> int:
        """The epoch that was the last of all."""
        return max(watch.stopped or 0 for watch in self.watches)

    def follow(self, val_losses: np.ndarray, recorded: np.ndarray, epoch: int) -> Self:
        """Look at the epochs after the given one.

        Args:
            val_losses: Shape (epochs, runs).
            recorded: The weights at the end of each, shape (epochs, runs, parameters).
        """
        watches, weights = [], self.weights.copy()
        for run, before in enumerate(self.watches):
            watch = before.follow(val_losses[:, run].tolist(), epoch, self.patience)
            ends = watch.best if self.restores else watch.stopped or epoch + len(recorded)
            if before.stopped is None and ends > epoch:
                weights[run] = recorded[ends - epoch - 1, run]
            watches.append(watch)
        return replace(self, watches=tuple(watches), weights=weights)
