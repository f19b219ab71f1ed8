"""The gradients that the stage shows if the learner asks for them."""

import threading

import numpy as np
from cachetools import LRUCache, cached

from nnplay.ui.runs import Run
from nnplay.ui.stage.payload import shown_weights
from nnplay.workers.calls import call

CACHE_BYTES = 16_000_000  # 320 runs of the default network, at least 19 of the largest


@cached(
    LRUCache(CACHE_BYTES, lambda gradients: gradients.nbytes),
    key=lambda run: run.config,
    lock=threading.Lock(),
)
def get_gradients(run: Run) -> np.ndarray:
    """Return the gradients at the film's keyframes, shape (keyframes, parameters).

    They are of the loss of all training rows, without dropout.

    Raises:
        WorkerError: If the worker died twice.
    """
    weights = shown_weights(run.dataset, run.history)
    return call("training.losses.gradients", run.config, run.dataset, weights)
