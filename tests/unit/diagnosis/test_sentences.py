"""Single sentences: each says only what holds for every run that can bring it up."""

from dataclasses import replace

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import HELD_OUT
from nnplay.diagnosis import foremost
from nnplay.diagnosis.diagnose import task_of
from tests.unit.diagnosis.clinic import codes, examine, foreseen, found
from tests.unit.diagnosis.labelled_runs import INSURANCE, adam, sgd
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, dataset_for, on

LARGE = adam(0.01, activation="relu", hidden_units=(64,) * 5)
FLAT = {"hidden_units": (64,), "features": ("alcohol", "ins_premium")}
INITIALIZERS = ("kernel_initializer", "output_kernel_initializer")
ZEROS, CONSTANT = (dict.fromkeys(INITIALIZERS, value) for value in ("zeros", "constant"))
SGD, EXPONENTIAL = {"optimizer": "SGD"}, {"activation": "exponential"}
TOO_FAST = {"optimizer": "SGD", "learning_rate": 0.1, "hidden_units": ()}
FALLING = {**TOO_FAST, "learning_rate_schedule": "CosineDecay"}
HALF_ZERO = {"kernel_initializer": "zeros"}
RAW_DEEP = {"hidden_units": (8, 8, 8), "activation": "tanh", "epochs": 100}
AT_1, AT_0, LEARNED = ({"output_activation": "sigmoid", "seed": seed} for seed in (0, 2, 15))
NOT_DRAWN = {"output_activation": "sigmoid", **dict.fromkeys(INITIALIZERS, "ones")}
FEW = on("own_rare", validation_split=0.2)
THROWN = on("moons", learning_rate=3.0, seed=10)
BARELY = on("circle", learning_rate=1e-5, seed=2)
FALLING_SHORT = on(
    "spiral", hidden_units=(2,), activation="tanh", learning_rate=0.03, standardize=False, seed=5
)
DYING = on("spiral", hidden_units=(8, 8, 8), learning_rate=0.3, seed=4)
# Runs with a finding and what it must say.
SAID = [
    (SGD, "diverged", "SGD's steps grow with the error"),
    (SGD, "diverged", "such as Adam"),
    ({**EXPONENTIAL, "kernel_initializer": "lecun_uniform"}, "diverged", "Before the first step"),
    ({**EXPONENTIAL, "hidden_units": (64, 64)}, "diverged", "a computer can hold, or larger"),
    (sgd(loss="poisson", output_kernel_initializer="ones"), "diverged", "logarithm"),
    ({"loss": "poisson"}, "diverged", "The weights go on changing"),
    (SGD, "diverged", "Nothing can be learned after that"),
    ({}, "oscillating", "Unsteady, though still falling: in a typical epoch the loss changes by "),
    ({}, "oscillating", "(median)"),
    (on("own_four", epochs=1), "not_finished", "Not finished: the run ended after 1 epoch "),
    (adam(0.001), "not_finished", "% in the last 100 epochs "),
    ({**FLAT, "activation": "elu"}, "saturated_units", "Far below 0 elu"),
    ({**FLAT, "activation": "tanh"}, "saturated_units", "Far from 0 tanh"),
    (LARGE, "dead_units", " of 64 units of layer "),
    (LARGE, "as_good_as_linear", "which 17,153 weights and biases can memorise "),
    (on(MEDIAN), "as_good_as_linear", "Accuracy 100% on the training states is about as good as"),
    (on("circle", l2=0.1), "over_regularized", "With l2 0.1 the network doesn't even fit its "),
    ({}, "target_leakage", "nothing, as it is worse than always predicting the mean"),
    (TOO_FAST, "learning_rate_too_high", "Learning rate 0.1 is "),
    (FALLING, "learning_rate_too_high", "The first learning rate 0.1 is "),
    (AT_1, "saturated_output", "The sigmoid output is stuck at 1 for all 51 training states "),
    (AT_1, "saturated_output", "The mean squared error is 235.41"),
    (AT_1, "saturated_output", "another seed may put it at 0"),
    (AT_0, "saturated_output", "The sigmoid output is stuck at 0 for all 51 training states "),
    (AT_0, "saturated_output", "The mean squared error is 265.99"),
    (AT_0, "saturated_output", "another seed may put it at 1"),
    (LEARNED, "saturated_output", "The sigmoid output is stuck at 1 for all 51 training states "),
    (NOT_DRAWN, "saturated_output", "stuck at 1"),
    (FEW, "imbalanced_classes", "Always predicting the class no is right"),
    (THROWN, "learning_rate_too_high", "Learning rate 3 is too large: the weights have become "),
    (BARELY, "stuck", "The weights have hardly moved: by "),
    (DYING, "dead_units", "Before the first step 2 of them did."),
    (DYING, "dead_units", "Steps as wide as learning rate 0.3 can throw units there at once"),
    (on("spiral", optimizer="Adagrad", seed=4), "short_of_reference", "look at the training first"),
    ({**RAW_DEEP, "seed": 16}, "vanishing_updates", "The first layer's weights have not moved, "),
    (
        on("bumps", output_kernel_initializer="random_uniform"),
        "short_of_reference",
        "neighbours (the ",
    ),
    (DYING, "short_of_reference", "if its steps suit: try a lower learning rate first."),
    (FALLING_SHORT, "not_finished", "take it further, and so may more hidden units: each can add"),
]
# Runs with a finding and what it must not say.
UNSAID = [
    (SGD, "diverged", "too large"),  # the fix may raise the rate
    (SGD, "diverged", "logarithm"),
    ({"loss": "poisson"}, "diverged", "can be learned"),  # its gradient stays a number
    *(({"learning_rate": 1.0, "seed": s}, "oscillating", " times its size") for s in range(2)),
    (LARGE, "dead_units", " more"),
    ({}, "target_leakage", "−"),
    (on("circle", l2=0.001, dropout=0.8), "over_regularized", "l2 0.001"),
    (LEARNED, "saturated_output", "another seed"),
    (NOT_DRAWN, "saturated_output", "another seed"),
    ({"output_activation": "softmax"}, "saturated_output", "another seed"),  # always 1
    (sgd(learning_rate=10.0), "learning_rate_too_high", "allow more"),
]
# Runs of which a finding must not be said.
JUMPING = sgd(activation="relu", learning_rate=0.03, hidden_units=(12,), validation_split=0.2)
UNFOUND = [
    # bends are not blamed for what steps have done, nor steps that are too small for one that jumps
    *((run, "short_of_reference") for run in (THROWN, BARELY)),
    ({"hidden_units": (64, 64), "learning_rate": 0.01, "seed": 18}, "stuck"),
    # where a sigmoid is flat, but the loss takes the sums and corrects on
    (adam(0.01, output_activation="sigmoid", loss="binary_crossentropy"), "saturated_output"),
    *(({**JUMPING, "seed": seed}, "overfitting") for seed in range(5)),
    ({}, "not_finished"),  # as it is unsteady, and still falling
    (adam(0.001, dropout=0.1, batch_size=8), "over_regularized"),
    # a penalty is not blamed for what steps or initial weights have done
    (on(TERCILES, l2=0.1, learning_rate=10.0, epochs=1), "over_regularized"),
    (on(MEDIAN, l2=0.1, learning_rate=10.0, epochs=20, loss="huber"), "over_regularized"),
    (on("iris", l1=0.1, optimizer="Adadelta"), "over_regularized"),
    (on("xor", l2=0.001, learning_rate=1e-5, **CONSTANT), "over_regularized"),
    (on("own_row", l2=0.001, **ZEROS), "over_regularized"),
    (on("circle", activation="relu", l2=0.1, epochs=30, **HALF_ZERO), "over_regularized"),
    (on("bumps", samples=500, noise=0.2, hidden_units=(64, 64), l2=0.1), "uninformative_features"),
]
IN_NO_ORDER = {MEDIAN: 0.1, TERCILES: 0.2, "moons": 0.3, "own_rare": 0.5, "own_four": 0.2}
STRAIGHT = ("gauss", "plane", MEDIAN, TERCILES)
UNFORESEEN = [
    *((on(name, validation_split=s), "class_held_out") for name, s in IN_NO_ORDER.items()),
    *((on(name, hidden_units=()), "cannot_bend") for name in STRAIGHT),
]


def text_of(finding):
    return " ".join((finding.title, finding.evidence, finding.why))


@pytest.mark.parametrize(("changes", "code", "text"), SAID)
def test_a_finding_says_what_holds_for_the_run(changes, code, text):
    assert text in text_of(found(TrainingConfig(**changes))[code])


@pytest.mark.parametrize(("changes", "code", "text"), UNSAID)
def test_a_finding_does_not_say_what_may_not_hold(changes, code, text):
    assert text not in text_of(found(TrainingConfig(**changes))[code])


@pytest.mark.parametrize(("changes", "code"), UNFOUND)
def test_a_finding_is_not_said_of(changes, code):
    assert code not in found(TrainingConfig(**changes))


@pytest.mark.parametrize(("changes", "code"), UNFORESEEN)
def test_a_finding_is_not_foreseen_of(changes, code):
    assert code not in foreseen(TrainingConfig(**changes))


def test_a_rate_far_above_the_stable_one_that_does_no_harm_is_no_problem():
    silent = {"activation": "relu", "kernel_initializer": "zeros", "hidden_units": (1,)}
    silent |= {"optimizer": "SGD", "loss": "mean_absolute_error"}
    findings = found(TrainingConfig(**silent))
    assert "learning_rate_too_high" not in findings
    assert findings["zero_start"].title.startswith("The hidden weights start at 0")
    assert "are 0 too" not in findings["zero_start"].why


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_that_are_better_by_chance_ask_for_no_bend(seed):
    for split in (0.5, 0.0):
        chance = on("own_chance", validation_split=split, validation_rows="random", seed=seed)
        assert "cannot_bend" not in foreseen(TrainingConfig(**chance))


def test_a_bend_that_is_needed_is_better_on_the_validation_rows_too():
    config = TrainingConfig(**on("circle", hidden_units=()))
    task = task_of(config, dataset_for(config))
    assert task.needs_bend
    rows = task.examples.validation_rows
    assert task.error_of(task.neighbours, rows) < task.error_of(task.linear, rows)


def test_few_points_of_a_pattern_are_not_blamed_on_their_features():
    few = on("xor", samples=40, noise=0.5)
    runs = [found(TrainingConfig(**few, seed=seed)) for seed in range(8)]
    findings = [each.get("uninformative_features") for each in runs]
    said = [text_of(each) for each in findings if each]
    assert said
    assert all("nearest neighbours" in text for text in said)
    assert not any("These features say little" in text for text in said)


@pytest.mark.parametrize("name", ["car_crashes", MEDIAN, TERCILES])
def test_no_fix_gives_back_a_leaked_column(name):
    leaked = {"speeding", "alcohol", "not_distracted", "no_previous"}
    for features in (INSURANCE, ("speeding", "ins_losses"), ("ins_losses",)):
        config = TrainingConfig(**on(name, features=features, epochs=60))
        for fix in [fix for each in examine(config)[0] for fix in each.fixes]:
            given = fix.changes.get("features", ())
            given = dataset_for(config).features if given is None else given
            assert not leaked & (set(given) - set(features)), (features, fix.label)


@pytest.mark.parametrize(
    "changes", [adam(), LARGE, on(TERCILES, validation_split=0.0)], ids=["few", "17,153", "classes"]
)
def test_training_rows_alone_earn_no_praise_and_the_next_step_is_to_hold_rows_out(changes):
    findings, _ = examine(TrainingConfig(**changes))
    assert codes(findings, "good") == set()
    main = foremost(findings)
    assert main.severity == "hint"
    assert main.changes == HELD_OUT
    assert "held out" in main.why


def test_a_lead_that_may_be_chance_is_not_good():
    for seed in range(6):
        findings, _ = examine(TrainingConfig(**on(TERCILES, **HELD_OUT, seed=seed)))
        assert not any("too few" in each.title for each in findings if each.severity == "good")


@pytest.mark.parametrize("held_out", [{}, HELD_OUT], ids=["all", "split"])
def test_leaving_out_the_leaked_columns_is_the_honest_score(held_out):
    findings = found(TrainingConfig(**adam(0.01, features=INSURANCE, **held_out)))
    honest = findings["uninformative_features"]
    assert honest.title.startswith("The honest score")
    assert not any("features" in fix.changes for each in findings.values() for fix in each.fixes)


@pytest.mark.parametrize(
    ("changes", "code", "fixes"),
    [
        (LARGE, "dead_units", [{"activation": "leaky_relu"}]),
        ({**LARGE, **HELD_OUT}, "dead_units", [{"activation": "leaky_relu"}]),
        (
            sgd(loss="mean_absolute_error", learning_rate=1.0),
            "oscillating",
            [{"learning_rate": 0.1}],
        ),
        (FEW, "imbalanced_classes", []),  # no draw of validation rows makes the classes equal
    ],
    ids=str,
)
def test_what_is_offered_is_what_the_finding_speaks_of(changes, code, fixes):
    assert [fix.changes for fix in found(TrainingConfig(**changes))[code].fixes] == fixes


def test_what_is_not_finished_is_offered_larger_steps_and_more_epochs():
    config = TrainingConfig(**adam(0.001))
    fixes = found(config)["not_finished"].fixes
    assert [list(fix.changes) for fix in fixes] == [["learning_rate"], ["epochs"]]
    for fix in fixes:
        assert "not_finished" not in codes(examine(replace(config, **fix.changes))[0], "problem")
