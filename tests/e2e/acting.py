"""Actions on the page, and what to wait for after them.

The page says whether the script is running, from before the first element of a run appears until
the last one has: once some element of it is there and the script is not running, all of it is.
"""

import re
import time
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from nnplay.fields import FIELDS
from tests.e2e.reading import stage

SOCKETS: WeakKeyDictionary[Page, WebSocket] = WeakKeyDictionary()
LISTED = [row.label for row in FIELDS.values() if row.records]
APP = '[data-testid="stApp"]'
PANEL = ".st-key-tabs ~ *"  # all that is below the bar
FITS = """canvas => {
  const room = canvas.parentElement.getBoundingClientRect()
  const sides = [[canvas.width, room.width], [canvas.height, room.height]]
  return sides.every(([has, all]) => has === Math.round(Math.floor(all - 2) * devicePixelRatio))
}"""


def settle(page):
    """Wait until a run of the script is drawn in full, after some element of it is there."""
    page.wait_for_selector(f'{APP}[data-test-script-state="notRunning"]')


def listen(page):
    """Remember the page's WebSocket, by which `redrawn` knows when a run has ended."""
    page.on("websocket", lambda socket: SOCKETS.update({page: socket}))


def ends_a_run(message):
    """Tell whether a message says that a run has ended and was not cut short by another."""
    said = ForwardMsg.FromString(message)
    is_last = said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return said.WhichOneof("type") == "script_finished" and is_last


@contextmanager
def redrawn(page):
    """Wait until the run of the script is drawn that the actions in the block cause.

    This is for changes that show in no element: a short run is over before the page says that the
    script is running.
    """
    with SOCKETS[page].expect_event("framereceived", ends_a_run):
        yield
    wait_for_frame(page)
    settle(page)


def wait_for_frame(page):
    """Wait until the browser has painted a frame."""
    page.wait_for_function(
        "new Promise((ready) => requestAnimationFrame(() => setTimeout(() => ready(true))))"
    )


def stop_the_clock(page):
    """Let time on the page, which must be opened `alone`, pass only when the test says so."""
    page.clock.install()
    page.clock.pause_at(time.time() + 60)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def press(page, name):
    button(page, name).click()


def tab_of(page, panel):
    """Return the tab of the panel of this label."""
    return page.locator(".st-key-tabs").get_by_role("radio", name=panel, exact=True)


def open_panel(page, panel):
    tab_of(page, panel).click()


def expect_open(page, panel):
    expect(tab_of(page, panel)).to_have_attribute("aria-checked", "true")


def panel_of(page):
    """Return the elements of the open panel."""
    return page.locator(PANEL)


def choose_tool(page, name):
    """Choose one of the teacher's tools."""
    press(page, "Tools")
    page.get_by_role("menuitem", name=name).or_(page.get_by_role("option", name=name)).click()


def choose(page, field, option):
    """Type the beginning of an option into the box of this label, and take it."""
    if field in LISTED:
        choose_listed(page, field, option)
        return
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    box.fill(option)
    take(page, box, option)


def choose_listed(page, field, option):
    """Open the list of this label, which explains its options, and take one."""
    opener = page.locator("[aria-haspopup=menu]:visible")
    opener.filter(has_text=re.compile(rf"^{field}\s")).click()
    page.get_by_role("menuitem", name=re.compile(rf"^{option}\s")).click()


def unfold(page, fold):
    """Open the fold of this label in the sidebar."""
    page.get_by_role("button", name=f"{fold}:").click()


def take(page, box, option):
    """Press Enter once the box has found this option: before, that would take nothing."""
    found = page.locator("[role=option][data-focused]").filter(has_text=option)
    found.wait_for()
    expect(box).to_have_attribute("aria-activedescendant", re.compile("option"))
    box.press("Enter")


def change(page, field, option):
    """Choose an option, and wait for the new run."""
    run = stage(page, "run")
    choose(page, field, option)
    wait_for_run(page, run)


def wait_for_stage(page):
    page.wait_for_selector('.stage[data-ready="yes"]')
    settle(page)


def wait_for_mode(page, mode):
    """Wait until the page is drawn for the browser's mode, a desk or a projector."""
    page.wait_for_selector(f'.stage[data-mode="{mode}"]')
    settle(page)


def wait_for_run(page, previous):
    """Wait until the playground shows another run than the previous one, and all about it."""
    page.wait_for_selector(f'.stage:not([data-run="{previous}"]):not([data-kind="race"])')
    settle(page)


def skip_question(page):
    """Skip a lesson's question, and wait until its run is shown instead of the untrained one."""
    press(page, "Skip the question")
    page.wait_for_selector('.stage:not([data-run$="-start"]):not([data-kind="race"])')
    settle(page)


def wait_for_end(page):
    """Wait until the film has stopped."""
    page.wait_for_selector('.stage[data-playing="false"]')


def wait_for_fades(page):
    """Wait until no colour fades into another.

    The promises of the animations would not do: in a closed `<details>`, Chromium never keeps them.
    """
    page.wait_for_function(
        "document.getAnimations().every((fade) => fade.playState !== 'running' && !fade.pending)"
    )


def wait_for_saved(page, number):
    """Wait until the address holds as many saved runs."""
    page.wait_for_function(
        "number => new URLSearchParams(location.search).getAll('saved').length === number",
        arg=number,
    )


def wait_for_canvases(page):
    """Wait until the stage's canvases have the size of their containers."""
    for canvas in page.locator(".view:visible canvas").all():
        page.wait_for_function(FITS, arg=canvas.element_handle())


def show_run(page, run):
    """Choose a run on a page with the stage alone, and go to its end."""
    if stage(page, "run") != run:
        page.get_by_role("radio", name=run, exact=True).click()
        page.wait_for_selector(f'.stage[data-run="{run}"]')
    settle(page)
    wait_for_canvases(page)
    page.mouse.move(0, 0)
    page.locator(".scrub").press("End")
