"""A search in a terminal: its progress, its end, and its results."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout
from tqdm import tqdm

from nnplay.config import ConfigError
from nnplay.search.options import DEFAULT_TRIALS, make_parser, make_search, unwritable
from nnplay.search.results import results_table
from nnplay.search.search import Budget, Search
from nnplay.search.verdict import nothing_finished, ranked, sentences, written
from nnplay.workers.pool import WorkerError


class Stop:
    """Notes the first Ctrl-C or SIGTERM; the second one ends the program as usual.

    Attributes:
        code: The exit code that belongs to the signal; 0 if there was none.
    """

    def __init__(self) -> None:
        self.code = 0
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        self.code = 128 + number
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Search as the arguments say; return the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    stop = Stop()
    try:
        with _alone(options.storage):
            search = make_search(options)
            unlimited = options.trials is None and options.seconds is None
            budget = Budget(DEFAULT_TRIALS if unlimited else options.trials, options.seconds)
            code = _work(search, budget, stop)
    except ConfigError as error:
        parser.error(str(error))
    if options.out:
        code = _write(search, options.out) or code
    _print_result(search)
    return code


@contextmanager
def _alone(storage: Path | None) -> Iterator[None]:
    """Lock the file of a search.

    Raises:
        ConfigError: If another search has locked it.
    """
    if storage is None:
        yield
        return
    try:
        lock = FileLock(f"{storage}.in-use", blocking=False).acquire()
    except Timeout:
        raise ConfigError(
            f"{storage} is being written by another search; wait for its end or name another file."
        ) from None
    except OSError as error:
        raise ConfigError(unwritable(storage, error)) from None
    with lock:
        # Optuna's own lock, if a search was killed: it would wait half a minute for that
        Path(f"{storage}.lock").unlink(missing_ok=True)
        yield


def _work(search: Search, budget: Budget, stop: Stop) -> int:
    """Search with a progress bar; return the exit code."""
    code = 0
    with tqdm(total=budget.candidates, unit=" candidates", disable=None) as bar:

        def show() -> bool:
            ranking = ranked(search.candidates)
            if ranking:
                best = written(ranking[0].final, search.dataset)
                bar.set_postfix_str(f"best {best}", refresh=False)
            bar.update(len(search.candidates) - bar.n)
            return not stop.code

        try:
            search.work(budget, show)
        except KeyboardInterrupt:
            pass
        except WorkerError as error:
            print(f"\n{error}", file=sys.stderr)
            code = 1
        show()
    return stop.code or code


def _write(search: Search, file: Path) -> int:
    """Write the table of all candidates; return the exit code."""
    try:
        results_table(search.candidates, search.dataset).to_csv(file, index=False)
    except OSError as error:
        print(unwritable(file, error), file=sys.stderr)
        return 1
    return 0


def _print_result(search: Search) -> None:
    """Print the verdict, unless the pipe to a reader is closed."""
    verdict, dataset = search.verdict, search.dataset
    if verdict:
        texts = sentences(verdict, dataset, search.plan.folds)
    else:
        texts = nothing_finished(search.candidates, search.baselines, dataset)
    try:
        print("\n".join(texts), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
