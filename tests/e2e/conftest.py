"""A real server and a real browser: Debian's Chromium, driven by Playwright."""

import base64
import os
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from nnplay.ui.stage.stage import HERE
from tests.e2e.acting import wait_for_stage
from tests.serving import start_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("NNPLAY_REQUIRE_BROWSER") == "1"
PATIENCE = 60_000  # ms; other tests run beside, and only some tests are of speed
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Start the page as the README does; yield its address, then read its log."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w") as output, start_server(output) as (_, address):
        yield address
    text = log.read_text()
    assert "Traceback" not in text, text
    assert "Warning" not in text, text


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        reason = "no Chromium here; install Debian's package `chromium` to run the browser tests"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(server, browser):
    """Return a context manager that opens the page and watches its console and requests."""

    @contextmanager
    def open_window(address="", width=1280, height=720, wait=True, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((server, "data:", "blob:")) else complaints.append(r.url)
            ),
        )
        page.goto(f"{server}/{address}")
        if wait:
            wait_for_stage(page)
        yield page
        assert not complaints
        context.close()

    return open_window


@pytest.fixture
def module(browser):
    """Return a function that calls a JavaScript function with the stage's module."""
    page = browser.new_page()
    code = base64.b64encode((HERE / "stage.js").read_bytes()).decode()
    source = f"data:text/javascript;base64,{code}"

    def call(function, *values):
        return page.evaluate(
            f"async ([source, values]) => ({function})(await import(source), ...values)",
            [source, values],
        )

    yield call
    page.close()
