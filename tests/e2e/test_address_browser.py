"""The address of the page: what it holds, what it opens, and the way back."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from nnplay.datasets import load_dataset
from nnplay.presets import PRESETS
from tests.e2e.acting import (
    button,
    change,
    choose,
    choose_tool,
    open_panel,
    press,
    redrawn,
    settle,
    unfold,
    wait_for_end,
    wait_for_run,
    wait_for_saved,
    wait_for_stage,
)
from tests.e2e.reading import score, stage

STILL = {"reduced_motion": "reduce"}
KINDS = ("car_crashes_terciles", "bumps")  # of data; circles and the default are opened elsewhere


def query_of(page):
    return "?" + urlsplit(page.url).query


def test_the_address_holds_every_setting_and_two_tabs_do_not_disturb_each_other(window):
    with window(**STILL) as page:
        entries = page.evaluate("history.length")
        assert "?" not in page.url
        run = stage(page, "run")
        unfold(page, "Features and scaling")
        page.get_by_text("Standardise", exact=True).click()
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile(r"\?standardize=true$"))
        assert page.evaluate("history.length") == entries + 1  # none by the visit alone
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile(r"seed=1"))
        run, number, address = stage(page, "run"), score(page), page.url
        with window(query_of(page), **STILL) as other:
            assert stage(other, "run") == run
            assert score(other) == number
            press(other, "New start")
            wait_for_run(other, run)
            expect(other).to_have_url(re.compile(r"seed=2"))
        assert (stage(page, "run"), score(page), page.url) == (run, number, address)
        press(page, "Reset")
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile(r"standardize|seed"))


def test_five_wrong_values_get_a_sentence_each_while_the_stage_stays_as_it_is(window):
    wrong = "epochs=3.7&activation=swish&panel=nowhere&lock=0&kept=x"
    with window(f"?{wrong}&seed=2") as page:
        alerts = page.locator('[data-testid="stAlert"]')
        expect(alerts).to_have_count(5)
        page.locator(".stage").evaluate("stage => { stage.wasThere = true }")
        page.locator(".speed").select_option("at once")
        wait_for_end(page)
        assert stage(page, "epoch") == "500"
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile(r"\?seed=3$"))
        expect(alerts).to_have_count(0)
        page.locator(".speed").select_option("normal")  # a stage that is mounted again would play
        run = stage(page, "run")
        choose(page, "Learning rate", "quick")
        page.get_by_text("Learning rate is 'quick'").wait_for()
        settle(page)
        shown = [stage(page, name) for name in ("run", "epoch", "playing")]
        assert shown == [run, "500", "false"]
        assert page.locator(".stage").evaluate("stage => stage.wasThere")
        field = page.get_by_role("combobox", name="Learning rate")
        expect(field).to_have_value("Keras's default")


@pytest.mark.full
def test_the_default_learning_rate_survives_changes_of_the_optimizer(window):
    with window(**STILL) as page:
        for field, option in (
            ("Optimizer", "Nadam"),
            ("Optimizer", "Lion"),
            ("Activation", "tanh"),
        ):
            change(page, field, option)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)
        expect(page).to_have_url(re.compile("optimizer=Lion"))
        expect(page).to_have_url(re.compile("activation=tanh"))


# ---- settings that come together


@pytest.mark.full
def test_what_a_preset_or_other_data_bring_is_opened_again_from_the_address(window):
    with window("?dataset=moons&batch_size=50", **STILL) as page:
        run = stage(page, "run")
        press(page, "Presets")
        press(page, next(iter(PRESETS)))
        wait_for_run(page, run)
        expect_same_again(page)
        for name in KINDS:
            change(page, "Data and question", load_dataset(name).label)
            expect_same_again(page)


def expect_same_again(page):
    """Expect the address to open the same run again, and to stay as it is."""
    settle(page)
    run, address = stage(page, "run"), page.url
    page.reload()
    wait_for_stage(page)
    assert (stage(page, "run"), page.url) == (run, address)


# ---- back and forward


def test_back_and_forward_go_one_action_at_a_time(window):
    with window("?output_activation=sigmoid", **STILL) as page:
        entries = page.evaluate("history.length")
        seen = [query_of(page)]

        def note():
            page.wait_for_function("before => location.search !== before", arg=seen[-1])
            settle(page)
            seen.append(query_of(page))
            assert page.evaluate("history.length") == entries + len(seen) - 1

        page.get_by_role("spinbutton", name="Units").press("ArrowUp")
        note()
        page.get_by_role("button", name="Apply fix").first.click()
        note()
        press(page, "Save run")
        button(page, "Saved").wait_for()
        note()
        press(page, "Presets")
        press(page, next(iter(PRESETS)))
        page.get_by_role("heading", name="Can it learn a circle?").wait_for()
        note()
        choose_tool(page, "Visible to students")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Optimizer", exact=True).first.click()
        press(page, "Apply")
        dialog.wait_for(state="detached")
        note()
        press(page, "Lessons")
        page.get_by_role("dialog").get_by_role("button", name="All weights begin at zero").click()
        page.get_by_role("heading", name="All weights begin at zero").wait_for()
        note()
        for before in reversed(seen[:-1]):
            with redrawn(page):
                page.go_back()
            page.wait_for_function("before => location.search === before", arg=before.rstrip("?"))
        assert stage(page, "run")
        expect(page.get_by_role("spinbutton", name="Units")).to_have_value("3")
        expect(button(page, "Save run")).to_be_visible()
        for after in seen[1:]:
            with redrawn(page):
                page.go_forward()
            page.wait_for_function("after => location.search === after", arg=after)
        page.get_by_role("heading", name="All weights begin at zero").wait_for()
        page.reload()
        page.get_by_role("heading", name="All weights begin at zero").wait_for()
        assert query_of(page) == seen[-1]


@pytest.mark.full
def test_back_takes_back_what_was_saved_and_forward_brings_it_again(window):
    with window(**STILL) as page:
        for number, optimizer in enumerate(("Nadam", "Adam"), 1):
            change(page, "Optimizer", optimizer)
            press(page, "Save run")
            button(page, "Saved").wait_for()
            wait_for_saved(page, number)
        page.go_back()
        button(page, "Save run").wait_for()
        page.go_forward()
        button(page, "Saved").wait_for()
        wait_for_saved(page, 2)
        open_panel(page, "Compare")
        button(page, "Rename, restore, remove").wait_for()
