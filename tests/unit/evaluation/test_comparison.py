from dataclasses import fields, replace

import numpy as np
import pytest

from nnplay.choices import OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.evaluation.comparison import (
    ERROR,
    LOSS,
    VAL_LOSS,
    Curve,
    curve_of,
    differing,
    finish_line,
    first_within,
    lowest,
    measures,
    name_of,
    race,
    result_of,
    setting_of,
)
from tests.unit.fields.test_fields import OTHER
from tests.unit.histories import make_history

DEFAULT = TrainingConfig()
CHANGES = {name: value for name, (value, _) in OTHER.items() if name != "dataset"}


def make_result(dataset, config=DEFAULT, **changes):
    history = make_history((6, 3, 1), **changes)
    return result_of(config, prepare(config, dataset), history, "Fine.")


def curve(*values, step=1.0):
    return Curve(np.arange(1, len(values) + 1) * step, np.array(values, float))


# ---- results


def test_a_result_measures_training_and_held_out_rows_apart(dataset):
    config = TrainingConfig(validation_split=0.2)
    result = make_result(dataset, config, val_loss=np.float32([5, 4]))
    examples = prepare(config, dataset)
    errors = result.predicted.astype(float) - examples.y[:, 0]
    rows, held_out = examples.training_rows, examples.validation_rows
    actual = examples.y[rows, 0].astype(float)
    assert result.error == pytest.approx(np.mean(errors[rows] ** 2))
    assert result.val_error == pytest.approx(np.mean(errors[held_out] ** 2))
    assert result.mae == pytest.approx(np.mean(np.abs(errors[rows])))
    residual, total = np.sum(errors[rows] ** 2), np.sum((actual - actual.mean()) ** 2)
    assert result.r2 == pytest.approx(1 - residual / total)
    assert np.flatnonzero(result.held_out).tolist() == held_out.tolist()


def test_the_errors_over_time_are_those_of_the_recorded_weights(dataset):
    history = make_history((6, 3, 1), (0, 5, 10))
    examples = prepare(DEFAULT, dataset)
    result = result_of(DEFAULT, examples, history, "Fine.")
    expected = [np.mean((history.predict(examples.x, e) - examples.y) ** 2) for e in (0, 5, 10)]
    np.testing.assert_allclose(result.errors, expected, rtol=1e-5)
    assert result.epochs_recorded.tolist() == [0, 5, 10]
    assert result.val_error is None
    assert result.errors[-1] == result.error


@pytest.mark.parametrize(
    ("loss", "epochs"),
    [
        ([10, 5, 1.04, 1, 1.2], 3),
        ([10, 5, 1.06, 1, 1.2], 4),
        ([7], 1),
        ([5, np.nan, np.nan], 1),
        ([np.nan, np.nan], None),
        ([-1, -99, -100], 2),  # some losses fall below 0
        ([], None),
    ],
)
def test_epochs_to_come_within_5_percent_of_the_best(loss, epochs, dataset):
    assert make_result(dataset, loss=np.float32(loss)).epochs_to_best == epochs


def test_the_lowest_value_is_a_number_if_any_is():
    assert lowest(np.array([np.nan, 3, np.inf, 2])) == 2
    assert lowest(np.array([np.nan])) == np.inf
    assert first_within(np.array([np.nan]), np.inf) is None


# ---- what differs


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (DEFAULT, "The default network"),
        (
            TrainingConfig(optimizer="Adam", learning_rate=0.01, standardize=True),
            "Adam, lr 0.01, standardised",
        ),
        (TrainingConfig(loss="huber", hidden_units=(1,)), "Units 1, huber"),
        (TrainingConfig(hidden_units=()), "No hidden layer"),
        (TrainingConfig(hidden_units=(16, 16), activation="relu"), "Units 16-16, relu"),
        (TrainingConfig(kernel_initializer="zeros"), "Zeros weights"),
        (TrainingConfig(output_activation="sigmoid", seed=4), "Sigmoid output, seed 4"),
        (TrainingConfig(features=("speeding", "alcohol")), "Only speeding + alcohol"),
        (
            TrainingConfig(features=("speeding", "alcohol", "ins_losses", "ins_premium")),
            "4 features",
        ),
        (TrainingConfig(validation_split=0.3, epochs=2000), "30% held out, 2,000 epochs"),
        (TrainingConfig(shuffle=False, batch_size=1), "Batch 1, not shuffled"),
        (TrainingConfig(epochs=1, learning_rate=0.0123456789), "lr 0.0123456789, 1 epoch"),
    ],
)
def test_a_name_says_what_differs_from_the_recommended_settings(config, name):
    assert name_of(config) == name


def test_every_setting_has_a_name_of_its_own():
    settings = {field.name for field in fields(TrainingConfig)} - {"dataset"}
    assert set(CHANGES) == settings
    names = [name_of(replace(DEFAULT, **{setting: value})) for setting, value in CHANGES.items()]
    assert len(set(names)) == len(settings)
    assert name_of(DEFAULT) not in names


@pytest.mark.parametrize(("setting", "value"), CHANGES.items())
def test_only_settings_that_differ_are_named(setting, value):
    other = replace(DEFAULT, **{setting: value})
    assert setting in differing([DEFAULT, DEFAULT, other])
    assert differing([other, other]) == []


def test_learning_rates_differ_by_what_is_used():
    written = TrainingConfig(learning_rate=OPTIMIZERS["RMSprop"].learning_rate)
    assert differing([DEFAULT, written]) == []
    assert differing([DEFAULT, TrainingConfig(optimizer="SGD")]) == ["optimizer", "learning_rate"]
    assert setting_of(DEFAULT, "learning_rate") == 0.001


# ---- curves


def test_different_losses_are_compared_by_their_squared_error(dataset):
    mse, huber = make_result(dataset), make_result(dataset, TrainingConfig(loss="huber"))
    assert measures([mse, mse]) == [LOSS, ERROR]
    assert measures([mse, huber]) == [ERROR, LOSS]


def test_held_out_losses_are_compared_where_all_have_them(dataset):
    config = TrainingConfig(validation_split=0.2)
    held = make_result(dataset, config, val_loss=np.float32([2, 1]))
    assert measures([held]) == [LOSS, VAL_LOSS, ERROR]
    assert measures([held, make_result(dataset)]) == [LOSS, ERROR]


@pytest.mark.parametrize(("measure", "x"), [(LOSS, [1, 2]), (VAL_LOSS, [1, 2]), (ERROR, [0, 1, 2])])
def test_a_curve_lies_over_its_epochs_or_its_seconds(measure, x, dataset):
    config = TrainingConfig(validation_split=0.2)
    result = make_result(dataset, config, val_loss=np.float32([5, 4]), seconds=0.5)
    by_epoch = curve_of(result, measure, by_time=False)
    by_time = curve_of(result, measure, by_time=True)
    assert by_epoch.x.tolist() == x
    assert by_time.x.tolist() == [0.25 * epoch for epoch in x]
    assert len(by_epoch.y) == len(x)
    np.testing.assert_array_equal(by_epoch.y, by_time.y)


def test_a_refused_run_has_an_empty_curve(dataset):
    result = make_result(dataset, epochs_recorded=(0,), loss=np.zeros(0), refusal="No.")
    assert len(curve_of(result, LOSS, by_time=True).x) == 0
    assert result.epochs_to_best is None


# ---- the race


def test_who_crosses_the_finish_line_first_wins():
    slow, fast, never = curve(9, 8, 1, 1), curve(9, 1.02, 3, 4), curve(9, 8, 7, 6)
    arrivals = race([slow, fast, never])
    assert finish_line([slow, fast, never]) == pytest.approx(1.05)
    assert [each.rank for each in arrivals] == [2, 1, 3]
    assert [each.crossed_at for each in arrivals] == [3, 2, None]
    assert [each.best for each in arrivals] == [1, 1.02, 6]


def test_the_clock_may_count_seconds():
    slow_epochs, fast_epochs = curve(9, 1, step=10), curve(9, 8, 7, 1, step=2)
    assert [each.crossed_at for each in race([slow_epochs, fast_epochs])] == [20, 8]
    assert [each.rank for each in race([slow_epochs, fast_epochs])] == [2, 1]


def test_those_who_never_arrive_are_placed_by_their_best():
    ranks = [each.rank for each in race([curve(9, 5), curve(9, 1), curve(9, 4), curve(9, 4)])]
    assert ranks == [4, 1, 2, 2]


def test_a_run_that_breaks_is_last_and_it_is_told_where():
    broken, fine = curve(9, np.inf, np.nan, np.nan), curve(9, 8, 7, 6)
    arrivals = race([broken, fine])
    assert [each.rank for each in arrivals] == [2, 1]
    assert [each.diverged_at for each in arrivals] == [2, None]
    nothing = race([curve(np.nan, np.nan), curve(np.nan, np.nan)])
    assert [(each.rank, each.crossed_at, each.diverged_at) for each in nothing] == [
        (1, None, 1),
        (1, None, 1),
    ]


def test_a_number_that_comes_back_is_not_broken():
    assert race([curve(9, np.nan, 3)])[0].diverged_at is None
