"""The steps that the panel shows, taken in the worker and cached for all sessions."""

import threading

import numpy as np
from cachetools import LRUCache, cached

from nnplay.chunks import Checkpoint
from nnplay.explain.place import Place
from nnplay.step import Step
from nnplay.ui.runs import Run
from nnplay.workers.calls import call

MOST_CHECKPOINTS = 64
STEP_BYTES = 24_000_000  # some hundreds of steps of the default network, two of the largest


@cached(
    LRUCache(STEP_BYTES, lambda step: step.nbytes),
    key=lambda run, *place: (run.config, *place),
    lock=threading.Lock(),
)
def get_step(run: Run, epoch: int, batch: int) -> Step:
    """Return the step with one batch of the epoch after a recorded one.

    Raises:
        WorkerError: If the worker died twice.
    """
    checkpoint = _checkpoint(run, epoch)
    return call("training.step.take_step", run.config, run.dataset, checkpoint, batch)


@cached(
    LRUCache(MOST_CHECKPOINTS), key=lambda run, epoch: (run.config, epoch), lock=threading.Lock()
)
def _checkpoint(run: Run, epoch: int) -> Checkpoint:
    """Train again up to an epoch, in short calls that let others have their turn."""
    checkpoint = None
    while checkpoint is None or checkpoint.epoch < epoch:
        checkpoint = call("training.step.train_to", run.config, run.dataset, epoch, checkpoint)
    return checkpoint


def undropped_gradient(run: Run, step: Step) -> np.ndarray:
    """Return the gradient of a step's batch without dropout, shape (parameters,)."""
    if all(each is None for each in step.factors):
        return step.gradient
    compute = "training.losses.gradients"
    return call(compute, run.config, run.dataset, step.before[None], step.rows)[0]


def nudged_losses(run: Run, step: Step, place: Place, nudge: float) -> tuple[float, float]:
    """Return the loss of a step's batch with its weights as they are, and with one nudged."""
    weights = np.stack([step.before.astype(float)] * 2)
    weights[1, place.index_in(run.history.sizes)] += nudge
    evaluate = "training.losses.batch_losses"
    losses = call(evaluate, run.config, run.dataset, step.rows, step.factors, weights)
    return float(losses[0]), float(losses[1])
