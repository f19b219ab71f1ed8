"""Saved runs, races and downloads, as only a browser shows them."""

import re
import zipfile

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.e2e.acting import (
    button,
    change,
    open_panel,
    panel_of,
    press,
    redrawn,
    settle,
    wait_for_canvases,
    wait_for_run,
    wait_for_saved,
)
from tests.e2e.looks import SIZES, every_look
from tests.e2e.reading import hold, stage

STILL = {"reduced_motion": "reduce"}
ADAM = "saved=optimizer%3DAdam%26standardize%3Dtrue%26learning_rate%3D0.01"
SGD = "saved=optimizer%3DSGD%26standardize%3Dtrue%26name%3DMy+best"
THREE = f"?saved=&{ADAM}&{SGD}"
NAMES = ["The default network", "Adam, lr 0.01, standardised", "My best"]


def save(page, number):
    press(page, "Save run")
    button(page, "Saved").wait_for()
    wait_for_saved(page, number)


def compare(page, view=None):
    open_panel(page, "Compare")
    page.get_by_role("button", name="Rename, restore, remove").wait_for()
    settle(page)
    radio = panel_of(page).get_by_role("radio", name=view)
    if view and not radio.is_checked():
        with redrawn(page):
            radio.click()


def predictions(page):
    """Download the table of predictions and read it back."""
    with page.expect_download() as download:
        press(page, "Download as CSV")
    return pd.read_csv(download.value.path(), index_col="abbrev")


def test_three_saved_runs_reach_another_browser_by_their_link(window):
    with window(**STILL) as page:
        save(page, 1)
        change(page, "Optimizer", "Adam")
        save(page, 2)
        change(page, "Activation", "tanh")
        save(page, 3)
        compare(page, "Predictions")
        before = predictions(page)
        assert list(before.columns[2:]) == ["The default network", "Adam", "Adam, tanh"]
        assert list(before.index[-2:]) == ["WY", "MSE"]
        assert before.loc["DC", "state"] == "District of Columbia"
        link = page.url[page.url.index("?") :]
    with window(link, **STILL) as page:
        compare(page, "Predictions")
        pd.testing.assert_frame_equal(before, predictions(page))


def race_of(page):
    return page.locator('.stage[data-kind="race"]')


def words_of(race):
    return race.locator(".alone canvas").get_attribute("aria-label")


def test_a_race_is_run_at_once_and_told_in_words(window):
    with window(THREE) as page:
        compare(page)
        panel_of(page).get_by_role("radio", name="Race").click()
        race = race_of(page)
        race.and_(page.locator('[data-playing="true"]:not([data-epoch="500"])')).wait_for()
        race.locator(".speed").select_option("fast")
        race.and_(page.locator('[data-playing="false"]')).wait_for()
        assert race.get_attribute("data-epoch") == "500"
        words = words_of(race)
        assert words.startswith("Race of 3 runs")
        assert re.search(r"My best: [\d.]+ · 1st, finished at epoch \d+", words)
        assert "The default network: " in words
        assert "never reached the finish; best" in words


@pytest.mark.full
def test_a_chart_is_saved_from_its_menu_and_a_race_tells_its_values_and_is_scrubbed(
    window, tmp_path
):
    with window(THREE, **STILL) as page:
        compare(page, "Loss curves")
        expect_chart_can_be_saved(page, tmp_path / "curves.png")
        page.get_by_role("radio", name="Race").click()
        race = race_of(page).and_(page.locator('[data-ready="yes"]'))
        race.wait_for()
        box = hold(race.locator(".alone canvas"))
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        tip = race.locator(".tip")
        expect(tip).to_contain_text("epoch")
        for name in NAMES:
            expect(tip).to_contain_text(name)
        first = race.get_attribute("data-run")
        panel_of(page).get_by_role("radio", name="by training time").click()
        page.wait_for_selector(f'.stage[data-kind="race"]:not([data-run="{first}"])')
        settle(page)
        expect(race.locator(".now")).to_contain_text(re.compile(r"[\d.]+ of [\d.]+ s"))
        race.locator(".scrub").fill("10")
        assert "never reached" not in words_of(race)
        # only the page's own run reports its epoch to the panels
        page.locator(".scrub").first.fill("200")
        page.get_by_text("Epoch 200;").wait_for()
        assert race.locator(".scrub").input_value() == "10"


@pytest.mark.full
def test_saved_runs_can_be_restored_renamed_and_removed(window):
    with window(f"{THREE}&saved=epochs%3D2000%26name%3DLong", **STILL) as page:
        compare(page, "Race")
        page.wait_for_selector('.stage[data-kind="race"][data-epoch="2000"]')
        press(page, "Rename, restore, remove")
        choose_saved(page, "Long")
        press(page, "Remove")
        page.wait_for_selector('.stage[data-kind="race"][data-epoch="500"]')
        wait_for_saved(page, 3)
        choose_saved(page, "The default network")
        field = page.get_by_role("textbox", name="Name")
        expect(field).to_have_attribute("placeholder", "The default network")
        field.fill("The notebook's own")
        field.press("Enter")
        page.wait_for_function(
            "new URLSearchParams(location.search).getAll('saved')[0].includes('name=The+notebook')"
        )
        change(page, "Activation", "relu")
        expect(page).to_have_url(re.compile("[?&]activation=relu"))
        wait_for_saved(page, 3)
        run = stage(page, "run")
        press(page, "Rename, restore, remove")  # which closes when something else is pressed
        choose_saved(page, "My best")
        press(page, "Restore")
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile("optimizer=SGD"))
        expect(page).not_to_have_url(re.compile("[?&]activation=relu"))
        wait_for_saved(page, 3)


def choose_saved(page, name):
    page.get_by_role("combobox", name="Saved run").click()
    page.get_by_role("option", name=name).click()


@pytest.mark.full
def test_many_seeds_run_in_the_background_can_be_stopped_and_finish(window):
    slow = "saved=hidden_units%3D32,32%26epochs%3D5000%26standardize%3Dtrue"
    with window(f"?{ADAM}&{slow}", **STILL) as page:
        compare(page, "Many seeds")
        page.get_by_role("button", name="Train each with 20 seeds").click()
        # not the page's own, which Streamlit shows while a run is slow
        stop = button(panel_of(page), "Stop")
        stop.wait_for()
        # the page goes on meanwhile
        change(page, "Activation", "tanh")
        expect(page).to_have_url(re.compile("activation=tanh"))
        stop.click()
        page.get_by_text("Stopped; what has been trained is not lost.").wait_for()
        page.get_by_role("button", name="Continue").click()
        train = button(page, "Train each with 20 seeds")
        train.wait_for(timeout=90_000)
        expect(train).to_be_disabled()
        expect(page.get_by_text("Every point is one of 20 seeds")).to_be_visible()


def test_the_code_the_model_and_the_numbers_can_be_downloaded(window, tmp_path):
    with window("?standardize=true&optimizer=Adam", **STILL) as page:
        page.locator(".scrub").first.fill("200")
        page.get_by_text("Epoch 200;").wait_for()
        open_panel(page, "Export")
        files = {}
        for label, name in {
            "Python script": "network.py",
            "Jupyter notebook": "network.ipynb",
            "Keras model at epoch 200": "network-epoch-200.keras",
            "History (CSV)": "history.csv",
            "Predictions at epoch 200 (CSV)": "predictions-epoch-200.csv",
        }.items():
            with page.expect_download() as download:
                page.get_by_role("button", name=label).click()
            assert download.value.suggested_filename == name
            files[name] = tmp_path / name
            download.value.save_as(files[name])
        compile(files["network.py"].read_text(), "network.py", "exec")
        history = pd.read_csv(files["history.csv"])
        assert len(history) == 500
        predictions = pd.read_csv(files["predictions-epoch-200.csv"], index_col="abbrev")
        assert len(predictions) == 51
        with zipfile.ZipFile(files["network-epoch-200.keras"]) as archive:
            assert "config.json" in archive.namelist()


def expect_chart_can_be_saved(page, file):
    from matplotlib.image import imread

    chart = page.locator(".js-plotly-plot")
    chart.wait_for()
    chart.hover()
    with page.expect_download() as download:
        page.locator('[data-title^="Download plot"]').click()
    assert download.value.suggested_filename == file.name
    download.value.save_as(file)
    picture = imread(file)
    assert picture.shape[1] > 1500
    assert picture[..., :3].std() > 0.01


@pytest.mark.full
@pytest.mark.parametrize("device", SIZES)
def test_a_race_fits_at_every_size(window, device):
    for page, width, _ in every_look(window, THREE, device):
        compare(page, "Race")
        canvas = page.locator('.stage[data-kind="race"] .alone canvas')
        canvas.scroll_into_view_if_needed()
        wait_for_canvases(page)
        box = canvas.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 300
        assert page.evaluate("document.documentElement.scrollWidth") <= width
