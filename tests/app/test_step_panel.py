"""The panel of one training step without a browser."""

import re

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import recommended_settings
from nnplay.explain.place import Place
from nnplay.numbers import digits
from nnplay.ui.panels import export
from nnplay.ui.panels.step import steps
from tests.app import pages
from tests.app.pages import ANIMALS, run, show_panel, use_own

pytestmark = pytest.mark.usefixtures("worker")
DIVERGES = TrainingConfig(optimizer="SGD", learning_rate=1.0, epochs=20)


def open_page(config=None, **address):
    return pages.open_page("Step", config, **address)


def history(page):
    return page.session_state["run"].history


def texts(page):
    return "\n".join(each.value for each in [*page.markdown, *page.caption, *page.info])


def metrics(page):
    return {metric.label: metric.value for metric in page.metric}


def choose(page, label, value):
    next(box for box in page.selectbox if box.label == label).set_value(value)
    return run(page)


def test_a_step_leads_to_the_weight_that_is_recorded():
    page = open_page(epoch="3")
    assert "**Step 7**: batch 1 of 2 in epoch 4, with 32 states." in texts(page)
    assert "1 more step follows" in texts(page)
    page.number_input(key="step_batch of 2").set_value(2)
    run(page)
    assert "**Step 8**: batch 2 of 2 in epoch 4, with 19 states." in texts(page)
    for label, value in (("Layer", 1), ("From", 2), ("To", 0)):
        choose(page, label, value)
    assert "The gradient of the weight from h3 to accidents" in texts(page)
    recorded = digits(Place(1, 2, 0).value_in(history(page).weights_at(4)), 6)
    assert metrics(page)["Weight after"] == recorded
    assert metrics(page)["Recorded at epoch 4"] == recorded
    assert "more step follows" not in texts(page)


def test_the_nudge_can_be_chosen_and_the_loss_really_changes_so():
    page = open_page(epoch="3", standardize="true")
    first = metrics(page)
    assert first["The loss changes by"][:4] == first["gradient × nudge"][:4]
    page.number_input(key="step_nudge").set_value(-0.002)
    second = metrics(run(page))
    assert second["gradient × nudge"] != first["gradient × nudge"]
    page.number_input(key="step_nudge").set_value(1e-9)
    losses = re.search(r"is (\S+) with the weight as it is and (\S+) with", texts(run(page)))
    assert losses[1] != losses[2]
    page.number_input(key="step_nudge").set_value(0)
    assert metrics(run(page))["The loss changes by"] == "0"


def test_a_program_that_is_asked_for_computes_the_chosen_gradient_again(monkeypatch):
    page = choose(open_page(epoch="3", dropout="0.2"), "Layer", 1)
    makers = {}
    monkeypatch.setattr(
        export, "draw_download", lambda label, make, *_, **__: makers.update({label: make})
    )
    monkeypatch.setattr(steps, "call", lambda *_: pytest.fail("the worker was asked"))
    page = show_panel(page, "Export")
    monkeypatch.undo()
    assert "gradients" not in page.code[0].value
    assert "one gradient of *Step*" in texts(page)
    for label in ("Python script", "Jupyter notebook"):
        code = makers[label]()
        said = " ".join(code.replace("# ", "").split())
        assert "that of the weight from h1 to accidents in step 7 (epoch 4)" in said
        assert "gradient = gradients[2][0, 0].numpy()" in code


def test_the_end_of_a_run_shows_its_last_steps_also_without_a_hidden_layer():
    page = open_page(TrainingConfig(hidden_units=(), batch_size=51, epochs=5))
    assert "**Step 5**: batch 1 of 1 in epoch 5, with 51 states." in texts(page)
    assert not any("Batch of" in box.label for box in page.number_input)
    assert "output layer" in texts(page)
    assert metrics(page)["Weight after"] == metrics(page)["Recorded at epoch 5"]


def test_a_run_that_is_no_number_says_so():
    page = open_page(DIVERGES)
    assert not np.isfinite(history(page).parameters[-1]).any()
    assert "no longer numbers (NaN)" in texts(page)
    assert "Nothing to draw" in texts(page)
    assert metrics(page)["The loss changes by"] == "NaN"


def test_what_keras_refuses_has_no_step():
    page = open_page(TrainingConfig(loss="sparse_categorical_crossentropy"))
    assert "Keras refuses" in page.info[0].value
    assert not metrics(page)


@pytest.mark.parametrize("name", ["car_crashes_terciles", "circle"])
def test_classes_and_patterns_have_steps(name):
    page = open_page(recommended_settings(name), epoch="2")
    assert "mean over the rows" in texts(page)
    choose(page, "Layer", 1)
    choose(page, "From", -1)
    assert "The gradient of the bias of" in texts(page)


def test_own_data_have_steps():
    page = use_own(open_page(), ANIMALS)
    assert "batch 1 of 1" in texts(page)
    assert metrics(page)["Weight before"]
