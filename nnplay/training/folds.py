"""Trains the folds of one configuration side by side, and scores them at intervals ("rungs")."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.chunks import Checkpoint
from nnplay.config import TrainingConfig
from nnplay.datasets import Examples
from nnplay.evaluation.crossvalidation import (
    Folds,
    RungScore,
    Score,
    Validation,
    rungs_of,
    score_weights,
)
from nnplay.training.cache import LoopCache
from nnplay.training.loop import Loop
from nnplay.training.segments import first_checkpoint, structure_of, train_segments


@dataclass(frozen=True, eq=False)
class Group:
    """Runs with the same number of batches, which one loop trains side by side."""

    runs: list[int]
    examples: list[Examples]
    loop: Loop


def validate(
    config: TrainingConfig,
    examples: Sequence[Examples],
    folds: Folds,
    prune_above: Mapping[int, float],
    checkpoints: Sequence[Checkpoint] | None,
    loops: LoopCache,
    seconds: float,
) -> Validation:
    """Train all runs for about this many seconds, and score them at every rung that they reach.

    Training is over at the last epoch, when a run breaks (NaN or infinity), and when the mean error
    at a rung is too large to go on. Every run is the same as that of `nnplay.training.train` on its
    rows.

    Args:
        examples: The examples of each run.
        prune_above: The largest mean error with which to go on, by the epoch of the rung.
        checkpoints: Where an earlier call has ended; None to begin.

    Raises:
        tf.errors.InvalidArgumentError: When Keras can't compute the loss for these targets.
    """
    groups = _groups(config, examples, loops)
    began = time.perf_counter()
    at = list(checkpoints or _first(config, groups, folds))
    rung_scores: list[RungScore] = []
    for rung in (rung for rung in rungs_of(config.epochs) if rung > at[-1].epoch):
        for number, group in enumerate(groups):
            at[number] = _train_to(rung, config, group, at[number], began + seconds)
        if at[-1].epoch < rung:
            return Validation(tuple(rung_scores), tuple(at), seconds=time.perf_counter() - began)
        now = score_weights(config, examples, _weights(groups, at), folds)
        rung_scores.append(RungScore(rung, now))
        if _is_hopeless(now, prune_above.get(rung, np.inf)):
            break
    return Validation(tuple(rung_scores), seconds=time.perf_counter() - began)


def _groups(config: TrainingConfig, examples: Sequence[Examples], loops: LoopCache) -> list[Group]:
    """Group the runs by their number of batches, as some folds have one row more than others."""
    batches = [config.batches(len(each.training_rows)) for each in examples]
    groups = []
    for count in sorted(set(batches)):
        runs = [run for run, own in enumerate(batches) if own == count]
        own = [examples[run] for run in runs]
        groups.append(Group(runs, own, loops.get(structure_of(config, own))))
    return groups


def _first(config: TrainingConfig, groups: Sequence[Group], folds: Folds) -> list[Checkpoint]:
    seeds = folds.seeds_of_runs
    return [
        first_checkpoint(config, group.loop, [seeds[run] for run in group.runs]) for group in groups
    ]


def _train_to(
    rung: int, config: TrainingConfig, group: Group, at: Checkpoint, deadline: float
) -> Checkpoint:
    """Train a group to a rung, or until the time is over."""
    left = deadline - time.perf_counter()
    if at.epoch < rung and left > 0:
        for segment in train_segments(group.loop, config, group.examples, at, left, until=rung):
            at = segment.checkpoint
    return at


def _weights(groups: Sequence[Group], at: Sequence[Checkpoint]) -> np.ndarray:
    """Return the weights of all runs in their order, shape (runs, parameters)."""
    runs = np.concatenate([group.runs for group in groups])
    return np.concatenate([each.weights for each in at])[np.argsort(runs)]


def _is_hopeless(score: Score, limit: float) -> bool:
    return score.failed > 0 or not score.mean <= limit
