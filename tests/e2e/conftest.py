"""A real server and a real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("NNPLAY_REQUIRE_BROWSER") == "1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Start the page as the README does; yield its address, then read its log."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "nnplay", *flags],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    text = log.read_text()
    assert "Traceback" not in text, text
    assert "Warning" not in text, text


def _wait_for(address, process, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        assert process.poll() is None, "the server ended before it answered"
        assert time.monotonic() < deadline, "the server did not answer"
        time.sleep(0.2)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        reason = "no Chromium here; install Debian's package `chromium` to run the browser tests"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

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
            page.wait_for_selector('.stage[data-ready="yes"]', timeout=60_000)
        yield page
        assert not complaints
        context.close()

    return open_window
