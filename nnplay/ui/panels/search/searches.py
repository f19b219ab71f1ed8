"""The searches that this server remembers, so that a reload brings a session's own back."""

import secrets
import threading

import streamlit as st
from cachetools import LRUCache

from nnplay.datasets import Dataset
from nnplay.search.candidates import Plan
from nnplay.search.search import Search
from nnplay.search.trials import Trials
from nnplay.ui.settings.csv_upload import is_own
from nnplay.ui.url import SEARCH_KEY, forget
from nnplay.workers import calls
from nnplay.workers.pool import Pool

MOST_SEARCHES = 40  # some 2 MB for a thousand candidates


class Searches:
    """The most recently used searches by their ids; threads may use it at once."""

    def __init__(self, bound: int) -> None:
        self._searches: LRUCache[str, Search] = LRUCache(bound)
        self._lock = threading.Lock()

    def find(self, name: str) -> Search | None:
        with self._lock:
            return self._searches.get(name)

    def keep(self, search: Search) -> str:
        """Keep a search under a new id, which nobody can guess."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._searches[name] = search
        return name


@st.cache_resource
def searches() -> Searches:
    return Searches(MOST_SEARCHES)


@st.cache_resource
def search_pool() -> Pool:
    return calls.search_pool()


def begin_search(plan: Plan, dataset: Dataset) -> Search:
    """Make a search this session's; the address has its id, but for a learner's own data."""
    current = current_search()
    if current is not None:
        current.stop()
    search = Search(plan, dataset, Trials(plan), search_pool())
    st.session_state.search = search
    if not is_own(plan.base):
        st.query_params[SEARCH_KEY] = searches().keep(search)
    else:
        forget(SEARCH_KEY)
    return search


def current_search() -> Search | None:
    """Return this session's search or the one that the address names, if the server has it."""
    if "search" not in st.session_state:
        found = searches().find(st.query_params.get(SEARCH_KEY, ""))
        if found is None:
            return None
        st.session_state.search = found
    return st.session_state.search


def is_forgotten() -> bool:
    """Tell whether the address names a search that the server has not any more."""
    return SEARCH_KEY in st.query_params and current_search() is None
