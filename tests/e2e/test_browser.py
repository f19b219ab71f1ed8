"""What only a browser shows: the film, the address, touch, sizes, and a worker that dies."""

import os
import re
import signal
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from playwright.sync_api import expect

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, suited_to
from nnplay.presets import PRESETS
from nnplay.ui.address import read_settings, settings_address
from nnplay.ui.settings import LABELS, SETTINGS
from tests.e2e.acting import change, choose, press, wait_for_end, wait_for_run, wait_for_stage
from tests.e2e.looks import SIZES, check_views, every_look
from tests.e2e.reading import score, stage, sweep

LARGE = (
    "?hidden_layers=5&units_1=64&units_2=64&units_3=64&units_4=64&units_5=64&epochs=5000"
    "&standardize=true&optimizer=Adam&batch_size=4"
)


def test_a_new_run_plays_its_film_once_and_ends_at_the_last_epoch(window):
    with window() as page:
        assert stage(page, "playing") == "true"
        early = int(stage(page, "epoch"))
        wait_for_end(page)
        assert early < 500
        assert stage(page, "epoch") == "500"
        page.wait_for_timeout(500)
        assert stage(page, "epoch") == "500"


def test_reduced_motion_gets_the_end_state(window):
    with window(reduced_motion="reduce") as page:
        assert stage(page, "playing") == "false"
        assert stage(page, "epoch") == "500"


def test_the_film_can_be_stopped_stepped_and_played_from_where_it_is(window):
    with window(reduced_motion="reduce") as page:
        page.locator(".play").click()
        page.locator(".pause").dblclick()
        assert stage(page, "playing") == "false"
        at = int(stage(page, "epoch"))
        assert at < 500
        page.locator(".forward").click()
        assert int(stage(page, "epoch")) == at + 1
        page.locator(".back").click()
        page.locator(".back").click()
        assert int(stage(page, "epoch")) == max(0, at - 1)
        page.locator(".play").dblclick()
        assert stage(page, "playing") == "true"
        wait_for_end(page)
        assert stage(page, "epoch") == "500"


@pytest.mark.parametrize(("speed", "low", "high"), [("fast", 0.8, 3.5), ("at once", 0, 0.5)])
def test_the_speed_is_kept(window, speed, low, high):
    with window(reduced_motion="reduce") as page:
        page.locator(".speed").select_option(speed)
        began = page.evaluate("performance.now()")
        page.locator(".play").click()
        wait_for_end(page)
        seconds = (page.evaluate("performance.now()") - began) / 1000
        assert low <= seconds <= high


def test_letting_go_of_the_scrubber_moves_the_panels(window):
    with window(reduced_motion="reduce") as page:
        page.get_by_role("tab", name="Predictions").click()
        scrub = page.locator(".scrub")
        scrub.fill("100")
        page.get_by_text("MSE at epoch 100").wait_for()
        page.get_by_text("At epoch 100", exact=True).wait_for()
        scrub.press("End")
        page.get_by_text("MSE at epoch 500").wait_for()


def test_the_stage_works_by_keyboard_alone(window):
    with window(reduced_motion="reduce") as page:
        page.locator(".play").focus()
        for name in ("pause", "back", "forward", "speed", "scrub"):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "document.activeElement.shadowRoot?.activeElement?.className"
                " ?? document.activeElement.className"
            )
            assert name in focused
        page.keyboard.press("Home")
        assert stage(page, "epoch") == "0"
        page.keyboard.press("ArrowRight")
        assert stage(page, "epoch") == "1"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("network", "at epoch 500"),
        ("scatter", r"\([A-Z]{2}\)\nactual"),
        ("weights", "at epoch 500"),
        ("loss", "^epoch .*\nloss"),
    ],
)
def test_every_view_has_a_text_alternative_and_tells_values(window, view, words):
    with window(reduced_motion="reduce") as page:
        assert len(page.locator(f".{view} canvas").get_attribute("aria-label")) > 30
        sweep(page, view, words)


def test_tapping_a_unit_opens_its_arithmetic(window):
    with window(reduced_motion="reduce") as page:
        assert "click" in sweep(page, "network", "^hidden unit 2\nbias")
        page.mouse.down()
        page.mouse.up()
        page.get_by_text("One state, step by step").wait_for()
        expect(page.get_by_role("cell", name="h2", exact=True)).to_be_visible()
        expect(page.get_by_role("tab", name="Formula")).to_be_in_viewport()


def test_a_fix_is_one_button_and_reaches_the_address(window):
    with window("?output_activation=sigmoid&seed=2", reduced_motion="reduce") as page:
        assert score(page) == "265.99"
        run = stage(page, "run")
        page.get_by_role("button", name="Mend it").click()
        wait_for_run(page, run)
        page.get_by_text("MSE 265.99 →").wait_for()
        expect(page).not_to_have_url(re.compile("output_activation"))
        expect(page).to_have_url(re.compile("seed=2"))


def test_a_tap_tells_a_states_name(window):
    with window(width=390, height=844, has_touch=True, is_mobile=True) as page:
        wait_for_end(page)
        sweep(page, "scatter", r"\([A-Z]{2}\)\nactual", act=page.touchscreen.tap)


def test_the_address_holds_every_setting_and_opens_the_same_run(window):
    with window(reduced_motion="reduce") as page:
        run = stage(page, "run")
        page.get_by_text("Standardise", exact=True).click()
        wait_for_run(page, run)
        run = stage(page, "run")
        page.get_by_role("button", name="New start").click()
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile(r"standardize=true"))
        expect(page).to_have_url(re.compile(r"seed=1"))
        address, run, number = page.url, stage(page, "run"), score(page)
        with window(address[address.index("?") :], reduced_motion="reduce") as other:
            assert stage(other, "run") == run
            assert score(other) == number
        press(page, "Reset")
        wait_for_run(page, run)
        expect(page).not_to_have_url(re.compile(r"standardize|seed"))


def test_a_wrong_address_is_named_corrected_and_does_no_harm(window):
    with window("?epochs=3.7&activation=swish&seed=2", reduced_motion="reduce") as page:
        page.get_by_text("epochs is '3.7'").wait_for()
        page.get_by_text("activation is 'swish'").wait_for()
        expect(page).not_to_have_url(re.compile(r"epochs|activation"))
        expect(page).to_have_url(re.compile(r"seed=2"))
        assert stage(page, "epoch") == "500"


def test_a_learning_rate_can_be_typed_and_a_bad_one_is_named(window):
    with window(reduced_motion="reduce") as page:
        run = stage(page, "run")
        field = page.get_by_role("combobox", name="Learning rate")
        field.click()
        field.fill("0.0021")
        field.press("Enter")
        wait_for_run(page, run)
        field.click()
        field.fill("quick")
        run = stage(page, "run")
        field.press("Enter")
        page.get_by_text("learning_rate is 'quick'").wait_for()
        assert stage(page, "run") == run


def test_what_is_wrong_is_told_while_the_stage_stays_as_it_is(window):
    with window("?activation=swish") as page:
        page.get_by_text("activation is 'swish'").wait_for()
        page.locator(".stage").evaluate("stage => { stage.wasThere = true }")
        run = stage(page, "run")
        press(page, "New start")
        wait_for_run(page, run)
        expect(page.get_by_text("activation is 'swish'")).to_have_count(0)
        wait_for_end(page)
        field = page.get_by_role("combobox", name="Learning rate")
        field.fill("quick")
        field.press("Enter")
        page.get_by_text("learning_rate is 'quick'").wait_for()
        page.wait_for_timeout(500)  # what is made anew would play by now
        assert (stage(page, "epoch"), stage(page, "playing")) == ("500", "false")
        assert page.locator(".stage").evaluate("stage => stage.wasThere")


def test_the_default_learning_rate_survives_changes_of_the_optimizer(window):
    with window(reduced_motion="reduce") as page:
        for field, option in (
            ("Optimizer", "Nadam"),
            ("Optimizer", "Lion"),
            ("Activation", "tanh"),
        ):
            change(page, field, option)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)
        expect(page).to_have_url(re.compile("optimizer=Lion"))
        expect(page).to_have_url(re.compile("activation=tanh"))


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_film_may_be_shorter_than_the_one_before(window, motion):
    with window(reduced_motion=motion) as page:
        wait_for_end(page)
        run = stage(page, "run")
        epochs = page.get_by_role("spinbutton", name="Epochs")
        epochs.fill("100")
        epochs.press("Enter")
        wait_for_run(page, run)
        page.wait_for_selector('.stage[data-epoch="100"]')


def test_a_pattern_is_chosen_shown_as_a_plane_and_opened_from_its_link(window):
    with window(reduced_motion="reduce") as page:
        change(page, "Data and question", "circle")
        assert stage(page, "kind") == "plane"
        expect(page.get_by_role("heading", name="Can it learn a circle?")).to_be_visible()
        address, run, number = page.url, stage(page, "run"), score(page)
        assert number.endswith("%")
        with window(address[address.index("?") :], reduced_motion="reduce") as other:
            assert stage(other, "run") == run
            assert score(other) == number
        change(page, "Data and question", "number of accidents")
        assert stage(page, "kind") == "scatter"


def settings_in(address):
    """Return the configuration that an address names, and the names of the settings in it."""
    params = parse_qs(urlsplit(address).query)
    named = {name: values for name, values in params.items() if name in SETTINGS}
    return read_settings(named), set(named)


def says(config):
    return set(parse_qs(settings_address(config)))


def expect_address_of(page, config):
    """Expect the address to name these settings and no others, and to open the same run."""
    page.wait_for_timeout(300)  # what is written late would be missing
    settings, names = settings_in(page.url)
    usual = config.features if "inputs" in says(config) else None
    assert (settings, names) == (replace(config, features=usual), says(config))
    run = stage(page, "run")
    page.reload()
    wait_for_stage(page)
    assert stage(page, "run") == run
    assert settings_in(page.url) == (settings, names)


@pytest.mark.parametrize("label", PRESETS)
@pytest.mark.parametrize("begin", ["", "?dataset=moons&batch_size=50"])
def test_the_address_holds_all_of_a_preset(window, label, begin):
    with window(begin, reduced_motion="reduce") as page:
        run = stage(page, "run")
        page.get_by_role("button", name="Begin with").click()
        page.get_by_role("button", name=label).click()
        wait_for_run(page, run)
        expect_address_of(page, PRESETS[label])


@pytest.mark.parametrize("name", DATASETS)
def test_the_address_holds_all_that_data_bring(window, name):
    begin = TrainingConfig() if name != "car_crashes" else suited_to("spiral")
    with window(f"?{settings_address(begin)}", reduced_motion="reduce") as page:
        change(page, "Data and question", LABELS[name])
        expect_address_of(page, suited_to(name))


def test_an_own_file_is_learned_from_and_stays_out_of_the_address(window):
    rows = "\n".join(f"{x},{x * x},{'odd' if x % 2 else 'even'}" for x in range(40))
    content = f"number,square,parity\n{rows}\n".encode()
    with window(reduced_motion="reduce") as page:
        choose(page, "Data and question", "own")
        run = stage(page, "run")
        upload = {"name": "numbers.csv", "mimeType": "text/csv", "buffer": content}
        page.locator('input[type="file"]').set_input_files(upload)
        wait_for_run(page, run)
        assert stage(page, "kind") == "classes"
        assert "square" not in page.url
        page.locator('input[type="file"]').set_input_files({**upload, "buffer": b"\x89PNG"})
        page.get_by_text("The data shown before stay.").wait_for()
        assert stage(page, "kind") == "classes"


def test_a_visit_without_a_change_leaves_no_trace_in_the_history(window):
    with window(reduced_motion="reduce") as page:
        before = page.evaluate("history.length")
        page.wait_for_timeout(1000)
        assert page.evaluate("history.length") == before
        assert "?" not in page.url
        page.get_by_text("Standardise", exact=True).click()
        expect(page).to_have_url(re.compile("v=1"))


def test_what_breaks_is_told_and_all_is_well_afterwards(window):
    with window("?optimizer=SGD", reduced_motion="reduce") as page:
        page.get_by_text("The loss is not a number").first.wait_for()
        assert score(page) == "NaN"
        assert "not a number" in page.locator(".scatter canvas").get_attribute("aria-label")
        run = stage(page, "run")
        press(page, "Reset")
        wait_for_run(page, run)
        assert score(page) != "NaN"
        expect(page.get_by_text("The loss is not a number")).to_have_count(0)


def test_ten_quick_values_leave_the_last_one_shown(window):
    with window(reduced_motion="reduce") as page:
        slider = page.get_by_role("slider", name="Units")
        slider.focus()
        for _ in range(10):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(60)
        expect(page.locator(".network canvas")).to_have_attribute(
            "aria-label", re.compile("13 units")
        )
        expect(page).to_have_url(re.compile(r"units_1=13"))
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_two_windows_do_not_disturb_each_other(window):
    with (
        window("?activation=tanh", reduced_motion="reduce") as one,
        window("?optimizer=Adam", reduced_motion="reduce") as two,
    ):
        before = score(two), stage(two, "run")
        run = stage(one, "run")
        one.get_by_text("Standardise", exact=True).click()
        wait_for_run(one, run)
        assert (score(two), stage(two, "run")) == before
        two.get_by_role("button", name="New start").click()
        wait_for_run(two, before[1])
        expect(one).to_have_url(re.compile(r"activation=tanh"))
        expect(one).not_to_have_url(re.compile(r"seed|optimizer"))


def worker_of(server):
    """Find the process that trains for this server: loky's worker, not its resource tracker."""
    port = server.rsplit(":", 1)[1]
    # of a dead one that nobody has asked for there is no command line
    running = psutil.process_iter(["cmdline"])
    processes = [each for each in running if port in (each.info["cmdline"] or ())]
    children = [child for each in processes for child in each.children()]
    # the package or joblib's copy of it, whichever was imported first
    workers = (c for c in children if any(p.endswith("popen_loky_posix") for p in c.cmdline()))
    return next(workers).pid


def test_a_worker_killed_during_the_film_costs_a_short_delay(window, server):
    with window() as page:
        assert stage(page, "playing") == "true"
        os.kill(worker_of(server), signal.SIGKILL)
        run = stage(page, "run")
        page.get_by_role("button", name="New start").click()
        wait_for_run(page, run)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)


def test_a_worker_killed_during_a_long_run_is_replaced_and_the_run_ends(window, server):
    address = LARGE.replace("epochs=5000", "epochs=1500")
    with window(address, wait=False, reduced_motion="reduce") as page:
        page.get_by_text("Training: epoch").wait_for()
        os.kill(worker_of(server), signal.SIGKILL)
        page.wait_for_selector('.stage[data-epoch="1500"]', timeout=120_000)
        expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)


def test_a_long_run_shows_its_progress_and_any_change_ends_it(window):
    with window(LARGE + "&seed=9", wait=False, reduced_motion="reduce") as page:
        page.get_by_text("Training: epoch").wait_for()
        press(page, "Reset")
        page.wait_for_selector('.stage[data-epoch="500"]', timeout=10_000)
        expect(page.get_by_text("Training: epoch")).to_have_count(0)


@pytest.mark.parametrize("device", SIZES)
@pytest.mark.parametrize("address", ["", LARGE.replace("epochs=5000", "epochs=20")])
def test_everything_fits_at_every_size(window, address, device):
    for page, width, height in every_look(window, address, device):
        page.get_by_role("tab", name="Why").wait_for()
        bottom = check_views(page, width, stacked=device == "phone")
        if device == "desk" and not address:
            assert bottom <= height
