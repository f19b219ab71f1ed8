"""The saved runs and the export, on the page without a browser."""

import threading
import time
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

from nnplay.config import TrainingConfig
from nnplay.evaluation.comparison import name_of
from nnplay.numbers import number, percent
from nnplay.ui.panels.compare.saved_runs import names_of
from nnplay.ui.state.page_state import MOST_SAVED
from nnplay.workers import calls
from tests.app import pages
from tests.app.pages import choose, press, run, said, show_panel

pytestmark = pytest.mark.usefixtures("worker")
ADAM = "optimizer=Adam&standardize=true&learning_rate=0.01"


def open_page(panel="Compare", **address):
    return pages.open_page(panel, **address)


def table(page):
    """Return the table of the saved runs by their names."""
    return page.dataframe[0].value.set_index("name")


def in_address(page):
    """Return the saved runs of the address."""
    return [parse_qs(text) for text in said(page, "saved")]


def chosen(page, key="saved_run"):
    """Return the names of the runs that are chosen."""
    runs, state = page.session_state[key], page.session_state["page"]
    names = dict(zip((each.config for each in state.saved), names_of(state.saved), strict=True))
    return [names[run] for run in (runs if isinstance(runs, list) else [runs])]


def show(page, view):
    page.session_state["chosen"]["compare_view"] = view
    return run(page)


def wait_until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_without_saved_runs_it_is_said_how_to_save_one():
    page = open_page()
    assert any("Press *Save run* at the top" in each.value for each in page.markdown)
    assert not page.dataframe


def test_a_run_is_saved_by_one_button_and_stands_in_the_table_and_the_address():
    page = press(open_page(optimizer="Adam"), "save")
    assert list(table(page).index) == ["Adam"]
    assert in_address(page) == [{"optimizer": ["Adam"]}]
    assert page.button(key="save").disabled
    assert page.button(key="save").label == "Saved"
    assert not page.dataframe[0].proto.row_height


def test_rows_are_high_enough_for_long_names_in_lines():
    long = f"{ADAM}&hidden_units=16,16&activation=tanh&l2=0.001&epochs=20"
    page = open_page(saved=["", long])
    assert page.dataframe[0].proto.row_height > 64  # below, Streamlit breaks no text


def test_the_table_has_the_numbers_of_the_run():
    page = press(open_page(validation_split="0.2"), "save")
    shown = page.session_state["run"]
    errors = shown.predicted - shown.examples.y
    training, held_out = shown.examples.training_rows, shown.examples.validation_rows
    row = table(page).iloc[0]
    assert row["MSE"] == pytest.approx(np.mean(errors[training] ** 2))
    assert row["validation MSE"] == pytest.approx(np.mean(errors[held_out] ** 2))
    assert row["MAE"] == pytest.approx(np.mean(np.abs(errors[training])))
    assert row["time"] == shown.history.seconds
    assert row["epochs to best"] >= 1
    assert row["verdict"]


def test_saved_runs_stay_when_settings_and_panels_change():
    page = press(open_page(), "save")
    choose(page, "optimizer", "Adam")
    press(page, "save")
    choose(page, "activation", "relu")
    show_panel(page, "Why")
    show_panel(page, "Compare")
    assert list(table(page).index) == ["The default network", "Adam"]
    page.number_input(key="epochs").set_value(0)  # not allowed: nothing is trained
    press(page, "reset")
    assert list(table(page).index) == ["The default network", "Adam"]


def test_only_the_settings_that_differ_have_a_column():
    page = open_page(saved=[ADAM, ADAM.replace("Adam", "SGD"), f"{ADAM}&hidden_units=none"])
    columns = list(table(page).columns)
    settings = columns[columns.index("R²") + 1 : columns.index("epochs to best")]
    assert settings == ["hidden layers", "optimizer"]  # as the sidebar calls them
    assert table(page)["hidden layers"].tolist() == ["units 3", "units 3", "no hidden layer"]


def test_an_address_brings_back_the_same_runs_with_the_same_numbers():
    page = open_page(saved=["", ADAM, "activation=tanh&name=Curved"])
    assert list(table(page).index) == ["The default network", name_of_adam(), "Curved"]
    again = open_page(saved=said(page, "saved"))
    pd.testing.assert_frame_equal(table(page), table(again))
    assert not again.warning


def test_a_rate_that_is_the_optimizers_own_makes_no_other_run():
    page = open_page(optimizer="Adam", learning_rate="0.001", saved=["optimizer=Adam"])
    assert page.button(key="save").disabled
    page = open_page(saved=["optimizer=Adam&learning_rate=0.001", "optimizer=Adam"])
    assert len(table(page)) == 1


def test_what_was_chosen_in_the_comparison_stays():
    page = show(open_page(saved=[ADAM, "", "seed=3"]), "Race")
    page.multiselect(key="racers").set_value(["The default network", "Seed 3"])
    run(page)
    show(page, "Two runs")
    show(page, "Race")
    assert chosen(page, "racers") == ["The default network", "Seed 3"]


def test_a_refused_run_has_no_numbers():
    page = open_page(saved=["loss=sparse_categorical_crossentropy", ""])
    assert table(page).index[0] == "sparse_categorical_crossentropy"
    assert table(page).iloc[0][["MSE", "MAE", "R²", "epochs to best"]].isna().all()
    assert np.isfinite(table(page).iloc[1]["MSE"])


def name_of_adam():
    return name_of(TrainingConfig(optimizer="Adam", standardize=True, learning_rate=0.01))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "epochs=0",
            "Saved run 2 of the link was ignored: epochs is 0, but it must be a whole number",
        ),
        ("epochs=3.7", "Saved run 2 of the link was ignored: epochs is '3.7', but"),
        ("colour=red", "Saved run 2 of the link was ignored: 'colour' is no setting."),
        ("features=total", "Saved run 2 of the link was ignored: features names 'total', but"),
        ("%%%", "Saved run 2 of the link was ignored: '%%%' is no setting."),
    ],
)
def test_a_bad_saved_run_in_an_address_is_named_and_the_others_stay(text, sentence):
    page = open_page(saved=[ADAM, text])
    (warning,) = page.warning
    assert warning.value.startswith(sentence)
    assert len(table(page)) == 1


def test_at_most_eight_are_saved():
    page = open_page(saved=[f"epochs={epochs}" for epochs in range(1, MOST_SAVED + 2)])
    assert len(table(page)) == MOST_SAVED
    (warning,) = page.warning
    assert warning.value.startswith("The link holds 9 saved runs, but 8 is the most;")
    assert page.button(key="save").disabled
    assert "remove one" in page.button(key="save").help


def test_a_hostile_link_gives_few_short_sentences_and_no_markup():
    text = "[Log in](https://evil.io)" + "x" * 500 + "=1"
    page = open_page(saved=[f"{number}{text}" for number in range(300)])
    assert len(page.warning) == 8
    assert page.warning[0].value.startswith("The link holds 300 saved runs")
    assert "1 more part of this link can't be used." in [each.value for each in page.caption]
    for warning in page.warning[1:]:
        assert len(warning.value) < 400
        assert "\\[Log in\\]" in warning.value


def test_a_run_that_cannot_be_trained_can_still_be_removed(monkeypatch):
    def die(*_):
        raise calls.WorkerError("The process that trains stopped twice.")

    monkeypatch.setattr("nnplay.ui.runs.call", die)
    page = open_page(saved=[ADAM, "seed=4711"])
    assert "stopped twice" in page.error[0].value
    page.selectbox(key="saved_run").set_value("Seed 4711")
    run(page)
    press(page, "remove")
    assert len(in_address(page)) == 1
    assert not page.error


def test_all_that_can_be_saved_race_at_first():
    page = show(open_page(saved=[f"seed={seed}&epochs=9" for seed in range(MOST_SAVED)]), "Race")
    assert len(chosen(page, "racers")) == MOST_SAVED


def test_renaming_a_run_keeps_it_in_the_race():
    page = show(open_page(saved=[ADAM, "", "seed=3"]), "Race")
    page.selectbox(key="saved_run").set_value("Seed 3")
    run(page)
    page.text_input[0].set_value("Third")
    run(page)
    assert chosen(page, "racers") == [name_of_adam(), "The default network", "Third"]
    press(page, "remove")
    assert chosen(page, "racers") == [name_of_adam(), "The default network"]


def test_the_same_run_twice_is_one():
    page = open_page(saved=[ADAM, ADAM])
    assert len(table(page)) == 1


def test_a_saved_run_can_be_renamed_and_gets_its_own_name_back():
    page = open_page(saved=[ADAM, ""])
    page.selectbox(key="saved_run").set_value(name_of_adam())
    run(page)
    field = page.text_input[0]
    field.set_value("  =My best ")
    run(page)
    assert list(table(page).index) == ["My best", "The default network"]
    assert in_address(page)[0]["name"] == ["My best"]
    assert (
        page.selectbox(key="saved_run").format_func(page.selectbox(key="saved_run").value)
        == "My best"
    )
    page.text_input[0].set_value("")
    run(page)
    assert list(table(page).index) == [name_of_adam(), "The default network"]
    assert "name" not in in_address(page)[0]


def test_a_saved_run_can_be_removed():
    page = open_page(saved=[ADAM, "", "seed=3"])
    page.selectbox(key="saved_run").set_value("The default network")
    run(page)
    press(page, "remove")
    assert list(table(page).index) == [name_of_adam(), "Seed 3"]
    press(page, "remove")
    press(page, "remove")
    assert not said(page, "saved")
    assert any("Press *Save run* at the top" in each.value for each in page.markdown)


def test_a_button_means_the_run_that_was_chosen_last_however_quickly_it_is_pressed():
    page = open_page(saved=[ADAM, "", "seed=3"])
    page.selectbox(key="saved_run").set_value("Seed 3")
    press(page, "restore")  # with no run of the page between
    assert page.session_state["page"].config.seed == 3
    page.selectbox(key="saved_run").set_value("The default network")
    press(page, "remove")
    assert list(table(page).index) == [name_of_adam(), "Seed 3"]


@pytest.mark.parametrize("button", ["restore", "remove"])
def test_a_button_means_the_same_run_while_the_browser_still_has_its_name_of_before(button):
    page = open_page(saved=[ADAM, "seed=3"])
    page.selectbox(key="saved_run").set_value("Seed 3")
    run(page)
    page.text_input[0].set_value("Third")
    run(page)
    box = page.selectbox(key="saved_run")
    box.options.append("Seed 3")  # as in a browser where nothing was drawn again yet
    box.set_value("Seed 3")
    press(page, button)
    if button == "restore":
        assert page.session_state["page"].config.seed == 3
        assert chosen(page) == ["Third"]
    else:
        assert list(table(page).index) == [name_of_adam()]


def test_a_saved_run_can_be_restored_into_the_settings():
    text = "optimizer=Adam&learning_rate=0.01234567&hidden_units=3,9"
    page = press(open_page(activation="relu", seed="7", saved=[text]), "restore")
    expected = TrainingConfig(optimizer="Adam", learning_rate=0.01234567, hidden_units=(3, 9))
    assert page.session_state["run"].config == expected
    assert page.number_input(key="units_2").value == 9
    assert page.button(key="save").disabled


@pytest.mark.parametrize(
    "saved",
    [
        [""],
        ["", ADAM],
        ["optimizer=SGD", "loss=sparse_categorical_crossentropy"],
        ["loss=huber", "validation_split=0.3", ADAM, "output_activation=sigmoid", "epochs=1"],
    ],
    ids=["one", "two", "broken", "mixed"],
)
def test_every_view_is_drawn_for_any_runs(saved):
    page = open_page(saved=saved)
    for view in ("Loss curves", "Race", "Two runs", "Predictions", "Many seeds"):
        show(page, view)
        assert len(page.dataframe[0].value) == len(saved), view
        assert not page.error, view


def test_two_runs_are_saved_compared_and_raced_by_three_presses():
    page = press(open_page("Why"), "save")
    press(choose(page, "optimizer", "Adam"), "save")
    show_panel(page, "Compare")
    assert len(table(page)) == 2
    assert chosen(page, "racers") == ["The default network", "Adam"]


def test_the_predictions_have_a_column_for_every_run_and_end_with_their_mse(dataset):
    page = show(open_page(saved=["", ADAM]), "Predictions")
    shown = page.table[-1].value[:51]
    assert shown.index.name == "state"
    assert [" ".join(name.split()) for name in shown.columns] == [
        *("actual", "The default network"),
        name_of_adam().replace(",", "\\,").replace(".", "\\."),
    ]
    assert shown["actual"].tolist() == dataset.frame["total"].tolist()
    runs = shown.drop(columns="actual").to_numpy(float)
    mse = ((runs - shown[["actual"]].to_numpy(float)) ** 2).mean(axis=0)
    assert mse == pytest.approx(table(page)["MSE"].to_numpy(), rel=1e-5)
    assert ending(page) == {"**MSE**": ["", *map(number, mse)]}


def ending(page):
    """Return the texts of the rows that end the table of predictions, by their names."""
    drawn = page.table[-1].proto
    written = convert_arrow_bytes_to_pandas_df(drawn.arrow_data.styler.display_values)
    rows = [list(row) for row in written.to_numpy()]
    names = page.table[-1].value.index
    return {n: row for n, row in zip(names, rows, strict=True) if n.startswith("**")}


def test_a_run_that_holds_rows_out_has_two_errors():
    page = show(open_page(saved=["", "validation_split=0.2"]), "Predictions")
    training, held_out = ending(page).values()
    assert list(ending(page)) == ["**MSE\\, training rows**", "**MSE\\, validation rows**"]
    assert training == ["", *map(number, table(page)["MSE"])]
    assert held_out == ["", "", number(table(page)["validation MSE"].iloc[1])]


def test_the_predictions_of_classes_end_with_their_accuracy():
    classes = "dataset=car_crashes_terciles&validation_split=0"
    saved = [classes, f"{classes}&optimizer=SGD"]
    page = show(open_page(dataset="car_crashes_terciles", saved=saved), "Predictions")
    assert ending(page) == {
        "**accuracy**": ["", *(percent(each / 100, 1) for each in table(page)["accuracy"])]
    }


def test_many_seeds_show_the_spread_and_the_share_of_failures():
    page = show(open_page(saved=[ADAM, "output_activation=sigmoid", "optimizer=SGD"]), "Many seeds")
    press(page, "train_seeds")
    page.session_state["seed_sweep"][1].wait(60)
    run(page)
    spread = page.dataframe[1].value.set_index("name")
    adam = spread.loc[name_of_adam()]
    assert 0.69 < adam["lower quartile"] <= adam["median MSE"] <= adam["upper quartile"] < 1
    assert spread["failed"].tolist() == [0, 100, 100]
    assert np.isnan(spread["median MSE"].iloc[2])
    assert page.button(key="train_seeds").disabled


def test_many_seeds_name_no_seed_and_train_runs_that_differ_by_it_once():
    saved = ["output_activation=sigmoid&seed=3", "output_activation=sigmoid", f"{ADAM}&seed=3"]
    page = press(show(open_page(saved=saved), "Many seeds"), "train_seeds")
    page.session_state["seed_sweep"][1].wait(60)
    run(page)
    assert page.dataframe[1].value["name"].tolist() == ["Sigmoid output", name_of_adam()]
    assert page.button(key="train_seeds").disabled


def test_many_seeds_of_other_data_learn_from_those():
    saved = ["dataset=circle&hidden_units=none", "dataset=xor&hidden_units=none&features=x1,x1·x2"]
    page = show(open_page(dataset="circle", saved=saved), "Many seeds")
    press(page, "train_seeds")
    page.session_state["seed_sweep"][1].wait(60)
    page.selectbox(key="dataset").set_value("xor")
    run(page)
    press(page, "train_seeds")
    page.session_state["seed_sweep"][1].wait(60)
    run(page)
    # with their product, xor is solved; the circle is not
    assert (page.dataframe[1].value["median error rate"] < 0.05).all()


def test_a_stopped_sweep_keeps_what_it_had_and_goes_on():
    long = "hidden_units=32,32,32&epochs=4000&standardize=true"
    page = show(open_page(saved=[ADAM, f"{long}&name=Long"]), "Many seeds")
    press(page, "train_seeds")
    sweep, job = page.session_state["seed_sweep"]
    assert job.running
    wait_until(lambda: sweep.progress > 0.5)  # the first is done and the other has begun
    press(page, "stop_seeds")
    assert not job.running
    spread = page.dataframe[1].value.set_index("name")
    assert spread.loc[name_of_adam(), "epochs so far"] == 500
    reached = spread.loc["Long", "epochs so far"]
    assert 0 < reached < 4000
    assert page.button(key="train_seeds").label == "Continue"
    before = sweep.progress
    press(page, "train_seeds")
    wait_until(lambda: sweep.progress > before)
    press(page, "stop_seeds")
    again = page.dataframe[1].value.set_index("name")
    assert again.loc["Long", "epochs so far"] > reached


def test_a_sweep_stopped_at_once_can_go_on_as_well(monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def advance(*_):
        begun.set()
        go_on.wait(30)
        raise calls.WorkerError("The test has ended.")

    monkeypatch.setattr("nnplay.ui.panels.compare.seeds.call_in_turn", advance)
    page = press(show(open_page(saved=[ADAM]), "Many seeds"), "train_seeds")
    assert begun.wait(30)
    press(page, "stop_seeds")
    assert page.button(key="train_seeds").label == "Continue"
    assert any("Stopped" in each.value for each in page.markdown)
    go_on.set()


def test_the_code_follows_the_settings():
    page = open_page("Export")
    (code,) = page.code
    assert "keras.layers.Dense(3)" in code.value
    page.number_input(key="units_1").set_value(12)
    run(page)
    assert "keras.layers.Dense(12)" in page.code[0].value
    compile(page.code[0].value, "network.py", "exec")


def test_the_downloads_are_those_of_the_chosen_run():
    page = open_page("Export", epochs="20", validation_split="0.2")
    files = {each.label: each for each in page.get("download_button")}
    assert list(files) == [
        "Python script",
        "Jupyter notebook",
        "Keras model at epoch 20",
        "History (CSV)",
        "Predictions at epoch 20 (CSV)",
    ]
    assert any("Keras 3.8 and later" in each.value for each in page.caption)


def test_a_lessons_runs_are_saved_and_compared_by_one_press():
    page = press(pages.open_page(None, lesson="sigmoid"), "skip_question")
    assert page.button(key="compare_lesson").label == "Compare with seed 2"
    press(page, "compare_lesson")
    assert list(table(page).index) == ["Sigmoid output", "Sigmoid output, seed 2"]
    assert table(page)["MSE"].tolist() == pytest.approx([235.408, 265.988], abs=1e-3)
    assert page.session_state["page"].panel == "compare"
    press(page, "compare_lesson")
    assert len(table(page)) == 2


def test_the_lesson_of_seeds_opens_the_many_seeds_of_its_runs():
    page = press(pages.open_page(None, lesson="seeds"), "skip_question")
    press(page, "compare_lesson")
    press(page, "train_seeds")
    page.session_state["seed_sweep"][1].wait(60)
    run(page)
    medians = page.dataframe[1].value["median MSE"]
    assert medians.tolist() == pytest.approx([7.75, 2.08], rel=0.1)
    said = " ".join(each.value for each in page.markdown)
    for median in medians:
        assert number(median) in said


def test_a_lessons_runs_are_not_compared_where_there_is_no_room():
    saved = [f"epochs={epochs}" for epochs in range(1, MOST_SAVED)]
    page = press(pages.open_page(None, lesson="sigmoid", saved=saved), "skip_question")
    assert page.button(key="compare_lesson").disabled
    assert "remove some" in page.button(key="compare_lesson").help
    page = open_page(lesson="line")
    assert not [each for each in page.button if each.key == "compare_lesson"]
