"""The runs that the page shows: trained in the worker, kept for every session."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from cachetools import LRUCache

from nnplay.chunks import OnProgress
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.history import TrainingHistory
from nnplay.ui.stage.payload import stage_payload
from nnplay.ui.study import Study, study_run
from nnplay.workers.calls import run_and_study

SHELF_BYTES = 48_000_000  # some 100 runs of the default network, three of the largest


@dataclass(frozen=True, eq=False)
class Run(Study):
    """A finished training with all that the page draws of it."""

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


class Shelf:
    """The most recently used runs, bounded by their bytes; threads may use it at once."""

    def __init__(self, max_bytes: int) -> None:
        self._runs: LRUCache[TrainingConfig, Run] = LRUCache(max_bytes, lambda run: run.nbytes)
        self._lock = threading.Lock()

    def find(self, config: TrainingConfig) -> Run | None:
        with self._lock:
            return self._runs.get(config)

    def keep(self, run: Run) -> None:
        with self._lock:
            self._runs[run.config] = run


@st.cache_resource
def shelf() -> Shelf:
    return Shelf(SHELF_BYTES)


def get_run(
    config: TrainingConfig,
    dataset: Dataset,
    on_wait: Callable[[], None] = lambda: None,
    on_progress: OnProgress | None = None,
) -> Run:
    """Return the run of a configuration, trained now unless it is on the shelf.

    Args:
        on_wait: Called first if there is something to wait for.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the worker died again and again.
    """
    found = shelf().find(config)
    if found:
        return found
    examples = prepare(config, dataset)
    on_wait()
    history, study = run_and_study(config, dataset, study_run, on_progress)
    run = Run(config=config, dataset=dataset, examples=examples, history=history, **vars(study))
    shelf().keep(run)
    return run


def untrained_payload(run: Run) -> bytes:
    """Return what the stage shows of a run before its first epoch."""
    start = replace(
        run.history,
        loss=run.history.loss[:0],
        val_loss=None,
        epochs_recorded=run.history.epochs_recorded[:1],
        parameters=run.history.parameters[:1],
        refusal=None,
    )
    return stage_payload(f"{run.id}-start", run.config, run.dataset, run.examples, start)
