"""The pool of worker processes, shared by threads and replaced on errors."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Future
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from loky import ProcessPoolExecutor
from loky.process_executor import ShutdownExecutorError


class WorkerError(RuntimeError):
    """No worker can train; the text is one sentence for the learner."""


ATTEMPTS = 2

Errors = tuple[type[BaseException], ...]
Result = TypeVar("Result")


class Workers(Protocol):
    """Workers to which calls are submitted: processes of this machine, or a Dask cluster.

    Attributes:
        worker_errors: What a future raises if not the call but the worker failed.
    """

    worker_errors: Errors

    @property
    def capacity(self) -> int:
        """How many calls to keep in flight so that no worker idles."""

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future:
        """Submit a call, as `concurrent.futures.Executor.submit` does."""

    def is_recoverable(self, error: BaseException) -> bool:
        """Tell whether calls already submitted survive this worker error."""

    def shutdown(self) -> None:
        """Stop at once; calls in flight are lost."""


class Processes:
    """Worker processes of this machine."""

    # the last two come if another thread saw the error first and has shut the executor down
    worker_errors: Errors = (BrokenExecutor, CancelledError, ShutdownExecutorError)

    def __init__(
        self, count: int, initializer: Callable[[], None], environment: Mapping[str, str]
    ) -> None:
        self.capacity = count + 1 if count > 1 else 1  # a single process gets one call at a time
        self._executor = ProcessPoolExecutor(
            max_workers=count, initializer=initializer, env=dict(environment)
        )

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future:
        return self._executor.submit(function, *arguments)

    def is_recoverable(self, error: BaseException) -> bool:  # noqa: ARG002
        return False

    def shutdown(self) -> None:
        self._executor.shutdown(wait=False, kill_workers=True)


class Pool:
    """Workers that all threads of this process share, made when first needed.

    Args:
        make: Starts the workers.

    Attributes:
        warm_up: A future that is done when the first worker answers.
    """

    def __init__(self, make: Callable[[], Workers]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._workers: Workers | None = None
        self._users = 0
        self.warm_up: Future | None = None

    def get(self) -> Workers:
        """Return the workers; new ones start loading at once.

        Raises:
            WorkerError: If there can't be any.
        """
        with self._lock:
            if self._workers is None:
                self._workers = self._make()
                self.warm_up = self._workers.submit(os.getpid)
            return self._workers

    def call(self, function: Callable[..., Result], /, *arguments: object) -> Result:
        """Call a function of a module in a worker, once more if the worker dies.

        Raises:
            WorkerError: If the second worker died as well, or there can't be any.
        """
        for _ in range(ATTEMPTS):
            workers = self.get()
            try:
                return workers.submit(function, *arguments).result()
            except workers.worker_errors:
                self.drop(workers)
        raise WorkerError(
            "The process that trains stopped twice at this point, perhaps for want of memory; "
            "try a smaller network or change a setting to run again."
        )

    def drop(self, workers: Workers) -> None:
        """End these workers, unless another thread has done so."""
        with self._lock:
            if self._workers is not workers:
                return
            self._workers = None
        workers.shutdown()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the workers for a while; the last one to leave ends them."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                workers = self._workers if self._users == 0 else None
                self._workers = None if workers else self._workers
            if workers:
                workers.shutdown()
