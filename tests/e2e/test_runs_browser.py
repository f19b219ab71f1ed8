"""Runs on the page: made, fixed, ended, and trained by a worker that dies."""

import os
import re
import signal

import psutil
import pytest
from playwright.sync_api import expect

from tests.e2e.acting import button, change, choose, press, wait_for_run
from tests.e2e.reading import score, stage
from tests.e2e.test_settings_browser import FIRST

STILL = {"reduced_motion": "reduce"}
LARGE = "?hidden_units=64,64,64,64,64&epochs=5000&standardize=true&optimizer=Adam&batch_size=4"


def test_a_fix_is_one_button_and_reaches_the_address(window):
    with window("?output_activation=sigmoid&seed=2", **STILL) as page:
        assert "(MSE 265.99)" in score(page)
        run = stage(page, "run")
        page.get_by_role("button", name="Apply fix").click()
        wait_for_run(page, run)
        page.get_by_text("MSE 265.99 →").wait_for()
        expect(page).not_to_have_url(re.compile("output_activation"))
        expect(page).to_have_url(re.compile("seed=2"))


def test_a_pattern_is_chosen_shown_as_a_plane_and_opened_from_its_link(window):
    with window(**STILL) as page:
        change(page, "Data and question", "circle")
        assert stage(page, "kind") == "plane"
        expect(page.get_by_role("heading", name="Can it learn a circle?")).to_be_visible()
        address, run, number = page.url, stage(page, "run"), score(page)
        assert re.match(r"Correct on [\d.]+% of the 100 points", number)
        change(page, "Data and question", "fatal accidents")
        assert stage(page, "kind") == "scatter"
    link = f"{address[address.index('?') :]}&panel=compare&saved=dataset%3Dcircle"
    with window(link, **STILL) as page:
        assert stage(page, "run") == run
        assert score(page) == number
        button(page, "Rename, restore, remove").wait_for()


def test_an_own_table_is_shown_corrected_by_keys_used_and_stays_out_of_the_address(window):
    sides = [7 * n % 13 for n in range(40)]
    rows = "\n".join(f"{x};{x * x},5;{'odd' if x % 2 else 'even'}" for x in sides)
    content = f"side;square;parity\n{rows}\n".encode()
    with window(**STILL) as page:
        choose(page, "Data and question", "own")
        run = stage(page, "run")
        upload = {"name": "numbers.csv", "mimeType": "text/csv", "buffer": b" "}
        page.locator('input[type="file"]').set_input_files(upload)
        page.get_by_text("The table is empty").wait_for()
        page.locator('input[type="file"]').set_input_files({**upload, "buffer": content})
        button(page, "decimal commas").wait_for()
        expect(page.get_by_text("Predicts the classes of parity from 2 inputs.")).to_be_visible()
        go_on_to(page, "[class*=st-key-own_columns] canvas")
        page.keyboard.press("ArrowDown")
        expect(page.locator("td:focus")).to_have_text("square")
        page.keyboard.press("ArrowRight")
        role = page.locator("td:focus")
        expect(role).to_have_text("learn from")
        role.press("Enter")
        listed = page.locator("input[role=combobox]:focus")
        listed.press("Escape")  # closes the list alone
        role.press("Enter")
        listed.press_sequentially("leave")
        listed.press("Enter")
        expect(page.get_by_text("Predicts the classes of parity from 1 input.")).to_be_visible()
        assert stage(page, "run") == run  # until it is used
        go_on_to(page, ".st-key-own_use button")
        page.keyboard.press("Enter")
        wait_for_run(page, run)
        assert stage(page, "kind") == "classes"
        assert "square" not in page.url
        for key in FIRST:
            expect(page.locator(f".st-key-{key}")).to_be_in_viewport(ratio=1)


def go_on_to(page, place):
    """Press Tab until this element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("place => document.activeElement.matches(place)", place):
            return
    pytest.fail(f"no Tab leads to {place}")


def test_a_diverged_run_is_described_and_all_is_well_afterwards(window):
    with window("?optimizer=SGD", **STILL) as page:
        page.get_by_text("The loss was no longer a number").first.wait_for()
        assert "(MSE NaN)" in score(page)
        assert "not a number" in page.locator(".scatter canvas").get_attribute("aria-label")
        run = stage(page, "run")
        press(page, "Reset")
        wait_for_run(page, run)
        assert "NaN" not in score(page)
        expect(page.get_by_text("The loss was no longer a number")).to_have_count(0)


def test_ten_quick_values_leave_the_last_one_shown(window):
    with window(**STILL) as page:
        page.get_by_role("spinbutton", name="Units").focus()
        for _ in range(10):
            page.keyboard.press("ArrowUp", delay=60)
        expect(page.locator(".network canvas")).to_have_attribute(
            "aria-label", re.compile("13 units")
        )
        expect(page).to_have_url(re.compile(r"hidden_units=13"))
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def worker_of(server):
    """Find the process that trains for this server: loky's worker, not its resource tracker."""
    port = server.rsplit(":", 1)[1]
    # a zombie has no command line
    running = psutil.process_iter(["cmdline"])
    processes = [each for each in running if port in (each.info["cmdline"] or ())]
    children = [child for each in processes for child in each.children()]
    # the package or joblib's copy of it, whichever was imported first
    workers = (c for c in children if any(p.endswith("popen_loky_posix") for p in c.cmdline()))
    return next(workers).pid


@pytest.mark.full
def test_a_worker_killed_while_nothing_is_trained_costs_a_short_delay(window, server):
    with window(**STILL) as page:
        os.kill(worker_of(server), signal.SIGKILL)
        run = stage(page, "run")
        page.get_by_role("button", name="New start").click()
        wait_for_run(page, run)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)


def test_a_worker_killed_during_a_long_run_is_replaced_and_the_run_ends(window, server):
    address = LARGE.replace("epochs=5000", "epochs=1500")
    with window(address, wait=False, **STILL) as page:
        page.get_by_text("Training: epoch").wait_for()
        os.kill(worker_of(server), signal.SIGKILL)
        page.wait_for_selector('.stage[data-epoch="1500"]', timeout=120_000)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)


@pytest.mark.full
def test_a_long_run_shows_its_progress_and_any_change_ends_it(window):
    endless = LARGE.replace("batch_size=4", "batch_size=1")  # for longer than a test would wait
    with window(endless, wait=False, **STILL) as page:
        page.get_by_text("Training: epoch").wait_for()
        press(page, "Reset")
        page.wait_for_selector('.stage[data-epoch="500"]')
        expect(page.get_by_text("Training: epoch")).to_have_count(0)


@pytest.mark.full
@pytest.mark.parametrize("size", [(390, 844), (720, 450)])  # a phone, and a laptop at 200 %
def test_the_result_stays_in_sight_where_the_settings_cover_the_page(window, size):
    width, height = size
    with window(width=width, height=height, **STILL) as page:
        page.get_by_test_id("stExpandSidebarButton").click()
        foot = page.locator(".st-key-foot")
        expect(foot).to_be_in_viewport(ratio=1)
        before = foot.inner_text()
        change(page, "Optimizer", "Adam")
        expect(foot).not_to_have_text(before)
        expect(foot).to_be_in_viewport(ratio=1)
        assert foot.inner_text() == score(page)
