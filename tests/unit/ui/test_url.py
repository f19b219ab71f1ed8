"""What a page writes into its address, and what is read from one."""

from dataclasses import replace
from functools import reduce

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, dataset_of, recommended_settings
from nnplay.lessons import CLOSING, LESSONS
from nnplay.presets import PRESETS
from nnplay.ui.panels import PANELS
from nnplay.ui.state.controls import NAMES, hidden_by
from nnplay.ui.state.page_state import PageState, SavedRun, base_config, canonical, save
from nnplay.ui.state.surface_choice import SurfaceChoice
from nnplay.ui.state.url import decode, encode, write_query
from tests.covering import cover
from tests.options import OPTIONS

IGNORED = "; the link's value was ignored."
DEFAULT = TrainingConfig()
CONFIGS = [TrainingConfig(**row) for row in cover(OPTIONS)]
FEATURES = [
    TrainingConfig(features=("speeding", "ins_losses")),
    replace(recommended_settings("moons"), features=("x2", "sin x1")),
]
PAGES = [
    PageState(),
    PageState(panel="compare", epoch=0),
    PageState(panel="predictions", asks=True),
    PageState(epoch=500, hidden=frozenset(NAMES), locked=True, projector=True, search="a-b_c"),
    PageState(saved=(SavedRun(DEFAULT), SavedRun(recommended_settings("circle"), "größer & =1"))),
    PageState(FEATURES[1], saved=tuple(map(SavedRun, CONFIGS[:8]))),
    PageState(lesson=CLOSING),
    PageState(panel="surface", surface=SurfaceChoice("optimizers", (24, 3))),
    PageState(surface=SurfaceChoice("saved")),
    PageState(surface=SurfaceChoice(weights=(7,))),
]


def round_trip(state):
    return decode(encode(state))


@pytest.mark.parametrize("config", [*CONFIGS, *FEATURES, *PRESETS.values()])
def test_settings_are_read_as_they_were_written(config):
    state = PageState(canonical(config, dataset_of(config)))
    assert round_trip(state) == (state, [])


@pytest.mark.parametrize("state", PAGES)
def test_a_page_is_read_as_it_was_written(state):
    state = reduce(save, state.saved, replace(state, saved=()))
    assert round_trip(state) == (state, [])


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_named_alone_and_brings_its_settings_its_panel_and_what_it_hides(name):
    lesson = LESSONS[name]
    state, complaints = decode({"lesson": [name]})
    assert (state.config, state.panel) == (base_config(lesson.config.dataset, name), lesson.panel)
    assert state.hidden == hidden_by(name)
    assert not complaints
    assert write_query(state) == f"lesson={name}"
    for config in (recommended_settings("spiral"), replace(state.config, seed=3)):
        changed = replace(state, config=config, panel="data", hidden=frozenset())
        assert round_trip(changed) == (changed, [])


@pytest.mark.parametrize("name", DATASETS)
def test_data_are_named_alone_and_bring_the_settings_recommended_for_them(name):
    state, complaints = decode({"dataset": [name]})
    assert state == PageState(recommended_settings(name))
    assert not complaints
    assert write_query(state) == ("" if name == DEFAULT.dataset else f"dataset={name}")


@pytest.mark.parametrize(
    ("name", "texts", "beginning"),
    [
        ("dataset", ["irises"], "dataset is 'irises', but"),
        ("dataset", ["US states: few or many"], "dataset is 'US states: few or many', but"),
        ("dataset", [""], "dataset is '', but"),
        ("epochs", ["0"], "epochs is 0, but"),
        ("epochs", ["3.7"], "epochs is '3.7', but"),
        ("epochs", [""], "epochs is '', but"),
        ("epochs", ["7", "no number"], "epochs is 'no number', but"),
        ("batch_size", ["52"], "batch_size is 52, but"),
        ("validation_split", ["nan"], "validation_split is nan, but"),
        ("standardize", ["1"], "standardize is '1', but"),
        ("activation", ["softmax"], "activation is 'softmax', but"),
        ("loss", ["mse"], "loss is 'mse', but"),
        ("learning_rate", ["inf"], "learning_rate is inf, but"),
        ("learning_rate", ["fast"], "learning_rate is 'fast', but"),
        ("features", ["alcohol,total"], "features names 'total', but"),
        ("features", ["alcohol,alcohol"], "features is ('alcohol', 'alcohol'), but"),
        ("features", [""], "features names '', but"),
        ("hidden_units", ["3,65"], "hidden_units of layer 2 is 65, but"),
        ("hidden_units", ["few"], "hidden_units of layer 1 is 'few', but"),
        ("hidden_units", ["1,1,1,1,1,1"], "hidden_units is (1, 1, 1, 1, 1, 1), but"),
        ("epoch", ["-3"], "epoch is '-3', but it must be a whole number from 0 to 500"),
        ("epoch", ["501"], "epoch is '501', but"),
        ("epoch", ["٣"], "epoch is '٣', but"),
        ("epoch", ["9" * 10_000], "epoch is '999"),
        ("lock", ["0"], "lock is '0', but it must be 1"),
        ("surface", ["nowhere"], "surface is 'nowhere', but it must be this, saved or optimizers"),
        ("surface", ["1,2,3"], "surface is '1,2,3', but"),
        ("surface", ["4,4"], "surface is '4,4', but"),
        ("surface", ["9" * 10_000], "surface is '999"),
        ("mode", ["x"], "mode is 'x', but it must be projector"),
        ("panel", ["take_home"], "panel is 'take_home', but it must be one of why, predictions"),
    ],
)
def test_a_bad_value_gives_one_sentence_that_names_it_and_the_rest_holds(name, texts, beginning):
    state, complaints = decode({name: texts, "seed": ["4"], "hide": ["loss"]})
    assert state == PageState(TrainingConfig(seed=4), hidden=frozenset(["loss"]))
    (complaint,) = complaints
    assert complaint.startswith(beginning)
    assert complaint.endswith(IGNORED)
    assert ". " not in complaint


@pytest.mark.parametrize("name", ["Epochs", "units_1", "hidden_layers", "inputs", "v", "kept"])
def test_a_name_that_is_no_setting_gets_one_sentence(name):
    state, complaints = decode({name: ["1"]})
    assert state == PageState()
    assert complaints == [f"The link names {name!r}, which is no setting; it was ignored."]


def test_five_wrong_values_give_five_sentences():
    params = {"epochs": "0", "seed": "5", "activation": "step", "colour": "red", "lock": "0"}
    params |= {"hide": "foo,loss", "loss": "huber"}
    state, complaints = decode({name: [text] for name, text in params.items()})
    assert len(complaints) == 5
    assert state == PageState(TrainingConfig(seed=5, loss="huber"), hidden=frozenset(["loss"]))


def test_unknown_words_of_hide_are_reported_one_by_one():
    state, complaints = decode({"hide": ["loss,foo,,LOSS"]})
    assert state.hidden == {"loss"}
    assert complaints == [
        f"hide names {word!r}, which is no control or panel; it was ignored."
        for word in ("foo", "LOSS")
    ]


@pytest.mark.parametrize("name", ["nonsense", "Zeros", "x" * 10_000])
def test_a_lesson_that_is_none_is_told(name):
    state, (complaint,) = decode({"lesson": [name], "seed": ["4"]})
    assert state == PageState(TrainingConfig(seed=4))
    assert complaint.startswith("There is no lesson")


@pytest.mark.parametrize("name", ["own", "own-0123456789ab"])
def test_own_data_are_no_part_of_a_link_nor_the_settings_made_for_them(name):
    params = {"dataset": [name], "epoch": ["7"], "loss": ["hinge"], "panel": ["data"]}
    state, (complaint,) = decode(params)
    assert state == PageState(panel="data")
    assert complaint.startswith("Own tables are not part of a link")


def test_own_data_of_this_session_are_in_its_address_and_no_saved_run_of_them(dataset):
    own = replace(dataset, name="own-0123456789ab", recommended={"batch_size": 5})

    def find(config):
        return own if config.dataset == own.name else dataset_of(config)

    config = TrainingConfig(dataset=own.name, batch_size=5, seed=3)
    state = PageState(config)
    assert encode(replace(state, saved=(SavedRun(config),)), find) == {
        "dataset": [own.name],
        "seed": ["3"],
    }
    assert decode(encode(state, find), find) == (state, [])


def test_an_epoch_is_held_against_the_epochs_of_the_same_link():
    assert decode({"epoch": ["40"], "epochs": ["40"]})[0].epoch == 40
    assert len(decode({"epoch": ["41"], "epochs": ["40"]})[1]) == 1


def test_fewer_points_than_the_batch_of_a_lesson_make_the_batch_smaller():
    config = decode({"dataset": ["circle"], "batch_size": ["150"], "samples": ["100"]})[0].config
    assert (config.samples, config.batch_size) == (100, 10)  # 10 are recommended
    assert config == replace(recommended_settings("circle"), samples=100, batch_size=10)


def test_features_are_read_in_the_tables_order_and_the_default_ones_as_none(dataset):
    read = decode({"features": ["alcohol,speeding"]})[0].config
    assert read.features == ("speeding", "alcohol")
    assert decode({"features": [",".join(dataset.features)]})[0].config.features is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("epochs=0", "epochs is 0, but"),
        ("colour=red", "'colour' is no setting"),
        ("features=total", "features names 'total', but"),
        ("%%%", "'%%%' is no setting"),
        ("dataset=own-0123456789ab", "dataset is 'own-0123456789ab', but"),
    ],
)
def test_a_saved_run_that_is_wrong_is_left_out_and_the_others_stay(text, reason):
    state, (complaint,) = decode({"saved": ["seed=1", text, "seed=2"]})
    assert [run.config.seed for run in state.saved] == [1, 2]
    assert complaint.startswith(f"Saved run 2 of the link was ignored: {reason}")


def test_at_most_eight_runs_are_saved_and_each_once():
    state, (complaint,) = decode({"saved": [f"seed={seed}" for seed in range(9)] * 2})
    assert len(state.saved) == 8
    assert complaint.startswith("The link holds 9 saved runs, but 8 is the most;")


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_can_be_opened(panel):
    assert decode({"panel": [panel.name]}) == (PageState(panel=panel.name), [])
