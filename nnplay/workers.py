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
from concurrent.futures import BrokenExecutor, Executor, Future

from loky import get_reusable_executor
from loky.process_executor import ShutdownExecutorError

from nnplay.chunks import Checkpoint, Chunk, OnProgress, run_chunks
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

_warm_up: Future | None = None


class WorkerError(RuntimeError):
    """The worker died twice at the same point; its text is one sentence for the learner."""


def start() -> None:
    """Begin to load TensorFlow in the worker, without waiting for it."""
    global _warm_up
    if _warm_up is None or (_warm_up.done() and _warm_up.exception()):
        _warm_up = _executor().submit(_worker_id)


def is_ready() -> bool:
    """Tell whether the worker has loaded TensorFlow."""
    return _warm_up is not None and _warm_up.done()


def worker_id() -> int:
    """Return the process id of a worker, waiting until there is one."""
    return _executor().submit(_worker_id).result()


def run_in_worker(
    config: TrainingConfig, dataset: Dataset, on_progress: OnProgress | None = None
) -> TrainingHistory:
    """Do what `nnplay.training.train` does, in the worker.

    A worker that dies is replaced and its chunk repeated once.

    Raises:
        ConfigError: If the configuration does not fit the data set.
        WorkerError: If the second worker died as well.
    """
    return run_chunks(_advance_in_worker, config, dataset, on_progress)


def _executor() -> Executor:
    """Return the worker pool, a new one if the last has died."""
    return get_reusable_executor(
        max_workers=WORKERS, timeout=None, initializer=_load_engine, env=WORKER_ENVIRONMENT
    )


def _advance_in_worker(
    config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None
) -> Chunk:
    for _ in range(ATTEMPTS):
        try:
            return _executor().submit(_advance, config, dataset, checkpoint).result()
        except (BrokenExecutor, ShutdownExecutorError):
            # also when another session saw the death first and has replaced the pool
            continue
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
