"""A search for a configuration, as only a browser shows it."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.e2e.acting import wait_for_run, wait_for_stage
from tests.e2e.conftest import PATIENCE
from tests.e2e.reading import stage

PANEL = "stTabs"


def open_panel(page):
    page.get_by_role("tab", name="Find").click()
    panel = page.get_by_test_id(PANEL)
    panel.get_by_text("What may vary").or_(
        panel.get_by_role("button", name="Stop")
    ).first.wait_for()
    return panel


def begin(page, panel, candidates):
    box = panel.get_by_role("spinbutton", name="Candidates")
    box.fill(str(candidates))
    box.press("Tab")
    panel.get_by_role("button", name="Find a configuration").click()
    panel.get_by_role("button", name="Stop").wait_for()


def tried(panel):
    """Return how many candidates the verdict counts."""
    text = panel.get_by_text(re.compile(r"Best of [\d,]+ tried")).first.inner_text()
    return int(re.search(r"Best of ([\d,]+)", text)[1].replace(",", ""))


@pytest.fixture(scope="module")
def searched(server, browser):
    """Search once to the end; return the address that has it."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(server)
    wait_for_stage(page)
    panel = open_panel(page)
    begin(page, panel, 8)
    panel.get_by_role("button", name="Go on").wait_for(timeout=180_000)
    page.wait_for_function("new URLSearchParams(location.search).has('search')")
    address = page.url.removeprefix(f"{server}/")
    page.close()
    return address


def test_a_reload_shows_what_was_found_with_its_figures(window, searched):
    with window(searched, reduced_motion="reduce") as page:
        panel = open_panel(page)
        assert tried(panel) == 8
        panel.get_by_text("How much each setting matters").wait_for()
        expect(panel.locator(".js-plotly-plot")).to_have_count(2)
        axis = panel.locator(".parcoords .domain").first
        expect(axis).to_have_css("stroke", "rgb(27, 36, 48)")  # the page's, not Plotly's black
        with page.expect_download() as download:
            panel.get_by_role("button", name="Download all as CSV").click()
        table = pd.read_csv(download.value.path(), index_col="candidate")
        assert list(table.index) == list(range(8))


def test_a_row_opens_in_a_playground_of_its_own_by_its_link(window, searched):
    with window(searched, width=1440, height=900, reduced_motion="reduce") as page:
        panel = open_panel(page)
        table = panel.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        page.wait_for_timeout(1_000)  # for the page to have scrolled and the table to be drawn
        box = table.bounding_box()
        with page.context.expect_page() as opened:
            # the cells are drawn on a canvas; further left a click chooses the row
            for x in range(140, 460, 20):
                page.mouse.click(box["x"] + x, box["y"] + 52)
                if len(page.context.pages) > 1:
                    break
        other = opened.value
        wait_for_stage(other)
        assert "v=1" in other.url
        assert other.get_by_text("The address names").count() == 0


def test_the_best_is_brought_to_the_playground_by_one_button(window, searched):
    with window(searched, reduced_motion="reduce") as page:
        before = stage(page, "run")
        panel = open_panel(page)
        panel.get_by_role("button", name="Open in the playground").click()
        wait_for_run(page, before)
        page.wait_for_function("location.search.includes('learning_rate=')")


def test_the_row_that_is_chosen_is_brought_there(window, searched):
    with window(searched, width=1440, height=900, reduced_motion="reduce") as page:
        before = stage(page, "run")
        panel = open_panel(page)
        with page.expect_download() as download:
            panel.get_by_role("button", name="Download all as CSV").click()
        table = pd.read_csv(download.value.path())
        ranking = table.query("state == 'finished' and same_as.isna()").sort_values("error")
        second = ranking.iloc[1]
        table = panel.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        page.wait_for_timeout(1_000)  # for the page to have scrolled and the table to be drawn
        box = table.bounding_box()
        page.mouse.click(box["x"] + 15, box["y"] + 87)
        page.wait_for_timeout(300)  # Streamlit tells of a row that is chosen after 150 ms
        panel.get_by_role("button", name="Open in the playground").click()
        wait_for_run(page, before)
        expect(page).to_have_url(re.compile(f"learning_rate={second['learning_rate']:g}"))


def test_the_page_is_usable_while_it_searches_and_leaving_it_stops_the_search(window):
    with window(reduced_motion="reduce") as page:
        panel = open_panel(page)
        begin(page, panel, 1_000)
        first = tried(panel)
        page.wait_for_function(
            "first => Number(/Best of ([\\d,]+) tried/.exec(document.body.innerText)[1]) > first",
            arg=first,
        )
        run = stage(page, "run")
        page.get_by_role("button", name="New start").click()
        page.wait_for_selector(f'.stage:not([data-run="{run}"])', timeout=10_000)
        expect(panel.get_by_role("button", name="Stop")).to_be_visible()
        address = page.url
        page.close()
        address = "?" + address.split("?")[1]
    with window(address, reduced_motion="reduce") as page:
        panel = open_panel(page)
        panel.get_by_role("button", name="Go on").wait_for(timeout=2_000)
        assert 0 < tried(panel) < 1_000
