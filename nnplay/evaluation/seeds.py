"""One configuration from many starts: how much of a result is luck."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnplay.chunks import Checkpoint, RefusedError
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare_seeds
from nnplay.evaluation.baselines import has_learned
from nnplay.evaluation.metrics import error_of
from nnplay.history import forward
from nnplay.workers.calls import WorkerError

SEEDS = tuple(range(20))

AdvanceStarts = Callable[[TrainingConfig, Dataset, Sequence[int], Checkpoint | None], Checkpoint]


@dataclass(frozen=True, eq=False)
class Starts:
    """Where the runs of one configuration stand, one run a seed.

    Attributes:
        config: Its own seed is of no account.
        epoch: Epochs trained so far.
        errors: Each run's error that counts (see `metrics`), shape (seeds,); not always a number.
        failed: Whether a run is not a number or has learned nothing, shape (seeds,).
        refusal: Why Keras refuses to train, one sentence, or None.
    """

    config: TrainingConfig
    epoch: int
    errors: np.ndarray
    failed: np.ndarray
    refusal: str | None = None

    @property
    def finished(self) -> bool:
        return self.epoch == self.config.epochs or self.refusal is not None

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """A quarter, the median and three quarters of the errors that are numbers, if any is."""
        numbers = self.errors[np.isfinite(self.errors)]
        if not len(numbers):
            return None
        low, middle, high = np.quantile(numbers, [0.25, 0.5, 0.75])
        return float(low), float(middle), float(high)


def judge(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint
) -> Starts:
    """Measure the runs of a checkpoint, each on its own rows."""
    errors, failed = [], []
    each = zip(prepare_seeds(config, dataset, seeds), checkpoint.weights, strict=True)
    for examples, weights in each:
        sizes = (len(examples.features), *config.hidden_units, examples.outputs)
        predicted = forward(examples.x, weights, sizes, config.activations)
        errors.append(error_of(examples, predicted, config.loss))
        failed.append(not has_learned(examples, predicted, config.loss))
    return Starts(config, checkpoint.epoch, np.array(errors), np.array(failed))


class Repetition:
    """Trains configurations from many starts in a thread of its own, one after another.

    What it has is kept when it is stopped, and it goes on from there.

    Args:
        advance: Trains all seeds on from a checkpoint for a moment; a WorkerError from it ends
            the thread and is kept as `error`.
        is_wanted: Asked after every such moment; when it says no, the thread ends.

    Attributes:
        begun: How often it was started.
        error: Why it ended early, one sentence, or None.
    """

    def __init__(
        self, dataset: Dataset, advance: AdvanceStarts, is_wanted: Callable[[], bool]
    ) -> None:
        self._dataset = dataset
        self._advance = advance
        self._is_wanted = is_wanted
        self._found: dict[TrainingConfig, Starts] = {}
        self._checkpoints: dict[TrainingConfig, Checkpoint] = {}
        self._asked: tuple[TrainingConfig, ...] = ()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self.begun = 0
        self.error: str | None = None

    @property
    def running(self) -> bool:
        at_work = self._thread is not None and self._thread.is_alive()
        return at_work and not self._stopped.is_set()

    def find(self, config: TrainingConfig) -> Starts | None:
        """Return where the runs of a configuration, whatever its seed, stand."""
        return self._found.get(_seedless(config))

    @property
    def progress(self) -> float:
        """The share of what was asked for that is done, 0 to 1."""
        found = [self._found.get(config) for config in self._asked]
        done = [1.0 if s and s.finished else s.epoch / s.config.epochs if s else 0 for s in found]
        return sum(done) / len(done) if done else 1.0

    @property
    def cut_short(self) -> bool:
        """Whether it has ended before all that was asked for was done."""
        return not self.running and not all(map(self._is_finished, self._asked))

    def start(self, configs: Iterable[TrainingConfig]) -> None:
        """Begin, or go on with, these configurations, and forget about others."""
        self.stop()
        self.begun += 1
        self._asked = tuple(dict.fromkeys(_seedless(config) for config in configs))
        self._found = {c: self._found[c] for c in self._asked if c in self._found}
        self._checkpoints = {c: self._checkpoints[c] for c in self._asked if c in self._checkpoints}
        self._stopped = threading.Event()
        self.error = None
        arguments = self._asked, self._stopped
        self._thread = threading.Thread(target=self._work, args=arguments, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what it is just training is not waited for, and not counted."""
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Wait for the end, at most this long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self, asked: Iterable[TrainingConfig], stopped: threading.Event) -> None:
        try:
            for config in asked:
                while not (stopped.is_set() or self._is_finished(config)):
                    self._train_on(config, stopped)
                    if not self._is_wanted():
                        return
        except WorkerError as error:
            self.error = str(error)
        except Exception:
            self.error = "The repetition stopped for an unknown reason; it can go on."
            raise  # to the server's console

    def _is_finished(self, config: TrainingConfig) -> bool:
        found = self._found.get(config)
        return found is not None and found.finished

    def _train_on(self, config: TrainingConfig, stopped: threading.Event) -> None:
        try:
            at = self._advance(config, self._dataset, SEEDS, self._checkpoints.get(config))
        except RefusedError as error:
            nothing = np.full(len(SEEDS), np.nan)
            self._found[config] = Starts(config, 0, nothing, np.isnan(nothing), str(error))
            return
        if stopped.is_set():  # another thread may be at work by now
            return
        self._found[config] = judge(config, self._dataset, SEEDS, at)
        self._checkpoints[config] = at
        if self._is_finished(config):
            del self._checkpoints[config]


def _seedless(config: TrainingConfig) -> TrainingConfig:
    return replace(config, seed=SEEDS[0])
