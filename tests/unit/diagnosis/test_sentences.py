"""Single sentences: each says only what holds for every run that can bring it up."""

import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis.diagnose import task_of
from tests.unit.diagnosis.clinic import examine, foreseen
from tests.unit.diagnosis.labelled_runs import INSURANCE, adam, sgd
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, dataset_for, on

INITIALIZERS = ("kernel_initializer", "output_kernel_initializer")


def found(**changes):
    return {each.code: each for each in examine(TrainingConfig(**changes))[0]}


def text_of(finding):
    return " ".join((finding.title, finding.evidence, finding.why))


@pytest.mark.parametrize(
    "changes",
    [
        on("bumps", standardize=True, hidden_units=(64, 64), loss="mean_absolute_error"),
        {"samples": 40, "kernel_initializer": "he_uniform", "loss": "binary_crossentropy"},
        {"optimizer": "SGD"},
        on("xor", learning_rate=1e-5),
    ],
    ids=["no better", "loss", "diverged", "stuck"],
)
def test_an_explanation_makes_no_promise_for_the_fix(changes):
    text = " ".join(map(text_of, found(**changes).values()))
    assert "trained well" not in text
    assert "The fix" not in text
    assert "get there" not in text


def test_steps_that_grow_with_the_error_are_told_from_steps_of_the_learning_rate():
    diverged = found(optimizer="SGD")["diverged"]
    assert "too large" not in diverged.why  # the fix may raise the rate
    assert "SGD's steps grow with the error" in diverged.why
    assert "such as Adam" in diverged.why


def test_a_network_that_begins_out_of_range_is_not_blamed_on_its_steps():
    diverged = found(activation="exponential", kernel_initializer="lecun_uniform")["diverged"]
    assert "Before the first step predictions were already as large as" in diverged.why


def test_a_logarithm_of_a_number_below_0_is_told_where_there_was_one():
    diverged = found(**sgd(loss="poisson", output_kernel_initializer="ones"))["diverged"]
    assert "logarithm" in diverged.why
    assert "logarithm" not in found(optimizer="SGD")["diverged"].why


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_that_are_better_by_chance_ask_for_no_bend(seed):
    chance = on("own_chance", validation_split=0.5, validation_rows="random", seed=seed)
    for split in (0.5, 0.0):
        config = TrainingConfig(**{**chance, "validation_split": split})
        assert "cannot_bend" not in foreseen(config)


def test_a_bend_that_is_needed_is_better_on_the_validation_rows_too():
    config = TrainingConfig(**on("circle", hidden_units=()))
    task = task_of(config, dataset_for(config))
    assert task.needs_bend
    rows = task.examples.validation_rows
    assert task.error_of(task.neighbours, rows) < task.error_of(task.linear, rows)


@pytest.mark.parametrize("seed", range(5))
def test_a_loss_that_jumps_in_both_curves_is_not_called_overfitting(seed):
    jumping = sgd(activation="relu", learning_rate=0.03, hidden_units=(12,), validation_split=0.2)
    assert "overfitting" not in found(**jumping, seed=seed)


def test_the_size_of_a_jump_is_told_with_what_it_is_measured_by():
    unsteady = found()["oscillating"]
    assert ": in a typical epoch the loss changes by " in unsteady.title
    assert "(median)" in unsteady.evidence


def test_a_single_spike_is_no_typical_epoch():
    titles = [found(learning_rate=1.0, seed=seed).get("oscillating") for seed in range(3)]
    assert not any(" times its size" in each.title for each in titles if each)


def test_a_run_of_one_epoch_is_not_called_still_falling_or_at_its_start():
    single = found(**on("own_four", epochs=1))["not_finished"]
    assert single.title == "Not finished: the run ended after 1 epoch"


def test_units_that_are_flat_on_one_side_only_are_not_called_flat_far_from_0():
    for name, where in (("elu", "Far below 0 elu"), ("tanh", "Far from 0 tanh")):
        units = found(activation=name, hidden_units=(64,), features=("alcohol", "ins_premium"))
        assert where in units["saturated_units"].why


def test_many_units_are_counted_and_few_are_named():
    dead = found(**adam(0.01, activation="relu", hidden_units=(64,) * 5))["dead_units"]
    assert " more" not in dead.evidence
    assert " of 64 units of layer " in dead.evidence


def test_a_linear_formula_worse_than_the_mean_explains_nothing():
    leaked = foreseen(TrainingConfig())["target_leakage"]
    assert "−" not in leaked.evidence
    assert "nothing, as it is worse than always predicting the mean" in leaked.evidence


def test_what_a_class_is_called_is_told_as_a_class():
    rare = foreseen(TrainingConfig(**on("own_rare", validation_split=0.2)))["imbalanced_classes"]
    assert "Always predicting the class no is right" in rare.why
    assert rare.fixes == ()  # no draw of validation rows makes the classes equal


def test_few_points_of_a_pattern_are_not_blamed_on_their_features():
    few = on("xor", samples=40, noise=0.5)
    for seed in range(8):
        config = TrainingConfig(**few, seed=seed)
        said = {each.code: each for each in examine(config)[0]}.get("uninformative_features")
        if said:
            assert "These features say little" not in text_of(said)
            assert "nearest neighbours" in said.evidence
            return
    pytest.fail("none of the draws was uninformative")


@pytest.mark.parametrize("name", ["car_crashes", MEDIAN, TERCILES])
def test_no_fix_gives_back_a_leaked_column(name):
    leaked = {"speeding", "alcohol", "not_distracted", "no_previous"}
    for features in (INSURANCE, ("speeding", "ins_losses"), ("ins_losses",)):
        config = TrainingConfig(**on(name, features=features))
        for each in examine(config)[0]:
            for fix in each.fixes:
                given = fix.changes.get("features", ())
                given = dataset_for(config).features if given is None else given
                assert not leaked & (set(given) - set(features)), (features, fix.label)


def test_dropout_of_a_tenth_is_not_said_to_hold_a_network_back():
    assert "over_regularized" not in found(**adam(0.001, dropout=0.1, batch_size=8))


@pytest.mark.parametrize(
    "changes",
    [
        on(TERCILES, l2=0.1, learning_rate=10.0, epochs=1),
        on(MEDIAN, l2=0.1, learning_rate=10.0, epochs=20, loss="huber"),
        on("iris", l1=0.1, optimizer="Adadelta"),
        on("xor", l2=0.001, learning_rate=1e-5, **dict.fromkeys(INITIALIZERS, "constant")),
        on("own_row", l2=0.001, **dict.fromkeys(INITIALIZERS, "zeros")),
    ],
    ids=["one wide step", "wide steps", "steps too small", "small from the start", "zeros"],
)
def test_a_penalty_is_not_blamed_for_what_steps_or_initial_weights_have_done(changes):
    assert "over_regularized" not in found(**changes)


def test_what_a_penalty_does_is_told_without_blaming_it():
    heavy = found(**on("circle", l2=0.1))["over_regularized"]
    assert heavy.title == "With l2 0.1 the network doesn't even fit its training points"


def test_standardised_features_are_not_told_that_standardised_ones_allow_more():
    fast = foreseen(TrainingConfig(**sgd(learning_rate=10.0)))["learning_rate_too_high"]
    assert "allow" not in fast.why


def test_neighbours_that_find_much_are_not_called_simple_models_that_find_little():
    noisy = found(**on("bumps", samples=500, noise=0.2, hidden_units=(64, 64), l2=0.1))
    assert "uninformative_features" not in noisy


def test_predictions_that_begin_as_no_number_are_said_to_be_too_large():
    wide = found(hidden_units=(64, 64), activation="exponential")["diverged"]
    assert "not a number" not in wide.why


def test_what_still_falls_is_told_with_the_epochs_it_took():
    assert found(**adam(0.001))["not_finished"].title.endswith(" epochs")
