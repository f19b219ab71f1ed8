"""The searches that this server remembers, so that a page has its own again after a reload."""

import secrets
import threading

import streamlit as st
from cachetools import LRUCache

from nnplay.datasets import Dataset
from nnplay.search.candidates import Plan
from nnplay.search.search import Search
from nnplay.search.trials import Trials
from nnplay.ui.state import change, page
from nnplay.ui.state.page_state import is_own
from nnplay.workers import calls
from nnplay.workers.pool import Pool

MOST_SEARCHES = 40  # each takes some 2 MB for a thousand candidates

_searches: LRUCache[str, Search] = LRUCache(MOST_SEARCHES)  # by ids that nobody can guess
_lock = threading.Lock()


@st.cache_resource
def search_pool() -> Pool:
    return calls.search_pool()


def begin_search(plan: Plan, dataset: Dataset) -> Search:
    """Make a search of this session; its id goes into the address, except for own data."""
    current = current_search()
    if current is not None:
        current.job.stop()
    search = st.session_state.search = Search(plan, dataset, Trials(plan), search_pool())
    name = None if is_own(plan.base) else secrets.token_urlsafe(12)
    if name is not None:
        with _lock:
            _searches[name] = search
    change(search=name)
    return search


def current_search() -> Search | None:
    """Return this session's search or the one that the address names, if the server has it."""
    with _lock:
        found = _searches.get(page().search or "")
    if found is not None:
        st.session_state.search = found
    return st.session_state.search


def is_forgotten() -> bool:
    """Tell whether the address names a search that the server no longer has."""
    return page().search is not None and current_search() is None
