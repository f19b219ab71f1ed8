"""The stage on the page: its film, its buttons and keys, and what its views tell."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    button,
    choose,
    open_panel,
    settle,
    stop_the_clock,
    tab_of,
    wait_for_end,
    wait_for_run,
    wait_for_stage,
)
from tests.e2e.looks import check_views, every_look
from tests.e2e.reading import sees_writing, stage, sweep

DEEP = "?hidden_units=64,64,64,64,64&epochs=20&standardize=true&optimizer=Adam&batch_size=4"
STILL = {"reduced_motion": "reduce"}
OTHER_LOOKS = (("", "phone"), (DEEP, "desk"), (DEEP, "phone"))
MARKED = "document.querySelector('.st-key-of_unit_0_1')?.getAnimations().length"
LEAST = """stage => {
  window.least = Infinity
  new MutationObserver(() => { window.least = Math.min(window.least, stage.dataset.epoch) })
    .observe(stage, { attributeFilter: ["data-epoch"] })
}"""


def test_a_new_run_plays_its_film_once_and_ends_at_the_last_epoch(window):
    with window(wait=False) as page:  # for all of the page the film does not wait
        page.wait_for_selector('.stage[data-playing="true"]:not([data-epoch="500"])')
        page.locator(".speed").select_option("fast")
        wait_for_end(page)
        assert stage(page, "epoch") == "500"
        open_panel(page, "Predictions")
        page.get_by_text("at epoch 500", exact=True).wait_for()
        settle(page)
        assert (stage(page, "epoch"), stage(page, "playing")) == ("500", "false")
        run = stage(page, "run")
        epochs = page.get_by_role("spinbutton", name="Epochs")
        epochs.fill("100")  # a film may be shorter than the one before
        epochs.press("Enter")
        wait_for_run(page, run)
        page.wait_for_selector('.stage[data-epoch="100"][data-playing="false"]')
        settle(page)
        steps = page.evaluate("history.length")
        page.locator(".stage").evaluate(LEAST)
        button(page, "+500 epochs").click()  # the film goes on from where it was
        page.wait_for_selector('.stage[data-epoch="600"][data-playing="false"]')
        settle(page)
        assert page.evaluate("[window.least, history.length]") == [100, steps + 1]
        expect(page).to_have_url(re.compile("epochs=600"))
        button(page, "+500 epochs").dblclick()
        page.wait_for_selector('.stage[data-epoch="1600"][data-playing="false"]')
        assert page.evaluate("window.least") == 100
        expect(epochs).to_have_value("1600")


@pytest.mark.full
def test_a_switched_scale_of_the_loss_outlasts_the_run(window):
    with window(**STILL) as page:
        scale = page.get_by_role("checkbox", name="log scale")
        expect(scale).to_be_checked()
        before = [each.text for each in sees_writing(page)["loss"]]
        scale.uncheck()
        assert [each.text for each in sees_writing(page)["loss"]] != before
        run = stage(page, "run")
        button(page, "New start").click()
        wait_for_run(page, run)
        expect(scale).not_to_be_checked()
        page.reload()
        wait_for_stage(page)
        expect(scale).not_to_be_checked()


def test_the_film_can_be_stopped_stepped_and_played_at_any_speed(window):
    with window(alone=True, **STILL) as page:
        assert (stage(page, "epoch"), stage(page, "playing")) == ("500", "false")
        stop_the_clock(page)
        page.locator(".play").click()
        page.clock.run_for(1_000)  # of four seconds
        page.locator(".pause").dblclick()
        assert stage(page, "playing") == "false"
        at = int(stage(page, "epoch"))
        assert 110 <= at <= 130
        page.locator(".forward").click()
        assert int(stage(page, "epoch")) == at + 1
        page.locator(".back").click()
        page.locator(".back").click()
        assert int(stage(page, "epoch")) == at - 1
        page.locator(".play").dblclick()
        assert stage(page, "playing") == "true"
        page.clock.run_for(4_000)
        assert (stage(page, "epoch"), stage(page, "playing")) == ("500", "false")
        page.locator(".speed").select_option("fast")
        page.locator(".play").click()
        page.clock.run_for(750)
        assert 230 <= int(stage(page, "epoch")) <= 260
        page.locator(".speed").select_option("at once")
        assert (stage(page, "epoch"), stage(page, "playing")) == ("500", "false")


def focused_class(page):
    return page.evaluate(
        "document.activeElement.shadowRoot?.activeElement?.className"
        " ?? document.activeElement.className"
    )


def test_the_stage_works_by_keyboard_and_letting_go_of_it_moves_the_panels(window):
    with window(**STILL) as page:
        open_panel(page, "Predictions")
        page.locator(".play").focus()
        for name in ("pause", "back", "forward", "speed", "scrub"):
            page.keyboard.press("Tab")
            assert name in focused_class(page)
        page.keyboard.press("Home")
        assert stage(page, "epoch") == "0"
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "1"
        page.locator(".scrub").fill("100")
        page.get_by_text("Epoch 100;").wait_for()
        page.get_by_text("at epoch 100", exact=True).wait_for()
        page.locator(".scrub").press("End")
        expect(page.get_by_text("Epoch 100;")).to_have_count(0)


def test_every_view_tells_its_values_and_a_tapped_unit_opens_its_arithmetic(window):
    with window(**STILL) as page:
        for view, words in {
            "scatter": r"\([A-Z]{2}\)\nactual",
            "weights": "at epoch 500",
            "loss": "^epoch .*\nloss",
            "network": "at epoch 500",
        }.items():
            assert len(page.locator(f".{view} canvas").get_attribute("aria-label")) > 30
            sweep(page, view, words)
        network = page.locator(".network canvas")
        switch = page.get_by_role("checkbox", name="gradients")
        switch.check()
        expect(network).to_have_attribute("aria-label", re.compile("Lines show gradients"))
        sweep(page, "network", r"at epoch 500\ngradient")
        switch.uncheck()
        expect(network).not_to_have_attribute("aria-label", re.compile("gradients"))
        assert "click" in sweep(page, "network", "^unit 2\nbias")
        page.mouse.down()
        page.mouse.up()
        page.get_by_text("One state, step by step").wait_for()
        shown = page.locator(".st-key-of_unit_0_1")
        page.wait_for_function(MARKED)
        expect(shown.get_by_role("cell", name="h2", exact=True)).to_be_in_viewport()
        row = sweep(page, "scatter", r"^Ohio (.*\n)+click to see its forward pass")
        assert row
        page.mouse.down()
        page.mouse.up()
        shown = page.locator(".st-key-of_row_35 .st-key-of_unit_1_0")
        expect(shown.get_by_role("cell", name="accidents", exact=True)).to_be_in_viewport()
        run = stage(page, "run")
        button(page, "Add a unit to hidden layer 1").click()
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile("hidden_units=4"))


def test_a_stage_out_of_sight_takes_other_data_and_is_drawn_when_seen(window):
    set_display = "(stage, value) => stage.getRootNode().host.style.display = value"
    with window(**STILL) as page:
        film = page.locator(".stage")
        run = stage(page, "run")
        film.evaluate(set_display, "none")
        choose(page, "Data and question", "Pattern: circle")
        page.wait_for_selector(f'.stage:not([data-run="{run}"])', state="attached")
        settle(page)
        film.evaluate(set_display, "")
        expect(page.get_by_role("button", name="Add a hidden layer")).to_be_visible()


@pytest.mark.full
def test_a_tap_tells_a_states_name(window):
    with window(width=390, height=844, has_touch=True, is_mobile=True, **STILL) as page:
        sweep(page, "scatter", r"\([A-Z]{2}\)\nactual", act=page.touchscreen.tap)


# ---- keys of the whole page


def test_keys_play_step_reset_and_help(window):
    with window("?seed=5", **STILL) as page:
        page.locator(".scrub").fill("100")
        page.get_by_text("Epoch 100;").wait_for()
        page.locator("h2").click()
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "101"
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert stage(page, "epoch") == "99"
        page.keyboard.press("Space")
        assert stage(page, "playing") == "true"
        page.keyboard.press("Space")
        assert stage(page, "playing") == "false"
        run = stage(page, "run")
        page.keyboard.press("Alt+r")
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("plays and pauses the film")).to_be_visible()
        settle(page)
        assert stage(page, "run") == run
        page.keyboard.press("Space")
        assert stage(page, "playing") == "false"
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        page.keyboard.press("r")
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile("seed"))
        page.keyboard.press("n")  # there is no next lesson, and that does no harm
        page.evaluate(
            """() => {
              const box = document.createElement("div")
              box.className = "st-key-next_lesson"
              box.append(document.createElement("button"))
              box.firstChild.onclick = () => (box.id = "pressed")
              document.body.append(box)
            }"""
        )
        page.keyboard.press("n")
        expect(page.locator("#pressed")).to_have_count(1)


@pytest.mark.full
def test_keys_are_never_stolen_from_who_types_or_has_a_button(window):
    with window("?seed=5", **STILL) as page:
        run = stage(page, "run")
        box = page.get_by_role("combobox", name="Learning rate", exact=True)
        box.click()
        page.keyboard.type("rn ?")
        expect(box).to_have_value("rn ?")
        page.keyboard.press("Escape")
        field = page.get_by_role("spinbutton", name="Epochs")
        field.focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("r")
        page.get_by_role("spinbutton", name="Hidden layers").focus()
        page.keyboard.press("ArrowUp")
        wait_for_run(page, run)
        assert stage(page, "epoch") == "500"
        expect(page).to_have_url(re.compile("seed=5"))
        expect(page).to_have_url(re.compile("hidden_units=3(,|%2C)3"))
        run = stage(page, "run")
        page.get_by_role("button", name="New start").focus()
        page.keyboard.press("Space")
        wait_for_run(page, run)
        assert stage(page, "playing") == "false"
        expect(page).to_have_url(re.compile("seed=6"))
        page.locator(".scrub").focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "1"


# ---- sizes


@pytest.mark.parametrize(
    ("address", "device"),
    [("", "desk"), *(pytest.param(*each, marks=pytest.mark.full) for each in OTHER_LOOKS)],
)
def test_everything_fits_at_every_size(window, address, device):
    for page, width, height in every_look(window, address, device):
        tab_of(page, "Why").wait_for()
        bottom = check_views(page, width, stacked=device == "phone")
        if device == "desk" and not address:
            assert bottom <= height
