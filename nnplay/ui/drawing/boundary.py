"""The boundary at which errors of a training become a sentence on the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from nnplay.config import ConfigError
from nnplay.workers.calls import WorkerError


@contextmanager
def one_sentence() -> Iterator[None]:
    """Show an error in place of what can't be drawn because it can't be trained."""
    try:
        yield
    except (ConfigError, WorkerError) as error:
        st.error(str(error), icon=":material/error:")
