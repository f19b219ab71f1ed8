"""The teacher's kit in a browser: hidden controls, links and their codes."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.acting import (
    button,
    change,
    choose_tool,
    expect_open,
    open_panel,
    press,
    wait_for_fades,
    wait_for_run,
    wait_for_saved,
    wait_for_stage,
)
from tests.e2e.reading import score, stage

STILL = {"reduced_motion": "reduce"}


def setting(page, label):
    words = re.compile(rf"^{label}(\s|$)")
    return page.get_by_test_id("stSidebar").get_by_text(words)


def decode(image):
    """Return the texts of all QR codes in a picture."""
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(image)).convert("RGB"))
    return [code.text for code in codes]


def shared_link(page):
    choose_tool(page, "Share")
    code = page.get_by_role("dialog").locator('[data-testid="stCode"] code')
    code.wait_for(state="attached")  # without a font it has no size
    return code.text_content()


def test_a_teachers_page_is_opened_from_its_link_to_the_last_digit(classroom):
    with classroom("?hidden_units=3,3") as page:
        change(page, "Optimizer", "Adam")
        open_panel(page, "Weights")
        page.locator(".scrub").fill("137")
        page.get_by_text("Epoch 137;").wait_for()
        choose_tool(page, "Visible to students")
        for label in ("Optimizer", "Hidden layers", "Loss"):
            page.get_by_role("dialog").get_by_role("button", name=label, exact=True).first.click()
        press(page, "Apply")
        page.get_by_role("dialog").wait_for(state="detached")
        expect(page).to_have_url(re.compile("hide=hidden_units%2Closs%2Coptimizer"))
        expect(setting(page, "Optimizer")).to_have_count(0)
        link = shared_link(page)
        shown = (stage(page, "run"), score(page))
    with classroom(link) as page:
        assert (stage(page, "run"), score(page)) == shown
        assert stage(page, "epoch") == "137"
        expect(page.get_by_text("Epoch 137;")).to_be_visible()
        expect_open(page, "Weights")
        for label in ("Optimizer", "Hidden layers", "Loss"):
            expect(setting(page, label)).to_have_count(0)
        expect(setting(page, "Learning rate")).to_be_visible()


@pytest.mark.full
def test_hidden_settings_survive_reloads_fixes_and_being_shown(window):
    with window("?optimizer=Adam&epochs=40&hide=epochs,optimizer", **STILL) as page:
        first = score(page)
        page.reload()
        wait_for_stage(page)
        assert score(page) == first
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        for part in ("optimizer=Adam", "epochs=40", "seed=1", "hide="):
            expect(page).to_have_url(re.compile(part))
        more = button(page, "+500 epochs")
        expect(more).to_be_hidden()
        choose_tool(page, "Show all")
        expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("40")
        expect(more).to_be_visible()
        choose_tool(page, "Hide again")
        expect(page.get_by_role("spinbutton", name="Epochs")).to_have_count(0)
        expect(more).to_be_hidden()
        run = stage(page, "run")
        press(page, "Reset")  # a callback sets what is hidden, too
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile("optimizer=|epochs=40|seed="))


@pytest.mark.full
def test_a_locked_link_keeps_what_it_hides(window):
    with window("?hide=optimizer&lock=1&optimizer=Adam", **STILL) as page:
        expect(setting(page, "Optimizer")).to_have_count(0)
        press(page, "Tools")
        expect(page.get_by_text("Keys", exact=True)).to_be_visible()
        expect(page.get_by_text("Show all")).to_have_count(0)
        expect(page.get_by_text("Visible to students")).to_have_count(0)
        page.keyboard.press("Escape")
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        for part in ("optimizer=Adam", "lock=1", "hide=optimizer"):
            expect(page).to_have_url(re.compile(part))


def check_code(page, width, height):
    link = shared_link(page)
    code = page.get_by_role("img", name="QR code of the link")
    code.wait_for(state="attached")  # without a font it has no size
    wait_for_fades(page)
    assert decode(page.screenshot()) == [link]
    box = code.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    if width > 1000:
        assert box["height"] >= 0.6 * height
    corner = Image.open(io.BytesIO(code.screenshot())).convert("RGB").getpixel((8, 8))
    assert corner == (255, 255, 255)  # the quiet zone, in the dark theme, too
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


@pytest.mark.parametrize(
    ("address", "width", "height"),
    [
        ("?seed=3&hide=loss", 390, 844),
        pytest.param("?seed=3&mode=projector", 1280, 720, marks=pytest.mark.full),
    ],
)
def test_the_code_says_what_the_link_says(classroom, address, width, height):
    with classroom(address, width=width, height=height) as page:
        check_code(page, width, height)
        page.emulate_media(reduced_motion="reduce", color_scheme="dark")
        check_code(page, width, height)


@pytest.mark.full
def test_what_the_link_holds_is_chosen_in_the_dialog(classroom, window):
    with classroom("?hide=loss") as page:
        press(page, "Save run")
        button(page, "Saved").wait_for()
        wait_for_saved(page, 1)
        link = shared_link(page)
        assert "saved=" in link
        assert "lock" not in link
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("With the saved runs").click()
        dialog.get_by_text("Lock what is hidden").click()
        dialog.get_by_text("In projector mode").click()
        shown = dialog.locator('[data-testid="stCode"] code')
        expect(shown).to_have_text(re.compile(r"\?hide=loss&lock=1&mode=projector"))
        expect(shown).not_to_have_text(re.compile("saved="))
    with window(**STILL) as page:  # at an address that other computers can't open
        assert shared_link(page).startswith("http://127.0.0.1")
        expect(page.get_by_text("Only this computer can open")).to_be_visible()
        expect(page.get_by_role("img", name="QR code of the link")).to_have_count(0)
