"""Calls into a worker process, so that TensorFlow never loads in the page's own.

Streamlit clears Keras's session after every run of the page, which disturbs every training, and a
collection of garbage, which stops all sessions, takes 0.2 to 0.5 s more with TensorFlow there.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any

from loky import cpu_count

from nnplay.workers import worker
from nnplay.workers.dask import Cluster
from nnplay.workers.pool import Pool, Processes, WorkerError, Workers

# The address of a Dask scheduler; its cluster then trains instead of processes of this machine.
SCHEDULER = os.environ.get("NNPLAY_SCHEDULER")
WORKERS = int(os.environ.get("NNPLAY_WORKERS", "1"))

_pool = Pool(lambda: _make_workers(WORKERS, SCHEDULER, worker.prepare_worker))
_patient = threading.Semaphore(WORKERS)


class _Counter:
    """Counts the calls that somebody waits for."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.count += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.count -= 1


_in_progress = _Counter()


def start() -> None:
    """Begin to load TensorFlow in the worker, without waiting for it."""
    with contextlib.suppress(WorkerError):  # the first training will raise it again
        _pool.get()


def stop() -> None:
    """End the worker; the next training starts another."""
    _pool.drop(_pool.get())


def is_ready() -> bool:
    """Tell whether the worker has loaded TensorFlow."""
    return _pool.warm_up is not None and _pool.warm_up.done()


def call(function: Callable[..., Any] | str, /, *arguments: object) -> Any:
    """Call a function in the worker, once more if the worker dies.

    Args:
        function: A function of a module; one that needs TensorFlow by its name in this package, as
            "training.advance".

    Raises:
        WorkerError: If the worker died twice.
    """
    with _in_progress:
        return _pool.call(worker.perform, function, *arguments)


def is_idle() -> bool:
    """Tell whether a worker is free."""
    return _in_progress.count < WORKERS


def call_in_turn(function: Callable[..., Any] | str, /, *arguments: object) -> Any:
    """Make a call that takes long, as `call` does.

    Only as many of them as there are workers queue at a time, so that a whole class asking for
    them can't fill the queue before everybody's next run.
    """
    with _patient:
        return call(function, *arguments)


def search_pool(processes: int | None = None, scheduler: str | None = SCHEDULER) -> Pool:
    """Return a pool for many trainings whose results nobody waits for one by one.

    Args:
        processes: How many processes of this machine, all its cores unless given. They run at a
            lower priority.
        scheduler: The address of a Dask scheduler whose workers are used instead.
    """
    count = processes or cpu_count()
    return Pool(lambda: _make_workers(count, scheduler, worker.prepare_background_worker))


def _make_workers(
    processes: int, scheduler: str | None, initializer: Callable[[], None]
) -> Workers:
    if scheduler:
        return Cluster(scheduler)
    return Processes(processes, initializer, worker.ENVIRONMENT)
