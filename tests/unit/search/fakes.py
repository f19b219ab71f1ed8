"""Workers that need no TensorFlow: a candidate's error follows from its configuration alone."""

import time
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor

from nnplay.evaluation.crossvalidation import RungScore, Score, Validation, rungs_of
from nnplay.workers.pool import Pool


def error_of_config(config):
    """Return an error that is lowest for Adam at a rate of 0.03, and more with more weights."""
    rate = config.learning_rate_used
    optimizer = 0.0 if config.optimizer == "Adam" else 5.0
    return 1 + optimizer + abs(rate - 0.03) * 20 + 0.01 * sum(config.hidden_units)


def validation_of(config, prune_above):
    error = error_of_config(config)
    rung_scores = []
    for rung in rungs_of(config.epochs):
        mean = error * config.epochs / rung
        rung_scores.append(RungScore(rung, Score(mean, 0.1, (mean, mean))))
        if mean > prune_above.get(rung, float("inf")):
            break
    return Validation(tuple(rung_scores), seconds=0.01)


class FakeWorkers:
    """Threads instead of processes; `faults` decides what happens to a call."""

    worker_errors = (BrokenExecutor, CancelledError)

    def __init__(self, capacity=1, seconds=0.0, fault=None):
        self.capacity = capacity
        self.calls = []
        self.ended = False
        self._seconds = seconds
        self._fault = fault
        self._executor = ThreadPoolExecutor(capacity)

    def submit(self, function, /, *arguments):
        if arguments[:1] != ("training.advance_folds",):
            future = Future()
            future.set_result(function(*arguments))
            return future
        _, config, _, _, prune_above, checkpoints = arguments
        if self.ended:
            raise BrokenExecutor
        self.calls.append(config)
        return self._executor.submit(self._train, config, prune_above, checkpoints)

    def _train(self, config, prune_above, checkpoints):
        time.sleep(self._seconds)
        if self._fault:
            self._fault(config, checkpoints)
        return validation_of(config, prune_above)

    def is_recoverable(self, error):
        return False

    def shutdown(self):
        self.ended = True
        self._executor.shutdown(wait=False, cancel_futures=True)


class Here(FakeWorkers):
    """Trains in this process, with TensorFlow."""

    def submit(self, function, /, *arguments):
        return self._executor.submit(function, *arguments)


class FakePool(Pool):
    """Makes fake workers and remembers them."""

    def __init__(self, kind=FakeWorkers, **options):
        self.made = []

        def make():
            self.made.append(kind(**options))
            return self.made[-1]

        super().__init__(make)

    @property
    def calls(self):
        return [config for workers in self.made for config in workers.calls]
