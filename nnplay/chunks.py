"""Divides a run into chunks, so that it can report, stop and take turns with other runs.

A chunk needs only the configuration, the data and the checkpoint of the chunk before. Training in
chunks gives the same result, bit for bit, as training in one go.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.early_stopping import Stopping
from nnplay.history import TrainingHistory

CHUNK_SECONDS = 0.25


class RefusedError(RuntimeError):
    """Keras refuses to train; the text says why in one sentence."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of one or several parallel runs: all that the next chunk needs.

    Attributes:
        epoch: How many epochs have been trained.
        weights: Shape (runs, parameters).
        slots: The optimizer's variables.
        generators: For each run, what draws the next order of its rows; None without shuffling.
        stopping: The state of early stopping; None without it.
    """

    epoch: int
    weights: np.ndarray
    slots: list[np.ndarray]
    generators: tuple[np.random.Generator | None, ...]
    stopping: Stopping | None = None

    @property
    def results(self) -> np.ndarray:
        """The weights that the runs would end with now, shape (runs, parameters)."""
        return self.stopping.weights if self.stopping else self.weights

    def is_last(self, config: TrainingConfig) -> bool:
        """Tell whether nothing is left to train."""
        stopped = self.stopping is not None and self.stopping.stopped
        return stopped or self.epoch == config.epochs


@dataclass(frozen=True, eq=False)
class Chunk:
    """The part of a `TrainingHistory` that one chunk adds, and the checkpoint it ends with."""

    history: TrainingHistory
    checkpoint: Checkpoint

    def finishes(self, config: TrainingConfig) -> bool:
        """Tell whether nothing is left to train: the last epoch is done, or Keras refuses."""
        return self.checkpoint.is_last(config) or self.history.refusal is not None

    def conclude(self, history: TrainingHistory) -> TrainingHistory:
        """Return the history of the whole run, whose last chunk this is, after early stopping.

        Args:
            history: All chunks of the run, joined.
        """
        stopping = self.checkpoint.stopping
        if stopping is None or history.refusal:
            return history
        (watch,) = stopping.watches
        ended = replace(history, stopped_at=watch.stopped)
        return ended.restored(watch.best, stopping.weights[0]) if stopping.restores else ended


Advance = Callable[[TrainingConfig, Dataset, Checkpoint | None], Chunk]
OnProgress = Callable[[TrainingHistory], None]


def run_chunks(
    advance: Advance, config: TrainingConfig, dataset: Dataset, on_progress: OnProgress | None
) -> TrainingHistory:
    """Call `advance` until the last epoch is trained or Keras refuses.

    An exception from `on_progress`, which gets the history so far after each chunk, ends the run.
    """
    parts: list[TrainingHistory] = []
    checkpoint = None
    while True:
        chunk = advance(config, dataset, checkpoint)
        parts.append(chunk.history)
        checkpoint = chunk.checkpoint
        finished = chunk.finishes(config)
        if on_progress or finished:
            parts = [join(parts)]
        if finished:
            parts = [chunk.conclude(parts[0])]
        if on_progress:
            on_progress(parts[0])
        if finished:
            return parts[0]


def join(parts: list[TrainingHistory]) -> TrainingHistory:
    """Concatenate the parts of one run."""
    if len(parts) == 1:
        return parts[0]
    first, last = parts[0], parts[-1]
    val_losses = [part.val_loss for part in parts if part.val_loss is not None]
    return TrainingHistory(
        sizes=first.sizes,
        activations=first.activations,
        loss=np.concatenate([part.loss for part in parts]),
        val_loss=np.concatenate(val_losses) if val_losses else None,
        epochs_recorded=np.concatenate([part.epochs_recorded for part in parts]),
        parameters=np.concatenate([part.parameters for part in parts]),
        seconds=sum(part.seconds for part in parts),
        refusal=last.refusal,
    )
