"""How fast the browser shows a change, and how smoothly it plays, against what it could do."""

from statistics import median, quantiles

import pytest

from tests.e2e.acting import press, settle
from tests.e2e.conftest import browser, opened, server, tabs_of  # noqa: F401  fixtures
from tests.e2e.test_plane_browser import CONFIGS, payload_of
from tests.serving import serve_page, serve_stage

EMPTIEST_PAGE = """
import random
import streamlit as st

stage = st.components.v2.component(
    "stage",
    html='<div class="stage" data-ready="yes">a run</div>',
    js="export default ({ data, parentElement }) => "
    "{ parentElement.querySelector('.stage').dataset.run = data }",
)
st.button("New start")
stage(data=str(random.random()), key="stage")
"""
BUDGET = 4  # times the wait on the emptiest page
WATCH = """stage => {
    window.released = window.drawn = 0
    addEventListener("pointerup", () => { window.released = performance.now() }, true)
    new MutationObserver(() => {
        requestAnimationFrame(() => { window.drawn = performance.now() })
    }).observe(stage, { attributeFilter: ["data-run"] })
}"""
PLAY = """async stage => {
    stage.querySelector(".play").click()
    const [before, began] = [Number(stage.dataset.frames), performance.now()]
    for (let frame = 0; frame < 200; frame++) await new Promise(requestAnimationFrame)
    return [Number(stage.dataset.frames) - before, performance.now() - began]
}"""


PULL = """async handle => {
    const { dataset } = handle.closest(".stage")
    handle.focus()
    const [before, began] = [Number(dataset.frames), performance.now()]
    for (let frame = 0; frame < 200; frame++) {
        const key = frame % 40 < 20 ? "ArrowUp" : "ArrowDown"
        handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
        await new Promise(requestAnimationFrame)
    }
    return [Number(dataset.frames) - before, performance.now() - began]
}"""


def prepare(page):
    """Note from here on when a button is released and when a run is drawn; count what is sent."""
    sent = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda each: sent.append(each)))
    page.reload()
    page.locator('.stage[data-ready="yes"]').wait_for()
    settle(page)
    page.locator(".stage").evaluate(WATCH)
    return sent


def wait_once(page):
    page.evaluate("window.drawn = 0")
    press(page, "New start")
    page.wait_for_function("window.drawn > 0")
    settle(page)
    return page.evaluate("window.drawn - window.released")


def test_from_a_released_setting_to_the_new_run_drawn(server, opened, tmp_path):  # noqa: F811
    with (
        serve_page(tmp_path, EMPTIEST_PAGE) as emptiest,
        opened(server, reduced_motion="reduce") as page,
        opened(emptiest) as other,
    ):
        sent = prepare(page)
        prepare(other)
        sent.clear()
        waits = {page: [], other: []}
        for _ in range(3):  # in turn, so that both get the machine's good and bad moments
            for each, told in waits.items():
                each.bring_to_front()
                told.extend(wait_once(each) for _ in range(10))
    ours, least = (median(told) for told in waits.values())
    print(
        f"\nfrom a released setting to the new run drawn: {ours / least:.1f} times as long as on "
        f"the emptiest page (budget {BUDGET}); median {ours:.0f} ms to {least:.0f} ms, 90th "
        f"percentile {quantiles(waits[page], n=10)[-1]:.0f} ms; a change sends "
        f"{sum(map(len, sent)) / 30 / 1024:.0f} KB in {len(sent) / 30:.0f} messages"
    )


def print_smoothness(name, page):
    page.locator(".speed").select_option("slow")
    drawn, milliseconds = page.locator(".stage").evaluate(PLAY)
    print(
        f"\nfilm of {name}: {100 * drawn / 200:.0f}% of the browser's frames drawn, "
        f"{1000 * drawn / milliseconds:.0f} a second"
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("6-3-1", ""),
        ("6-16-16-16-1", "?hidden_units=16,16,16&activation=relu"),
    ],
)
def test_frames_of_a_film_that_are_drawn(server, opened, name, address):  # noqa: F811
    with opened(f"{server}/{address}", reduced_motion="reduce") as page:
        print_smoothness(name, page)


def test_frames_of_a_planes_film_that_are_drawn(opened, tmp_path):  # noqa: F811
    names = ("small", "deep")
    with serve_stage(tmp_path, {name: payload_of(name, CONFIGS[name]) for name in names}) as stage:
        for name in names:
            for width, height in ((1280, 720), (1440, 900)):
                size = {"width": width, "height": height}
                with opened(f"{stage}/?run={name}", reduced_motion="reduce", **size) as page:
                    print_smoothness(f"the {name} plane at {width}x{height}", page)


def test_frames_while_a_weight_is_changed_by_hand(opened, tmp_path):  # noqa: F811
    names = ("quantity", "small", "deep", "large")
    with serve_stage(tmp_path, {name: payload_of(name, CONFIGS[name]) for name in names}) as stage:
        for name in names:
            with opened(f"{stage}/?run={name}", reduced_motion="reduce") as page:
                drawn, milliseconds = page.locator(".weights .handle").evaluate(PULL)
                print(f"\na weight of {name} changed: {1000 * drawn / milliseconds:.0f} a second")
