"""A real server and a real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.e2e.acting import listen, wait_for_mode, wait_for_stage
from tests.serving import serve_stage, start_server, write_payloads

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("NNPLAY_REQUIRE_BROWSER") == "1"
WIDE = 1000  # px; narrower windows are never in projector mode
PATIENCE = 60_000  # ms, as other tests run at once
CLASSROOM = "classroom.example"  # a name of this machine that others could use, too
FLAGS = [
    "--no-sandbox",  # Chromium refuses root a sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    f"--host-resolver-rules=MAP {CLASSROOM} 127.0.0.1",
]


def expect_only_what_a_page_needs(process):
    """Expect that TensorFlow and scikit-learn were loaded by the workers alone.

    With joblib, scikit-learn brings a second loky, and two in one process break the workers.
    """
    loaded = " ".join(each.path for each in process.memory_maps())
    assert "/pyarrow/" in loaded  # the compiled parts of packages are seen here
    for name in ("tensorflow", "sklearn", "scipy", "matplotlib"):
        assert f"/{name}/" not in loaded
    children = [each for each in process.children() if each.status() != psutil.STATUS_ZOMBIE]
    commands = str([each.cmdline() for each in children])
    assert "loky" in commands
    assert "joblib" not in commands


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Start the page as the README does; yield its address, then check its process and its log."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with pytest.MonkeyPatch.context() as patch, log.open("w") as output:
        patch.setenv("LOKY_MAX_CPU_COUNT", "1")  # each process of a search takes 4 s to start
        with start_server(output) as (process, address):
            yield address
            expect_only_what_a_page_needs(psutil.Process(process.pid))
    text = log.read_text()
    assert "Traceback" not in text, text
    assert "Warning" not in text, text


@pytest.fixture(scope="session")
def stages(tmp_path_factory):
    """Start the small page that has the stage alone, one for all files that show it.

    Return a function that takes the payloads of such a file and returns the address; `?run=` names
    the file's folder and the payload that is played.
    """
    home = tmp_path_factory.mktemp("stages")
    with serve_stage(home, {}) as address:

        def add(name, payloads):
            folder = home / name
            folder.mkdir()
            write_payloads(folder, payloads)
            return address

        yield add


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


class Tabs:
    """The pages of one context, one of which is used again and again.

    Opening a page takes longer than loading and compiling its content. A second one at the same
    time is closed after use, as the browser slows down pages in the background; so is a page in
    which a test has failed.
    """

    def __init__(self, context):
        self.context, self.lent, self.free = context, [], None
        context.set_default_timeout(PATIENCE)

    @contextmanager
    def borrow(self):
        page, self.free = self.free or self._open(), None
        page.bring_to_front()
        self.lent.append(page)
        try:
            yield page
        except BaseException:
            page.close()
            raise
        finally:
            self.lent.remove(page)
            self._close_others(page)
        if self.lent:
            page.close()
        else:
            leave(page)
            self.free = page

    def _open(self):
        page = self.context.new_page()
        listen(page)
        return page

    def _close_others(self, page):
        for other in set(self.context.pages) - {page, *self.lent}:
            other.close()


def leave(page):
    """Clear a page for its next user."""
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    send(page, "Page.resetNavigationHistory")


@pytest.fixture(scope="session")
def tabs_of(browser):
    """Return a context manager that yields the `Tabs` of a device, the same for all tests.

    A test that changes more than its page, as the clock, gets a context of its own by `alone`.
    """
    shared = {}

    @contextmanager
    def of(alone, **device):
        kind = tuple(sorted(item for item in device.items() if item[1]))
        if alone:
            tabs = Tabs(browser.new_context(**device))
        else:
            tabs = shared[kind] = shared.get(kind) or Tabs(browser.new_context(**device))
        try:
            yield tabs
        finally:
            if alone:
                tabs.context.close()

    return of


@pytest.fixture(scope="session")
def opened(tabs_of):
    """Return a context manager that opens an address and watches its console and requests."""

    @contextmanager
    def open_page(
        address,
        *,
        width=1280,
        height=720,
        wait=True,
        alone=False,
        reduced_motion="no-preference",
        color_scheme="light",
        **device,
    ):
        with tabs_of(alone, **device) as tabs, tabs.borrow() as page:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(reduced_motion=reduced_motion, color_scheme=color_scheme)
            with watch(page, origin_of(address)) as complaints:
                forget_all(page, origin_of(address))
                page.goto(address)
                if wait:
                    wait_for_stage(page)
                if wait and "mode=projector" in address and width >= WIDE:
                    wait_for_mode(page, "projector")
                yield page
                assert not complaints

    return open_page


def origin_of(address):
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def watch(page, origin):
    """Yield a list that collects errors in the console and requests to other servers."""
    complaints = []

    def note_request(request):
        if not request.url.startswith((origin, "data:", "blob:")):
            complaints.append(request.url)

    noting = {
        "console": lambda m: complaints.append(m.text) if m.type == "error" else None,
        "pageerror": lambda error: complaints.append(str(error)),
        "request": note_request,
    }
    for event, note in noting.items():
        page.on(event, note)
    yield complaints
    for event, note in noting.items():
        page.remove_listener(event, note)


def forget_all(page, origin):
    """Clear the local storage of this origin."""
    send(page, "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})


def send(page, command, parameters=None):
    """Send Chromium a command for which Playwright has no method."""
    session = page.context.new_cdp_session(page)
    session.send(command, parameters or {})
    session.detach()


@pytest.fixture
def window(server, opened):
    """Return a context manager that opens the page, given the rest of its address."""

    def open_window(address="", **options):
        return opened(f"{server}/{address}", **options)

    return open_window


@pytest.fixture
def classroom(server, opened):
    """Return the same for a host name that other computers know, too, or for a whole address."""

    def open_window(address, **options):
        place = server.replace("127.0.0.1", CLASSROOM)
        whole = address if address.startswith("http") else f"{place}/{address}"
        return opened(whole, reduced_motion="reduce", **options)

    return open_window
