"""The loss surface on the page, without a browser."""

import re
import time
from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import recommended_settings
from nnplay.explain import loss_surface, weight_space
from nnplay.ui.panels.surface.choices import RACERS
from nnplay.ui.state.page_state import SavedRun
from nnplay.ui.state.surface_choice import SurfaceChoice
from tests.app import pages
from tests.app.pages import run, said
from tests.unit.ui.stage.test_payload import decode

pytestmark = pytest.mark.usefixtures("worker")
STANDARDIZED = TrainingConfig(standardize=True)


def settled(page):
    """Run the page until the surface is computed."""
    deadline = time.monotonic() + 60
    while any(each.value.startswith("Computing the loss") for each in page.markdown):
        assert time.monotonic() < deadline
        run(page)
    return page


def open_page(config=None, **address):
    return settled(pages.open_page("Surface", config, **address))


def film(page):
    """Return the header and the arrays of the surface's payload, None if there is none."""
    payloads = [each.proto.bytes for each in page.get("bidi_component")]
    films = [decode(payload) for payload in payloads if payload]
    return next((each for each in films if each[0].get("kind") in ("surface", "profile")), None)


def captions(page):
    return "\n".join(each.value for each in page.caption)


def choose(page, key, value):
    page.segmented_control(key=key).set_value(value)
    return settled(run(page))


def test_the_panel_plays_the_path_and_says_what_the_directions_explain():
    page = open_page()
    header, arrays = film(page)
    history = page.session_state["run"].history
    assert header["kind"] == "surface"
    assert header["epochs"] == history.epochs_recorded.tolist()
    assert len(arrays["losses"]) == 41 * 41
    assert arrays["moments0"].tolist() == history.epochs_recorded.tolist()
    share = re.search(r"These two directions explain ([\d.]+)% of the path's", captions(page))[1]
    shown = [
        float(re.search(r"\(([\d.]+)% of the variance", axis["label"])[1])
        for axis in header["axes"]
    ]
    assert sum(shown) == pytest.approx(float(share), abs=0.11)
    assert "over all 51 training rows" in captions(page)
    assert said(page, "surface") == []


def test_one_weight_or_two_are_chosen_and_stand_in_the_address():
    page = choose(open_page(STANDARDIZED), "surface_along", 2)
    header, _ = film(page)
    chosen = page.session_state["page"].surface.weights
    assert said(page, "surface") == [",".join(map(str, chosen))]
    assert [page.selectbox(key=f"surface_weight_{place}").value for place in (0, 1)] == [*chosen]
    page.selectbox(key="surface_weight_0").set_value(chosen[1])
    page = settled(run(page))  # the two change places
    assert page.session_state["page"].surface.weights == chosen[::-1]
    assert [axis["label"] for axis in film(page)[0]["axes"]] == [
        axis["label"] for axis in header["axes"]
    ][::-1]
    page = choose(page, "surface_along", 1)
    assert film(page)[0]["kind"] == "profile"
    assert page.session_state["page"].surface.weights == chosen[1:]
    page = choose(page, "surface_along", 0)
    assert said(page, "surface") == []


def test_weights_that_a_link_names_but_the_network_lacks_give_way_to_others():
    page = open_page(surface="24,9999")
    weights = [page.selectbox(key=f"surface_weight_{place}").value for place in (0, 1)]
    assert len(set(weights)) == 2
    assert max(weights) < 25
    assert not page.error


def test_four_optimizers_race_from_one_place_with_their_rates_told():
    page = choose(open_page(STANDARDIZED), "surface_of", "optimizers")
    header, arrays = film(page)
    assert [path["name"] for path in header["paths"]] == [*RACERS]
    starts = {(arrays[f"across{i}"][0], arrays[f"up{i}"][0]) for i in range(4)}
    assert len(starts) == 1
    assert (
        "each with Keras's default learning rate (SGD 0.01, SGD with momentum 0.01, RMSprop 0.001 "
        "and Adam 0.001)." in captions(page)
    )
    assert said(page, "surface") == ["optimizers"]


def test_a_chosen_rate_and_another_optimizer_take_part_in_the_race():
    config = replace(STANDARDIZED, optimizer="Nadam", learning_rate=0.02, epochs=20)
    page = open_page(config, surface="optimizers")
    assert [path["name"] for path in film(page)[0]["paths"]] == [*RACERS, "Nadam"]
    assert "from the same initial weights, all with learning rate 0.02." in captions(page)


def test_saved_runs_share_the_surface_and_others_are_told_why_not():
    saved = [
        replace(STANDARDIZED, optimizer="Adam"),
        replace(STANDARDIZED, hidden_units=(4,)),
        recommended_settings("circle"),
    ]
    page = pages.open_page("Surface", STANDARDIZED)
    page.session_state["page"] = replace(
        page.session_state["page"],
        saved=tuple(map(SavedRun, saved)),
        surface=SurfaceChoice("saved"),
    )
    page = settled(run(page))
    assert [path["name"] for path in film(page)[0]["paths"]] == ["this run", "Adam, standardised"]
    assert "(another network), 1 on other data." in captions(page)
    page.multiselect(key="surface_runs").set_value([])
    page = settled(run(page))
    assert [path["name"] for path in film(page)[0]["paths"]] == ["this run"]


def test_without_saved_runs_it_is_said_how_to_have_some():
    page = open_page(surface="saved")
    assert any("Press *Save run*" in each.value for each in page.markdown)
    assert len(film(page)[0]["paths"]) == 1


def test_a_run_that_breaks_at_once_has_no_path_but_a_loss_around_its_start():
    page = open_page(TrainingConfig(optimizer="SGD"))
    assert film(page) is None
    assert any(each.value.startswith("At epoch 1 the weights") for each in page.markdown)
    page = choose(page, "surface_along", 1)
    header, _ = film(page)
    assert header["paths"][0]["breaks"] == 1
    assert "The path is not drawn to its end: from epoch 1 on it is not a number." in captions(page)


def test_zeros_move_along_one_line():
    zeros = {"kernel_initializer": "zeros", "output_kernel_initializer": "zeros"}
    page = open_page(replace(STANDARDIZED, **zeros))
    assert film(page)[0]["kind"] == "profile"
    assert "The weights move along one straight line" in captions(page)


def test_a_coarse_grid_and_epochs_that_are_not_recorded_are_told(monkeypatch):
    told = captions(open_page(replace(STANDARDIZED, seed=9)))
    assert "points are known" not in told and "are recorded" not in told
    assert "recorded ep" not in told
    monkeypatch.setattr(loss_surface, "COST_OF_GRID", 1)
    monkeypatch.setattr(weight_space, "MOST_NUMBERS", 25 * 100)
    page = open_page(replace(STANDARDIZED, seed=9, epochs=3000))
    told = captions(page)
    assert "only 21 × 21 points are known: finer" in told
    apart = np.diff(page.session_state["run"].history.epochs_recorded).max()
    assert apart > 1
    assert (
        f"The weights are recorded at least every {apart} epochs; between these a path is str"
        in told
    )
    records = len(page.session_state["run"].history.epochs_recorded)
    assert f"The directions are computed from 100 of {records} recorded epochs; all" in told


def test_what_keras_refuses_has_no_surface():
    page = open_page(TrainingConfig(loss="sparse_categorical_crossentropy"))
    assert film(page) is None
    assert any("Keras refuses" in each.value for each in page.info)


def test_the_film_rests_where_the_link_does():
    assert film(open_page(epoch="40"))[0]["start"] == 40
    assert "start" not in film(open_page())[0]


@pytest.mark.parametrize(
    "config",
    [
        TrainingConfig(hidden_units=(), epochs=5, validation_split=0.2, l2=0.1),
        replace(recommended_settings("car_crashes_terciles"), epochs=5),
        replace(recommended_settings("circle"), epochs=5),
    ],
    ids=lambda config: config.dataset,
)
def test_every_kind_of_data_has_a_surface(config):
    header, _ = film(open_page(config))
    assert header["loss_name"] == config.loss


def test_own_data_have_a_surface():
    page = settled(pages.show_panel(pages.use_own(open_page(), pages.ANIMALS), "Surface"))
    assert film(page) is not None
