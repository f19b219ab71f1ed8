"""How fast the page answers on the server alone."""

import os
import time
from statistics import median

import pytest
from streamlit.testing.v1 import AppTest

from nnplay.workers import calls
from tests.serving import ROOT


@pytest.fixture(scope="module")
def page():
    calls.start()
    calls.call(os.getpid)
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    page.run()
    yield page
    calls.stop()


def milliseconds(work):
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def test_a_rerun_on_the_server(page):
    warm, new = [], []
    for number in range(1, 21):
        page.number_input(key="seed").set_value(number)
        warm.append(milliseconds(page.run))
    for number in range(20, 40):
        page.number_input(key="units_1").set_value(number)
        new.append(milliseconds(page.run))
    assert not page.exception
    print(
        f"\na whole rerun with 500 epochs trained: warm median {median(warm):.0f} ms (budget 100), "
        f"new structure median {median(new):.0f} ms (budget 200)"
    )
