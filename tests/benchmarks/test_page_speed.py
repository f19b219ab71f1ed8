"""How fast the page answers: on the server alone, and in a browser until the new run is drawn."""

import time
from statistics import median, quantiles

import pytest
from streamlit.testing.v1 import AppTest

from nnplay import workers
from tests.e2e.conftest import browser, server, window  # noqa: F401  fixtures
from tests.serving import ROOT


@pytest.fixture(scope="module")
def page():
    workers.start()
    workers.worker_id()
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    page.run()
    yield page
    workers.stop()


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
        page.slider(key="units_1").set_value(number)
        new.append(milliseconds(page.run))
    assert not page.exception
    print(
        f"\na whole rerun with 500 epochs trained: warm median {median(warm):.0f} ms (budget 100), "
        f"new structure median {median(new):.0f} ms (budget 200)"
    )
    assert median(warm) <= 100
    assert median(new) <= 200


WATCH = """stage => {
    window.released = window.drawn = 0
    addEventListener("pointerup", () => { window.released = performance.now() }, true)
    new MutationObserver(() => {
        requestAnimationFrame(() => { window.drawn = performance.now() })
    }).observe(stage, { attributeFilter: ["data-run"] })
}"""


def test_from_a_released_setting_to_the_new_run_drawn(window):  # noqa: F811
    with window() as page:
        page.locator(".stage").evaluate(WATCH)
        waits = []
        for _ in range(25):
            page.wait_for_timeout(700)
            page.evaluate("window.drawn = 0")
            page.get_by_role("button", name="New start").click()
            page.wait_for_function("window.drawn > 0")
            waits.append(page.evaluate("window.drawn - window.released"))
    print(
        f"\nfrom a released setting to the new run drawn: median {median(waits):.0f} ms "
        f"(budget 250), 90th percentile {quantiles(waits, n=10)[-1]:.0f} ms"
    )
    assert median(waits) <= 250


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("6-3-1", ""),
        ("6-16-16-16-1", "?hidden_layers=3&units_1=16&units_2=16&units_3=16&activation=relu"),
    ],
)
def test_frames_a_second(window, name, address):  # noqa: F811
    with window(address) as page:
        page.wait_for_selector('.stage[data-playing="false"]', timeout=30_000)
        page.wait_for_timeout(1500)
        page.locator(".speed").select_option("slow")
        page.locator(".play").click()
        page.wait_for_timeout(300)
        frames = "stage => [Number(stage.dataset.frames), performance.now()]"
        first, began = page.locator(".stage").evaluate(frames)
        page.wait_for_timeout(4000)
        last, ended = page.locator(".stage").evaluate(frames)
    rate = 1000 * (last - first) / (ended - began)
    print(f"\nfilm of {name}: {rate:.0f} frames a second (budget 50)")
    assert rate >= 50
