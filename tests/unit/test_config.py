import pickle
from dataclasses import FrozenInstanceError, asdict, replace
from inspect import signature

import pytest

from nnplay.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS
from nnplay.config import ConfigError, TrainingConfig


def sentence_about(**fields) -> str:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**fields)
    text = str(caught.value)
    assert text.endswith(".")
    assert ". " not in text, "more than one sentence"
    assert "\n" not in text
    return text


def test_the_defaults_are_the_default_network():
    assert asdict(TrainingConfig()) == {
        "dataset": "car_crashes",
        "samples": 200,
        "noise": 0.0,
        "data_seed": 0,
        "features": None,
        "standardize": False,
        "validation_split": 0.0,
        "validation_rows": "last",
        "hidden_units": (3,),
        "activation": "linear",
        "layer_activations": (),
        "output_activation": "linear",
        "kernel_initializer": "glorot_uniform",
        "output_kernel_initializer": "glorot_uniform",
        "optimizer": "RMSprop",
        "learning_rate": None,
        "learning_rate_schedule": "constant",
        "loss": "mean_squared_error",
        "l1": 0.0,
        "l2": 0.0,
        "dropout": 0.0,
        "epochs": 500,
        "patience": 0,
        "restore_best_weights": False,
        "batch_size": 32,
        "shuffle": True,
        "seed": 0,
    }


def told(value):
    """Write a bad value as the message about it does."""
    special = {None: "empty", -0.1: "−0.1", -1: "−1", -3: "−3", 2**31: "2,147,483,648"}
    return special.get(value, repr(value)) if not isinstance(value, list) else repr(value)


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("dataset", "", "a name"),
        ("dataset", None, "a name"),
        ("features", ["alcohol"], "a tuple of column names"),
        ("features", "alcohol", "a tuple of column names"),
        ("features", ("alcohol", "alcohol"), "names of different columns"),
        ("standardize", 1, "True or False"),
        ("standardize", "true", "True or False"),
        ("validation_split", -0.1, "a number from 0 to 0.8"),
        ("validation_split", float("nan"), "a number from 0 to 0.8"),
        ("validation_rows", "first", "one of last, random"),
        ("hidden_units", [3], "a tuple of whole numbers, one per layer"),
        ("hidden_units", 3, "a tuple of whole numbers, one per layer"),
        ("hidden_units", (1, 1, 1, 1, 1, 1), "for at most 5 hidden layers"),
        ("activation", "softmax", ", ".join(HIDDEN_ACTIVATIONS)),
        ("output_activation", "step", ", ".join(ACTIVATIONS)),
        ("kernel_initializer", "twos", ", ".join(INITIALIZERS)),
        ("output_kernel_initializer", "twos", ", ".join(INITIALIZERS)),
        ("optimizer", "adam", ", ".join(OPTIMIZERS)),
        ("learning_rate", 0, "a number from 0.000001 to 10"),
        ("learning_rate", 10.1, "a number from 0.000001 to 10"),
        ("learning_rate", float("nan"), "a number from 0.000001 to 10"),
        ("learning_rate", "0.1", "a number from 0.000001 to 10"),
        ("learning_rate", True, "a number from 0.000001 to 10"),
        ("loss", "mse", ", ".join(LOSSES)),
        ("epochs", 0, "a whole number from 1 to 5,000"),
        ("epochs", 3.0, "a whole number from 1 to 5,000"),
        ("batch_size", 0, "a whole number at least 1"),
        ("shuffle", 0, "True or False"),
        ("seed", -1, "a whole number from 0 to 2,147,483,647"),
        ("seed", 2**31, "a whole number from 0 to 2,147,483,647"),
    ],
)
def test_a_bad_value_is_named_with_its_field_and_what_is_allowed(field, value, allowed):
    text = sentence_about(**{field: value})
    assert text.startswith(f"{field} is {told(value)}, but it must be ")
    assert allowed in text


@pytest.mark.parametrize("field", ["validation_split", "learning_rate"])
def test_a_whole_number_too_large_for_a_float_is_a_bad_value_too(field):
    assert sentence_about(**{field: 10**400}).startswith(f"{field} is 10,000,")


def test_no_feature_at_all_is_refused():
    assert sentence_about(features=()) == "features is empty, but it must name at least one column."


@pytest.mark.parametrize("value", [0, 65, -3, 2.0, "3", True, None])
def test_bad_units_are_named_with_their_layer(value):
    text = sentence_about(hidden_units=(3, value))
    assert text == (
        f"hidden_units of layer 2 is {told(value)}, but it must be a whole number from 1 to 64."
    )


def test_the_first_bad_field_is_the_one_that_is_named():
    assert sentence_about(seed=-1, epochs=0, activation="step").startswith("activation ")


def test_equal_configurations_are_one_key():
    runs = {TrainingConfig(hidden_units=(4, 2), seed=3): "a run"}
    assert runs[replace(TrainingConfig(seed=3), hidden_units=(4, 2))] == "a run"
    assert TrainingConfig(hidden_units=(2, 4), seed=3) not in runs
    with pytest.raises(FrozenInstanceError):
        TrainingConfig().seed = 1


@pytest.mark.parametrize(
    ("hidden_units", "expected"),
    [
        ((), ("sigmoid",)),
        ((3,), ("relu", "sigmoid")),
        ((5, 4, 3), ("relu", "relu", "relu", "sigmoid")),
    ],
)
def test_activations_names_every_layer_the_output_last(hidden_units, expected):
    config = TrainingConfig(
        hidden_units=hidden_units, activation="relu", output_activation="sigmoid"
    )
    assert config.activations == expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_learning_rate_used_is_keras_default_unless_given(optimizer):
    import keras

    name = {"SGD with momentum": "SGD"}.get(optimizer, optimizer)
    default = signature(getattr(keras.optimizers, name)).parameters["learning_rate"].default
    assert TrainingConfig(optimizer=optimizer).learning_rate_used == default


def test_a_refusal_can_be_told_with_what_the_page_calls_the_setting():
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(learning_rate=-1)
    told = "is −1, but it must be a number from 0.000001 to 10."
    assert (str(caught.value), caught.value.labelled) == (
        f"learning_rate {told}",
        f"Learning rate {told}",
    )
    assert pickle.loads(pickle.dumps(caught.value)).labelled == f"Learning rate {told}"
