"""Whole runs that differ only in their seed, trained side by side: twenty take as long as three."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import tensorflow as tf

from nnplay.chunks import Checkpoint
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, dataset_of, prepare_seeds
from nnplay.history import TrainingHistory
from nnplay.training import LOOPS, advance_seeds, train
from nnplay.training.network import Structure
from nnplay.training.segments import first_checkpoint, structure_of, train_segments


def train_together(configs: Iterable[TrainingConfig]) -> dict[TrainingConfig, TrainingHistory]:
    """Return the history of each, equal to that of `train` up to rounding."""
    seeds = defaultdict(set)
    for config in configs:
        seeds[replace(config, seed=0)].add(config.seed)
    return {
        replace(config, seed=seed): history
        for config, own in seeds.items()
        for seed, history in zip(sorted(own), _train(config, sorted(own)), strict=True)
    }


def _train(config: TrainingConfig, seeds: list[int]) -> list[TrainingHistory]:
    """Train runs one by one if each may stop at another epoch, or if Keras refuses them."""
    dataset = dataset_of(config)
    try:
        if not config.stops_early:
            return _train_side_by_side(config, dataset, seeds)
    except tf.errors.InvalidArgumentError:
        pass
    return [train(replace(config, seed=seed), dataset) for seed in seeds]


def _train_side_by_side(
    config: TrainingConfig, dataset: Dataset, seeds: list[int]
) -> list[TrainingHistory]:
    examples = prepare_seeds(config, dataset, seeds)
    held_out = len(examples[0].validation_rows) > 0
    structure = structure_of(config, examples)._replace(validates=held_out)
    losses, val_losses, recorded = train_runs(structure, config, examples, seeds)
    return [
        TrainingHistory(
            sizes=structure.sizes,
            activations=structure.activations,
            loss=losses[:, run],
            val_loss=val_losses[:, run] if held_out else None,
            epochs_recorded=np.arange(config.epochs + 1),
            parameters=recorded[:, run],
            seconds=0.0,
        )
        for run in range(len(seeds))
    ]


def train_runs(
    structure: Structure,
    config: TrainingConfig,
    examples: Sequence[Examples],
    seeds: Sequence[int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Train runs to the end.

    Returns:
        Losses and validation losses, shape (epochs, runs), and weights from the initial ones on,
        shape (epochs + 1, runs, parameters).
    """
    loop = LOOPS.get(structure)
    at = start = first_checkpoint(config, loop, seeds)
    segments = []
    while not at.is_last(config):
        for segment in train_segments(loop, config, examples, at, seconds=1.0, stride=1):
            segments.append(segment)
            at = segment.checkpoint
    losses, val_losses, recorded = (
        np.concatenate([getattr(segment, name) for segment in segments])
        for name in ("losses", "val_losses", "recorded")
    )
    return losses, val_losses, np.concatenate([start.weights[None], recorded])


def train_seeds(config: TrainingConfig, dataset: Dataset, seeds: Sequence[int]) -> Checkpoint:
    """Train seeds to the end as the page does, by one call of the engine after the other."""
    at = None
    while at is None or not at.is_last(config):
        at = advance_seeds(config, dataset, seeds, at)
    return at
