from dataclasses import fields, replace

import pytest

from nnplay.choices import HIDDEN_ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.fields import FIELDS, GROUPS, OF_DATA, OF_MODEL, phrase, short_phrase

DEFAULT = TrainingConfig()
# For every setting, a value that no lesson begins or ends with, and its text in an address.
OTHER = {
    "dataset": ("gauss", "gauss"),
    "samples": (999, "999"),
    "noise": (0.05, "0.05"),
    "data_seed": (7, "7"),
    "features": (("sin x1", "x1·x2"), "sin x1,x1·x2"),
    "standardize": (True, "true"),
    "validation_split": (0.125, "0.125"),
    "validation_rows": ("random", "random"),
    "hidden_units": ((8, 4), "8,4"),
    "activation": ("softsign", "softsign"),
    "layer_activations": (("tanh", "relu"), "tanh,relu"),
    "kernel_initializer": ("he_normal", "he_normal"),
    "output_activation": ("elu", "elu"),
    "output_kernel_initializer": ("constant", "constant"),
    "optimizer": ("Nadam", "Nadam"),
    "learning_rate": (3e-06, "3e-06"),
    "learning_rate_schedule": ("CosineDecay", "CosineDecay"),
    "loss": ("huber", "huber"),
    "l1": (1e-06, "1e-06"),
    "l2": (0.1, "0.1"),
    "dropout": (0.5, "0.5"),
    "epochs": (4_999, "4999"),
    "patience": (20, "20"),
    "restore_best_weights": (True, "true"),
    "batch_size": (8, "8"),
    "shuffle": (False, "false"),
    "seed": (2**31 - 1, "2147483647"),
}


def test_every_field_of_a_configuration_has_its_row_in_the_same_order():
    assert list(FIELDS) == [field.name for field in fields(TrainingConfig)] == list(OTHER)


@pytest.mark.parametrize("name", FIELDS)
def test_an_address_writes_every_value_so_that_it_is_read_back(name):
    kind, (value, text) = FIELDS[name].kind, OTHER[name]
    assert kind.write(value) == text
    for each in (value, getattr(DEFAULT, name)):
        read = kind.read(kind.write(each))
        assert (read, type(read)) == (each, type(each))


def test_a_column_may_have_a_comma_in_its_name():
    kind, columns = FIELDS["features"].kind, ("length, cm", "mass", ",")
    assert kind.write(columns) == r"length\, cm,mass,\,"
    assert kind.read(kind.write(columns)) == columns


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("features", None, "default"),
        ("learning_rate", None, "default"),
        ("hidden_units", (), "none"),
        ("layer_activations", (), "same"),
    ],
)
def test_what_is_left_open_has_a_word(name, value, text):
    assert FIELDS[name].kind.write(value) == text
    assert FIELDS[name].kind.read(text) == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("epochs", "3.7", "is '3.7', but it must be a whole number from 1 to 5,000."),
        ("l1", "much", "is 'much', but it must be a number from 0 to 1."),
        ("shuffle", "yes", "is 'yes', but it must be True or False."),
        (
            "hidden_units",
            "8,many",
            "of layer 2 is 'many', but it must be a whole number from 1 to 64.",
        ),
        (
            "layer_activations",
            "tanh,bent",
            f"of layer 2 is 'bent', but it must be one of {', '.join(HIDDEN_ACTIVATIONS)}.",
        ),
    ],
)
def test_a_text_that_cannot_be_read_is_told_by_the_check(name, text, told):
    kind = FIELDS[name].kind
    assert kind.complaint(kind.read(text)) == told


@pytest.mark.parametrize("name", FIELDS)
def test_every_row_says_what_the_page_needs(name):
    row = FIELDS[name]
    assert row.label[0].isupper()
    assert row.help.endswith(".")
    assert len(row.kind.arguments) <= 2


@pytest.mark.parametrize(
    ("changes", "short", "fix"),
    [
        ({"standardize": True}, "standardised", "standardise the features"),
        ({"hidden_units": ()}, "no hidden layer", "no hidden layer"),
        ({"hidden_units": (8,)}, "units 8", "1 hidden layer of 8 units"),
        ({"hidden_units": (1,)}, "units 1", "1 hidden layer of 1 unit"),
        ({"hidden_units": (8, 4)}, "units 8-4", "2 hidden layers of 8 and 4 units"),
        ({"l1": 1e-6}, "l1 0.000001", "l1 penalty on weights 0.000001"),
        ({"l2": 0.0}, "l2 0", "no l2 penalty on weights"),
        ({"dropout": 0.2}, "dropout 0.2", "dropout 0.2"),
        ({"dropout": 0.0}, "dropout 0", "no dropout"),
        ({"learning_rate": None, "optimizer": "SGD"}, "default lr", "learning rate 0.01"),
        ({"learning_rate": 1e-6}, "lr 0.000001", "learning rate 0.000001"),
        ({"learning_rate_schedule": "CosineDecay"}, "CosineDecay", "schedule CosineDecay"),
        ({"layer_activations": ("tanh", "relu")}, "layers tanh-relu", "activations tanh and relu"),
        ({"layer_activations": ()}, "same activation", "the same activation in every layer"),
        ({"patience": 20}, "patience 20", "early stopping, patience 20"),
        ({"patience": 0}, "no early stopping", "no early stopping"),
        ({"restore_best_weights": True}, "best weights", "restore the best weights"),
        ({"features": None}, "default features", "all features"),
        ({"features": ("a", "b")}, "only a + b", "only a and b"),
        ({"features": tuple("abcd")}, "4 features", "only a, b, c and d"),
        ({"validation_split": 0.125}, "12.5% held out", "hold out 12% of the rows"),
        ({"samples": 1_000}, "1,000 points", "1,000 points"),
        ({"epochs": 1}, "1 epoch", "1 epoch"),
        ({"epochs": 2_000}, "2,000 epochs", "2,000 epochs"),
        ({"seed": 1234}, "seed 1234", "seed 1234"),
        ({"shuffle": False}, "not shuffled", "keep the order of the rows"),
    ],
)
def test_a_setting_in_a_few_words(changes, short, fix):
    config = replace(DEFAULT, **changes)
    name = next(iter(changes))
    assert short_phrase(config, name) == short
    assert phrase(config, name) == fix


def test_what_decides_the_data_and_what_is_of_the_model():
    assert OF_DATA == ("dataset", "samples", "noise", "data_seed")
    others = {"validation_split", "validation_rows", "seed"}
    assert set(FIELDS) - set(OF_MODEL) == {*OF_DATA, *others}
    assert sum(len(rows) for rows in GROUPS.values()) == len(FIELDS)
