"""Every data set and question on the page, as the page shows it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import accuracy_score
from sklearn.metrics import log_loss as reference_log_loss

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, load_dataset, recommended_settings
from nnplay.diagnosis import foremost
from nnplay.evaluation.metrics import classes_of, mean_squared_error
from nnplay.numbers import number, percent
from nnplay.presets import COMMON_ERRORS, PRESETS
from nnplay.ui.drawing.names import short_names
from nnplay.ui.panels import PANELS
from nnplay.ui.state.page_state import PageState, canonical
from nnplay.ui.state.url import decode, write_query
from tests.app import pages
from tests.app.pages import ANIMALS, press, run, show_panel, unfold, use_own
from tests.covering import in_full

pytestmark = pytest.mark.usefixtures("worker")
CLASSES = [name for name in DATASETS if load_dataset(name).classes]
# One data set of each kind: a quantity, two classes, three, and patterns of both.
KINDS = ["car_crashes", "car_crashes_median", "car_crashes_terciles", "circle", "bumps"]


def open_page(panel="Why", config=None, **address):
    return pages.open_page(panel, config, **address)


def explained(page):
    return page.container(key="scores").subheader[0].proto.help


def shown(page):
    return page.session_state["run"]


def as_saved(config):
    """Write a configuration as a saved run of an address."""
    return write_query(PageState(config)) or f"dataset={config.dataset}"


def named(page):
    """Return the configuration of the address, in which nothing may be wrong."""
    state, complaints = decode({name: pages.said(page, name) for name in page.query_params})
    assert not complaints
    return state.config


# The other patterns are like the circle and the bumps, wine is like iris.
@pytest.mark.parametrize(
    "name", in_full([*KINDS, "spiral", "iris", "breast_cancer", "diabetes"], but=KINDS)
)
def test_every_panel_of_every_kind_of_data_is_drawn(name):
    config = recommended_settings(name)
    page = open_page("Why", config, saved=[as_saved(config)])
    assert named(page) == config
    for panel in PANELS:
        show_panel(page, panel.label)
        assert shown(page).config == config
        assert not page.error
        assert not page.warning


@pytest.mark.parametrize("name", in_full(CLASSES, but=KINDS))
def test_accuracy_is_shown_for_classes(name):
    page = open_page(config=recommended_settings(name))
    run = shown(page)
    rows, predicted = run.examples.training_rows, run.history.predict(run.examples.x)
    decided = classes_of(predicted[rows], run.config.loss)
    right = accuracy_score(run.examples.y[rows, 0], decided)
    headline, others = pages.scores(page)
    assert f"{percent(right)} of the " in headline
    assert "Majority class: " in others


@pytest.mark.parametrize("name", in_full(CLASSES, but=KINDS))
def test_the_log_loss_stands_beside_that_of_the_class_frequencies(name):
    config = recommended_settings(name)
    page = open_page("Compare", config, saved=[as_saved(config)])
    run = shown(page)
    y = run.examples.y[run.examples.training_rows, 0]
    _, counts = np.unique(y, return_counts=True)
    frequencies = number(float(entropy(counts)))
    assert f"always giving the class frequencies: **{frequencies}**" in explained(page)
    given = run.history.predict(run.examples.x)[run.examples.training_rows].astype(float)
    given = np.column_stack([1 - given, given]) if given.shape[1] == 1 else given
    ours = reference_log_loss(y, given / given.sum(axis=1, keepdims=True))
    assert f"Log loss: **{number(ours)}**" in explained(page)
    columns = json.loads(page.dataframe[0].proto.columns)
    assert f"class frequencies scores {frequencies}" in columns["log loss"]["help"]


def test_outputs_that_are_no_probabilities_have_no_log_loss():
    moons = recommended_settings("moons")
    page = open_page(config=replace(moons, output_activation="tanh", loss="hinge"))
    assert "Log loss" not in explained(page)


def test_small_errors_are_written_with_digits_and_exact_ones_as_0():
    page = open_page(config=recommended_settings("plane"))
    run_shown = shown(page)
    rows, y = run_shown.examples.training_rows, run_shown.examples.y
    error = mean_squared_error(y[rows], run_shown.history.predict(run_shown.examples.x)[rows])
    assert 0 < error < 0.01
    headline, others = pages.scores(page)
    assert f"(MSE {number(error)})" in headline
    assert "Linear regression: 0 and 0 (MSE 0 and 0)." in others


def test_the_verdicts_mark_is_that_of_the_finding_it_says():
    page = open_page(config=recommended_settings("bumps"))
    verdict = page.container(key="verdict").markdown[0].value
    assert "is not as good as nearest neighbours" in verdict
    assert "good" in {finding.severity for finding in shown(page).findings}
    assert ":orange-badge[" in verdict
    assert ":green" not in verdict


def test_other_data_bring_settings_that_suit_them_and_ones_own_come_back():
    page = open_page(config=TrainingConfig(activation="relu", seed=7))
    page.selectbox(key="dataset").set_value("moons")
    run(page)
    assert shown(page).config == recommended_settings("moons")
    page.number_input(key="units_1").set_value(9)
    run(page)
    page.selectbox(key="dataset").set_value("car_crashes")
    run(page)
    assert shown(page).config == TrainingConfig(activation="relu", seed=7)
    page.selectbox(key="dataset").set_value("moons")
    run(page)
    assert shown(page).config.hidden_units == (9,)


def test_the_address_names_what_other_data_bring():
    page = open_page(config=recommended_settings("moons"))
    for name in KINDS:
        page.selectbox(key="dataset").set_value(name)
        run(page)
        assert named(page) == recommended_settings(name)


def test_a_pattern_can_be_drawn_otherwise_and_its_inputs_chosen():
    page = unfold(open_page(config=recommended_settings("circle")), "samples", "features")
    page.slider(key="samples").set_value(60)
    page.slider(key="noise").set_value(0.2)
    page.pills(key="features").set_value(["x1", "x1²", "x2²"])
    run(page)
    assert shown(page).config.data == ("circle", 60, 0.2, 0)
    assert shown(page).examples.features == ("x1", "x1²", "x2²")
    assert len(shown(page).examples.y) == 60


def test_fewer_points_than_the_batch_make_the_batch_smaller():
    page = unfold(open_page(config=TrainingConfig(dataset="circle", batch_size=150)), "samples")
    page.slider(key="samples").set_value(100)
    run(page)
    assert shown(page).config.batch_size == 100
    assert not page.error


@pytest.mark.parametrize("label", PRESETS)
def test_a_preset_is_one_button(label):
    page = press(open_page(), "presets")
    press(page, f"preset_{label}")
    run_shown = shown(page)
    assert run_shown.config.data == PRESETS[label].data
    assert run_shown.config.hidden_units == PRESETS[label].hidden_units
    assert run_shown.examples.features == PRESETS[label].features
    assert named(page) == canonical(PRESETS[label], run_shown.dataset)


def test_common_errors_are_presets_of_which_each_says_what_one_will_see():
    page = press(open_page(), "presets")
    said = {caption.value for caption in page.caption}
    assert said >= {error.sight for error in COMMON_ERRORS}
    error = COMMON_ERRORS[0]
    page = press(page, f"preset_{error.label}")
    assert shown(page).config == error.config
    assert foremost(shown(page).findings).code == error.finding
    press(page, "fix_verdict")
    assert foremost(shown(page).findings).severity == "good"


def test_runs_on_other_data_are_saved_but_not_compared():
    saved = ["dataset=moons", ""]
    page = open_page("Compare", saved=saved)
    assert len(page.dataframe[0].value) == 1
    assert any("saved on other data" in caption.value for caption in page.caption)


def test_penalties_and_dropout_are_settings():
    page = unfold(open_page(), "l2")
    page.number_input(key="l2").set_value(0.05)
    page.slider(key="dropout").set_value(0.2)
    run(page)
    assert (shown(page).config.l2, shown(page).config.dropout) == (0.05, 0.2)


@pytest.mark.parametrize("name", KINDS)
def test_an_address_that_names_data_alone_brings_the_recommended_settings(name):
    assert shown(open_page(dataset=name)).config == recommended_settings(name)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"dataset": "irises"}, "dataset is 'irises', but"),
        ({"dataset": "Pattern: circle"}, "dataset is 'Pattern: circle', but"),
        ({"dataset": "own"}, "Own tables are not part of a link"),
        ({"dataset": "circle", "noise": "2"}, "noise is 2"),
        ({"dataset": "circle", "samples": "7"}, "samples is 7"),
        ({"l2": "-1"}, "l2 is −1,"),
        ({"dropout": "1"}, "dropout is 1"),
    ],
)
def test_bad_data_in_an_address_are_named_and_replaced(address, sentence):
    page = open_page(**address)
    assert page.warning[0].value.startswith(sentence)
    assert shown(page)


@pytest.mark.parametrize(("name", "word"), [("car_crashes", "state"), ("plane", "point")])
def test_rows_are_called_what_they_are(name, word):
    page = open_page("Predictions", config=recommended_settings(name))
    assert page.multiselect[-1].label == f"{word.capitalize()}s, before and after training"
    page = open_page("Formula", config=recommended_settings(name))
    assert any(box.label == word.capitalize() for box in page.selectbox)


def test_rows_that_are_gone_are_chosen_no_more():
    page = unfold(open_page("Predictions", config=recommended_settings("circle")), "samples")
    few = page.multiselect(key="rows_of_circle")
    assert page.table[-1].value.index.tolist() == ["point 1", "point 2"]
    few.set_value([0, 199])
    assert run(page).table[-1].value.index.tolist() == ["point 1", "point 200"]
    page.slider(key="samples").set_value(100)
    assert run(page).table[-1].value.index.tolist() == ["point 1"]


def test_own_rows_are_written_beside_their_points_by_name():
    dataset = shown(
        use_own(
            open_page(),
            b"name,a,b\n" + b"Anna the Great,1,2\nBo,2,5\n" * 1 + b"Cy,3,4\nDi,4,9\nEd,5,1\n",
        )
    ).dataset
    assert short_names(dataset) == ["Anna the Gr…", "Bo", "Cy", "Di", "Ed"]


def table_of(page):
    return page.dataframe[0].value


@pytest.mark.parametrize("name", in_full(CLASSES, but=KINDS))
def test_data_and_predictions_tell_the_same_classes_by_their_names(name):
    page = open_page("Data", recommended_settings(name))
    dataset = shown(page).dataset
    told = list(table_of(page)[dataset.target])
    numbers = dataset.frame[dataset.target].astype(int)
    assert told == [dataset.classes[number] for number in numbers]
    assert told == list(table_of(open_page("Predictions", recommended_settings(name)))["actual"])


def test_own_classes_are_told_by_their_names():
    page = use_own(open_page("Data"), ANIMALS)
    assert list(table_of(page)["kind"]) == ["insect"] * 2 + ["mammal"] * 3 + ["insect", "mammal"]


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("car_crashes", []),
        ("car_crashes_median", ["output"]),
        ("car_crashes_terciles", ["output low", "output medium", "output high"]),
    ],
)
def test_the_columns_of_predictions_are_named_without_doubling(name, outputs):
    columns = table_of(open_page("Predictions", recommended_settings(name))).columns
    assert [column for column in columns if "output" in column] == outputs


def test_a_unit_is_not_opened_where_the_formula_is_hidden(monkeypatch):
    taps = []
    monkeypatch.setattr(
        "nnplay.ui.results.draw_stage", lambda _, on_unit=None, **__: taps.append(on_unit)
    )
    open_page()
    open_page(hide="panel_formula")
    assert [tap is None for tap in taps] == [False, True]


def test_no_description_refers_to_a_line_that_is_not_there():
    for name in ("car_crashes_median", "car_crashes_terciles"):
        descriptions = load_dataset(name).descriptions
        assert "drivers in fatal collisions" in descriptions["speeding"]
        assert not any("these" in text for text in descriptions.values())
