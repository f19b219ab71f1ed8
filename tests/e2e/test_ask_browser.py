"""Asking the network in the browser: sliders, boxes, lists, and a press in the plane."""

import re

import pytest
from playwright.sync_api import expect

from nnplay.datasets import load_dataset
from tests.e2e.acting import change, open_panel, redrawn, settle
from tests.e2e.looks import DESKS, PHONES
from tests.e2e.reading import hold, sweep
from tests.numerals import read_number

STILL = {"reduced_motion": "reduce"}
OUTSIDE = "speeding lies outside what it has learned from, so this answer is extrapolated."


def answer(page):
    return page.locator(".ask .answer strong")


def asked_epoch(page, epoch):
    page.locator(f'.ask[data-ready="yes"][data-epoch="{epoch}"]').wait_for()


def test_an_answer_comes_with_the_slider_and_follows_the_film(window):
    with window("?panel=predictions&ask=1", **STILL) as page:
        asked_epoch(page, 500)
        average = answer(page).inner_text()
        slider = page.get_by_role("slider", name="speeding", exact=True)
        slider.press("End")
        expect(page.locator(".ask .outside")).to_have_text(OUTSIDE)
        assert "outside what it has learned from: 1.792 to 9.45" in slider.get_attribute(
            "aria-valuetext"
        )
        expect(answer(page)).not_to_have_text(average)
        expect(page.locator(".ask .spoken")).to_contain_text(OUTSIDE)
        box, most = page.get_by_role("textbox", name="speeding"), slider.get_attribute("max")
        box.fill("4500")
        assert slider.get_attribute("max") == "4500"
        box.fill("4,5")
        assert slider.get_attribute("max") == most
        expect(page.locator(".ask .outside")).to_be_hidden()
        assert slider.input_value() == "4.5"
        said = answer(page).inner_text()
        with redrawn(page):
            page.locator(".scrub").press("Home")
            asked_epoch(page, 0)
        asked_epoch(page, 0)
        expect(answer(page)).not_to_have_text(said)
        with redrawn(page):
            page.locator(".scrub").press("End")
        expect(answer(page)).to_have_text(said)
        page.get_by_role("button", name="Back to the average training state").click()
        expect(answer(page)).to_have_text(average)
        expect(page.get_by_role("button", name="Back to")).to_have_count(0)


@pytest.mark.full
def test_what_was_chosen_stays_when_the_network_changes_and_another_panel_was_open(window):
    with window("?panel=predictions&ask=1", **STILL) as page:
        box = page.get_by_role("textbox", name="alcohol")
        box.fill("7.25")
        with redrawn(page):
            open_panel(page, "Weights")
        open_panel(page, "Predictions")
        expect(box).to_have_value("7.25")
        said = answer(page).inner_text()
        page.get_by_role("button", name="New start").click()
        expect(answer(page)).not_to_have_text(said)
        expect(box).to_have_value("7.25")


@pytest.mark.full
def test_a_press_in_the_plane_asks_about_that_place(window):
    with window("?dataset=circle", **STILL) as page:
        text = sweep(page, "scatter", r"^x1 (.*\n)+click to ask about this place")
        x1, x2 = (float(read_number(each)) for each in re.findall(r"x[12] (\S+?)[,\n]", text))
        page.mouse.down()
        page.mouse.up()
        asked_epoch(page, 300)
        expect(page.locator(".ask")).to_be_in_viewport()
        for name, value in (("x1", x1), ("x2", x2)):
            box = page.get_by_role("textbox", name=name)
            assert float(box.input_value()) == pytest.approx(value, abs=0.006)
        assert re.search(r"output \S+: (\w+)", text)[1] == answer(page).inner_text()
        settle(page)
        expect(page).to_have_url(re.compile("ask=1"))


@pytest.mark.full
def test_a_second_tap_in_the_plane_asks_about_that_place(window):
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with window("?dataset=circle", **phone, **STILL) as page:
        canvas = page.locator(".scatter canvas")
        canvas.scroll_into_view_if_needed()
        for x in (60, 180, 185):
            expect(page.locator(".ask")).to_have_count(0)
            canvas.tap(position={"x": x, "y": 60})
            expect(page.locator(".tip")).to_contain_text("tap again to ask about this place")
        expect(page.locator(".ask")).to_be_in_viewport()


@pytest.mark.full
def test_all_that_is_asked_fits_in(window):
    with window("?panel=predictions&ask=1", **STILL) as page:
        expect_all_asked_fits_in(page, inputs=6)
        change(page, "Data and question", load_dataset("car_crashes_terciles").label)
        expect_all_asked_fits_in(page, inputs=6)
        change(page, "Data and question", load_dataset("circle").label)
        expect_all_asked_fits_in(page, inputs=2)


def expect_all_asked_fits_in(page, inputs):
    asked = page.locator('.ask[data-ready="yes"]')
    expect(asked.get_by_role("slider")).to_have_count(inputs)
    for width, height in (PHONES[0], DESKS[0]):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        room = hold(asked)
        for card in asked.locator(".card").all():
            box = card.bounding_box()
            assert box["x"] >= room["x"]
            assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.full
def test_a_network_that_broke_says_so(window):
    with window("?panel=predictions&ask=1&optimizer=SGD&learning_rate=10", **STILL) as page:
        expect(answer(page)).to_have_text("NaN")
        expect(page.locator(".ask .answer")).to_contain_text("the network's output is not a number")
