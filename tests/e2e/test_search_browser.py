"""A search for a configuration, as only a browser shows it."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    open_panel,
    panel_of,
    press,
    redrawn,
    settle,
    wait_for_frame,
    wait_for_run,
    wait_for_stage,
)
from tests.e2e.reading import hold, stage

STILL = {"reduced_motion": "reduce"}
FEW, MANY = 6, 1_000  # candidates; the few are enough for the figures


def open_search(page):
    open_panel(page, "Search")
    panel = panel_of(page)
    panel.get_by_text("What may vary").or_(
        panel.get_by_role("button", name="Stop")
    ).first.wait_for()
    return panel


def begin(page, panel, candidates):
    box = panel.get_by_role("spinbutton", name="Candidates")
    box.fill(str(candidates))
    box.press("Tab")
    panel.get_by_role("button", name="Search", exact=True).click()
    panel.get_by_role("button", name="Stop").wait_for()


def tried(panel):
    """Return how many candidates the verdict counts."""
    text = panel.get_by_text(re.compile(r"Best of [\d,]+ tried")).first.inner_text()
    return int(re.search(r"Best of ([\d,]+)", text)[1].replace(",", ""))


def read_all(page, panel):
    with page.expect_download() as download:
        panel.get_by_role("button", name="Download all as CSV").click()
    return pd.read_csv(download.value.path(), index_col="candidate")


def table_in(panel):
    """Return where the leaderboard is, once it has been drawn."""
    table = panel.get_by_test_id("stDataFrame").first
    table.wait_for()
    settle(panel.page)
    table.locator("[role=gridcell]").first.wait_for(state="attached")
    return hold(table)


def click_link(page, panel, box):
    """Click where, in the first row, the pointer becomes a hand: cells are drawn on a canvas."""
    canvas = panel.get_by_test_id("data-grid-canvas").first
    for x in range(60, int(box["width"]), 20):
        page.mouse.move(box["x"] + x, box["y"] + 52)
        wait_for_frame(page)
        if canvas.evaluate("canvas => canvas.style.cursor") == "pointer":
            page.mouse.down()
            page.mouse.up()
            return
    pytest.fail("there is no link in the first row")


@pytest.fixture(scope="module")
def searched(server, opened):
    """Search, use the page meanwhile and leave it; return what follows in the address."""
    alike = "hide=hidden_units,activation,optimizer"  # so that all candidates need one trace
    with opened(f"{server}/?dataset=car_crashes_terciles&{alike}", **STILL) as page:
        panel = open_search(page)
        begin(page, panel, MANY)
        first = tried(panel)
        page.wait_for_function(
            "least => Number(/Best of ([\\d,]+) tried/.exec(document.body.innerText)[1]) >= least",
            arg=max(FEW, first + 1),
        )
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(panel.get_by_role("button", name="Stop")).to_be_visible()
        page.wait_for_function("new URLSearchParams(location.search).has('search')")
        return page.url.removeprefix(f"{server}/")


@pytest.mark.full
def test_leaving_the_page_stops_the_search_and_its_address_shows_what_was_found(window, searched):
    with window(searched, **STILL) as page:
        panel = open_search(page)
        panel.get_by_role("button", name="Continue").wait_for()
        assert FEW <= tried(panel) < MANY
        panel.get_by_text("How much each setting matters").wait_for()
        expect(panel.locator(".js-plotly-plot")).to_have_count(2)
        axis = panel.locator(".parcoords .domain").first
        expect(axis).to_have_css("stroke", "rgb(27, 36, 48)")  # the page's, not Plotly's black
        found = read_all(page, panel).index
        # one that was still being tried when the page was left may be missing
        assert found.is_monotonic_increasing
        assert found.is_unique
        assert tried(panel) <= len(found) < MANY  # only the different ones are counted
        run = stage(page, "run")
        panel.get_by_role("button", name="Open in the playground").click()
        wait_for_run(page, run)
        page.wait_for_function("location.search.includes('learning_rate=')")


@pytest.mark.full
def test_a_row_opens_in_a_playground_of_its_own_or_is_brought_there(window, searched):
    with window(searched, width=1440, height=900, **STILL) as page:
        panel = open_search(page)
        box = table_in(panel)
        with page.context.expect_page() as opened:
            click_link(page, panel, box)
        other = opened.value
        wait_for_stage(other)
        assert other.get_by_text("The link names").count() == 0
        other.close()
        found = read_all(page, panel).query("state == 'finished' and same_as.isna()")
        is_second = found["error"] == found["error"].nsmallest(2).iloc[1]
        rates = found["learning_rate"][is_second]
        run = stage(page, "run")
        box = table_in(panel)
        with redrawn(page):
            page.mouse.click(box["x"] + 15, box["y"] + 87)
        panel.get_by_role("button", name="Open in the playground").click()
        wait_for_run(page, run)
        any_of = "|".join(f"{rate:g}" for rate in rates)
        expect(page).to_have_url(re.compile(f"learning_rate=({any_of})"))
