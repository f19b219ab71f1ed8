"""Every data set and question on the page, and a learner's own file."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import log_loss as reference_log_loss

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, load_dataset, recommended_settings
from nnplay.diagnosis import foremost
from nnplay.evaluation.metrics import accuracy, mean_squared_error
from nnplay.numbers import number, percent
from nnplay.presets import COMMON_ERRORS, PRESETS
from nnplay.ui.names import short_names
from nnplay.ui.page_state import PageState
from nnplay.ui.panels import PANELS
from nnplay.ui.url import write_query
from tests.app import pages
from tests.app.pages import press, run, show_panel, unfold
from tests.covering import in_full

pytestmark = pytest.mark.usefixtures("worker")
CLASSES = [name for name in DATASETS if load_dataset(name).classes]
# One data set of each kind: a quantity, two classes, three, and patterns of both.
KINDS = ["car_crashes", "car_crashes_median", "car_crashes_terciles", "circle", "bumps"]
CSV = b"""name,size,weight,kind
ant,1,0.002,insect
bee,1.5,0.1,insect
cat,46,4000,mammal
dog,60,20000,mammal
elk,200,400000,mammal
fly,0.8,0.02,insect
gnu,220,180000,mammal
hen,,2000,bird
"""


def open_page(panel="Why", config=None, **address):
    return pages.open_page(panel, config, **address)


def explained(page):
    return page.container(key="scores").subheader[0].proto.help


def shown(page):
    return page.session_state["run"]


def as_saved(config):
    """Write a configuration as a saved run of an address."""
    return write_query(PageState(config)) or f"dataset={config.dataset}"


@pytest.mark.parametrize("name", in_full(DATASETS, but=KINDS))
def test_every_panel_of_every_data_set_is_drawn(name):
    config = recommended_settings(name)
    page = open_page("Why", config, saved=[as_saved(config)])
    for panel in PANELS:
        show_panel(page, panel.label)
        assert shown(page).config == config
        assert not page.error
        assert not page.warning


@pytest.mark.parametrize("name", in_full(CLASSES, but=KINDS))
def test_of_classes_the_share_of_right_answers_is_shown(name):
    page = open_page(config=recommended_settings(name))
    run = shown(page)
    rows, predicted = run.examples.training_rows, run.history.predict(run.examples.x)
    right = accuracy(run.examples.y[rows], predicted[rows], run.config.loss)
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


def test_what_is_no_chance_has_no_log_loss():
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
        ({"dataset": "own"}, "Your own data are not part of a link"),
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


def test_a_link_to_own_data_drops_the_settings_made_for_them():
    page = open_page(
        dataset="own-0123456789ab",
        epoch="7",
        output_activation="softmax",
        loss="sparse_categorical_crossentropy",
        learning_rate="0.01",
    )
    assert len(page.warning) == 1
    assert "Your own data are not part of a link" in page.warning[0].value
    assert "settings" in page.warning[0].value
    assert shown(page).config == TrainingConfig()
    assert not shown(page).history.refusal


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
        own(
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
    page = own(open_page("Data"), CSV)
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


def own(page, content, name="animals.csv"):
    page.selectbox(key="dataset").set_value("own")
    run(page)
    if not page.get("file_uploader"):
        unfold_file(page)
    page.file_uploader(key="own_file").set_value((name, content, "text/csv"))
    return run(page)


def unfold_file(page):
    page.button(key="fold_own_file").click()
    return run(page)


def test_an_own_file_is_learned_from_and_named_in_no_address():
    page = own(open_page("Predictions"), CSV)
    run_shown = shown(page)
    assert run_shown.dataset.classes == ("insect", "mammal")  # the only bird has no size
    assert run_shown.examples.features == ("size", "weight")
    assert len(run_shown.examples.y) == 7
    assert any("missing values" in caption.value for caption in page.sidebar.caption)
    assert not page.error
    page.button(key="save").click()
    run(page)
    assert "size" not in str(page.query_params)
    assert "saved" not in page.query_params


TEXTS = b"city,garden,price\n" + b"".join(
    b"%s,%s,%d\n" % ((b"Kiel", b"Bonn", b"Ulm")[i % 3], (b"yes", b"no")[i % 2], 200_000 + 999 * i)
    for i in range(30)
)
AWKWARD = b"predicted,state,actual,error_,name,a$b,x_y*z\n" + b"".join(
    b"row %d,%d,%d,%d,%s,%d,%d\n" % (i, i, i * i, i % 7, (b"yes", b"no")[i % 2], i % 5, -i)
    for i in range(30)
)


@pytest.mark.parametrize("content", [CSV, AWKWARD, TEXTS], ids=["animals", "awkward", "texts"])
def test_every_panel_of_an_own_file_is_drawn(content):
    page = own(open_page(), content)
    page.button(key="save").click()
    for panel in PANELS:
        show_panel(page, panel.label)
        assert not page.error
        assert shown(page).config.dataset.startswith("own-")


def test_another_question_can_be_asked_of_an_own_file():
    page = own(open_page(), CSV)
    target = next(box for box in page.sidebar.selectbox if box.label == "Predict")
    target.set_value("weight")
    run(page)
    assert shown(page).dataset.classes == ()
    assert shown(page).config.loss == "mean_squared_error"


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"\x89PNG\r\n\x1a\n" + bytes(99), b"a;b\n" + b"x;1\n" * 9]
)
def test_a_bad_file_gets_one_sentence_and_the_page_goes_on(content):
    page = open_page(config=recommended_settings("moons"))
    before = shown(page)
    own(page, content)
    assert len(page.sidebar.error) == 1
    assert shown(page).config.dataset == before.config.dataset
    assert np.isfinite(shown(page).history.loss).all()


def test_choosing_the_data_in_use_gives_up_the_choice_of_a_file():
    page = own(open_page(), b"")
    page.selectbox(key="dataset").set_value("car_crashes")
    run(page)
    assert not page.sidebar.error
    assert page.selectbox(key="dataset").value == "car_crashes"
    assert not page.get("file_uploader")


def test_what_is_said_of_a_refused_file_goes_once_a_setting_is_changed():
    page = own(open_page(), CSV)
    own(page, b"")
    assert len(page.sidebar.error) == 1
    page.number_input(key="seed").set_value(3)
    assert not run(page).sidebar.error


def test_what_is_said_of_a_refused_file_does_not_outlive_the_way_back():
    page = open_page()
    page.number_input(key="seed").set_value(3)
    own(run(page), CSV)
    own(page, b"")
    assert len(page.sidebar.error) == 1
    dataset = shown(page).config.dataset
    page.query_params.update({"dataset": dataset, "seed": "1"})  # as Back brings it
    assert not run(page).sidebar.error
    assert shown(page).config.dataset == dataset


HOLES = b"q1,q2,q3,score\n" + b"".join(
    b"%s,%s,%d,%d\n"
    % (b"" if i % 2 else b"%d" % (i * i), b"%d" % (i % 5) if i % 2 else b"", i * i % 7, i)
    for i in range(20)
)


def choose_columns(page, *names):
    if not page.sidebar.get("button_group"):
        unfold_file(page)
    page.sidebar.get("button_group")[0].set_value(list(names))
    return run(page)


def test_it_is_said_which_own_data_are_in_use():
    page = open_page()
    page.selectbox(key="dataset").set_value("own")
    run(page)
    assert page.sidebar.info[0].value.startswith("Choose a file;")
    page.file_uploader(key="own_file").set_value(("animals.csv", CSV, "text/csv"))
    run(page)
    fold = page.button(key="fold_own_file")
    assert fold.label == "File and features: animals, 8 rows"
    assert not page.get("file_uploader")  # or it would push the other settings down
    assert not page.sidebar.info
    unfold_file(page)
    page.file_uploader(key="own_file").set_value(("broken.csv", b"a,b", "text/csv"))
    run(page)
    assert len(page.sidebar.error) == 1
    assert page.button(key="fold_own_file").label == "File and features: animals, 8 rows"
    assert any(box.label == "Predict" for box in page.sidebar.selectbox)
    assert shown(page).dataset.target == "kind"


def test_columns_that_lack_values_are_filled_or_left_out():
    page = own(open_page(), HOLES)  # no row is complete
    assert not page.error
    assert shown(page).examples.features == ("q1", "q2", "q3")
    assert len(shown(page).examples.y) == 20
    page.number_input(key="units_1").set_value(9)
    run(page)
    choose_columns(page, "q3")
    assert shown(page).examples.features == ("q3",)
    assert len(shown(page).examples.y) == 20
    assert not any("missing" in caption.value for caption in page.sidebar.caption)
    assert shown(page).config.hidden_units == (9,)


def test_many_columns_are_chosen_from_a_list_and_row_numbers_are_not_suggested():
    names = ",".join(f"c{n}" for n in range(15))
    rows = "".join(f"{i + 1},{','.join(str(i * n % 7) for n in range(1, 16))}\n" for i in range(30))
    page = own(open_page(), f"id,{names}\n{rows}".encode())
    unfold_file(page)
    chosen = page.sidebar.multiselect(key="own_features").value
    assert chosen == [f"c{n}" for n in range(14) if n not in (6, 13)]  # which are constant
    assert not page.error
