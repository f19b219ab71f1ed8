"""The loss surface as only a browser shows it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import settle, wait_for_canvases
from tests.e2e.looks import every_look
from tests.e2e.reading import colors, hold, stage

RACE = "?panel=surface&standardize=true&surface=optimizers"
STILL = {"reduced_motion": "reduce"}
# How many pixels have the colour of the first run, SGD's, whose path grows with the film.
INKED = """canvas => {
  const ink = getComputedStyle(canvas.getRootNode().host)
    .getPropertyValue("--st-chart-categorical-colors").split(",")[0]
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d")
  pen.fillStyle = ink
  pen.fillRect(0, 0, 1, 1)
  const [sought] = new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer)
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return new Uint32Array(data.buffer).filter((pixel) => pixel === sought).length
}"""


def surface_of(page, kind="surface"):
    return page.locator(f'.stage[data-kind="{kind}"]')


def inked(surface):
    return surface.locator(".alone canvas").evaluate(INKED)


def test_a_race_goes_down_the_surface_and_is_told_in_words(window):
    with window(RACE) as page:
        surface = surface_of(page)
        surface.locator(".speed").select_option("fast")
        # the film begins by itself and ends, however few frames a busy machine draws
        surface.and_(page.locator('[data-playing="false"][data-epoch="500"]')).wait_for()
        words = surface.locator(".alone canvas").get_attribute("aria-label")
        assert "mean_squared_error as colours over the 1st principal direction" in words
        assert re.search(r"SGD: loss [\d.]+; SGD with momentum: loss [\d.]+; RMSprop: ", words)
        at_the_end = inked(surface)
        surface.locator(".scrub").fill("0")
        assert inked(surface) < at_the_end
        box = hold(surface.locator(".alone canvas"))
        page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.3)
        expect(surface.locator(".tip")).to_have_text(re.compile(r"^loss [\d,.]+$"))


@pytest.mark.full
def test_a_surface_rests_where_the_film_is_let_go_and_a_weights_curve_is_drawn(window):
    with window("?panel=surface", **STILL) as page:
        surface = surface_of(page)
        surface.and_(page.locator('[data-epoch="500"]')).wait_for()
        run = surface.get_attribute("data-run")
        page.locator(".scrub").first.fill("120")
        surface.and_(page.locator('[data-epoch="120"]')).wait_for()
        page.locator(".scrub").first.fill("500")
        surface.and_(page.locator('[data-epoch="500"]')).wait_for()
        assert surface.get_attribute("data-run") == run
        surface.locator(".scrub").fill("7")  # and nothing else follows it
        settle(page)
        assert stage(page, "epoch") == "500"
        page.get_by_role("radio", name="One weight").click()
        profile = surface_of(page, "profile")
        profile.wait_for()
        settle(page)
        box = hold(profile.locator(".alone canvas"))
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.3)
        expect(profile.locator(".tip")).to_have_text(re.compile(r"^loss [\d,.]+ on the curve$"))
        assert re.search(r"[?&]surface=\d+(&|$)", page.url)


@pytest.mark.full
@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_surface_fits_at_every_size(window, device):
    for page, width, _ in every_look(window, RACE, device):
        canvas = surface_of(page).locator(".alone canvas")
        box = hold(canvas)
        wait_for_canvases(page)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 300
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert colors(page, 'stage[data-kind="surface"] .alone') > 10
