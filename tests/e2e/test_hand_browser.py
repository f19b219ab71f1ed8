"""Weights changed by hand in the stage's pictures, and what a press in them asks for."""

import re
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from nnplay.datasets import dataset_of, prepare
from tests.e2e.acting import show_run
from tests.e2e.reading import stage, sweep
from tests.e2e.test_plane_browser import CONFIGS, history_of, payload_of, said
from tests.numerals import read_number

STILL = {"reduced_motion": "reduce"}
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
RUNS = ("quantity", "small", "large", "three")
BY_HAND = "Changed by hand: only these pictures show it, until the film moves"


@pytest.fixture(scope="module")
def server(stages):
    """Put the small page in place of the real one; `window` opens it."""
    payloads = {name: payload_of(name, CONFIGS[name]) for name in RUNS}
    return stages("hand", payloads)


@pytest.fixture(scope="module")
def page_of(server, opened):
    """Return a function that shows a run on a page that is open."""
    with opened(f"{server}/?run=hand/small", **STILL) as page:

        def show(run):
            show_run(page, run)
            return page

        yield show


def handle(page, view="weights"):
    return page.locator(f".{view} .handle")


def value(page, view="weights"):
    return float(told_value(page, view))


def told_value(page, view):
    return handle(page, view).get_attribute("aria-valuenow")


def drag(page, view, words, up):
    """Drag the weight whose tooltip has these words so many px up."""
    at = []

    def go(*place):
        at[:] = place
        page.mouse.move(*place)

    sweep(page, view, words, act=go)
    x, y = at
    page.mouse.down()
    page.mouse.move(x, y - up / 2)
    page.mouse.move(x, y - up)
    page.mouse.up()
    return x, y


def outputs_with(run, index, changed):
    """Return the outputs that NumPy computes from the last weights with one of them changed."""
    config = CONFIGS[run]
    history = history_of(config)
    parameters = history.parameters.copy()
    parameters[-1, index] = changed
    return replace(history, parameters=parameters).predict(prepare(config, dataset_of(config)).x)


def loss_told(page):
    return float(read_number(re.search(r": (\S+) now", said(page, "loss"))[1]))


def test_what_a_changed_weight_does_is_what_numpy_computes(page_of):
    page = page_of("quantity")
    examples = prepare(CONFIGS["quantity"], dataset_of(CONFIGS["quantity"]))
    trained = said(page, "loss")
    expect(page.get_by_text(BY_HAND)).to_be_hidden()
    drag(page, "weights", r"^speeding → unit 2\nweight .*\ndrag up or down", 40)
    expect(page.get_by_text(BY_HAND)).to_be_visible()
    expect(page.get_by_text("nothing was tapped")).to_be_visible()
    changed = value(page)
    assert changed > history_of(CONFIGS["quantity"]).parameters[-1, 1]
    expected = outputs_with("quantity", 1, changed)[:, 0]
    expect(page.locator(".loss canvas")).not_to_have_attribute("aria-label", trained)
    loss = np.mean((expected - examples.y[:, 0]) ** 2)
    assert loss_told(page) == pytest.approx(loss, rel=0.01)
    told = sweep(page, "scatter", r"\([A-Z]{2}\)\nactual")
    assert predicted_in(told) == pytest.approx(expected[row_in("quantity", told)], abs=0.06)
    page.keyboard.press("Escape")
    expect(page.get_by_text(BY_HAND)).to_be_hidden()
    assert said(page, "loss") == trained


def row_in(run, text):
    return list(dataset_of(CONFIGS[run]).row_labels).index(text.split(" (")[0])


def predicted_in(text):
    return float(read_number(re.search(r"predicted (\S+)", text)[1]))


@pytest.mark.full
@pytest.mark.parametrize("end", ["Put back", "play", "step", "Escape"])
def test_arrow_keys_change_a_weight_until_the_film_moves(page_of, end):
    page = page_of("small")
    slider = handle(page, "network")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-label", "Weight x1 → unit 2 of layer 1")
    before = value(page, "network")
    for key, steps in (("ArrowUp", 1), ("PageUp", 10), ("Shift+ArrowDown", -10), ("ArrowDown", -1)):
        now = told_value(page, "network")
        page.keyboard.press(key)
        expect(slider).not_to_have_attribute("aria-valuenow", now)
        step = (value(page, "network") - float(now)) / steps
        assert step > 0
    assert value(page, "network") == pytest.approx(before, abs=step / 100)
    page.keyboard.press("PageUp")
    expect(page.get_by_text(BY_HAND)).to_be_visible()
    acts = {
        "Put back": lambda: page.get_by_role("button", name="Put back").click(),
        "play": lambda: page.locator(".play").click(),
        "step": lambda: page.locator(".back").click(),
        "Escape": lambda: page.keyboard.press("Escape"),
    }
    acts[end]()
    expect(page.get_by_text(BY_HAND)).to_be_hidden()


@pytest.mark.full
def test_a_plane_follows_a_pulled_bias_and_its_loss_is_numpys(page_of):
    page = page_of("small")
    config = CONFIGS["small"]
    examples = prepare(config, dataset_of(config))
    before = page.locator(".scatter canvas").evaluate("canvas => canvas.toDataURL()")
    drag(page, "network", r"^unit 2 of layer 2\nbias .*\n.*\n.*\ndrag up .* its bias", -60)
    expect(page.get_by_text("nothing was tapped")).to_be_visible()
    expect(page.locator(".loss canvas")).to_have_attribute("aria-label", re.compile("by hand"))
    assert before != page.locator(".scatter canvas").evaluate("canvas => canvas.toDataURL()")
    index = 2 * 4 + 4 + 4 * 2 + 1
    outputs = outputs_with("small", index, value(page, "network")).astype(float)
    y = examples.y
    losses = -(y * np.log(outputs) + (1 - y) * np.log(1 - outputs))
    expected = losses[examples.training_rows].mean()
    assert loss_told(page) == pytest.approx(expected, rel=0.01)
    right = (outputs > 0.5) == (y > 0.5)
    numbers = [int(each) for each in re.findall(r"(\d+) of \d+ correct", said(page, "scatter"))]
    rows = examples.training_rows, examples.validation_rows
    assert numbers == [right[each].sum() for each in rows]


@pytest.mark.full
def test_a_weight_of_a_large_network_is_pulled_at_an_epoch_that_has_its_weights(page_of):
    page = page_of("large")
    page.locator(".scrub").fill("7")
    drag(page, "weights", r"^unit \d+ of layer 2 → unit", 30)
    expect(page.get_by_text(BY_HAND)).to_be_visible()
    page.get_by_role("button", name="Put back").click()
    assert f"at epoch {stage(page, 'epoch')}" in said(page, "weights")


@pytest.mark.full
def test_a_finger_chooses_a_weight_and_then_pulls_at_it(window):
    with window("?run=hand/quantity", **STILL, **PHONE) as page:
        at = []

        def tap(*place):
            at[:] = place
            page.touchscreen.tap(*place)

        text = sweep(page, "weights", r"^alcohol → unit 3\nweight .*\n.*drag up", act=tap)
        assert "then drag" in text
        expect(page.get_by_text(BY_HAND)).to_be_hidden()
        before, top = value(page), page.evaluate("scrollY")
        swipe(page, *at, -50)
        expect(page.get_by_text(BY_HAND)).to_be_visible()
        assert value(page) > before
        assert page.evaluate("scrollY") == top
        page.get_by_role("button", name="Put back").tap()
        expect(page.get_by_text(BY_HAND)).to_be_hidden()


def swipe(page, x, y, by):
    """Move a finger down or up, as no call of Playwright's does."""
    session = page.context.new_cdp_session(page)

    def send(kind, *points):
        touches = [{"x": px, "y": py} for px, py in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    send("touchStart", (x, y))
    for step in range(1, 11):
        send("touchMove", (x, y + by * step / 10))
    send("touchEnd")
    session.detach()


# ---- what a press asks for


def test_plus_and_minus_ask_for_other_layers(page_of):
    page = page_of("small")  # of 4 and 2 units
    for name, units in {
        "Add a unit to hidden layer 1": "(5, 2)",
        "Remove a unit from hidden layer 2": "(5, 1)",
        "Add a hidden layer": "(5, 1, 3)",
        "Remove hidden layer 2": "(5, 1)",
    }.items():
        page.get_by_role("button", name=name).press("Enter")
        page.get_by_text(f"units {units} were asked for").wait_for()
    for each in page.locator(".pair button:visible").all():
        box = each.bounding_box()
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.full
def test_a_tapped_row_is_told_and_large_layers_have_no_more_units(page_of):
    page = page_of("three")
    text = sweep(page, "scatter", r"\([A-Z]{2}\)\n(.*\n)+click to see its forward pass")
    page.mouse.down()
    page.mouse.up()
    page.get_by_text(f"row {row_in('three', text)} was tapped").wait_for()
    page = page_of("large")
    more = page.get_by_role("button", name="Add a unit to hidden layer 5")
    expect(more).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="Add a hidden layer")).to_have_attribute(
        "aria-disabled", "true"
    )
