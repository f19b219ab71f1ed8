"""What axe-core finds on the page, in the light and in the dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.acting import APP, press, settle, wait_for_fades

SCHEMES = ("light", "dark")
# Of other disabled controls axe knows that they are exempt, their labels too.
DISABLED = '[data-testid="stButtonGroup"]:has(:disabled)'
# so high that nothing is out of sight, of which axe could not tell the contrast
WINDOW = {"width": 1280, "height": 2600, "reduced_motion": "reduce"}


def expect_no_faults(page, *schemes):
    """Look for faults in the light and in the dark, and for icons whose names are read aloud."""
    for scheme in schemes or SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(APP)).to_have_css("color-scheme", scheme)
        settle(page)
        wait_for_fades(page)
        found = Axe().run(page, {"exclude": [[DISABLED]]})
        assert not found.violations_count, f"in the {scheme}: {found.generate_report()}"
    expect(page.get_by_role("img", name=re.compile(" icon$"))).to_have_count(0)


def test_the_page_has_no_faults(window):
    with window(**WINDOW) as page:
        expect_no_faults(page)


@pytest.mark.full
def test_a_lesson_has_no_faults_before_and_after_its_run(window):
    with window("?lesson=zeros", **WINDOW) as page:
        expect_no_faults(page)
        page.get_by_role("radio", name="Only one").check(force=True)
        press(page, "Run")
        expect(page.locator(".st-key-explanation")).to_be_visible()
        expect_no_faults(page)


@pytest.mark.full
@pytest.mark.parametrize(
    "address",
    [
        "?panel=predictions&validation_split=0.3",
        "?panel=weights&units_1=5&activation=tanh",
        "?panel=loss",
        "?panel=data",
        "?panel=compare&kept=optimizer%3DAdam&kept=units_1%3D5",
        "?panel=search",
        "?panel=export",
        "?dataset=circle",
        "?dataset=car_crashes_terciles&panel=predictions",
        "?mode=projector",
    ],
)
def test_no_panel_has_faults(window, address):
    with window(address, **WINDOW) as page:
        expect_no_faults(page)


@pytest.mark.full
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_formula_has_no_faults_in_the_scheme_that_it_was_drawn_in(window, scheme):
    with window("?panel=formula", color_scheme=scheme, **WINDOW) as page:
        expect_no_faults(page, scheme)


@pytest.mark.full
@pytest.mark.parametrize("name", ["Share", "What is shown", "Keys", "Lessons"])
def test_no_dialog_has_faults(window, name):
    with window(**WINDOW) as page:
        press(page, name)
        expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_faults(page)
