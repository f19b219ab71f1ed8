"""Trainings in a worker process, so that TensorFlow never loads in the page's own.

Streamlit collects garbage and clears Keras's session after every run of the page, which with
TensorFlow in the process costs 0.2 to 0.5 s a time and disturbs every training.
"""

import gc
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from functools import partial
from typing import TypeVar

import numpy as np
from loky import ProcessPoolExecutor
from loky.process_executor import ShutdownExecutorError

from nnplay.chunks import Advance, Checkpoint, Chunk, OnProgress, run_chunks
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, load_dataset
from nnplay.history import TrainingHistory

WORKERS = int(os.environ.get("NNPLAY_WORKERS", "1"))
WORKER_ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # no faster on matrices this small, and each start would log a line about rounding
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
ATTEMPTS = 2

Result = TypeVar("Result")


class WorkerError(RuntimeError):
    """The worker died twice at the same point; its text is one sentence for the learner."""


class _Pool:
    """The executor that every session of this process shares, replaced when a worker has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: Executor | None = None
        self.warm_up: Future | None = None

    def get(self) -> Executor:
        """Return the executor; a new one begins to load TensorFlow at once."""
        with self._lock:
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    max_workers=WORKERS, initializer=_load_engine, env=WORKER_ENVIRONMENT
                )
                self.warm_up = self._executor.submit(_worker_id)
            return self._executor

    def drop(self, executor: Executor) -> None:
        """Let go of an executor, unless another session has replaced it already."""
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False)


_pool = _Pool()
_background = threading.Semaphore(WORKERS)


def start() -> None:
    """Begin to load TensorFlow in the worker, without waiting for it."""
    _pool.get()


def stop() -> None:
    """End the worker; the next training starts another."""
    _pool.drop(_pool.get())


def is_ready() -> bool:
    """Tell whether the worker has loaded TensorFlow."""
    return _pool.warm_up is not None and _pool.warm_up.done()


def worker_id() -> int:
    """Return the process id of a worker, waiting until there is one."""
    return _submit(_worker_id)


def run_in_worker(
    config: TrainingConfig, dataset: Dataset, on_progress: OnProgress | None = None
) -> TrainingHistory:
    """Do what `nnplay.training.train` does, in the worker.

    A worker that dies is replaced and its chunk repeated once.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the second worker died as well.
    """
    advance: Advance = partial(_submit, _advance)
    return run_chunks(advance, config, dataset, on_progress)


def advance_starts_in_worker(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint | None
) -> Checkpoint:
    """Do what `nnplay.training.advance_starts` does, in the worker.

    Only as many calls as there are workers wait for one at a time, so that a class that repeats its
    runs does not stand in a queue before everybody's next run.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        RefusedError: Where Keras refuses.
        WorkerError: If the worker died twice.
    """
    with _background:
        return _submit(_advance_starts, config, dataset, seeds, checkpoint)


def save_model_in_worker(
    config: TrainingConfig, dataset: Dataset, weights: Sequence[np.ndarray]
) -> bytes:
    """Do what `nnplay.model.save_model` does, in the worker.

    Raises:
        WorkerError: If the worker died twice.
    """
    return _submit(_save_model, config, dataset, weights)


def _submit(function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in the worker, once more if the worker dies."""
    for _ in range(ATTEMPTS):
        executor = _pool.get()
        try:
            return executor.submit(function, *arguments).result()
        except (BrokenExecutor, CancelledError, ShutdownExecutorError):
            # the last two when another session saw the death first
            _pool.drop(executor)
    raise WorkerError(
        "The process that trains stopped twice at this point, perhaps for want of memory; "
        "try a smaller network or change a setting to run again."
    )


def _worker_id() -> int:
    return os.getpid()


def _load_engine() -> None:
    """Load TensorFlow and train the default network, so that no learner waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    threading.Thread(target=_end_with_server, args=(os.getppid(),), daemon=True).start()
    # said to the learner on the page, not to the server's console
    warnings.filterwarnings("ignore", "You are using a softmax over axis")
    warnings.filterwarnings("ignore", "In loss categorical_crossentropy")
    config = TrainingConfig()
    _advance(config, load_dataset(config.dataset), None)
    gc.collect()
    gc.freeze()  # TensorFlow's million objects leave the garbage collector's rounds


def _end_with_server(server: int) -> None:
    """End this process when the server was killed: orphans get a new parent."""
    while os.getppid() == server:
        time.sleep(2)
    os._exit(1)


def _advance(config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None) -> Chunk:
    from nnplay import training  # noqa: PLC0415  TensorFlow: in the worker only

    return training.advance(config, dataset, checkpoint)


def _advance_starts(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint | None
) -> Checkpoint:
    from nnplay import training  # noqa: PLC0415  TensorFlow: in the worker only

    return training.advance_starts(config, dataset, seeds, checkpoint)


def _save_model(config: TrainingConfig, dataset: Dataset, weights: Sequence[np.ndarray]) -> bytes:
    from nnplay import model  # noqa: PLC0415  TensorFlow: in the worker only

    return model.save_model(config, dataset, weights)
