"""Fixtures of the pages without a browser: their worker, and what is looked up once for all."""

from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from nnplay.workers import calls


@pytest.fixture(scope="session", autouse=True)
def components():
    """Look for packages with components once, not for every page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def worker():
    calls.start()
    yield
    calls.stop()
