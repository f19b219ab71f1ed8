"""Kept runs, races and downloads, as only a browser shows them."""

import io
import re
import subprocess
import sys

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.e2e.acting import change, press, wait_for_run, wait_for_stage
from tests.e2e.looks import SIZES, every_look
from tests.e2e.reading import stage

ADAM = "kept=optimizer%3DAdam%26standardize%3Dtrue%26learning_rate%3D0.01"
SGD = "kept=optimizer%3DSGD%26standardize%3Dtrue%26name%3DMy+best"
THREE = f"?kept=&{ADAM}&{SGD}"
NAMES = ["As in the notebook", "Adam, lr 0.01, standardised", "My best"]


def keep(page, kept):
    page.get_by_role("button", name="Keep this run").click()
    page.get_by_role("button", name="Kept", exact=True).wait_for()
    page.wait_for_function(f"new URLSearchParams(location.search).getAll('kept').length === {kept}")


def compare(page, view=None):
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Rename, restore, remove").wait_for()
    if view:
        page.get_by_role("radio", name=view).click()


def predictions(page):
    """Download the table of predictions and read it back."""
    with page.expect_download() as download:
        press(page, "Download as CSV")
    return pd.read_csv(download.value.path(), index_col="abbrev")


def test_three_kept_runs_survive_a_reload_with_the_same_numbers(window):
    with window(reduced_motion="reduce") as page:
        keep(page, 1)
        change(page, "Optimizer", "Adam")
        keep(page, 2)
        change(page, "Activation", "tanh")
        keep(page, 3)
        compare(page, "Predictions")
        before = predictions(page)
        assert list(before.columns[2:]) == ["As in the notebook", "Adam", "Adam, tanh"]
        page.reload()
        wait_for_stage(page)
        compare(page, "Predictions")
        after = predictions(page)
        pd.testing.assert_frame_equal(before, after)
        assert len(after) == 51
        assert after.loc["DC", "state"] == "District of Columbia"


def test_the_link_alone_brings_another_browser_the_same_runs(window):
    with (
        window(THREE, reduced_motion="reduce") as one,
        window(THREE, reduced_motion="reduce") as two,
    ):
        tables = []
        for page in (one, two):
            compare(page, "Predictions")
            tables.append(predictions(page))
        pd.testing.assert_frame_equal(*tables)
        assert list(tables[0].columns[2:]) == NAMES


def test_a_race_is_run_at_once_and_told_in_words(window):
    with window(THREE) as page:
        compare(page, "Race")
        race = page.locator('.stage[data-kind="race"]')
        race.and_(page.locator('[data-playing="true"]')).wait_for()
        early = float(race.get_attribute("data-epoch"))
        race.and_(page.locator('[data-playing="false"]')).wait_for()
        assert early < 500
        assert race.get_attribute("data-epoch") == "500"
        words = race.locator(".race canvas").get_attribute("aria-label")
        assert words.startswith("Race of 3 runs")
        assert re.search(r"My best: [\d.]+ · 1st, there at epoch \d+", words)
        assert "As in the notebook: " in words
        assert "never reached the finish; best" in words


def test_a_race_can_be_run_against_the_clock_and_scrubbed(window):
    with window(THREE, reduced_motion="reduce") as page:
        compare(page, "Race")
        race = page.locator('.stage[data-kind="race"][data-ready="yes"]')
        race.wait_for()
        first = race.get_attribute("data-run")
        page.get_by_role("radio", name="by training time").click()
        page.wait_for_selector(f'.stage[data-kind="race"]:not([data-run="{first}"])')
        expect(race.locator(".now")).to_contain_text(re.compile(r"[\d.]+ of [\d.]+ s"))
        race.locator(".scrub").fill("10")
        words = race.locator(".race canvas").get_attribute("aria-label")
        assert "never reached" not in words
        # the page's own run has not moved with it
        page.wait_for_timeout(600)
        expect(page.get_by_text("MSE at epoch 500")).to_be_visible()


def test_a_race_tells_its_values_on_hover(window):
    with window(THREE, reduced_motion="reduce") as page:
        compare(page, "Race")
        canvas = page.locator('.stage[data-kind="race"] .race canvas')
        canvas.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        tip = page.locator('.stage[data-kind="race"] .tip')
        expect(tip).to_contain_text("epoch")
        for name in NAMES:
            expect(tip).to_contain_text(name)


def test_changing_a_setting_drops_no_kept_run_and_restore_brings_it_back(window):
    with window(THREE, reduced_motion="reduce") as page:
        change(page, "Activation", "relu")
        compare(page)
        expect(page).to_have_url(re.compile("activation=relu"))
        assert page.evaluate("new URLSearchParams(location.search).getAll('kept').length") == 3
        page.get_by_role("button", name="Rename, restore, remove").click()
        run = stage(page, "run")
        page.get_by_role("combobox", name="Kept run").click()
        page.get_by_role("option", name="My best").click()
        press(page, "Restore")
        wait_for_run(page, run)
        expect(page).to_have_url(re.compile("optimizer=SGD"))
        expect(page).not_to_have_url(re.compile("[?&]activation=relu"))
        assert page.evaluate("new URLSearchParams(location.search).getAll('kept').length") == 3


def test_back_takes_back_what_was_kept_and_forward_brings_it_again(window):
    with window(reduced_motion="reduce") as page:
        keep(page, 1)
        change(page, "Optimizer", "Adam")
        keep(page, 2)
        compare(page)
        page.go_back()
        page.get_by_role("button", name="Keep this run").wait_for()
        page.go_forward()
        page.get_by_role("button", name="Kept", exact=True).wait_for()
        assert page.evaluate("new URLSearchParams(location.search).getAll('kept').length") == 2


def test_removing_the_longest_racer_leaves_a_shorter_race(window):
    with window(f"{THREE}&kept=epochs%3D2000%26name%3DLong", reduced_motion="reduce") as page:
        compare(page, "Race")
        page.wait_for_selector('.stage[data-kind="race"][data-epoch="2000"]')
        page.get_by_role("button", name="Rename, restore, remove").click()
        page.get_by_role("combobox", name="Kept run").click()
        page.get_by_role("option", name="Long").click()
        press(page, "Remove")
        page.wait_for_selector('.stage[data-kind="race"][data-epoch="500"]')


def test_renaming_and_removing_reach_the_link(window):
    with window(THREE, reduced_motion="reduce") as page:
        compare(page)
        page.get_by_role("button", name="Rename, restore, remove").click()
        field = page.get_by_role("textbox", name="Name")
        field.fill("The notebook's own")
        field.press("Enter")
        page.wait_for_function(
            "new URLSearchParams(location.search).getAll('kept')[0].includes('name=The+notebook')"
        )
        press(page, "Remove")
        page.wait_for_function("new URLSearchParams(location.search).getAll('kept').length === 2")


def test_many_starts_run_in_the_background_can_be_stopped_and_finish(window):
    slow = (
        "kept=hidden_layers%3D2%26units_1%3D32%26units_2%3D32%26epochs%3D5000%26standardize%3Dtrue"
    )
    with window(f"?{ADAM}&{slow}", reduced_motion="reduce") as page:
        compare(page, "Many starts")
        page.get_by_role("button", name="Train each from 20 starts").click()
        # not the page's own, which Streamlit shows while a run is slow
        stop = page.get_by_test_id("stTabs").get_by_role("button", name="Stop")
        stop.wait_for()
        # the page goes on meanwhile
        change(page, "Activation", "tanh")
        expect(page).to_have_url(re.compile("activation=tanh"))
        stop.click()
        page.get_by_text("Stopped; what was trained is kept.").wait_for()
        page.get_by_role("button", name="Go on").click()
        button = page.get_by_role("button", name="Train each from 20 starts")
        button.wait_for(timeout=90_000)
        expect(button).to_be_disabled()
        expect(page.get_by_text("Every point is one of 20 starts")).to_be_visible()


def test_the_code_the_model_and_the_numbers_can_be_downloaded(window, tmp_path):
    with window("?standardize=true&optimizer=Adam", reduced_motion="reduce") as page:
        page.locator(".scrub").first.fill("200")
        page.get_by_text("MSE at epoch 200").wait_for()
        page.get_by_role("tab", name="Take home").click()
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
        pd.testing.assert_series_equal(
            predicted_by(files["network-epoch-200.keras"]),
            predictions["predicted"],
            check_names=False,
            check_index=False,
            rtol=1e-4,
        )


def predicted_by(model):
    """Load a model with Keras alone, in a process of its own, and predict every state."""
    program = (
        "import sys, keras, pandas as pd\n"
        "table = pd.read_csv(sys.argv[2], index_col='abbrev').drop(columns=['state', 'total'])\n"
        "model = keras.models.load_model(sys.argv[1])\n"
        "print(*model.predict(table.to_numpy('float32'), verbose=0)[:, 0], sep='\\n')\n"
    )
    data = "nnplay/data/car_crashes.csv"
    done = subprocess.run(
        [sys.executable, "-c", program, str(model), data],
        capture_output=True,
        text=True,
        check=True,
    )
    return pd.read_csv(io.StringIO(done.stdout), header=None, dtype=float)[0]


def test_a_chart_can_be_saved_from_its_menu(window, tmp_path):
    from matplotlib.image import imread

    with window(THREE, reduced_motion="reduce") as page:
        compare(page)
        chart = page.locator(".js-plotly-plot")
        chart.wait_for()
        chart.hover()
        with page.expect_download() as download:
            page.locator('[data-title^="Download plot"]').click()
        assert download.value.suggested_filename == "curves.png"
        download.value.save_as(tmp_path / "curves.png")
        picture = imread(tmp_path / "curves.png")
        assert picture.shape[1] > 1500
        assert picture[..., :3].std() > 0.01


@pytest.mark.parametrize("device", SIZES)
def test_a_race_fits_at_every_size(window, device):
    for page, width, _ in every_look(window, THREE, device):
        compare(page, "Race")
        canvas = page.locator('.stage[data-kind="race"] .race canvas')
        canvas.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = canvas.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 300
        assert page.evaluate("document.documentElement.scrollWidth") <= width
