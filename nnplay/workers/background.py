"""Work in a thread of its own that can be stopped and go on."""

import threading
from collections.abc import Callable

from nnplay.config import ConfigError
from nnplay.workers.pool import WorkerError

GoesOn = Callable[[], bool]


class Job:
    """Work in a thread; only the last that was started runs.

    Attributes:
        begun: How often it was started.
        error: Why it ended early, one sentence, or None.
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
        """Begin work once what runs now has been stopped and has ended.

        Args:
            work: Asks the function that it gets again and again whether to go on.
            is_wanted: When it says no, the work shall not go on either.
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
        if not stopped.is_set():  # what befalls stopped work is no news
            self.error = reason
