"""What the doctor says of early stopping, schedules and layers that differ."""

from dataclasses import replace

import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis import diagnose
from nnplay.diagnosis.fixes import make_fixes
from nnplay.diagnosis.rules.initialization import deadlock
from nnplay.training import train
from tests.unit.diagnosis.clinic import assert_plain, codes, examine, foreseen, found
from tests.unit.diagnosis.tables import FOUR, dataset_for, on

MEMORISES = TrainingConfig(**on("spiral", **FOUR))
STOPPING = {"patience": 10, "restore_best_weights": True}


def test_overfitting_is_fixed_by_early_stopping_at_a_press():
    fixes = found(MEMORISES)["overfitting"].fixes
    (fix,) = [fix for fix in fixes if "patience" in fix.changes]
    assert fix.changes == STOPPING
    assert fix.label == "Early stopping, patience 10, restore the best weights"
    after, better = examine(fix.apply(MEMORISES))
    assert "overfitting" not in codes(after)
    assert better < examine(MEMORISES)[1]


def test_a_run_that_went_back_is_not_called_unfinished():
    config = replace(MEMORISES, **STOPPING)
    dataset = dataset_for(config)
    history = train(config, dataset)
    assert history.stopped_at
    assert "not_finished" not in codes(diagnose(config, dataset, history))


def test_early_stopping_without_validation_rows_is_said_to_be_idle():
    config = TrainingConfig(patience=5)
    idle = foreseen(config)["idle_early_stopping"]
    assert idle.settings[0] == "patience"
    assert idle.fixes[0].apply(config).stops_early
    assert "idle_early_stopping" not in foreseen(idle.fixes[0].apply(config))


def test_a_run_that_stopped_soon_and_is_poor_may_wait_longer():
    config = replace(MEMORISES, **STOPPING, hidden_units=(8,), optimizer="SGD", epochs=1000)
    soon = found(config)["stopped_soon"]
    assert soon.changes == {"patience": 20}
    assert_plain(soon)


@pytest.mark.parametrize(
    ("layers", "fixed"),
    [(("relu", "tanh"), ("leaky_relu", "tanh")), (("tanh", "relu"), ("tanh", "leaky_relu"))],
)
def test_units_are_judged_by_the_activation_of_their_layer(layers, fixed):
    config = TrainingConfig(
        **{"hidden_units": (6, 6), "layer_activations": layers, "optimizer": "SGD"},
        **{"learning_rate": 1e-4, "epochs": 60, "seed": 1},
    )
    dead, saturated = (found(config)[code] for code in ("dead_units", "saturated_units"))
    assert dead.changes == {"layer_activations": fixed}
    assert dead.why.startswith("The activation relu gives 0")
    assert "Far from 0 tanh hardly" in saturated.why


def test_a_fix_of_the_activation_is_one_of_every_layer_that_has_its_own():
    config = TrainingConfig(hidden_units=(4, 3), layer_activations=("tanh", "sigmoid"))
    (fix,) = make_fixes(config, {"activation": "relu"})
    assert fix.changes == {"layer_activations": ("relu", "relu")}
    assert fix.label == "Activation relu in every layer"
    assert fix.apply(config).activations == ("relu", "relu", "linear")


@pytest.mark.parametrize(
    ("layers", "deadlocked"),
    [
        (("tanh", "tanh"), True),
        (("sigmoid", "relu"), True),  # relu is flat at 0
        (("sigmoid", "tanh"), False),  # the constants of sigmoid come in
        (("sigmoid", "sigmoid"), False),
        (("tanh", "sigmoid"), True),  # tanh lets nothing into sigmoid's weights
    ],
)
def test_zeros_are_a_deadlock_by_what_the_last_layers_make_of_them(layers, deadlocked):
    config = TrainingConfig(
        hidden_units=(4, 3), layer_activations=layers, kernel_initializer="zeros"
    )
    assert bool(deadlock(config)) == deadlocked
    dataset = dataset_for(config)
    history = train(replace(config, standardize=True, epochs=60), dataset)
    first = history.weights_at(60)[0]
    assert (abs(first).max() == 0) == deadlocked


def test_a_deadlock_between_the_layers_is_not_told_of_an_output_that_has_none():
    config = TrainingConfig(
        **{"hidden_units": (4, 3), "layer_activations": ("tanh", "sigmoid")},
        **{"kernel_initializer": "zeros", "output_activation": "relu"},
    )
    assert "Here the layers between give 0" in foreseen(config)["zero_start"].why
