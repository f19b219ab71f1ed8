"""The garbage collector, on the server's own clock.

Streamlit would collect after every run of every session (`runner.postScriptGC`), which costs more
the more sessions there are: with 60 of them more than all the rest of a run.
"""

import gc
import threading
import time

import streamlit as st

SECONDS = 30  # between two collections; each stops all sessions for 0.1 to 0.3 s


@st.cache_resource
def collect_on_a_clock() -> None:
    """Collect garbage from now on, in a thread of this server's."""
    threading.Thread(target=_collect, daemon=True).start()


def _collect() -> None:
    while True:
        time.sleep(SECONDS)
        gc.collect()
