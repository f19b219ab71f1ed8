"""The runs that the page shows, trained in the worker and cached for all sessions."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from cachetools import LRUCache, cached

from nnplay.chunks import Chunk, OnProgress, run_chunks
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.history import TrainingHistory
from nnplay.ui.runs.study import Study, advance_and_study, study_run
from nnplay.ui.stage.payload import stage_payload
from nnplay.workers.calls import call

CACHE_BYTES = 48_000_000  # some 100 runs of the default network, three of the largest


@dataclass(frozen=True, eq=False)
class Run(Study):
    """A finished training with everything that the page draws of it."""

    config: TrainingConfig
    dataset: Dataset
    examples: Examples
    history: TrainingHistory

    @property
    def predicted(self) -> np.ndarray:
        """Predictions of all rows at the end, shape (rows, outputs)."""
        return self.history.predict(self.examples.x)

    @property
    def nbytes(self) -> int:
        return self.history.nbytes + len(self.payload)


@cached(
    LRUCache(CACHE_BYTES, lambda run: run.nbytes),
    key=lambda config, *_, **__: config,
    lock=threading.Lock(),
)
def get_run(
    config: TrainingConfig,
    dataset: Dataset,
    on_wait: Callable[[], None] = lambda: None,
    on_progress: OnProgress | None = None,
) -> Run:
    """Return the run of a configuration, trained now unless the cache has it.

    Args:
        on_wait: Called before a training, which the caller waits for.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the worker died twice.
    """
    examples = prepare(config, dataset)
    on_wait()
    study: Study | None = None

    def advance(*arguments: object) -> Chunk:
        nonlocal study
        chunk, study = call(advance_and_study, *arguments)
        return chunk

    history = run_chunks(advance, config, dataset, on_progress)
    study = study or call(study_run, config, dataset, history)
    return Run(config=config, dataset=dataset, examples=examples, history=history, **vars(study))


def untrained_payload(run: Run) -> bytes:
    """Return what the stage shows of a run before its first epoch."""
    start = replace(
        run.history,
        loss=run.history.loss[:0],
        val_loss=None,
        epochs_recorded=run.history.epochs_recorded[:1],
        parameters=run.history.parameters[:1],
        refusal=None,
        stopped_at=None,
        loss_after=run.history.loss[:0],
        val_loss_after=run.history.loss[:0],
    )
    return stage_payload(f"{run.id}-start", run.config, run.dataset, run.examples, start)
