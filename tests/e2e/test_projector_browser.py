"""The page on a projector: large text and marks, the main thing on one screen; and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    button,
    choose_tool,
    expect_open,
    open_panel,
    press,
    settle,
    skip_question,
    stop_the_clock,
    wait_for_canvases,
    wait_for_mode,
    wait_for_run,
    wait_for_stage,
)
from tests.e2e.reading import stage

STILL = {"reduced_motion": "reduce"}
PATTERN = "dataset=circle&epochs=60&hidden_units=4&activation=tanh"
ACTUAL = "actual drivers in fatal collisions per billion miles"
TICKS = ("0", "10", "20", "40", "200", "400", "predicted", "x1", ACTUAL, "1", "0.5")
INKS = {"light": "rgb(27, 36, 48)", "dark": "rgb(238, 242, 246)"}


def font_sizes(page, selector):
    """Return the sizes in px of all text that a selector finds."""
    return page.locator(selector).evaluate_all(
        "nodes => nodes.map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )


def note_canvas_fonts(page):
    """Keep in `window.written` the size in px of every text that is written on a canvas."""
    page.evaluate(
        """() => {
          window.written = {}
          const fill = CanvasRenderingContext2D.prototype.fillText
          CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
            window.written[text] = parseFloat(this.font.match(/([\\d.]+)px/)[1])
            return fill.call(this, text, ...at)
          }
        }"""
    )


def canvas_fonts(page):
    """Return the sizes in px of what the stage writes while it draws a step."""
    note_canvas_fonts(page)
    page.locator(".back").click()
    return page.evaluate("window.written")


def switch(page, mode):
    """Choose the mode, and wait until the page has been drawn for it."""
    choose_tool(page, "Projector mode" if mode == "projector" else "Leave projector mode")
    wait_for_mode(page, mode)
    expect(page.locator("h2")).to_have_count(0 if mode == "projector" else 1)
    wait_for_canvases(page)


def expect_all_large(page):
    assert min(font_sizes(page, '[data-testid="stMain"] [data-testid="stMarkdown"] p')) >= 22
    assert min(font_sizes(page, ".controls output, .controls select")) >= 22
    views = page.locator(".views").bounding_box()
    assert views["y"] >= 0
    assert views["y"] + views["height"] <= 720
    for name in ("network", "scatter", "loss"):
        box = page.locator(f".{name} canvas").bounding_box()
        assert box["width"] >= 400
        assert box["height"] >= 120
    expect(page.locator(".view.weights")).to_be_hidden()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    ticks = {text: size for text, size in canvas_fonts(page).items() if text in TICKS}
    assert len(ticks) >= 2
    assert min(ticks.values()) >= 18


def test_a_projector_shows_the_network_and_the_result_large_on_one_screen(window):
    with window("?mode=projector", **STILL) as page:
        expect_all_large(page)


SCREENS = [(1024, 768), (1280, 720), (1920, 1080)]


def expect_in_sight(page, *selectors):
    """Wait until the whole stage and all of this is on the screen."""
    for name in (".controls", ".network", ".scatter", ".loss", *selectors):
        expect(page.locator(name).first).to_be_in_viewport(ratio=0.99)


def on_every_screen(page):
    """Yield once on each screen, at last on the one from before."""
    for width, height in (*SCREENS[1:], SCREENS[0]):
        page.set_viewport_size({"width": width, "height": height})
        yield


def test_a_lesson_is_on_one_screen_before_and_after_its_answer(window):
    width, height = SCREENS[0]
    address = "?lesson=leakage&mode=projector"
    with window(address, width=width, height=height, **STILL) as page:
        for _ in on_every_screen(page):
            expect_in_sight(page, ".st-key-run_lesson")
        page.keyboard.press("s")
        for _ in on_every_screen(page):
            expect_in_sight(page, ".st-key-run_lesson", ".st-key-strip")
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        expect(page.get_by_text("You predicted B. Halfway")).to_be_visible()
        page.wait_for_selector('.stage:not([data-run$="-start"])')
        settle(page)
        for _ in on_every_screen(page):
            expect_in_sight(page, ".st-key-answer", ".st-key-scores", ".st-key-strip")
        page.keyboard.press("s")
        expect(page.locator(".st-key-strip")).to_have_count(0)
        for _ in on_every_screen(page):
            expect_in_sight(page, ".st-key-answer", ".st-key-scores")
        page.keyboard.press("PageDown")
        expect(page.locator(".st-key-explanation")).to_be_in_viewport(ratio=0.99)
        page.keyboard.press("PageDown")
        expect(page.get_by_role("heading", name="Ask it what it cannot know")).to_be_visible()
        expect(page.get_by_text("A. None: it says")).to_be_visible()
        settle(page)  # before, what is pressed could be the lesson's of before
        for _ in on_every_screen(page):
            expect_in_sight(page, ".st-key-title")
        page.keyboard.press("PageDown")  # skips the question
        expect(page.get_by_text("C. Fewer than 40, which can't be. It says")).to_be_visible()
        expect(button(page, "Run")).to_have_count(0)
        settle(page)
        page.keyboard.press("PageUp")
        expect(button(page, "Run")).to_be_visible()


@pytest.mark.full
@pytest.mark.parametrize(
    ("address", "screens"),
    [("", SCREENS), (PATTERN, SCREENS[:1]), ("dataset=car_crashes_terciles&seed=3", SCREENS[:1])],
)
def test_the_strip_of_settings_takes_its_room_from_the_stage(window, address, screens):
    with window(f"?{address}&mode=projector", **STILL) as page:
        expect_all_large(page)
        for seed, (width, height) in enumerate(screens, 7):
            page.set_viewport_size({"width": width, "height": height})
            expect_in_sight(page, ".st-key-scores")
            press(page, "Settings")
            expect_in_sight(page, ".st-key-scores", ".st-key-strip")
            expect(page.locator(".st-key-strip").get_by_text("Epochs", exact=True)).to_be_visible()
            settle(page)
            wait_for_canvases(page)
            views = page.locator(".views").bounding_box()
            run = stage(page, "run")
            page.locator(".st-key-strip").get_by_label("Seed", exact=True).fill(str(seed))
            page.keyboard.press("Enter")
            wait_for_run(page, run)
            expect_in_sight(page, ".st-key-scores", ".st-key-strip")
            assert page.locator(".views").bounding_box() == views
            press(page, "Settings")
            expect(page.locator(".st-key-strip")).to_have_count(0)


SCREENS_DOWN = """(({ scrollTop, clientHeight }) => scrollTop / clientHeight)(
  document.querySelector("[data-testid=stMain]")
)"""


@pytest.mark.full
def test_the_page_is_driven_by_its_keys(window):
    with window("?optimizer=Adam", **STILL) as page:
        sidebar = page.get_by_test_id("stSidebar")
        expect(sidebar).to_be_in_viewport()
        page.keyboard.press("p")
        expect(page.locator(".st-key-strip_button")).to_be_visible()
        settle(page)
        expect(sidebar).not_to_be_in_viewport()
        page.keyboard.press("3")
        expect_open(page, "Weights")
        page.keyboard.press("0")
        expect_in_sight(page, ".st-key-scores")
        run = stage(page, "run")
        page.keyboard.press("r")
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile("optimizer"))
        expect(page.get_by_text("brings yours back").first).to_be_visible()
        page.keyboard.press("r")
        expect(page).to_have_url(re.compile("optimizer=Adam"))
        page.wait_for_selector(f'.stage[data-run="{run}"]')
        for screens in (0.85, 1.1):  # where there is no lesson, and nothing has the focus
            page.keyboard.press("PageDown")
            page.wait_for_function(f"({SCREENS_DOWN}) > {screens}")
        page.keyboard.press("p")
        page.wait_for_selector('.stage[data-mode="desk"]')
        expect(sidebar).to_be_in_viewport()
        page.emulate_media(reduced_motion="no-preference")
        page.keyboard.press("Space")  # which nothing else has
        page.wait_for_selector('.stage[data-playing="true"]')


ROOM_AND_TEXT = """field => {
  const { font, paddingLeft, paddingRight } = getComputedStyle(field)
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = font
  const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
  return [room, pen.measureText(field.placeholder).width]
}"""


@pytest.mark.full
def test_a_lessons_number_and_the_networks_buttons_have_the_room_they_need(window):
    with window("?lesson=epochs&mode=projector", **STILL) as page:
        field = page.get_by_placeholder("A number from 0 to 10,000")
        room, text = field.evaluate(ROOM_AND_TEXT)
        assert room >= text
    with window("?lesson=line&mode=projector", **STILL) as page:
        skip_question(page)
        wait_for_canvases(page)
        switch, buttons = (page.locator(each).bounding_box() for each in (".gradients", ".layers"))
        assert switch["x"] + switch["width"] <= buttons["x"]


@pytest.mark.full
def test_a_projectors_charts_are_large_and_not_grey_and_a_small_window_leaves_its_sizes(window):
    with window("?mode=projector&panel=loss", **STILL) as page:
        expect_large_charts(page, "light")
        page.set_viewport_size({"width": 800, "height": 720})
        expect(page.locator("h2")).to_be_visible()
        assert font_sizes(page, "html") == [16]
        page.set_viewport_size({"width": 1280, "height": 720})
        expect(page.locator("h2")).to_have_count(0)
        assert font_sizes(page, "html") == [22.4]
        expect(page).to_have_url(re.compile("mode=projector"))
        before = page.locator(".views").bounding_box()
        page.get_by_test_id("stExpandSidebarButton").click()
        expect(page.get_by_test_id("stSidebar")).to_be_in_viewport(ratio=0.99)
        assert page.locator(".views").bounding_box() == before
        page.emulate_media(color_scheme="dark")
        page.reload()
        wait_for_stage(page)
        expect_large_charts(page, "dark")


def expect_large_charts(page, scheme):
    page.locator(".js-plotly-plot .xtick text").first.wait_for()
    texts = ".js-plotly-plot :is(.xtick text, .ytick text, .xtitle, .ytitle, .legendtext)"
    assert min(font_sizes(page, texts)) >= 18
    inks = page.locator(texts).evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node).fill)"
    )
    assert set(inks) == {INKS[scheme]}


@pytest.mark.full
def test_a_projectors_film_can_be_talked_over(window):
    with window("?mode=projector", alone=True, **STILL) as page:
        stop_the_clock(page)
        page.locator(".play").click()
        page.clock.run_for(4_000)
        assert stage(page, "playing") == "true"
        assert 150 <= int(stage(page, "epoch")) <= 180
        page.locator(".speed").select_option("fast")
        page.clock.run_for(4_500)
        assert stage(page, "playing") == "false"


SIZES_OF_EVERYTHING = """[...document.querySelectorAll(".stMain *, .st-key-stage *")]
  .slice(0, 4000)
  .map((node) => getComputedStyle(node).fontSize + getComputedStyle(node).width).join()"""


@pytest.mark.full
def test_the_projector_switched_off_leaves_the_page_as_it_was(window):
    with window(**STILL) as page:
        before, views = page.evaluate(SIZES_OF_EVERYTHING), page.locator(".views").bounding_box()
        switch(page, "projector")
        expect(page).to_have_url(re.compile("mode=projector"))
        switch(page, "desk")
        page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")  # a click may scroll
        expect(page).not_to_have_url(re.compile("mode="))
        page.mouse.move(640, 10)
        page.wait_for_function(f"before => {SIZES_OF_EVERYTHING} === before", arg=before)
        assert page.locator(".views").bounding_box() == views


@pytest.mark.full
def test_tables_that_are_on_the_screen_become_large_with_the_page(window):
    with window("?panel=data", **STILL) as page:
        for panel, mode, fits in (
            ("Data", "projector", "size => size >= 18"),
            ("Predictions", "desk", "size => size <= 14"),
        ):
            open_panel(page, panel)
            page.get_by_test_id("stDataFrame").first.wait_for()
            settle(page)
            note_canvas_fonts(page)
            switch(page, mode)
            page.wait_for_function(f"({fits})(window.written.Alaska)")


@pytest.mark.full
def test_a_phone_that_opens_a_projectors_link_stays_usable(window):
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with window("?mode=projector&panel=loss", **phone, **STILL) as page:
        expect(page.locator("h2")).to_be_visible()
        page.locator(".js-plotly-plot .xtick text").first.wait_for()
        assert max(font_sizes(page, ".js-plotly-plot :is(.xtick text, .ytitle)")) <= 16
        assert font_sizes(page, "html") == [16]
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(".speed").select_option("slow")
        page.locator(".play").tap()
        page.locator(".pause").tap()
        assert int(stage(page, "epoch")) < 500


@pytest.mark.full
def test_on_paper_the_result_is_without_what_is_pressed(window):
    with window(**STILL) as page:
        page.emulate_media(media="print")
        for name in ("stSidebar", "stHeader"):
            expect(page.get_by_test_id(name)).to_be_hidden()
        for name in (".play", ".scrub", ".gradients", ".layers", ".st-key-tools button"):
            expect(page.locator(name).first).to_be_hidden()
        for name in (".st-key-scores", ".now", ".network canvas", ".loss canvas"):
            expect(page.locator(name).first).to_be_visible()
        page.emulate_media(media="screen")
        expect(page.get_by_test_id("stSidebar")).to_be_visible()
