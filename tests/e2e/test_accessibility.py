"""What axe-core finds on the page, in light and dark mode."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import expect

from nnplay.ui.panels import PANELS
from tests.e2e.acting import (
    APP,
    PANEL,
    button,
    change,
    choose,
    choose_tool,
    open_panel,
    panel_of,
    press,
    redrawn,
    settle,
    wait_for_fades,
)

# The rest is counted in no report: to tell of each place where all is well takes twice as long.
FAULTS = {"resultTypes": ["violations"]}
# In the dark only colours differ.
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES = {"light": FAULTS, "dark": FAULTS | COLORS}
# The only disabled controls that axe does not know to be exempt, with their labels.
DISABLED = '[data-testid="stButtonGroup"]:has(:disabled)'
# so high that nothing is out of sight, of which axe could not tell the contrast
WINDOW = {"width": 1280, "height": 2600, "reduced_motion": "reduce"}

# what each panel has most to show with
ADDRESS = (
    "?validation_split=0.3&hidden_units=5&activation=tanh"
    "&saved=optimizer%3DAdam&saved=hidden_units%3D5"
)
# with a doubt, a gap and a warning
WIND = b"wind;power;kw\n" + b"".join(
    b"%d;%d,5;%d\n" % (-9999 if n % 9 == 4 else n % 13, 3 * n, 3000 * n + 500) for n in range(40)
)
TOOLS = ("Share", "Visible to students", "Keys")  # which open a dialog


def expect_no_faults(page, schemes=tuple(SCHEMES), within="html"):
    """Look for faults in light and dark mode, and for icons whose names would be read aloud.

    What is shown comes first: to go from the light into the dark costs as much as to look.
    """
    shown = page.locator(APP).evaluate("app => getComputedStyle(app).colorScheme")
    for scheme in sorted(schemes, key=lambda scheme: scheme != shown):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(APP)).to_have_css("color-scheme", scheme)
        settle(page)
        wait_for_fades(page)
        found = faults_of(page, within, SCHEMES[scheme])
        assert not found.violations_count, f"in the {scheme}: {found.generate_report()}"
    expect(page.get_by_role("img", name=re.compile(" icon$"))).to_have_count(0)


def faults_of(page, within, options):
    """Return what axe-core finds there; it is brought along once, not for every look."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    place = {"include": [[within]], "exclude": [[DISABLED]]}
    look = "([place, options]) => axe.run(place, options)"
    return AxeResults(page.evaluate(look, [place, options]))


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
def test_no_panel_and_no_dialog_has_faults(window):
    """Only they are checked: to check what is around them again takes three times as long."""
    with window(ADDRESS, **WINDOW) as page:
        for scheme in SCHEMES:  # some colours come with the drawing, and a dialog may be made anew
            for panel in PANELS[1:]:
                with redrawn(page):
                    open_panel(page, panel.label)
                expect(panel_of(page).first).not_to_be_empty()
                expect_no_faults(page, [scheme], PANEL)
            for name in (*TOOLS, "Lessons", "Presets"):
                (choose_tool if name in TOOLS else press)(page, name)
                expect(page.get_by_role("dialog")).to_be_visible()
                expect_no_faults(page, [scheme], "[role=dialog]")
                page.keyboard.press("Escape")
                expect(page.get_by_role("dialog")).to_have_count(0)
            choose(page, "Data and question", "own")
            page.locator('input[type="file"]').set_input_files(
                {"name": "wind.csv", "mimeType": "text/csv", "buffer": WIND}
            )
            button(page, "decimal commas").wait_for()
            expect_no_faults(page, [scheme], "[role=dialog]")
            press(page, "Cancel")
            expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.full
def test_no_kind_of_page_has_faults(window):
    with window("?dataset=car_crashes_terciles&panel=predictions&ask=1", **WINDOW) as page:
        page.locator('.ask[data-ready="yes"]').wait_for()
        expect_no_faults(page)
        change(page, "Data and question", "circle")
        expect_no_faults(page)
        choose_tool(page, "Projector mode")
        page.wait_for_selector('.stage[data-mode="projector"]')
        expect_no_faults(page)
