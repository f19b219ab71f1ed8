"""Work in a background thread, which can be stopped."""

import threading
from collections.abc import Callable

from nnplay.config import ConfigError
from nnplay.workers.pool import WorkerError

GoesOn = Callable[[], bool]


class Job:
    """Runs one piece of work at a time in a thread.

    Attributes:
        begun: How often work was started.
        error: Why the last work failed, one sentence, or None.
    """

    def __init__(self) -> None:
        self.begun = 0
        self.error: str | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and not self._stopped.is_set()

    def start(self, work: Callable[[GoesOn], None], is_wanted: GoesOn = lambda: True) -> None:
        """Stop the present work and, once it has ended, begin another.

        Args:
            work: Gets a function that it must keep asking whether to go on.
            is_wanted: The work is also told to stop when this returns False.
        """
        self.stop()
        self.begun += 1
        self.error = None
        self._stopped = threading.Event()
        arguments = work, is_wanted, self._stopped, self._thread
        self._thread = threading.Thread(target=self._run, args=arguments, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell the work not to go on, without waiting for its end."""
        self._stopped.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the end of the work, at most this long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(
        self,
        work: Callable[[GoesOn], None],
        is_wanted: GoesOn,
        stopped: threading.Event,
        before: threading.Thread | None,
    ) -> None:
        if before is not None:
            before.join()
        try:
            work(lambda: not stopped.is_set() and is_wanted())
        except (ConfigError, WorkerError) as error:
            self._fail(stopped, str(error))
        except Exception:
            self._fail(stopped, "The work stopped for an unknown reason; it can go on.")
            raise  # to the server's console

    def _fail(self, stopped: threading.Event, reason: str) -> None:
        if not stopped.is_set():  # nobody waits for work that was stopped
            self.error = reason
