import csv
import math
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import DATASETS, dataset_of, load_dataset, prepare
from nnplay.datasets.patterns import PATTERNS
from nnplay.numbers import exact

# FiveThirtyEight, CC BY 4.0: see nnplay/data/car_crashes.md
PUBLISHED = Path(__file__).with_name("bad_drivers.csv")
FEATURES = ("speeding", "alcohol", "not_distracted", "no_previous", "ins_premium", "ins_losses")
# rows, validation split and the rows that Keras learns from, counted by hand; the floor of
# 10 * (1 - 0.8) is 1 in floating point, as 1 - 0.8 is a little less than 0.2
SPLITS = [
    (51, 0.1, 45),
    (51, 0.2, 40),
    (51, 0.5, 25),
    (51, 0.8, 10),
    (50, 0.2, 40),
    (10, 0.3, 7),
    (10, 0.8, 1),
    (2, 0.5, 1),
]


def with_rows(dataset, rows):
    return replace(dataset, frame=dataset.frame.head(rows))


def test_the_table_has_the_51_rows_and_the_columns_of_seaborns_car_crashes(dataset):
    assert tuple(dataset.frame.columns) == ("total", *FEATURES)
    assert dataset.frame.shape == (51, 7)
    assert dataset.frame.index.is_unique
    assert dataset.target == "total"
    assert dataset.features == FEATURES


def test_the_first_row_is_alabama(dataset):
    assert dataset.frame.index[0] == "AL"
    assert dataset.row_labels["AL"] == "Alabama"
    row = (18.8, 7.332, 5.64, 18.048, 15.04, 784.55, 145.08)
    assert tuple(dataset.frame.loc["AL"]) == row


def test_every_value_follows_from_the_published_percentages(dataset):
    with PUBLISHED.open(encoding="utf-8") as lines:
        published = {row["abbrev"]: row for row in csv.DictReader(lines)}
    assert list(published) == list(dataset.frame.index)
    for abbreviation, row in published.items():
        ours = dataset.frame.loc[abbreviation]
        total = Decimal(row["total"])
        assert dataset.row_labels[abbreviation] == row["state"]
        for name in ("total", "ins_premium", "ins_losses"):
            assert ours[name] == float(row[name])
        for name in ("speeding", "alcohol", "not_distracted", "no_previous"):
            assert ours[name] == float(total * Decimal(row[f"{name}_percent"]) / 100)


def test_every_column_is_described_and_the_source_is_named(dataset):
    assert set(dataset.descriptions) == set(dataset.frame.columns)
    assert all(dataset.descriptions.values())
    assert "FiveThirtyEight" in dataset.source
    assert "CC BY 4.0" in dataset.source


def test_the_two_baselines_of_the_table_are_the_published_ones(dataset):
    y = dataset.frame["total"].to_numpy()
    x = dataset.frame[list(FEATURES)].to_numpy()
    assert round(np.mean((y - y.mean()) ** 2), 2) == 16.66
    # least squares as a projection on the columns, by QR
    q, _ = np.linalg.qr(np.column_stack([np.ones(51), x]))
    assert round(np.mean((y - q @ (q.T @ y)) ** 2), 4) == 0.7011


def test_an_unknown_data_set_is_refused_with_the_names_there_are():
    with pytest.raises(ConfigError) as caught:
        load_dataset("irises")
    assert str(caught.value) == (
        f"dataset is 'irises', but it must be one of {', '.join(DATASETS)}."
    )


def test_without_options_the_examples_are_the_table(dataset):
    examples = prepare(TrainingConfig(), dataset)
    assert examples.features == FEATURES
    assert examples.x.dtype == examples.y.dtype == np.float32
    np.testing.assert_array_equal(examples.x, dataset.frame[list(FEATURES)].astype("float32"))
    np.testing.assert_array_equal(examples.y, dataset.frame[["total"]].astype("float32"))
    np.testing.assert_array_equal(examples.training_rows, range(51))
    assert len(examples.validation_rows) == 0
    np.testing.assert_array_equal(examples.offset, [0] * 6)
    np.testing.assert_array_equal(examples.scale, [1] * 6)


def test_chosen_features_keep_the_order_of_the_table(dataset):
    examples = prepare(TrainingConfig(features=("ins_losses", "alcohol")), dataset)
    assert examples.features == ("alcohol", "ins_losses")
    np.testing.assert_array_equal(examples.x[0], np.float32([5.64, 145.08]))


@pytest.mark.parametrize("rows", ["last", "random"])
def test_standardised_training_rows_have_mean_0_and_deviation_1(dataset, rows):
    config = TrainingConfig(standardize=True, validation_split=0.3, validation_rows=rows)
    examples = prepare(config, dataset)
    x = examples.x[examples.training_rows].astype(float)
    np.testing.assert_allclose(x.sum(axis=0) / len(x), 0, atol=1e-6)
    np.testing.assert_allclose((x**2).sum(axis=0) / len(x), 1, rtol=1e-6)
    assert np.abs(examples.x[examples.validation_rows].mean(axis=0)).max() > 0.01


def test_standardising_never_looks_at_the_held_out_rows(dataset):
    config = TrainingConfig(standardize=True, validation_split=0.2)
    before = prepare(config, dataset)
    frame = dataset.frame.copy()
    frame.iloc[before.validation_rows] *= 100
    after = prepare(config, replace(dataset, frame=frame))
    np.testing.assert_array_equal(after.offset, before.offset)
    np.testing.assert_array_equal(after.scale, before.scale)
    np.testing.assert_array_equal(after.x[:40], before.x[:40])
    assert (after.x[40:] != before.x[40:]).all()


def test_offset_and_scale_lead_back_to_the_table(dataset):
    examples = prepare(TrainingConfig(standardize=True, validation_split=0.5), dataset)
    table = dataset.frame[list(FEATURES)].to_numpy()
    np.testing.assert_allclose(examples.x * examples.scale + examples.offset, table, rtol=1e-5)


def test_targets_are_never_scaled(dataset):
    examples = prepare(TrainingConfig(standardize=True), dataset)
    np.testing.assert_array_equal(examples.y[:, 0], dataset.frame["total"].astype("float32"))


@pytest.mark.parametrize("value", [0.0, 5.0, 0.1, 18.8, 784.55])
def test_a_constant_feature_becomes_0_when_standardised(dataset, value):
    frame = dataset.frame.assign(alcohol=value)
    examples = prepare(TrainingConfig(standardize=True), replace(dataset, frame=frame))
    np.testing.assert_allclose(examples.x[:, 1], np.zeros(51), atol=1e-9)
    assert np.isfinite(examples.x).all()


@pytest.mark.parametrize("value", [5.0, 0.1])
def test_a_feature_constant_in_the_training_rows_alone_stays_of_the_tables_size(dataset, value):
    frame = dataset.frame.assign(alcohol=value)
    frame.loc[frame.index[-1], "alcohol"] = value + 1
    config = TrainingConfig(standardize=True, validation_split=0.2)
    examples = prepare(config, replace(dataset, frame=frame))
    np.testing.assert_allclose(examples.x[:, 1], [0] * 50 + [1], atol=1e-6)


@pytest.mark.parametrize(("rows", "split", "learned_from"), SPLITS)
def test_the_last_rows_are_held_out_as_keras_counts_them(dataset, rows, split, learned_from):
    assert math.floor(rows * (1 - split)) == learned_from
    config = TrainingConfig(validation_split=split, batch_size=1)
    examples = prepare(config, with_rows(dataset, rows))
    np.testing.assert_array_equal(examples.training_rows, range(learned_from))
    np.testing.assert_array_equal(examples.validation_rows, range(learned_from, rows))


@pytest.mark.parametrize("split", [n / 100 for n in range(2, 81, 3)])
def test_the_last_rows_are_those_that_keras_holds_out(dataset, split):
    from keras.src.trainers.data_adapters.array_slicing import train_validation_split

    learned, held_out = train_validation_split((np.arange(51),), validation_split=split)
    examples = prepare(TrainingConfig(validation_split=split), dataset)
    np.testing.assert_array_equal(examples.training_rows, learned[0])
    np.testing.assert_array_equal(examples.validation_rows, held_out[0])


@pytest.mark.parametrize(("rows", "split", "learned_from"), SPLITS)
def test_random_rows_are_as_many_and_every_row_is_on_one_side(dataset, rows, split, learned_from):
    config = TrainingConfig(validation_split=split, validation_rows="random", batch_size=1)
    examples = prepare(config, with_rows(dataset, rows))
    assert len(examples.training_rows) == learned_from
    both = np.concatenate([examples.training_rows, examples.validation_rows])
    assert sorted(both) == list(range(rows))
    for side in (examples.training_rows, examples.validation_rows):
        assert list(side) == sorted(side)


def random_rows(dataset, **fields) -> list[int]:
    config = TrainingConfig(validation_split=0.2, validation_rows="random", **fields)
    return prepare(config, dataset).validation_rows.tolist()


def test_random_rows_depend_on_the_seed(dataset):
    draws = {tuple(random_rows(dataset, seed=seed)) for seed in range(20)}
    assert len(draws) == 20
    assert tuple(range(40, 51)) not in draws


def test_random_rows_depend_on_nothing_but_the_seed(dataset):
    np.random.seed(1)
    expected = random_rows(dataset, seed=7)
    np.random.seed(2)
    others = {
        "standardize": True,
        "features": ("alcohol",),
        "hidden_units": (),
        "optimizer": "Adam",
        "epochs": 3,
        "batch_size": 5,
        "shuffle": False,
    }
    assert random_rows(dataset, seed=7, **others) == expected


def test_a_feature_that_is_not_in_the_table_is_refused(dataset):
    with pytest.raises(ConfigError) as caught:
        prepare(TrainingConfig(features=("alcohol", "age")), dataset)
    assert str(caught.value) == f"features names 'age', but it may only name {', '.join(FEATURES)}."


def test_the_target_is_no_feature(dataset):
    with pytest.raises(ConfigError, match=r"^features names 'total', but it may only name"):
        prepare(TrainingConfig(features=("total",)), dataset)


def test_a_batch_larger_than_the_table_is_refused(dataset):
    assert len(prepare(TrainingConfig(batch_size=51), dataset).x) == 51
    with pytest.raises(ConfigError) as caught:
        prepare(TrainingConfig(batch_size=52), dataset)
    assert str(caught.value) == (
        "batch_size is 52, but it must be a whole number from 1 to 51, the number of rows."
    )


@pytest.mark.parametrize(("rows", "split"), [(51, 1e-20), (1, 0.5), (3, 0.7), (4, 0.8)])
def test_a_split_that_leaves_one_side_empty_is_refused(dataset, rows, split):
    config = TrainingConfig(validation_split=split, batch_size=1)
    with pytest.raises(ConfigError) as caught:
        prepare(config, with_rows(dataset, rows))
    assert str(caught.value) == (
        f"validation_split is {exact(split)}, but with {rows} rows it must leave at least one row "
        "on each side."
    )


def test_the_target_is_measured_as_it_was_published(dataset):
    assert dataset.unit == "drivers in fatal collisions per billion miles"
    assert dataset.descriptions["total"] == dataset.measured == dataset.unit
    assert load_dataset("plane").unit == load_dataset(MEDIAN).unit == ""
    assert load_dataset("plane").measured == "height"


# ---- questions about classes

MEDIAN, THIRDS = "car_crashes_median", "car_crashes_terciles"


def test_half_of_the_states_have_more_accidents_than_the_median(dataset):
    total = dataset.frame["total"].tolist()
    median = sorted(total)[25]  # the middle one of 51
    asked = load_dataset(MEDIAN)
    assert asked.frame["many"].tolist() == [int(value > median) for value in total]
    assert asked.frame["many"].sum() == 25
    assert asked.classes == ("few", "many")
    assert asked.outputs == 1
    assert f"median of {median:g} {dataset.unit}" in asked.descriptions["many"]


def test_a_third_of_the_states_is_in_each_class(dataset):
    total = dataset.frame["total"].to_numpy()
    asked = load_dataset(THIRDS)
    by_rank = np.empty(51, int)
    by_rank[np.argsort(total, kind="stable")] = np.arange(51) // 17
    assert np.bincount(asked.frame["third"]).tolist() == [17, 17, 17]
    np.testing.assert_array_equal(asked.frame["third"], by_rank)
    assert asked.classes == ("low", "medium", "high")
    assert asked.outputs == 3
    told = re.fullmatch(
        rf"low \(0\) up to ([\d.]+) {dataset.unit}, medium \(1\) up to ([\d.]+), high \(2\) above",
        asked.descriptions["third"],
    )
    for number, bound in enumerate(map(float, told.groups())):
        assert total[by_rank == number].max() <= bound < total[by_rank == number + 1].min()


@pytest.mark.parametrize("name", [MEDIAN, THIRDS])
def test_no_column_gives_the_class_away(dataset, name):
    asked = load_dataset(name)
    assert asked.features == FEATURES
    assert list(asked.frame.columns) == [asked.target, *FEATURES]
    assert set(asked.descriptions) == set(asked.frame.columns)
    assert asked.target_label == "class"
    np.testing.assert_array_equal(asked.frame[list(FEATURES)], dataset.frame[list(FEATURES)])
    assert list(asked.row_labels) == list(dataset.row_labels)
    # sorted by any one feature, the classes do not fall into one row each
    for feature in FEATURES:
        ordered = asked.frame.sort_values(feature)[asked.target]
        assert np.count_nonzero(np.diff(ordered)) > len(asked.classes)
    assert "total" in dataset.frame.columns  # the numbers are untouched


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_its_name_a_question_and_settings_that_are_legal(name):
    asked = load_dataset(name)
    assert asked.name == name
    assert asked.question.endswith("?")
    assert asked.source
    assert load_dataset(name) is asked
    config = TrainingConfig(dataset=name, **asked.recommended)
    examples = prepare(config, asked)
    as_many = replace(config, samples=TrainingConfig().samples)
    assert dataset_of(as_many).frame.equals(asked.frame)
    assert asked.pattern == (name in PATTERNS)
    last, loss = config.output_activation, config.loss
    recommended = {0: "linear", 2: "sigmoid", 3: "softmax"}
    assert last == recommended[len(asked.classes)]
    expected = {"sigmoid": "binary_crossentropy", "softmax": "sparse_categorical_crossentropy"}
    assert loss == expected.get(last, "mean_squared_error")
    assert set(np.unique(examples.y)) == set(range(len(asked.classes))) or not asked.classes


@pytest.mark.parametrize(
    ("loss", "columns"),
    [
        ("sparse_categorical_crossentropy", 1),
        ("categorical_crossentropy", 3),
        ("categorical_hinge", 3),
        ("kl_divergence", 3),
        ("mean_squared_error", 3),
    ],
)
def test_three_classes_are_a_column_each_unless_the_loss_takes_their_numbers(loss, columns):
    examples = prepare(TrainingConfig(dataset=THIRDS, loss=loss), load_dataset(THIRDS))
    assert examples.targets.shape == (51, columns)
    assert examples.targets.dtype == np.float32
    assert examples.y.shape == (51, 1)
    numbers = [int(number) for number in examples.y[:, 0]]
    expected = [[float(number)] if columns == 1 else np.eye(3)[number] for number in numbers]
    np.testing.assert_array_equal(examples.targets, expected)


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge", "categorical_crossentropy"])
@pytest.mark.parametrize("name", [MEDIAN, "car_crashes", "circle"])
def test_two_classes_and_quantities_are_one_column(name, loss):
    examples = prepare(TrainingConfig(dataset=name, loss=loss), load_dataset(name))
    np.testing.assert_array_equal(examples.targets, examples.y)


def test_only_the_usual_features_are_looked_at_unless_others_are_chosen(dataset):
    assert dataset.default_features == ()
    few = replace(dataset, default_features=("alcohol", "ins_losses"))
    assert prepare(TrainingConfig(), few).features == ("alcohol", "ins_losses")
    others = prepare(TrainingConfig(features=("ins_losses", "speeding")), few)
    assert others.features == ("speeding", "ins_losses")


def test_every_data_set_has_a_label_of_its_own_and_a_word_for_its_rows():
    found = [load_dataset(name) for name in DATASETS]
    assert [each.name for each in found] == list(DATASETS)
    assert len({each.label for each in found}) == len(DATASETS)
    assert "row" not in {each.row_noun for each in found}
