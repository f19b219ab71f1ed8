"""Questions about a file of one's own: which column is predicted, from which, and how."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.datasets import HELD_OUT, prepare
from nnplay.datasets.csv import suggest
from tests.unit.datasets.csv.own_files import PEOPLE, ask, column, read, refusal


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,c", "c"),
        ("y,b,c", "y"),
        ("a,Target,c", "Target"),
        ("class,b,c", "class"),
        ("a,b,kind", "kind"),
    ],
)
def test_the_column_to_predict_is_suggested_by_its_name_or_its_place(header, target):
    rows = [[n, n * n, "uv"[n % 2] if "kind" in header else -n % 5] for n in range(8)]
    content = header + "\n" + "\n".join(",".join(map(str, row)) for row in rows)
    assert suggest(read(content)).target == target


def test_columns_of_texts_are_learned_from_as_columns_of_0_and_1():
    texts = "size,coat,kind\n1,red,a\n2,blue,b\n3,red,c\n4,blue,a\n5,,b\n6,red,a\n"
    table = read(texts)
    assert list(suggest(table, "size").features) == ["coat", "kind"]
    dataset, dropped = ask(table, "size", ["coat", "kind"], classes=False)
    assert dropped == 1
    assert dataset.features == ("coat red", "kind a", "kind b", "kind c")
    assert dataset.frame[list(dataset.features)].to_numpy().tolist() == [
        [1, 1, 0, 0],
        [0, 0, 1, 0],
        [1, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 1, 0, 0],
    ]
    assert dataset.descriptions["kind b"] == "1 if kind is b, else 0"
    assert dataset.texts["coat"] == {"blue": "", "red": "coat red"}


def test_a_file_of_texts_alone_can_be_learned_from():
    table = read("colour,size,fruit\n" + "green,small,lime\nred,big,apple\n" * 4)
    dataset, _ = ask(table, "fruit", ["colour", "size"], classes=True)
    assert dataset.features == ("colour red", "size small")


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (["no", "yes"], "0 is no, 1 is yes"),
        (["0", "1"], "the classes 0 and 1"),
        (["3", "5", "4"], "the classes 3, 4 and 5, numbered from 0"),
        (["1", "0", "2"], "the classes 0, 1 and 2"),
    ],
)
def test_classes_that_are_numbers_are_not_said_to_be_themselves(cells, meaning):
    dataset, _ = ask(read(column(*cells * 4)), "x", ["n"], classes=True)
    assert dataset.descriptions["x"] == meaning


@pytest.mark.parametrize(
    ("target", "question"),
    [
        ("class", "Can this network tell the classes apart?"),
        ("Classes", "Can this network tell the classes apart?"),
        ("fruit", "Can this network tell the classes of fruit apart?"),
    ],
)
def test_a_question_does_not_say_class_twice(target, question):
    table = read(f"n,{target}\n" + "1,a\n2,b\n" * 4)
    assert ask(table, target, ["n"], classes=True)[0].question == question


@pytest.mark.parametrize(
    ("target", "label"), [("actual", "value"), ("Predicted", "value"), ("mark", "mark")]
)
def test_a_target_is_not_called_actual_or_predicted_again(target, label):
    table = read(f"n,{target}\n" + "".join(f"{n},{n * n}\n" for n in range(9)))
    assert ask(table, target, ["n"], classes=False)[0].target_label == label


def test_too_many_inputs_are_refused_and_not_suggested():
    header = ",".join(f"c{n}" for n in range(9)) + ",y"
    lines = [",".join([f"t{(n + c) % 10}" for c in range(9)] + [str(n)]) for n in range(20)]
    table = read("\n".join([header, *lines]))
    assert "make 90 inputs" in refusal(ask, table, "y", [f"c{n}" for n in range(9)], False)
    assert len(list(suggest(table, "y").features)) == 4


@pytest.mark.parametrize(
    ("cells", "may_be", "suggested"),
    [
        (["u", "v"] * 5, True, True),
        (["yes", "no"] * 5, True, True),
        (["0", "1"] * 5, True, True),
        (["-1", "1"] * 5, True, True),
        (["7", "3000"] * 5, True, True),
        (["0", "1", "2"] * 3, True, True),
        (["1", "2", "3", "4", "5"] * 3, True, True),
        (["1", "2", "3", "4", "5"] * 2, True, False),  # too few of each
        (["10", "20", "30"] * 4, True, False),  # steps of a quantity
        (["1", "2", "4"] * 4, True, False),
        ([str(n) for n in range(10)] * 3, True, True),
        ([str(n) for n in range(11)] * 3, False, False),
        (["0.5", "1"] * 5, False, False),
    ],
)
def test_classes_are_texts_and_a_few_whole_numbers(cells, may_be, suggested):
    target = read(column(*cells)).column("x")
    assert (target.may_be_classes, target.are_classes) == (may_be, suggested)


def test_a_quantity_is_asked_for():
    dataset, dropped = ask(read(PEOPLE), "weight", ["smoker", "height"], classes=False)
    assert dropped == 1
    assert list(dataset.frame.columns) == ["weight", "height", "smoker"]
    assert dataset.features == ("height", "smoker")
    assert dataset.frame.to_numpy().tolist() == [
        [60, 1.7, 1],
        [80, 1.8, 0],
        [90, 1.9, 1],
        [55, 1.65, 0],
        [70, 1.75, 1],
        [50, 1.5, 0],
    ]
    assert list(dataset.frame.index) == ["1", "2", "4", "5", "6", "7"]
    assert list(dataset.row_labels) == ["Ann", "Bob", "Dee", "Eve", "Fay", "Gus"]
    assert list(dataset.row_labels.index) == list(dataset.frame.index)
    assert dataset.classes == ()
    assert dataset.outputs == 1
    assert dataset.question == "How well can this network predict weight?"
    assert dataset.descriptions["height"] == "from 1.5 to 1.9"
    assert dataset.recommended["batch_size"] == 6


def test_two_classes_are_asked_for():
    dataset, dropped = ask(read(PEOPLE), "kind", ["height"], classes=True)
    assert dropped == 0
    assert dataset.classes == ("cat", "dog")
    assert dataset.frame["kind"].tolist() == [0, 1, 0, 1, 0, 1, 0]
    assert dataset.descriptions["kind"] == "0 is cat, 1 is dog"
    assert dataset.outputs == 1
    assert dataset.recommended == {
        "standardize": True,
        "optimizer": "Adam",
        "learning_rate": 0.01,
        "batch_size": 7,
        "output_activation": "sigmoid",
        "loss": "binary_crossentropy",
        **HELD_OUT,
    }


def test_yes_and_no_are_classes_of_these_names():
    dataset, _ = ask(read(PEOPLE), "smoker", ["height"], classes=True)
    assert dataset.classes == ("no", "yes")
    assert dataset.frame["smoker"].tolist() == [1, 0, 0, 1, 0, 1, 0]


def test_more_classes_are_asked_for_in_the_order_of_their_names():
    table = read(column(*["b", "c", "a"] * 12))
    dataset, _ = ask(table, "x", ["n"], classes=True)
    assert dataset.classes == ("a", "b", "c")
    assert dataset.frame["x"].tolist() == [1, 2, 0] * 12
    assert dataset.outputs == 3
    assert dataset.recommended["loss"] == "sparse_categorical_crossentropy"
    assert dataset.recommended["output_activation"] == "softmax"
    assert "batch_size" not in dataset.recommended


def test_rows_held_out_of_a_file_sorted_by_class_are_of_every_class():
    table = read(column(*["a"] * 50, *["b"] * 50, *["c"] * 50))
    dataset, _ = ask(table, "x", ["n"], classes=True)
    config = replace(dataset.recommended_settings, validation_split=0.4)
    examples = prepare(config, dataset)
    for rows in (examples.training_rows, examples.validation_rows):
        assert set(examples.y[rows, 0]) == {0, 1, 2}


def test_classes_of_numbers_keep_the_order_of_the_numbers():
    dataset, _ = ask(read(column(*["10", "-2", "9"] * 4)), "x", ["n"], classes=True)
    assert dataset.classes == ("-2", "9", "10")
    assert dataset.frame["x"].tolist() == [2, 0, 1] * 4


def test_a_class_whose_rows_are_all_dropped_is_none():
    table = read("kind,a,b\nu,1,1\nv,2,2\nw,,3\nw,,4\nu,3,5\nv,4,6\nu,5,7\n")
    dataset, dropped = ask(table, "kind", ["a"], classes=True)
    assert (dataset.classes, dropped) == (("u", "v"), 2)
    dataset, dropped = ask(table, "kind", ["b"], classes=True)
    assert (dataset.classes, dropped) == (("u", "v", "w"), 0)


@pytest.mark.parametrize(("target", "classes"), [("weight", False), ("kind", True)])
def test_a_data_set_of_ones_own_is_ready_for_a_run(target, classes):
    dataset, _ = ask(read(PEOPLE), target, ["height", "smoker"], classes)
    examples = prepare(dataset.recommended_settings, dataset)
    assert len(examples.validation_rows) == np.ceil(0.2 * len(dataset.frame))
    assert examples.features == ("height", "smoker")
    assert np.isfinite(examples.x).all()
    assert set(dataset.descriptions) == set(dataset.frame.columns)
    assert dataset.frame.index.is_unique


def test_names_of_rows_are_no_columns_of_the_table():
    table = read("row,label,n\n" + "".join(f"{n},{n * n},{-n}\n" for n in range(5)))
    dataset, _ = ask(table, "n", ["row", "label"], classes=False)
    names = {dataset.frame.index.name, dataset.row_labels.name}
    assert len(names) == 2
    assert not names & set(dataset.frame.columns)


def test_equal_choices_on_equal_files_have_equal_names_and_others_other_names():
    def name(target="kind", features=("height", "weight"), classes=True, content=PEOPLE, file="a"):
        return ask(read(content, file), target, features, classes)[0].name

    assert name().startswith("own-")
    assert len(name()) == 16
    assert int(name()[4:], 16) >= 0
    assert name() == name(features=("weight", "height")) == name(file="b")
    others = [
        name(features=("height",)),
        name(target="smoker"),
        name(target="smoker", classes=False),
        name(content=PEOPLE.replace("55", "56")),
    ]
    assert len({name(), *others}) == 5


QUESTIONS = [
    (("kind", [], True), "No column is chosen"),
    (("height", ["height"], False), "is to be predicted, so"),
    (("age", ["height"], False), "'age' can't be predicted, as the table has none"),
    (("name", ["height"], True), "'name' can't be predicted, as it names the rows"),
    (("height", ["age"], False), "'age' can't be learned from, as the table has none"),
    (("height", ["name"], False), "'name' can't be learned from, as it names the rows"),
    (("height", ["weight"], True), "must be texts or 2 to 10 whole numbers"),
    (("kind", ["height"], False), "can only be predicted as classes"),
]


@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_a_question_that_makes_no_sense_is_refused_in_one_sentence(question, words):
    assert words in refusal(ask, read(PEOPLE), *question)


def test_a_question_with_too_little_left_is_refused_in_one_sentence():
    table = read("a,b,kind\n1,1,u\n2,2,u\n3,,u\n4,4,u\n,5,u\n6,6,v\n7,,v\n")
    assert "only 4 rows in which" in refusal(ask, table, "a", ["b"], False)
    table = read("a,b,kind\n" + "1,1,u\n1,2,u\n" * 3 + "2,,v\n" + "3,,v\n")
    assert "nothing to predict" in refusal(ask, table, "kind", ["b"], True)
    assert "nothing to predict" in refusal(ask, table, "a", ["b"], False)


def test_classes_of_one_row_each_are_refused_but_one_rare_class_is_not():
    table = read(column("1", "2", "3", "4", "5"))
    assert "more than one row" in refusal(ask, table, "x", ["n"], True)
    table = read(column("u", "u", "u", "u", "v"))
    assert "more than one row" in refusal(ask, table, "x", ["n"], True)
    dataset, _ = ask(read(column("u", "u", "w", "v", "v")), "x", ["n"], True)
    assert dataset.classes == ("u", "v", "w")


def test_names_in_a_sentence_cannot_end_it():
    header = "No... of things. Really,<b>. x</b>\n"
    table = read(header + "".join(f"{n},{n * n}\n" for n in range(5)))
    name = table.columns[0].name
    assert "No of" in refusal(ask, table, name, [name], False)
    refusal(ask, table, "a. b. c\n" * 9, [name], False)
