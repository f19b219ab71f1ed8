"""Warnings about a table, and tables for which there must be none."""

import numpy as np
import pandas as pd
import pytest

from nnplay.datasets import warnings
from nnplay.datasets.warnings import leaking_columns, warnings_of


def table(rows=60, seed=0, **columns):
    """Return a table without a fault: a quantity, a class, a code, a yes or no and texts."""
    draw = np.random.default_rng(seed)
    size = draw.normal(170, 10, rows).round(1)
    made = {
        "size": size,
        "weight": (size / 2 + draw.normal(0, 5, rows)).round(1),
        "stars": draw.integers(1, 6, rows),
        "smokes": draw.integers(0, 2, rows),
        "colour": draw.choice(["red", "green", "blue"], rows),
    }
    return pd.DataFrame({**made, **columns})


def names_of(frame, target, classes=False, **options):
    inputs = [name for name in frame if name != target]
    return [
        (each.name, each.column)
        for each in warnings_of(frame, target, inputs, classes=classes, **options)
    ]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rows", [5, 12, 60])
def test_a_table_without_a_fault_is_accused_of_nothing(rows, seed):
    frame = table(rows, seed)
    for target in frame:
        assert not leaking_columns(frame, target)
        found = names_of(frame, target, classes=target in ("smokes", "colour"), held_out=rows // 5)
        assert {name for name, _ in found} <= {"one class"}, target


def test_the_target_in_other_words_is_found_whatever_its_spelling():
    frame = table()
    frame["alive"] = np.where(frame["smokes"] == 1, "no", " Yes")
    frame.loc[3, "alive"] = str(frame.loc[3, "alive"]).strip().upper()
    assert leaking_columns(frame, "smokes") == ("alive",)
    assert leaking_columns(frame, "alive") == ("smokes",)
    (found,) = warnings.disguises(frame, "smokes", ["size", "alive"])
    assert "is smokes in other words" in found.sentence
    assert "goes with 0" in found.sentence and "goes with 1" in found.sentence


def test_one_row_that_differs_is_no_disguise():
    frame = table()
    frame["nearly"] = frame["smokes"]
    frame.loc[7, "nearly"] = 1 - frame.loc[7, "nearly"]
    assert not leaking_columns(frame, "smokes")


def test_a_few_rows_that_agree_are_no_disguise():
    answer = [0, 1] * 6
    frame = pd.DataFrame({"answer": answer, "sex": ["m", "f"] * 6, "age": range(12)})
    assert not leaking_columns(frame, "answer")


def test_gaps_in_the_column_or_the_target_hide_no_disguise():
    frame = table()
    frame["alive"] = np.where(frame["smokes"] == 1, "no", "yes")
    frame.loc[::7, "alive"] = None
    frame["smokes"] = frame["smokes"].astype(float)
    frame.loc[::5, "smokes"] = np.nan
    assert leaking_columns(frame, "smokes") == ("alive",)


@pytest.mark.parametrize("digits", [0, 1, 6])
def test_the_target_in_other_units_is_found_however_it_is_rounded(digits):
    draw = np.random.default_rng(digits)
    celsius = draw.normal(15, 8, 200).round(1)
    frame = pd.DataFrame({"celsius": celsius, "wind": draw.normal(5, 2, 200).round(1)})
    frame["fahrenheit"] = (celsius * 1.8 + 32).round(digits)
    frame["near it"] = (celsius + draw.normal(0, 0.5, 200)).round(1)
    assert leaking_columns(frame, "fahrenheit") == ("celsius",)
    assert leaking_columns(frame, "celsius") == ("fahrenheit",)
    (found,) = warnings.disguises(frame, "fahrenheit", ["celsius"])
    assert ": in every row fahrenheit is about 1.8 × celsius + 32." in found.sentence


def test_columns_that_together_are_the_target_are_found():
    frame = table()
    for colour in ("red", "green", "blue"):
        frame[f"is {colour}"] = (frame["colour"] == colour).astype(int)
    assert sorted(leaking_columns(frame, "colour")) == ["is blue", "is green", "is red"]
    assert not leaking_columns(frame.drop(columns=["is red", "is blue"]), "colour")


def test_names_and_numbers_of_rows_are_no_disguise():
    frame = table()
    frame["id"] = np.arange(60)
    frame["who"] = [f"person {number}" for number in range(60)]
    frame["mass"] = np.random.default_rng(1).normal(size=60)
    for target in frame:
        assert not leaking_columns(frame, target)


@pytest.mark.parametrize("end", ["first", "last"])
@pytest.mark.parametrize("computed", ["sum", "mean"])
def test_a_row_that_is_computed_from_the_others_is_found(end, computed):
    draw = np.random.default_rng(2)
    rows = pd.DataFrame(draw.uniform(10, 99, (8, 3)).round(1), columns=["a", "b", "c"])
    total = getattr(rows, computed)().round(1).to_frame().T
    frame = pd.concat([total, rows] if end == "first" else [rows, total], ignore_index=True)
    (found,) = warnings_of(frame, "a", ["b"], classes=False)
    assert (found.name, found.rows) == ("total", (0,) if end == "first" else (8,))
    assert f"The {end} row is the {computed} of all others" in found.sentence


def test_a_row_that_is_called_a_total_is_found_among_names_but_not_among_classes():
    frame = table(6)
    places = ["Bern", "Basel", "Genf", "Zug", "Chur", "Gesamt:"]
    assert names_of(frame, "size", names=places) == [("total", "")]
    frame["grade"] = ["low", "average", "high", "low", "high", "average"]
    assert names_of(frame, "size") == []


@pytest.mark.parametrize("name", ["", "id", "PassengerId", "Nr.", "row", "Unnamed: 0", "No"])
@pytest.mark.parametrize("start", [0, 1, 892])
def test_row_numbers_are_found_in_any_order(name, start):
    order = np.random.default_rng(3).permutation(60) + start
    frame = table(**{name: order})
    assert names_of(frame, "weight") == [("row numbers", name)]
    assert names_of(table(counter=order), "weight") == [("row numbers", "counter")]


def test_years_ranks_and_what_tells_the_target_are_no_row_numbers():
    frame = table(year=np.arange(60) + 1950)
    assert names_of(frame, "weight") == []
    assert names_of(table(price=table()["weight"].rank(method="first")), "weight") == []
    assert names_of(pd.DataFrame({"x1": range(30), "y": np.arange(30) ** 2 % 7}), "y") == []


def test_last_rows_of_a_sorted_table_are_found_when_they_are_held_out():
    frame = table().sort_values("weight", ignore_index=True)
    (found,) = warnings.beyond(frame, "weight", ["size"], 12, classes=False)
    assert (found.column, len(found.rows)) == (
        "weight",
        (frame["weight"][48:] > frame["weight"][47]).sum(),
    )
    assert f"{len(found.rows)} of the 12 held-out rows lie above all others" in found.sentence
    assert not warnings.beyond(frame, "weight", ["size"], 0, classes=False)
    downwards = frame[::-1].reset_index(drop=True)
    (found,) = warnings.beyond(downwards, "weight", ["size"], 12, classes=False)
    assert "below all others in weight" in found.sentence


def test_one_class_with_nearly_all_rows_is_found():
    answers = pd.Series(["no"] * 95 + ["yes"] * 5, name="spam")
    (found,) = warnings.one_class(answers)
    assert found.sentence.startswith("95% of the rows are no: always")
    assert not warnings.one_class(pd.Series(["no"] * 60 + ["yes"] * 40, name="spam"))


def test_rows_that_decide_the_squared_error_are_found():
    values = np.random.default_rng(4).normal(50, 5, 200)
    values[[17, 90]] = 900.0, 2_000.0
    (found,) = warnings.outliers(pd.Series(values, name="price"))
    share = ((values - values.mean()) ** 2)[[17, 90]].sum() / ((values - values.mean()) ** 2).sum()
    assert found.rows == (17, 90)
    assert found.title == "2 rows of 200 decide the squared error of price"
    assert f"they make up {share:.0%} of the error of always predicting" in found.sentence
    assert not warnings.outliers(pd.Series(values[[*range(17), *range(18, 90)]], name="price"))
