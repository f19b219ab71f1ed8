"""The workers of a Dask cluster, instead of this machine's processes.

Dask is an optional requirement: this module can be imported without it.
"""

import logging
import re
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from typing import Any

from cachetools import TTLCache, cachedmethod

from nnplay.workers.pool import Errors, WorkerError

SECONDS = 5  # to wait for the scheduler and for its first worker


def _answer() -> None:
    """Return, which a worker can do only if it can import nnplay."""


class Cluster:
    """The workers of a Dask scheduler.

    Dask repeats the calls of a worker that dies on another one.

    Args:
        address: Of the scheduler, as "tcp://10.0.0.1:8786".

    Raises:
        WorkerError: If the address is malformed, Dask is not installed, no scheduler answers, or it
            has no worker that can import this package.
    """

    def __init__(self, address: str) -> None:
        if not re.fullmatch(r"((tcp|tls|ws|wss)://)?[^/\s]+:\d+", address):
            raise WorkerError(
                f"The address of the Dask scheduler is {address!r}, but it must be one as "
                "tcp://HOST:8786."
            )
        try:
            import distributed  # noqa: PLC0415  an optional requirement
        except ImportError:
            raise WorkerError(
                f"The Dask scheduler {address} can't be asked, because Dask is not installed; "
                "`pip install -r requirements-dask.txt` brings it."
            ) from None
        # its tracebacks; we raise one sentence instead
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._address = address
        self._known: TTLCache = TTLCache(1, ttl=SECONDS)
        self._client = self._connect(distributed.Client)
        self._executor = self._client.get_executor(pure=False)
        self._check()
        self.worker_errors: Errors = (BrokenExecutor, CancelledError, distributed.KilledWorker)

    def _connect(self, client_class: Callable[..., Any]) -> Any:
        try:
            client = client_class(self._address, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError):
            raise WorkerError(
                f"No Dask scheduler answers at {self._address}; "
                "start one with `dask scheduler`, or leave its address out."
            ) from None
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            client.close()
            raise WorkerError(
                f"The Dask scheduler {self._address} has no worker; start one with "
                f"`dask worker {self._address}`."
            ) from None
        return client

    def _check(self) -> None:
        """Raise unless a worker can call a function of this package."""
        try:
            self._executor.submit(_answer).result(timeout=4 * SECONDS)
        except (ImportError, RuntimeError, TimeoutError):
            self.shutdown()
            raise WorkerError(
                f"The Dask scheduler {self._address} or its workers can't import nnplay; install "
                "requirements-dask.txt on each machine, with the same version of Python."
            ) from None

    @property
    def capacity(self) -> int:
        return 2 * self._threads()  # Dask sends a worker its next call before the last one is done

    @cachedmethod(lambda self: self._known)
    def _threads(self) -> int:
        """Return how many threads all workers have now; workers come and go."""
        try:
            return max(1, sum(self._client.nthreads().values()))
        except OSError:  # the scheduler is gone, and the next call will raise
            return 1

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future:
        try:
            return self._executor.submit(function, *arguments)
        except (OSError, RuntimeError) as error:  # closed by another thread or by the scheduler
            raise BrokenExecutor from error

    def is_recoverable(self, error: BaseException) -> bool:
        # a KilledWorker: this call has killed several workers. The others mean that the scheduler
        # is gone.
        return not isinstance(error, BrokenExecutor | CancelledError)

    def shutdown(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close(timeout=SECONDS)
