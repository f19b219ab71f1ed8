import re
from urllib.parse import parse_qs

import pytest

from nnplay.config import TrainingConfig
from nnplay.fields import MAX_HIDDEN_LAYERS
from nnplay.ui.state import DEFAULT, read_widgets, widget_values
from nnplay.ui.url import VERSION, complaints, plain, read_settings, settings_address

INSTEAD = "; the default is used instead of the address's."


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"v": [VERSION]},
        *({"panel": [panel]} for panel in ("why", "loss", "export")),
        {"hide": ["foo"]},  # which `ui.visibility` tells
        {"lock": ["1"]},
        {"mode": ["projector"]},
        {"epoch": ["0"]},
        {"epoch": ["500"]},
        {"epoch": ["7"], "epochs": ["7"]},
        {"epochs": ["1"]},
        {"epochs": ["5000"]},
        {"batch_size": ["51"]},
        {"seed": ["0"]},
        {"validation_split": ["0.3"]},
        {"validation_split": ["0"]},
        {"validation_rows": ["random"]},
        {"standardize": ["true"]},
        {"shuffle": ["False"]},
        {"activation": ["relu"]},
        {"output_activation": ["softmax"]},
        {"kernel_initializer": ["ones"]},
        {"output_kernel_initializer": ["zeros"]},
        {"optimizer": ["SGD with momentum"]},
        {"loss": ["huber"]},
        {"learning_rate": ["default"]},
        {"learning_rate": ["1e-06"]},
        {"learning_rate": ["0.0375"]},
        {"features": ["alcohol"]},
        {"features": ["ins_losses", "alcohol"]},
        {"hidden_layers": ["0"]},
        {"hidden_layers": [str(MAX_HIDDEN_LAYERS)]},
        {"units_1": ["1"]},
        {"units_5": ["64"], "hidden_layers": ["5"]},
        {"epochs": ["no number", "7"]},  # as in the widgets, the last one counts
        {"v": [VERSION], "panel": ["loss"], "epochs": ["7"], "features": ["alcohol"]},
    ],
)
def test_a_good_address_gives_no_complaint(params, dataset):
    assert complaints(params) == {}


def test_the_defaults_of_all_settings_make_a_good_address(dataset):
    params = {
        name: list(value) if isinstance(value, list) else [str(value)]
        for name, value in widget_values(DEFAULT, dataset).items()
    }
    assert complaints(params) == {}


def test_there_is_a_default_for_every_setting(dataset):
    named = set(widget_values(DEFAULT, dataset))
    fields = set(TrainingConfig.__dataclass_fields__)
    units = {f"units_{layer}" for layer in range(1, MAX_HIDDEN_LAYERS + 1)}
    assert named == fields - {"hidden_units"} | {"hidden_layers"} | units


@pytest.mark.parametrize(
    ("name", "values", "beginning"),
    [
        ("epochs", ["0"], "epochs is 0, but"),
        ("epochs", ["5001"], "epochs is 5001, but"),
        ("epochs", ["3.7"], "epochs is '3.7', but"),
        ("epochs", ["many"], "epochs is 'many', but"),
        ("epochs", [""], "epochs is '', but"),
        ("epochs", ["7", "no number"], "epochs is 'no number', but"),
        ("batch_size", ["0"], "batch_size is 0, but"),
        ("batch_size", ["52"], "batch_size is 52, but"),
        ("batch_size", ["1e1"], "batch_size is '1e1', but"),
        ("seed", ["-1"], "seed is -1, but"),
        ("seed", ["2147483648"], "seed is 2147483648, but"),
        ("validation_split", ["0.9"], "validation_split is 0.9, but"),
        ("validation_split", ["-0.1"], "validation_split is -0.1, but"),
        ("validation_split", ["nan"], "validation_split is nan, but"),
        ("validation_split", ["half"], "validation_split is 'half', but"),
        ("validation_split", ["1e-20"], "validation_split is 10⁻²⁰, but"),
        ("validation_rows", ["first"], "validation_rows is 'first', but"),
        ("standardize", ["1"], "standardize is '1', but"),
        ("standardize", ["yes"], "standardize is 'yes', but"),
        ("shuffle", ["0"], "shuffle is '0', but"),
        ("shuffle", [""], "shuffle is '', but"),
        ("activation", ["Relu"], "activation is 'Relu', but"),
        ("activation", ["softmax"], "activation is 'softmax', but"),
        ("output_activation", ["step"], "output_activation is 'step', but"),
        ("kernel_initializer", ["twos"], "kernel_initializer is 'twos', but"),
        ("output_kernel_initializer", [""], "output_kernel_initializer is '', but"),
        ("optimizer", ["adam"], "optimizer is 'adam', but"),
        ("loss", ["mse"], "loss is 'mse', but"),
        ("learning_rate", ["0"], "learning_rate is 0.0, but"),
        ("learning_rate", ["11"], "learning_rate is 11.0, but"),
        ("learning_rate", ["inf"], "learning_rate is inf, but"),
        ("learning_rate", ["fast"], "learning_rate is 'fast', but"),
        ("features", ["age"], "features names 'age', but"),
        ("features", ["alcohol", "total"], "features names 'total', but"),
        ("features", ["alcohol", "alcohol"], "features is ('alcohol', 'alcohol'), but"),
        ("features", [""], "features names '', but"),
        ("hidden_layers", ["6"], "hidden_layers is '6', but"),
        ("hidden_layers", ["-1"], "hidden_layers is '-1', but"),
        ("hidden_layers", ["1.0"], "hidden_layers is '1.0', but"),
        ("hidden_layers", [""], "hidden_layers is '', but"),
        ("units_1", ["0"], "hidden_units of layer 1 is 0, but"),
        ("units_3", ["65"], "hidden_units of layer 3 is 65, but"),
        ("units_5", ["few"], "hidden_units of layer 5 is 'few', but"),
        ("epoch", ["-3"], "epoch is '-3', but it must be a whole number from 0 to 500"),
        ("epoch", ["501"], "epoch is '501', but"),
        ("epoch", ["1e2"], "epoch is '1e2', but"),
        ("epoch", ["٣"], "epoch is '٣', but"),
        ("epoch", ["9" * 10_000], "epoch is '999"),
        ("epoch", [""], "epoch is '', but"),
        ("lock", ["maybe"], "lock is 'maybe', but it must be 1"),
        ("mode", ["x"], "mode is 'x', but it must be projector"),
    ],
)
def test_a_bad_value_gives_one_sentence_that_names_it(name, values, beginning, dataset):
    found = complaints({name: values, "panel": ["loss"], "v": [VERSION]})
    assert list(found) == [name]
    assert found[name].startswith(beginning)
    assert found[name].endswith(INSTEAD)
    assert ". " not in found[name]


@pytest.mark.parametrize(
    "name", ["Epoch", "Epochs", "units_6", "units_0", "hidden_units", "state", "embed_x"]
)
def test_a_name_that_is_no_setting_is_named(name, dataset):
    assert complaints({name: ["1"]}) == {
        name: f"The address names {name!r}, which is no setting; it was ignored."
    }


@pytest.mark.parametrize("version", ["0", "2", "", "one"])
def test_an_address_of_another_version_is_told(version, dataset):
    found = complaints({"v": [version], "epochs": ["7"]})
    assert list(found) == ["v"]
    assert found["v"].startswith("The address was made by another version of this page;")


def test_an_epoch_is_held_against_the_epochs_of_the_same_address(dataset):
    assert set(complaints({"epoch": ["41"], "epochs": ["40"]})) == {"epoch"}


def test_a_panel_that_is_none_is_told(dataset):
    assert (
        "panel is 'x', but it must be why or predictions" in complaints({"panel": ["x"]})["panel"]
    )


def test_every_bad_part_is_told_and_no_good_one(dataset):
    params = {
        "epochs": ["0"],
        "seed": ["5"],
        "activation": ["step"],
        "colour": ["red"],
        "v": ["0"],
        "loss": ["huber"],
    }
    assert set(complaints(params)) == {"epochs", "activation", "colour", "v"}


CONFIGS = [
    TrainingConfig(),
    TrainingConfig(features=("speeding", "ins_losses"), standardize=True, shuffle=False),
    TrainingConfig(hidden_units=()),
    TrainingConfig(hidden_units=(64, 1, 3, 3, 16), activation="tanh", epochs=1234, batch_size=51),
    TrainingConfig(validation_split=0.3, validation_rows="random", seed=2**31 - 1),
    TrainingConfig(optimizer="SGD with momentum", learning_rate=1e-6, loss="huber"),
    TrainingConfig(learning_rate=0.012345678901234567, optimizer="Lion"),
    TrainingConfig(learning_rate=0.0375, kernel_initializer="ones", output_activation="relu"),
]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.optimizer)
def test_a_configuration_is_read_back_from_its_address(config, dataset):
    address = settings_address(config)
    assert read_settings(parse_qs(address)) == config
    assert complaints(parse_qs(address)) == {}


def test_the_order_of_the_features_is_that_of_the_table(dataset):
    config = read_settings({"features": ["alcohol", "speeding"]})
    assert config.features == ("speeding", "alcohol")


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://e.io)",
        "![](//e.io/a.png)",
        "https://e.io",
        "www.e.io",
        "<b>x</b>",
        "`x`",
        "$x$",
        "a@e.io",
    ],
)
def test_what_an_address_says_is_never_a_link_or_markup(text):
    escaped = plain(text)
    assert re.sub(r"\\(.)", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)[\[\]()<>`$!@]|(?<!\\):/|www\.", escaped)


def test_what_an_address_says_is_cut():
    assert len(plain("x" * 9999)) < 400


def test_the_default_has_an_empty_address(dataset):
    assert settings_address(DEFAULT) == ""


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.optimizer)
def test_a_configuration_is_read_back_from_its_widgets(config, dataset):
    assert read_widgets(widget_values(config, dataset), dataset) == config


@pytest.mark.parametrize(
    ("text", "value"), [("default", None), ("0.1", 0.1), ("1e-06", 1e-6), ("0,25", 0.25)]
)
def test_a_learning_rate_is_read_from_text(text, value, dataset):
    assert read_settings({"learning_rate": [text]}).learning_rate == value
