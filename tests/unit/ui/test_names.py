import pytest

from nnplay.datasets import load_dataset
from nnplay.datasets.csv import read_table
from nnplay.ui.drawing.names import full_names, weight_names
from tests.unit.datasets.csv.own_files import ask


def own(*lines):
    table = read_table("\n".join(lines).encode(), "own.csv")
    return ask(table, "b", ["a"], classes=False)[0]


@pytest.mark.parametrize(
    ("dataset", "names"),
    [
        (load_dataset("car_crashes"), ["Alabama (AL)", "Alaska (AK)"]),
        (load_dataset("circle"), ["point 1", "point 2"]),
        (own("a,b", "1,2", ",9", "2,5", "3,4", "4,9", "5,7"), ["row 1", "row 3"]),
        (
            own("who,a,b", "Ann,1,2", "Bo,,9", "Cy,2,5", "Di,3,4", "Ed,4,9", "Flo,5,7"),
            ["Ann (row 1)", "Cy (row 3)"],
        ),
    ],
)
def test_a_row_is_told_by_its_name_and_by_what_finds_it_in_a_table(dataset, names):
    assert full_names(dataset)[:2] == names


def test_every_weight_and_bias_is_named_in_the_order_of_get_weights():
    assert weight_names(("alcohol", "speeding"), (2, 3, 1), ("prediction",)) == [
        "the weight from alcohol to unit 1 (hidden layer)",
        "the weight from alcohol to unit 2 (hidden layer)",
        "the weight from alcohol to unit 3 (hidden layer)",
        "the weight from speeding to unit 1 (hidden layer)",
        "the weight from speeding to unit 2 (hidden layer)",
        "the weight from speeding to unit 3 (hidden layer)",
        "the bias of unit 1 (hidden layer)",
        "the bias of unit 2 (hidden layer)",
        "the bias of unit 3 (hidden layer)",
        "the weight from unit 1 to prediction (output layer)",
        "the weight from unit 2 to prediction (output layer)",
        "the weight from unit 3 to prediction (output layer)",
        "the bias of prediction (output layer)",
    ]


def test_a_network_without_hidden_layers_leads_from_the_inputs_to_the_prediction():
    assert weight_names(("alcohol", "speeding"), (2, 1), ("prediction",)) == [
        "the weight from alcohol to prediction (output layer)",
        "the weight from speeding to prediction (output layer)",
        "the bias of prediction (output layer)",
    ]


def test_each_of_several_hidden_layers_is_named():
    assert weight_names(("alcohol",), (1, 1, 2, 1), ("prediction",))[2:6] == [
        "the weight from unit 1 to unit 1 (hidden layer 2)",
        "the weight from unit 1 to unit 2 (hidden layer 2)",
        "the bias of unit 1 (hidden layer 2)",
        "the bias of unit 2 (hidden layer 2)",
    ]


def test_there_are_as_many_names_as_parameters_and_no_two_alike():
    names = weight_names(("a", "b", "c"), (3, 4, 5, 2, 1), ("prediction",))
    assert len(names) == len(set(names)) == (3 * 4 + 4) + (4 * 5 + 5) + (5 * 2 + 2) + (2 * 1 + 1)
