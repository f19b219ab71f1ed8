"""Trainings in a worker process, so that TensorFlow never loads in the page's own.

Streamlit clears Keras's session after every run of the page, which disturbs every training, and a
collection of garbage, which stops all sessions, takes 0.2 to 0.5 s more with TensorFlow there.
"""

import contextlib
import gc
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import cache, partial
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
from loky import cpu_count

from nnplay.chunks import Checkpoint, Chunk, OnProgress, run_chunks
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, load_dataset
from nnplay.evaluation.crossvalidation import Folds
from nnplay.history import TrainingHistory
from nnplay.workers.dask import Cluster
from nnplay.workers.pool import Pool, Processes, WorkerError, Workers

# Of a Dask cluster that does the work of this machine's processes.
SCHEDULER = os.environ.get("NNPLAY_SCHEDULER")
WORKERS = int(os.environ.get("NNPLAY_WORKERS", "1"))
WORKER_ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # no faster on matrices this small, and each start would log a line about rounding
    "TF_ENABLE_ONEDNN_OPTS": "0",
}

Result = TypeVar("Result")

_pool = Pool(lambda: _make_workers(WORKERS, SCHEDULER, _load_engine))
_background = threading.Semaphore(WORKERS)


def start() -> None:
    """Begin to load TensorFlow in the worker, without waiting for it."""
    with contextlib.suppress(WorkerError):  # which the first training will tell
        _pool.get()


def stop() -> None:
    """End the worker; the next training starts another."""
    _pool.drop(_pool.get())


def search_pool(processes: int | None = None, scheduler: str | None = SCHEDULER) -> Pool:
    """Return a pool for many trainings whose results nobody waits for one by one.

    Args:
        processes: Of this machine, as many as it has cores unless given; they let all others go
            first.
        scheduler: The address of a Dask scheduler whose workers are taken instead.
    """
    count = processes or cpu_count()
    return Pool(lambda: _make_workers(count, scheduler, _load_engine_behind))


def submit_folds(
    workers: Workers,
    config: TrainingConfig,
    dataset: Dataset,
    folds: Folds,
    limits: Mapping[int, float],
    checkpoints: Sequence[Checkpoint] | None,
) -> Future:
    """Begin what `nnplay.training.advance_folds` does, in one of the workers."""
    return workers.submit(_engine, "advance_folds", config, dataset, folds, limits, checkpoints)


def is_ready() -> bool:
    """Tell whether the worker has loaded TensorFlow."""
    return _pool.warm_up is not None and _pool.warm_up.done()


def worker_id() -> int:
    """Return the process id of a worker, waiting until there is one."""
    return call(os.getpid)


def call(function: Callable[..., Result], /, *arguments: object) -> Result:
    """Call a function of a module in the worker, once more if the worker dies.

    Raises:
        WorkerError: If the worker died twice.
    """
    return _pool.call(function, *arguments)


def call_behind(function: Callable[..., Result], /, *arguments: object) -> Result:
    """Call a function in the worker that takes its time.

    Only as many such calls as there are workers wait for one, so that a class that asks for them
    does not stand in a queue before everybody's next run.

    Raises:
        WorkerError: If the worker died twice.
    """
    with _background:
        return call(function, *arguments)


def run_in_worker(
    config: TrainingConfig, dataset: Dataset, on_progress: OnProgress | None = None
) -> TrainingHistory:
    """Do what `nnplay.training.train` does, in the worker.

    A worker that dies is replaced and its chunk repeated once.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the second worker died as well.
    """
    return run_chunks(partial(call, _engine, "advance"), config, dataset, on_progress)


def run_and_study(
    config: TrainingConfig,
    dataset: Dataset,
    study: Callable[[TrainingConfig, Dataset, TrainingHistory], Result],
    on_progress: OnProgress | None = None,
) -> tuple[TrainingHistory, Result]:
    """Do what `run_in_worker` does; return the history with what a function makes of it there.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the second worker died as well.
    """
    results: list[Result | None] = []

    def advance(config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None) -> Chunk:
        chunk, result = call(_advance_and_study, config, dataset, checkpoint, study)
        results.append(result)
        return chunk

    history = run_chunks(advance, config, dataset, on_progress)
    result = results[-1]
    return history, call(study, config, dataset, history) if result is None else result


def advance_starts_in_worker(
    config: TrainingConfig, dataset: Dataset, seeds: Sequence[int], checkpoint: Checkpoint | None
) -> Checkpoint:
    """Do what `nnplay.training.advance_starts` does, in the worker.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        RefusedError: Where Keras refuses.
        WorkerError: If the worker died twice.
    """
    return call_behind(_engine, "advance_starts", config, dataset, seeds, checkpoint)


def save_model_in_worker(
    config: TrainingConfig, dataset: Dataset, weights: Sequence[np.ndarray]
) -> bytes:
    """Do what `nnplay.model.save_model` does, in the worker.

    Raises:
        WorkerError: If the worker died twice.
    """
    return call(_save_model, config, dataset, weights)


def _make_workers(
    processes: int, scheduler: str | None, initializer: Callable[[], None]
) -> Workers:
    if scheduler:
        return Cluster(scheduler)
    return Processes(processes, initializer, WORKER_ENVIRONMENT)


def _load_engine() -> None:
    """Load TensorFlow and train the default network, so that no learner waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    threading.Thread(target=_end_with_server, args=(os.getppid(),), daemon=True).start()
    config = TrainingConfig()
    _training().advance(config, load_dataset(config.dataset), None)
    threading.Thread(target=_load_rest, daemon=True).start()


def _load_rest() -> None:
    """Load what classes need, before a learner waits for it."""
    import sklearn.linear_model  # noqa: F401, PLC0415  80 MB: in the worker only

    gc.freeze()


def _load_engine_behind() -> None:
    """Do so in a process that lets all others go first."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)
    _load_engine()


def _end_with_server(server: int) -> None:
    """End this process when the server was killed: orphans get a new parent."""
    while os.getppid() == server:
        time.sleep(2)
    os._exit(1)


@cache
def _training() -> ModuleType:
    """Load the engine, also in a worker of Dask, which nobody has prepared."""
    _be_quiet()
    from nnplay import training  # noqa: PLC0415  TensorFlow: in the worker only

    gc.collect()
    gc.freeze()  # TensorFlow's million objects leave the garbage collector's rounds
    return training


@cache
def _be_quiet() -> None:
    """Let TensorFlow load and train without a word, also in a worker of Dask."""
    os.environ.update(WORKER_ENVIRONMENT)
    # said to the learner on the page, not to the server's console
    warnings.filterwarnings("ignore", "You are using a softmax over axis")
    warnings.filterwarnings("ignore", "In loss categorical_crossentropy")


def _engine(name: str, *arguments: object) -> Any:
    """Call a function of `nnplay.training`."""
    return getattr(_training(), name)(*arguments)


def _advance_and_study(
    config: TrainingConfig,
    dataset: Dataset,
    checkpoint: Checkpoint | None,
    study: Callable[[TrainingConfig, Dataset, TrainingHistory], Result],
) -> tuple[Chunk, Result | None]:
    """Train on, and study a run that is whole at once, which spares it another call."""
    chunk = _training().advance(config, dataset, checkpoint)
    whole = checkpoint is None and chunk.finishes(config)
    return chunk, study(config, dataset, chunk.history) if whole else None


def _save_model(config: TrainingConfig, dataset: Dataset, weights: Sequence[np.ndarray]) -> bytes:
    _be_quiet()
    from nnplay import model  # noqa: PLC0415  TensorFlow: in the worker only

    return model.save_model(config, dataset, weights)
