"""A Dask cluster in the place of this machine's processes; Dask need not be installed."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from typing import Any

from cachetools import TTLCache, cachedmethod

from nnplay.workers.pool import Errors, WorkerError

SECONDS = 5  # to wait for the scheduler and for its first worker


def _answer() -> None:
    """Show that nnplay can be imported."""


class Cluster:
    """The workers of a Dask scheduler.

    Dask repeats the calls of a worker that dies on another one.

    Args:
        address: Of the scheduler, as "tcp://10.0.0.1:8786".

    Raises:
        WorkerError: If the address is none, Dask is not installed, no scheduler answers, it has no
            worker or can't import this package.
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
        # one sentence is said instead
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
        """Call one function of ours there."""
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
        return 2 * self._threads()  # Dask gives a worker its next call before the first is done

    @cachedmethod(lambda self: self._known)
    def _threads(self) -> int:
        """Ask how many threads all workers have, which come and go."""
        try:
            return max(1, sum(self._client.nthreads().values()))
        except OSError:  # the scheduler is gone, as the next call will tell
            return 1

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future:
        try:
            return self._executor.submit(function, *arguments)
        except (OSError, RuntimeError) as error:  # another thread has closed it, or the scheduler
            raise BrokenExecutor from error

    def is_recoverable(self, error: BaseException) -> bool:
        # the call has killed several workers; else the scheduler is gone
        return not isinstance(error, BrokenExecutor | CancelledError)

    def shutdown(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close(timeout=SECONDS)
