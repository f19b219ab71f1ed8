"""The teacher's kit in a browser: hidden controls, links and their codes, the projector, keys."""

import io
import re
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.acting import change, press, wait_for_run, wait_for_stage
from tests.e2e.conftest import CHROMIUM, FLAGS, PATIENCE
from tests.e2e.reading import score, stage

PATTERN = "?dataset=circle&epochs=60&hidden_layers=1&units_1=4&activation=tanh"


@pytest.fixture(scope="module")
def classroom(server, browser):
    """Return a context manager that opens the page under a name that other computers know, too."""
    place = f"classroom.example:{urlsplit(server).port}"
    flags = [*FLAGS, "--host-resolver-rules=MAP classroom.example 127.0.0.1"]
    known = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)

    @contextmanager
    def open_window(address, width=1280, height=720, **options):
        context = known.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(address if address.startswith("http") else f"http://{place}/{address}")
        wait_for_stage(page)
        yield page
        context.close()

    yield open_window
    known.close()


def setting(page, label):
    return page.locator('[data-testid="stSidebar"]').get_by_text(label, exact=True)


def decode(image):
    """Return the texts of all QR codes in a picture."""
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(image)).convert("RGB"))
    return [code.text for code in codes]


def shared_link(page):
    press(page, "Share")
    code = page.get_by_role("dialog").locator('[data-testid="stCode"] code')
    code.wait_for()
    return code.inner_text()


def test_a_teachers_page_is_opened_from_its_link_to_the_last_digit(classroom):
    with classroom("?hidden_layers=2") as page:
        change(page, "Optimizer", "Adam")
        page.get_by_role("tab", name="Weights").click()
        page.locator(".scrub").fill("137")
        page.get_by_text("MSE at epoch 137").wait_for()
        press(page, "What is shown")
        for label in ("Optimizer", "Hidden layers and units", "Loss"):
            page.get_by_role("dialog").get_by_role("button", name=label, exact=True).first.click()
        press(page, "Show this")
        page.get_by_role("dialog").wait_for(state="detached")
        expect(page).to_have_url(re.compile("hide=hidden_units%2Closs%2Coptimizer"))
        expect(setting(page, "Optimizer")).to_have_count(0)
        link = shared_link(page)
        shown = (stage(page, "run"), score(page))
        with classroom(link) as other:
            assert (stage(other, "run"), score(other)) == shown
            assert stage(other, "epoch") == "137"
            expect(other.get_by_text("MSE at epoch 137")).to_be_visible()
            tab = other.get_by_role("tab", name="Weights")
            expect(tab).to_have_attribute("aria-selected", "true")
            for label in ("Optimizer", "Hidden layers", "Loss"):
                expect(setting(other, label)).to_have_count(0)
            expect(setting(other, "Learning rate")).to_be_visible()


def test_hidden_settings_survive_reloads_fixes_and_being_shown(window):
    with window("?optimizer=Adam&epochs=40&hide=epochs,optimizer", reduced_motion="reduce") as page:
        first = score(page)
        page.reload()
        wait_for_stage(page)
        assert score(page) == first
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        for part in ("optimizer=Adam", "epochs=40", "seed=1", "hide="):
            expect(page).to_have_url(re.compile(part))
        press(page, "Show all")
        expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("40")
        press(page, "Hide again")
        expect(page.get_by_role("spinbutton", name="Epochs")).to_have_count(0)
        run = stage(page, "run")
        press(page, "Reset")  # a callback sets what is hidden, too
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile("optimizer=|epochs=40|seed="))


def test_a_locked_link_keeps_what_it_hides(window):
    with window("?hide=optimizer&lock=1&optimizer=Adam", reduced_motion="reduce") as page:
        expect(setting(page, "Optimizer")).to_have_count(0)
        expect(page.get_by_role("button", name="Show all")).to_have_count(0)
        expect(page.get_by_role("button", name="What is shown")).to_have_count(0)
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        for part in ("optimizer=Adam", "lock=1", "hide=optimizer"):
            expect(page).to_have_url(re.compile(part))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "width", "height"),
    [("?seed=3&hide=loss", 390, 844), ("?seed=3&mode=projector", 1280, 720)],
)
def test_the_code_says_what_the_link_says(classroom, scheme, address, width, height):
    with classroom(address, width, height, color_scheme=scheme) as page:
        page.get_by_test_id("stExpandSidebarButton").click()
        link = shared_link(page)
        code = page.get_by_role("img", name="QR code of the link")
        code.wait_for()
        assert decode(page.screenshot()) == [link]
        box = code.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
        if width > 1000:
            assert box["height"] >= 0.6 * height
        corner = Image.open(io.BytesIO(code.screenshot())).convert("RGB").getpixel((8, 8))
        assert corner == (255, 255, 255)  # the quiet zone, in the dark theme, too


def test_a_link_to_localhost_has_no_code(window):
    with window(reduced_motion="reduce") as page:
        assert shared_link(page).startswith("http://127.0.0.1")
        expect(page.get_by_text("Only this computer can open")).to_be_visible()
        expect(page.get_by_role("img", name="QR code of the link")).to_have_count(0)


def test_what_the_link_holds_is_chosen_in_the_dialog(classroom):
    with classroom("?hide=loss") as page:
        press(page, "Keep this run")
        page.get_by_role("button", name="Kept", exact=True).wait_for()
        link = shared_link(page)
        assert "kept=" in link
        assert "lock" not in link
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("With the kept runs").click()
        dialog.get_by_text("Lock what is hidden").click()
        dialog.get_by_text("In projector mode").click()
        shown = dialog.locator('[data-testid="stCode"] code')
        expect(shown).to_have_text(re.compile(r"\?hide=loss&(v=1&)?lock=1&mode=projector"))
        expect(shown).not_to_have_text(re.compile("kept="))


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


@pytest.mark.parametrize("address", ["", "dataset=US+states: low, middle, high", PATTERN[1:]])
def test_a_projector_shows_the_network_and_the_result_large_on_one_screen(window, address):
    with window(f"?{address}&mode=projector", reduced_motion="reduce") as page:
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


TICKS = ("0", "10", "20", "40", "200", "400", "predicted", "x1", "actual accidents", "1", "0.5")


@pytest.mark.parametrize(
    ("scheme", "ink"), [("light", "rgb(27, 36, 48)"), ("dark", "rgb(238, 242, 246)")]
)
def test_a_projectors_charts_have_large_text_that_is_not_grey(window, scheme, ink):
    address = "?mode=projector&panel=loss"
    with window(address, reduced_motion="reduce", color_scheme=scheme) as page:
        page.locator(".js-plotly-plot .xtick text").first.wait_for()
        texts = ".xtick text, .ytick text, .xtitle, .ytitle, .legendtext"
        assert min(font_sizes(page, f".js-plotly-plot :is({texts})")) >= 18
        inks = page.locator(f".js-plotly-plot :is({texts})").evaluate_all(
            "nodes => nodes.map((node) => getComputedStyle(node).fill)"
        )
        assert set(inks) == {ink}


def test_a_projectors_film_can_be_talked_over(window):
    with window("?mode=projector", reduced_motion="reduce") as page:
        page.locator(".play").click()
        page.wait_for_timeout(4000)
        assert stage(page, "playing") == "true"
        assert 50 < int(stage(page, "epoch")) < 350
        page.locator(".speed").select_option("fast")
        page.wait_for_selector('.stage[data-playing="false"]', timeout=6000)


def sizes_of_everything(page):
    return page.evaluate(
        """() => [...document.querySelectorAll(".stMain *, .st-key-stage *")].slice(0, 4000)
          .map((node) => getComputedStyle(node).fontSize + getComputedStyle(node).width)"""
    )


def test_the_projector_switched_off_leaves_the_page_as_it_was(window):
    with window(reduced_motion="reduce") as page:
        page.wait_for_timeout(1000)
        before, views = sizes_of_everything(page), page.locator(".views").bounding_box()
        page.get_by_text("Projector", exact=True).click()
        expect(page).to_have_url(re.compile("mode=projector"))
        page.wait_for_selector('.stage[data-mode="projector"]')
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_text("Projector", exact=True).click()
        page.wait_for_selector('.stage[data-mode="desk"]')
        expect(page).not_to_have_url(re.compile("mode="))
        page.mouse.move(640, 10)
        page.wait_for_timeout(1500)
        assert page.locator(".views").bounding_box() == views
        assert sizes_of_everything(page) == before


@pytest.mark.parametrize("panel", ["data", "predictions", "weights"])
def test_a_table_that_is_on_the_screen_becomes_large_with_the_page(window, panel):
    word = "bias" if panel == "weights" else "Alaska"
    with window(f"?panel={panel}", reduced_motion="reduce") as page:
        page.get_by_test_id("stDataFrame").first.wait_for()
        page.wait_for_timeout(1000)
        note_canvas_fonts(page)
        page.get_by_text("Projector", exact=True).click()
        page.wait_for_function(f"window.written[{word!r}] >= 18")
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_text("Projector", exact=True).click()
        page.wait_for_function(f"window.written[{word!r}] <= 14")


def test_a_window_that_becomes_small_leaves_the_projectors_sizes(window):
    with window("?mode=projector&panel=loss", reduced_motion="reduce") as page:
        expect(page.get_by_test_id("stMetric")).to_have_count(0)
        page.set_viewport_size({"width": 800, "height": 720})
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        assert font_sizes(page, "html") == [16]
        page.set_viewport_size({"width": 1280, "height": 720})
        expect(page.get_by_test_id("stMetric")).to_have_count(0)
        assert font_sizes(page, "html") == [22.4]
        expect(page).to_have_url(re.compile("mode=projector"))


def test_a_phone_that_opens_a_projectors_link_stays_usable(window):
    with window(
        "?mode=projector&panel=loss", width=390, height=844, has_touch=True, is_mobile=True,
        reduced_motion="reduce",
    ) as page:  # fmt: skip
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        page.locator(".js-plotly-plot .xtick text").first.wait_for()
        assert max(font_sizes(page, ".js-plotly-plot :is(.xtick text, .ytitle)")) <= 16
        assert font_sizes(page, "html") == [16]
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(".play").tap()
        page.locator(".pause").tap()
        assert int(stage(page, "epoch")) < 500


def test_keys_play_pause_and_step(window):
    with window(reduced_motion="reduce") as page:
        page.locator(".scrub").fill("100")
        page.get_by_text("MSE at epoch 100").wait_for()
        page.locator("h2").click()
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "101"
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert stage(page, "epoch") == "99"
        page.keyboard.press("Space")
        assert stage(page, "playing") == "true"
        page.keyboard.press("Space")
        assert stage(page, "playing") == "false"


def test_keys_reset_help_and_go_to_the_next_lesson(window):
    with window("?seed=5", reduced_motion="reduce") as page:
        run = stage(page, "run")
        page.keyboard.press("Alt+r")
        page.wait_for_timeout(500)
        assert stage(page, "run") == run
        page.keyboard.press("r")
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile("seed"))
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("plays and pauses the film")).to_be_visible()
        page.keyboard.press("Space")
        assert stage(page, "playing") == "false"
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        page.keyboard.press("n")  # there is no next lesson, and that does no harm
        page.evaluate(
            """() => {
              const box = document.createElement("div")
              box.className = "st-key-next_lesson"
              box.append(document.createElement("button"))
              box.firstChild.onclick = () => (box.id = "pressed")
              document.body.append(box)
            }"""
        )
        page.keyboard.press("n")
        expect(page.locator("#pressed")).to_have_count(1)


def test_keys_are_never_stolen_from_who_types_or_has_a_button(window):
    with window("?seed=5", reduced_motion="reduce") as page:
        run = stage(page, "run")
        box = page.get_by_role("combobox", name="Optimizer", exact=True)
        box.click()
        page.keyboard.type("rn ?")
        expect(box).to_have_value("rn ?")
        page.keyboard.press("Escape")
        field = page.get_by_role("spinbutton", name="Epochs")
        field.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("r")
        slider = page.get_by_role("slider", name="Hidden layers")
        slider.focus()
        page.keyboard.press("ArrowRight")
        wait_for_run(page, run)
        assert stage(page, "epoch") == "500"
        expect(page).to_have_url(re.compile("seed=5"))
        expect(page).to_have_url(re.compile("hidden_layers=2"))
        run = stage(page, "run")
        page.get_by_role("button", name="New start").focus()
        page.keyboard.press("Space")
        wait_for_run(page, run)
        assert stage(page, "playing") == "false"
        expect(page).to_have_url(re.compile("seed=6"))
        page.locator(".scrub").focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "1"
