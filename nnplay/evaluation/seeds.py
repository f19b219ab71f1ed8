"""Trains a configuration from many seeds, to see how much of a result is luck."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnplay.chunks import Checkpoint, RefusedError
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare_seeds
from nnplay.evaluation.baselines import has_learned
from nnplay.evaluation.metrics import error_of
from nnplay.history import forward

SEEDS = tuple(range(20))
ADVANCE_SEEDS = "training.advance_seeds"  # an `AdvanceSeeds`, by the name that a worker calls it

AdvanceSeeds = Callable[[TrainingConfig, Dataset, Sequence[int], Checkpoint | None], Checkpoint]


@dataclass(frozen=True, eq=False)
class SeedResults:
    """The results of one configuration's runs so far, one run per seed.

    Attributes:
        config: Its own seed is ignored.
        epoch: Epochs trained so far; after early stopping, those of the longest run.
        errors: Each run's validation error, or training error without validation rows, shape
            (seeds,); may be NaN or infinity.
        failed: Whether a run has learned nothing, or broke, shape (seeds,).
        refusal: Why Keras refuses to train, one sentence, or None.
        checkpoint: Where the runs go on; None once nothing is left to train.
    """

    config: TrainingConfig
    epoch: int
    errors: np.ndarray
    failed: np.ndarray
    refusal: str | None = None
    checkpoint: Checkpoint | None = None

    @property
    def finished(self) -> bool:
        return self.checkpoint is None

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The quartiles of the errors that are finite; None if none is."""
        numbers = self.errors[np.isfinite(self.errors)]
        if not len(numbers):
            return None
        low, middle, high = np.quantile(numbers, [0.25, 0.5, 0.75])
        return float(low), float(middle), float(high)


def measure_seeds(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint
) -> SeedResults:
    """Measure the runs of a checkpoint, each with its own validation rows."""
    errors, failed = [], []
    each = zip(prepare_seeds(config, dataset, seeds), checkpoint.results, strict=True)
    for examples, weights in each:
        sizes = (len(examples.features), *config.hidden_units, examples.outputs)
        predicted = forward(examples.x, weights, sizes, config.activations)
        errors.append(error_of(examples, predicted, config.loss))
        failed.append(not has_learned(examples, predicted, config.loss))
    return SeedResults(
        config,
        checkpoint.epoch,
        np.array(errors),
        np.array(failed),
        checkpoint=None if checkpoint.is_last(config) else checkpoint,
    )


def train_seeds_on(
    config: TrainingConfig,
    dataset: Dataset,
    seeds: Sequence[int],
    advance: AdvanceSeeds,
    found: SeedResults | None,
) -> SeedResults:
    """Train for a moment, from where the runs stand or from the start, and measure them.

    Args:
        found: The results so far, None to begin.
    """
    try:
        at = advance(config, dataset, seeds, found.checkpoint if found else None)
    except RefusedError as error:
        nothing = np.full(len(seeds), np.nan)
        return SeedResults(config, 0, nothing, np.isnan(nothing), str(error))
    return measure_seeds(config, dataset, seeds, at)


class SeedSweep:
    """Trains configurations, one after another, each from `SEEDS`; keeps their results.

    Args:
        advance: Trains all seeds for a moment, from a checkpoint or from the start.
    """

    def __init__(self, advance: AdvanceSeeds) -> None:
        self._advance = advance
        self._dataset: Dataset | None = None
        self._results: dict[TrainingConfig, SeedResults] = {}
        self._chosen: tuple[TrainingConfig, ...] = ()

    def find(self, config: TrainingConfig) -> SeedResults | None:
        """Return the results of a configuration, whatever its own seed; None without any."""
        return self._results.get(seedless(config))

    @property
    def progress(self) -> float:
        """The share of the work that is done, from 0 to 1."""
        found = [self._results.get(config) for config in self._chosen]
        done = [1.0 if r and r.finished else r.epoch / r.config.epochs if r else 0 for r in found]
        return sum(done) / len(done) if done else 1.0

    @property
    def finished(self) -> bool:
        return all(map(self._is_finished, self._chosen))

    def choose(self, configs: Iterable[TrainingConfig], dataset: Dataset) -> None:
        """Choose which configurations of a data set to train, and forget all other results."""
        self._dataset = dataset
        self._choose(map(seedless, configs))

    def keep(self, configs: Iterable[TrainingConfig]) -> None:
        """Leave out all chosen configurations but these."""
        kept = {seedless(config) for config in configs}
        self._choose(config for config in self._chosen if config in kept)

    def _choose(self, configs: Iterable[TrainingConfig]) -> None:
        self._chosen = tuple(dict.fromkeys(configs))
        self._results = {c: self._results[c] for c in self._chosen if c in self._results}

    def train(self, goes_on: Callable[[], bool]) -> None:
        """Train the chosen configurations.

        Args:
            goes_on: Asked before and after every moment of training; if it says no, that moment's
                result is dropped.
        """
        configs, dataset = self._chosen, self._dataset
        if dataset is None:
            return
        for config in configs:
            while not self._is_finished(config) and goes_on():
                known = self._results.get(config)
                found = train_seeds_on(config, dataset, SEEDS, self._advance, known)
                if goes_on():  # else other configurations may have been chosen meanwhile
                    self._results[config] = found

    def _is_finished(self, config: TrainingConfig) -> bool:
        found = self._results.get(config)
        return found is not None and found.finished


def seedless(config: TrainingConfig) -> TrainingConfig:
    """Return the configuration that stands for all with the same settings but another seed."""
    return replace(config, seed=SEEDS[0])
