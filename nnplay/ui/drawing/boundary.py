"""The edge at which what can't be trained becomes a sentence on the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from nnplay.config import ConfigError
from nnplay.workers.calls import WorkerError


@contextmanager
def one_sentence() -> Iterator[None]:
    """Say here in one sentence why the rest can't be drawn, where training is part of drawing."""
    try:
        yield
    except (ConfigError, WorkerError) as error:
        st.error(str(error), icon=":material/error:")
