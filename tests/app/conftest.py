"""The process that trains for every page without a browser, and what is read once for all pages."""

from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from nnplay.workers import calls


@pytest.fixture(scope="session", autouse=True)
def components():
    """Look once, not for every page, into all packages for components that they may bring."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def worker():
    calls.start()
    yield
    calls.stop()
