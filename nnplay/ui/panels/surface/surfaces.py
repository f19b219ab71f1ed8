"""The surfaces that the page shows, computed in the background and cached for all sessions."""

import threading
from contextlib import suppress
from typing import NamedTuple

import numpy as np
import streamlit as st
from cachetools import LRUCache

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.explain.loss_surface import Surface, survey
from nnplay.explain.weight_space import NoSurfaceError
from nnplay.ui.drawing.ticking import session_watch
from nnplay.ui.runs import get_run
from nnplay.workers.background import GoesOn, Job
from nnplay.workers.calls import call_in_turn

PATIENCE = 0.8  # seconds that the page waits: small networks finish within
MOST_KEPT = 64  # each takes some 10 to 200 KB

_lock = threading.Lock()


class Request(NamedTuple):
    """A surface to compute: for runs that have one in common, along weights by their numbers."""

    configs: tuple[TrainingConfig, ...]
    weights: tuple[int, ...]


class Found(NamedTuple):
    """The surface of a request, or why there is none."""

    surface: Surface | None
    why: str = ""


class _StoppedError(Exception):
    """The surface is no longer wanted."""


_found: LRUCache[Request, Found] = LRUCache(MOST_KEPT)


def find(request: Request) -> Found | None:
    """Return the result of a request, None if it is not known."""
    with _lock:
        return _found.get(request)


def expect(request: Request, dataset: Dataset) -> Job:
    """Compute a surface in the background, and wait for it a little; return the job."""
    asked, job = st.session_state.surface_job or (None, Job())
    if asked != request or not (job.running or job.error):
        st.session_state.surface_job = request, job
        job.start(lambda goes_on: _compute(request, dataset, goes_on), session_watch())
    job.wait(PATIENCE)
    return job


def _compute(request: Request, dataset: Dataset, goes_on: GoesOn) -> None:
    first = request.configs[0]

    def evaluate(parameters: np.ndarray) -> np.ndarray:
        if not goes_on():
            raise _StoppedError
        return call_in_turn("training.losses.losses_of", first, dataset, parameters)

    with suppress(_StoppedError):
        runs = [get_run(config, dataset) for config in request.configs]
        rows = len(runs[0].examples.training_rows)
        try:
            found = Found(survey([run.history for run in runs], rows, request.weights, evaluate))
        except NoSurfaceError as error:
            found = Found(None, str(error))
        with _lock:
            _found[request] = found
