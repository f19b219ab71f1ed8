"""Early stopping as in `keras.callbacks.EarlyStopping`: when a run ends, and with which weights."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np


@dataclass(frozen=True)
class Watch:
    """The state of early stopping for one run; epochs count from 1.

    Attributes:
        lowest: The lowest validation loss so far, None before the first epoch. As in Keras, the
            first loss counts even if it is NaN, and then none is lower.
        best: The epoch of the lowest.
        stopped: The last epoch, after which the run was stopped; None while it goes on.
    """

    lowest: float | None = None
    best: int = 0
    stopped: int | None = None

    def follow(self, val_losses: Iterable[float], epoch: int, patience: int) -> "Watch":
        """Return the state after more epochs.

        Args:
            val_losses: The validation losses after `epoch`.
        """
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
    """The state of early stopping for parallel runs, each of which stops when it would alone.

    Attributes:
        patience: After how many epochs without a lower validation loss a run stops.
        restores: Whether a run, stopped or not, ends with the weights of its best epoch.
        weights: The weights that each run would end with now, shape (runs, parameters).
    """

    patience: int
    restores: bool
    watches: tuple[Watch, ...]
    weights: np.ndarray

    @property
    def stopped(self) -> bool:
        """Whether all runs have stopped."""
        return all(watch.stopped is not None for watch in self.watches)

    @property
    def last(self) -> int:
        """The last epoch of the run that stopped last."""
        return max(watch.stopped or 0 for watch in self.watches)

    def follow(self, val_losses: np.ndarray, recorded: np.ndarray, epoch: int) -> Self:
        """Return the state after more epochs.

        Args:
            val_losses: The validation losses after `epoch`, shape (epochs, runs).
            recorded: The weights at the end of these epochs, shape (epochs, runs, parameters).
        """
        watches, weights = [], self.weights.copy()
        for run, before in enumerate(self.watches):
            watch = before.follow(val_losses[:, run].tolist(), epoch, self.patience)
            ends = watch.best if self.restores else watch.stopped or epoch + len(recorded)
            if before.stopped is None and ends > epoch:
                weights[run] = recorded[ends - epoch - 1, run]
            watches.append(watch)
        return replace(self, watches=tuple(watches), weights=weights)
