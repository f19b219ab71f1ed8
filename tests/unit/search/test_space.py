"""What a search may vary, and the configurations that values make."""

from dataclasses import fields, replace

import optuna
import pytest

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.search.space import (
    BY_DEFAULT,
    SETTINGS,
    Options,
    configure,
    fit_to_data,
    narrow,
    parse_settings,
)

BASE = TrainingConfig()


def draws(settings, count=60):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(0))
    for _ in range(count):
        trial = study.ask()
        yield {setting.name: setting.draw(trial) for setting in settings}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_makes_configurations_that_are_allowed_and_differ(name, dataset):
    settings = fit_to_data([SETTINGS[name]], dataset)
    base = replace(BASE, hidden_units=(3, 2))
    configs = {configure(base, values) for values in draws(settings)}
    assert len(configs) > 1
    for config in configs:
        prepare(config, dataset)


def test_only_what_validation_decides_itself_can_not_vary():
    fixed = {"dataset", "samples", "noise", "data_seed", "features", "seed"}
    validation = {"validation_split", "validation_rows", "patience", "restore_best_weights"}
    names = {field.name for field in fields(TrainingConfig)}
    assert names - set(SETTINGS) == fixed | validation | {"hidden_units", "layer_activations"}
    assert set(SETTINGS) - names == {"units", "layers"}
    assert set(BY_DEFAULT) <= set(SETTINGS)


@pytest.mark.parametrize(
    ("base", "values", "expected"),
    [
        ((3,), {"units": 5}, (5,)),
        ((3,), {"layers": 2}, (3, 3)),
        ((8, 4), {"layers": 3}, (8, 4, 4)),
        ((8, 4), {"layers": 1}, (8,)),
        ((8, 4), {"units": 5, "layers": 3}, (5, 5, 5)),
        ((), {"layers": 1}, (3,)),
        ((8,), {"units": 5, "layers": 0}, ()),
        ((8, 4), {}, (8, 4)),
    ],
)
def test_units_and_layers_make_hidden_units(base, values, expected):
    assert configure(replace(BASE, hidden_units=base), values).hidden_units == expected


def test_what_has_no_effect_does_not_make_configurations_differ():
    values = {"layers": 0, "activation": "relu", "kernel_initializer": "ones", "dropout": 0.3}
    other = {**values, "activation": "tanh", "kernel_initializer": "zeros", "dropout": 0.1}
    assert configure(BASE, values) == configure(BASE, other)
    assert configure(BASE, {"learning_rate": 0.001}) == BASE  # RMSprop's own


def test_numbers_are_drawn_with_few_digits():
    for values in draws([SETTINGS["learning_rate"]]):
        rate = values["learning_rate"]
        assert float(f"{rate:.3g}") == rate
        assert 0.001 <= rate <= 0.3


def test_settings_are_read_from_text():
    settings = parse_settings("activation, units=2:8,optimizer=SGD with momentum:Adam,standardize")
    assert settings == (
        SETTINGS["activation"],
        replace(SETTINGS["units"], low=2, high=8),
        Options("optimizer", "optimizer", ("SGD with momentum", "Adam")),
        SETTINGS["standardize"],
    )
    (yes,) = parse_settings("standardize=True")
    assert yes == replace(SETTINGS["standardize"], options=(True,))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Nothing may vary"),
        ("seed", "'seed' can't vary, but these can: standardize"),
        ("optimizer=Adan", "optimizer can't be 'Adan', but one of SGD"),
        ("units=0:8", "units can't be tried at '0:8'; give two whole numbers from 1 to 64"),
        ("units=8:2", "units can't be tried at '8:2'"),
        ("units=2.5:8", "units can't be tried at '2.5:8'"),
        ("units=8", "units can't be tried at '8'"),
        ("learning_rate=0.1:nan", "learning_rate can't be tried at '0.1:nan'"),
        ("learning_rate=0:1", "give two numbers from 1e-06 to 10, as learning_rate=0.001:0.3"),
    ],
)
def test_what_can_not_be_tried_is_named_in_one_sentence(text, complaint):
    with pytest.raises(ConfigError) as error:
        parse_settings(text)
    assert complaint in str(error.value)
    assert str(error.value).endswith(".")


def test_batches_stay_within_the_rows(dataset):
    small = replace(dataset, frame=dataset.frame.iloc[:30])
    (batch,) = fit_to_data([SETTINGS["batch_size"]], small)
    assert (batch.low, batch.high) == (4, 30)
    with pytest.raises(ConfigError, match="at most 30, the number of rows"):
        fit_to_data([narrow(SETTINGS["batch_size"], ["40", "50"])], small)


def test_a_choice_of_classes_fits_its_data():
    dataset = load_dataset("car_crashes_terciles")
    config = configure(dataset.recommended_settings, {"layers": 2, "units": 4})
    assert prepare(config, dataset).outputs == 3
