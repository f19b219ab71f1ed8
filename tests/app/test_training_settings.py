"""Schedules, early stopping and an activation per layer among the page's settings."""

import pytest

from nnplay.choices import SCHEDULES
from tests.app.pages import choose, drawn, open_page, press, run, said, show_panel, unfold

pytestmark = pytest.mark.usefixtures("worker")
HELD_OUT = {"validation_split": "0.3", "standardize": "true", "optimizer": "Adam"}
STOPS = {**HELD_OUT, "learning_rate": "0.1", "patience": "2", "shuffle": "false", "epochs": "60"}


def captions(page):
    return "\n".join(each.value for each in [*page.caption, *page.markdown])


def test_a_schedule_is_chosen_by_its_keras_name_and_tells_the_rate():
    page = unfold(open_page(panel="loss", epochs="40"), "learning_rate_schedule")
    options = page.menu_button(key="learning_rate_schedule").options
    assert [option.split()[0] for option in options] == list(SCHEDULES)
    choose(page, "learning_rate_schedule", next(o for o in options if o.startswith("Cosine")))
    assert not page.exception
    assert said(page, "learning_rate_schedule") == ["CosineDecay"]
    assert page.button(key="fold_learning_rate_schedule").label == "Schedule: **CosineDecay**"
    told = "Learning rate at the end of epoch 40: 3.85×10⁻⁷, by CosineDecay from 0.001."
    assert told in captions(page)


def test_early_stopping_needs_validation_rows_and_says_where_it_ended():
    page = unfold(open_page(patience="2"), "patience")
    assert page.number_input(key="patience").disabled
    assert page.button(key="fold_patience").label == "Early stopping: **off**"
    page = open_page(**STOPS, panel="loss")
    assert not page.number_input(key="patience").disabled
    assert page.button(key="fold_patience").label == "Early stopping: **patience 2**"
    history = page.session_state["run"].history
    assert history.stopped_at == history.epochs < 60
    assert f"{history.stopped_at} epochs in " in captions(page)
    assert ", by early stopping." in captions(page)
    page.toggle(key="restore_best_weights").set_value(True)
    run(page)
    assert not page.exception
    back = page.session_state["run"].history
    assert back.epochs == history.stopped_at - 2
    assert f"; back at the best, epoch {back.epochs}." in captions(page)
    assert f"went back to the weights of epoch {back.epochs}" in captions(page)
    assert (said(page, "patience"), said(page, "restore_best_weights")) == (["2"], ["true"])


def test_a_projector_says_too_what_early_stopping_did():
    page = open_page(mode="projector", restore_best_weights="true", **STOPS)
    history = page.session_state["run"].history
    end = f"by early stopping; back at the best, epoch {history.epochs}."
    assert f"{history.epochs_trained} epochs, {end} Linear regression" in captions(page)
    assert "by early stopping" not in captions(open_page(mode="projector"))


def test_a_search_says_that_it_leaves_early_stopping_out():
    page = show_panel(open_page(**STOPS), "Search")
    assert "A search leaves early stopping out" in captions(page)
    assert "leaves early stopping out" not in captions(show_panel(open_page(**HELD_OUT), "Search"))


def test_every_layer_has_its_own_activation_until_one_is_chosen_for_all():
    assert "fold_layer_activations" not in drawn(open_page())
    page = unfold(open_page(hidden_units="4,3", epochs="20"), "layer_activations")
    page.toggle(key="layer_activations").set_value(True)
    run(page)
    relu = next(o for o in page.menu_button(key="activation_2").options if o.startswith("relu "))
    page.menu_button(key="activation_2").click(relu)
    run(page)
    assert not page.exception
    assert page.session_state["run"].history.activations == ("linear", "relu", "linear")
    assert said(page, "layer_activations") == ["linear,relu"]
    assert page.menu_button(key="activation").label.endswith("different per layer")
    page.number_input(key="hidden_layers").set_value(3)
    run(page)
    activations = page.session_state["run"].history.activations
    assert activations == ("linear", "relu", "linear", "linear")
    choose(page, "activation", page.menu_button(key="activation").options[0])
    assert said(page, "layer_activations") == []
    assert not page.exception


def test_a_run_with_a_setting_of_each_kind_survives_the_panels():
    page = open_page(**STOPS, restore_best_weights="true", learning_rate_schedule="CosineDecay")
    for panel in ("Weights", "Predictions", "Formula", "Step", "Compare", "Export", "Why"):
        page = show_panel(page, panel)
        assert not page.exception
    press(page, "save")
    assert not page.exception
