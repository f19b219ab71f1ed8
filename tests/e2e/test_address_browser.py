"""The address of the page: what it holds, what it opens, and the way back."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, recommended_settings
from nnplay.presets import PRESETS
from nnplay.ui.state import LABELS, SETTINGS
from nnplay.ui.url import read_settings, settings_address
from tests.e2e.acting import (
    button,
    change,
    choose,
    press,
    settle,
    wait_for_end,
    wait_for_kept,
    wait_for_run,
    wait_for_stage,
)
from tests.e2e.reading import score, stage

STILL = {"reduced_motion": "reduce"}


def query_of(page):
    address = page.url
    return address[address.index("?") :]


def test_the_address_holds_every_setting_and_another_window_opens_the_same_run(window):
    with window(**STILL) as page:
        entries = page.evaluate("history.length")
        assert "?" not in page.url
        run = stage(page, "run")
        page.get_by_text("Standardise", exact=True).click()
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile("v=1"))
        assert page.evaluate("history.length") == entries + 1  # none by the visit alone
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile(r"standardize=true"))
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


def test_what_is_wrong_is_named_and_corrected_while_the_stage_stays_as_it_is(window):
    with window("?epochs=3.7&activation=swish&seed=2") as page:
        page.get_by_text("epochs is '3.7'").wait_for()
        page.get_by_text("activation is 'swish'").wait_for()
        expect(page).not_to_have_url(re.compile(r"epochs|activation"))
        expect(page).to_have_url(re.compile(r"seed=2"))
        page.locator(".stage").evaluate("stage => { stage.wasThere = true }")
        page.locator(".speed").select_option("at once")
        wait_for_end(page)
        assert stage(page, "epoch") == "500"
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(page.get_by_text("activation is 'swish'")).to_have_count(0)
        run = stage(page, "run")
        field = page.get_by_role("combobox", name="Learning rate")
        choose(page, "Learning rate", "0.0021")
        wait_for_run(page, run)
        page.locator(".speed").select_option("normal")  # what is made anew would play
        run = stage(page, "run")
        choose(page, "Learning rate", "quick")
        page.get_by_text("learning_rate is 'quick'").wait_for()
        settle(page)
        shown = [stage(page, name) for name in ("run", "epoch", "playing")]
        assert shown == [run, "500", "false"]
        assert page.locator(".stage").evaluate("stage => stage.wasThere")
        expect(field).to_be_visible()


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


def settings_in(address):
    """Return the configuration that an address names, and the names of the settings in it."""
    params = parse_qs(urlsplit(address).query)
    named = {name: values for name, values in params.items() if name in SETTINGS}
    return read_settings(named), set(named)


def says(config):
    return set(parse_qs(settings_address(config)))


def expect_address_of(page, config):
    """Expect the address to name these settings and no others, and to open the same run."""
    settings, names = settings_in(page.url)
    usual = config.features if "inputs" in says(config) else None
    assert (settings, names) == (replace(config, features=usual), says(config))
    run = stage(page, "run")
    page.reload()
    wait_for_stage(page)
    assert stage(page, "run") == run
    assert settings_in(page.url) == (settings, names)


@pytest.mark.full
@pytest.mark.parametrize("label", PRESETS)
@pytest.mark.parametrize("begin", ["", "?dataset=moons&batch_size=50"])
def test_the_address_holds_all_of_a_preset(window, label, begin):
    with window(begin, **STILL) as page:
        run = stage(page, "run")
        press(page, "Begin with")
        press(page, label)
        wait_for_run(page, run)
        expect_address_of(page, PRESETS[label])


@pytest.mark.full
def test_the_address_holds_all_that_data_bring(window):
    first, *others = DATASETS
    with window(**STILL) as page:
        for name in (*others, first):
            change(page, "Data and question", LABELS[name])
            expect_address_of(page, recommended_settings(name))
        assert recommended_settings(first) == TrainingConfig()


# ---- back


def test_back_takes_back_one_action_be_it_one_setting_or_other_data(window):
    with window(**STILL) as page:
        for label, words in (("Data and question", "circle"), ("Optimizer", "Nadam")):
            change(page, label, words)
        page.go_back()
        expect(page).not_to_have_url(re.compile("Nadam"))
        expect(page.get_by_role("heading", name="Can it learn a circle?")).to_be_visible()
        page.go_back()
        heading = page.get_by_role("heading", name="How well can this network predict accidents?")
        expect(heading).to_be_visible()
        expect(page).not_to_have_url(re.compile("circle|optimizer"))
        page.go_forward()
        expect(page.get_by_role("heading", name="Can it learn a circle?")).to_be_visible()


@pytest.mark.full
def test_back_takes_back_what_was_kept_and_forward_brings_it_again(window):
    with window(**STILL) as page:
        for number, optimizer in enumerate(("Nadam", "Adam"), 1):
            change(page, "Optimizer", optimizer)
            press(page, "Keep this run")
            button(page, "Kept").wait_for()
            wait_for_kept(page, number)
        page.get_by_role("tab", name="Compare").click()
        button(page, "Rename, restore, remove").wait_for()
        page.go_back()
        button(page, "Keep this run").wait_for()
        page.go_forward()
        button(page, "Kept").wait_for()
        wait_for_kept(page, 2)


@pytest.mark.full
def test_back_returns_to_the_lesson_before(window):
    with window("?lesson=zeros", **STILL) as page:
        press(page, "Next lesson")
        expect(page.get_by_role("heading", name="All weights begin at one")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="All weights begin at zero")).to_be_visible()
        press(page, "Skip the question")
        expect(page.get_by_text("Only the output's bias has.")).to_be_visible()
