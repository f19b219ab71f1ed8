"""Collects garbage at regular intervals, in place of Streamlit.

Streamlit would do so after every script run of every session (`runner.postScriptGC`), which costs
more the more sessions there are: with 60 of them, more than all the rest of a script run.
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
