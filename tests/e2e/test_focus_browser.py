"""What the page has to do in a browser for who uses the keyboard, and when the colours change."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import button, open_panel, settle, wait_for_mode, wait_for_run
from tests.e2e.reading import stage

STILL = {"reduced_motion": "reduce"}
DIALOG = '[data-testid="stDialog"] [role=dialog]'
FOCUS_IS_IN = "selector => document.activeElement.closest(selector) !== null"
LIGHT, DARK = "rgb(27, 36, 48)", "rgb(238, 242, 246)"  # of the theme's text
POSITIVE = {"light": "rgb(29, 95, 196)", "dark": "rgb(110, 168, 255)"}


def press_by_keys(page, name):
    button(page, name).focus()
    page.keyboard.press("Enter")


def choose_by_keys(page, place):
    """Choose the tool at this place of the menu."""
    press_by_keys(page, "Tools")
    page.wait_for_function("document.activeElement.matches('[role=menuitem]')")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def close_dialog(page):
    page.wait_for_function(FOCUS_IS_IN, arg=DIALOG)
    settle(page)
    page.get_by_test_id("stDialog").get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    page.locator(DIALOG).wait_for(state="detached")


@pytest.mark.full
def test_the_focus_of_the_keyboard_stays_where_it_was(window):
    with window("?learning_rate=default&optimizer=SGD", **STILL) as page:
        run = stage(page, "run")
        expect(button(page, "Apply fix")).to_be_enabled()
        press_by_keys(page, "Apply fix")
        wait_for_run(page, run)
        expect(page.locator(".st-key-verdict")).to_contain_text("→")
        settle(page)
        page.wait_for_function(FOCUS_IS_IN, arg=".st-key-verdict")
        press_by_keys(page, "Save run")
        expect(page.locator(".st-key-save button").first).to_be_disabled()
        page.wait_for_function(FOCUS_IS_IN, arg=".st-key-verdict")
        run = stage(page, "run")
        press_by_keys(page, "Reset")
        wait_for_run(page, run)
        expect(button(page, "Undo reset")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.stage[data-run="{run}"]')
        expect(button(page, "Reset")).to_be_focused()
        press_by_keys(page, "Lessons")
        close_dialog(page)
        expect(button(page, "Lessons")).to_be_focused()
        choose_by_keys(page, 3)
        close_dialog(page)
        expect(button(page, "Tools")).to_be_focused()


@pytest.mark.full
def test_space_plays_the_film_after_projector_mode_was_chosen(window):
    with window(**STILL) as page:
        settle(page)
        choose_by_keys(page, 1)
        wait_for_mode(page, "projector")
        page.emulate_media(reduced_motion="no-preference")
        page.wait_for_function(FOCUS_IS_IN, arg=".st-key-title")
        page.keyboard.press("Space")
        page.wait_for_selector('.stage[data-playing="true"]')


@pytest.mark.full
def test_colours_that_python_chooses_follow_the_browser(window):
    with window("?panel=formula&mode=projector", **STILL) as page:
        number = page.locator(".katex [style*=color]").filter(has_not_text=re.compile("−"))
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            expect(number.first).to_have_css("color", POSITIVE[scheme])
        open_panel(page, "Loss")
        tick = page.locator(".js-plotly-plot .xtick text").first
        for scheme, color in (("dark", DARK), ("light", LIGHT)):
            page.emulate_media(color_scheme=scheme)
            expect(tick).to_have_css("fill", color)
