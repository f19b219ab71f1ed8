"""What runs in a worker process: it loads the engine, calls it, and ends with its server."""

import gc
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset

ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # no faster on matrices this small, and each start would log a line about rounding
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def perform(function: Callable[..., Any] | str, /, *arguments: object) -> Any:
    """Call a function, given itself or, if it needs TensorFlow, by its name in this package."""
    return (_load(function) if isinstance(function, str) else function)(*arguments)


def prepare_worker() -> None:
    """Load TensorFlow and train the default network, so that no learner waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    threading.Thread(target=_end_with_server, args=(os.getppid(),), daemon=True).start()
    config = TrainingConfig()
    perform("training.advance", config, load_dataset(config.dataset), None)
    threading.Thread(target=_load_rest, daemon=True).start()


def prepare_background_worker() -> None:
    """Prepare a worker that runs at a lower priority than all others."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)
    prepare_worker()


@cache
def _load(name: str) -> Callable[..., Any]:
    """Load a function such as "training.advance", also in Dask's unprepared workers."""
    os.environ.update(ENVIRONMENT)
    # said to the learner on the page, not to the server's console
    warnings.filterwarnings("ignore", "You are using a softmax over axis")
    warnings.filterwarnings("ignore", "In loss categorical_crossentropy")
    module, _, function = name.rpartition(".")
    loaded = getattr(import_module(f"nnplay.{module}"), function)
    gc.collect()
    gc.freeze()  # TensorFlow's million objects leave the garbage collector's rounds
    return loaded


def _load_rest() -> None:
    """Load scikit-learn, which classes need, before a learner waits for it."""
    import sklearn.linear_model  # noqa: F401, PLC0415  80 MB: in the worker only

    gc.freeze()


def _end_with_server(server: int) -> None:
    """End this process when the server was killed: orphans get a new parent."""
    while os.getppid() == server:
        time.sleep(2)
    os._exit(1)
