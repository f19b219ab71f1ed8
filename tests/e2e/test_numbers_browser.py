"""Numbers on the stage: small ones, those of twenty units, and ranks of a close race."""

from itertools import combinations

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.datasets.csv import read_table
from nnplay.evaluation.comparison import Curve
from nnplay.ui.stage.payload import stage_payload
from nnplay.ui.stage.race import EPOCHS, Racer, race_payload
from tests.e2e.acting import wait_for_canvases
from tests.e2e.reading import sees_writing, sweep
from tests.unit.datasets.csv.own_files import ask
from tests.unit.histories import make_history


def small_target():
    rows = "\n".join(f"{dose},{0.0004 + 0.00003 * dose:.5f}" for dose in range(30))
    table = read_table(f"dose,conc\n{rows}\n".encode(), "small.csv")
    dataset = ask(table, "conc", ("dose",), False)[0]
    config = dataset.recommended_settings
    history = make_history((1, 3, 1), range(21))
    return stage_payload("small", config, dataset, prepare(config, dataset), history)


def twenty_units():
    config, dataset = TrainingConfig(hidden_units=(20,)), load_dataset("car_crashes")
    history = make_history((6, 20, 1), range(21))
    return stage_payload("twenty", config, dataset, prepare(config, dataset), history)


def close_race():
    """Let four runs arrive one epoch after the other."""
    falls = [np.where(np.arange(1, 501) < 100 + late, 9.0, 1.0) for late in range(4)]
    racers = [Racer(f"run {i}", i, Curve(np.arange(1.0, 501), y)) for i, y in enumerate(falls)]
    return race_payload(racers, "mean_squared_error", EPOCHS)


@pytest.fixture(scope="module")
def server(stages):
    """Put the small page in place of the real one; `window` opens it."""
    payloads = {"small": small_target(), "twenty": twenty_units(), "race": close_race()}
    return stages("numbers", payloads)


def test_small_targets_are_told_apart_and_the_loss_is_named(window):
    with window("?run=numbers/small", reduced_motion="reduce") as page:
        written = {
            view: [each.text for each in texts] for view, texts in sees_writing(page).items()
        }
        assert written["scatter"].count("0.0010") == 2  # on both axes
        assert {"mean_squared_error", "mean over the epoch"} <= set(written["loss"])
        assert "actual 0.000400, predicted " in sweep(page, "scatter", "^row 1\n")


def test_places_in_a_race_do_not_lie_on_each_other(window):
    with window("?run=numbers/race", reduced_motion="reduce") as page:
        written = sees_writing(page)["alone"]
        places = [each for each in written if each.text[1:] in ("st", "nd", "rd", "th")]
        assert [each.text for each in places] == ["1st", "2nd", "3rd", "4th"]
        for one, other in combinations(places, 2):
            assert one.bottom <= other.top or other.bottom <= one.top or one.right <= other.left


@pytest.mark.full
def test_twenty_units_use_the_box_of_the_weights_and_keep_their_biases(window):
    with window("?run=numbers/twenty", reduced_motion="reduce") as page:
        for width in (390, 980):
            page.set_viewport_size({"width": width, "height": 800})
            wait_for_canvases(page)
            box = page.locator(".weights canvas").bounding_box()
            biases = [each for each in sees_writing(page)["weights"] if each.text == "bias"]
            assert len(biases) == 2
            assert all(each.bottom > 0.8 * box["height"] for each in biases)
