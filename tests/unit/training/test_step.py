"""One step of the engine against Keras's model, `tf.GradientTape` and Keras's optimizer."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.history import split_parameters
from nnplay.model import build_model
from nnplay.training import train
from nnplay.training.losses import batch_losses, gradients
from nnplay.training.step import take_step, train_to
from tests.covering import cover, in_full

TOLERANCE = 1e-5
SMALL = TrainingConfig(
    hidden_units=(4, 3), activation="tanh", standardize=True, batch_size=16, epochs=4
)
OPTIONS = {
    "optimizer": list(choices.OPTIMIZERS),
    "loss": list(choices.LOSSES),
    "activation": list(choices.HIDDEN_ACTIVATIONS),
    "output_activation": ["linear", "sigmoid", "softmax", "tanh"],
}
PAIRS = [("loss", "output_activation")]  # whose slopes meet first
EACH_ONCE = cover(OPTIONS)
BUT_TANH = [row for row in cover(OPTIONS, PAIRS) if row["output_activation"] != "tanh"]
ALL_PAIRS = [*EACH_ONCE, *(row for row in BUT_TANH if row not in EACH_ONCE)]


def config_of(choice):
    """Return a configuration with a data set that fits the loss."""
    loss = choices.LOSSES[choice["loss"]]
    several = loss.several or choice["output_activation"] == "softmax"
    name = "car_crashes_terciles" if several else "car_crashes"
    if loss.task == "classification" and not several:
        name = "car_crashes_median"
    return replace(SMALL, dataset=name, **choice)


def steps_of(config, epoch, batches):
    dataset = dataset_of(config)
    checkpoint = train_to(config, dataset, epoch, None)
    return [take_step(config, dataset, checkpoint, batch) for batch in batches]


class Oracle:
    """The Keras model of a configuration at given weights, on the rows of a batch."""

    def __init__(self, config, step):
        dataset = dataset_of(config)
        self.examples = prepare(config, dataset)
        self.model = build_model(config, dataset)
        sizes = (len(self.examples.features), *config.hidden_units, self.examples.outputs)
        self.model.set_weights(split_parameters(step.before, sizes))
        self.look_at(step)

    def look_at(self, step):
        self.x, self.y = self.examples.x[step.rows], self.examples.targets[step.rows]

    def gradient(self):
        """Return the loss and its gradients."""
        with tf.GradientTape() as tape:
            predicted = self.model(self.x)
            loss = self.model.compute_loss(self.x, self.y, predicted)
        return loss, tape.gradient(loss, self.model.trainable_variables)

    def apply(self, found):
        self.model.optimizer.apply_gradients(
            zip(found, self.model.trainable_variables, strict=True)
        )

    @property
    def weights(self):
        return flat(self.model.get_weights())


def flat(arrays):
    return np.concatenate([np.ravel(keras.ops.convert_to_numpy(array)) for array in arrays])


def assert_close(ours, expected):
    size = max(1.0, np.abs(expected[np.isfinite(expected)]).max(initial=0))
    np.testing.assert_allclose(ours, expected, rtol=TOLERANCE, atol=TOLERANCE * size)


def describe(choice):
    return "-".join(choice.values())


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize("choice", in_full(ALL_PAIRS, but=EACH_ONCE), ids=describe)
def test_loss_gradient_and_update_of_three_steps_are_those_of_keras(choice, untraced):
    config = config_of(choice)
    steps = steps_of(config, 0, [0, 1, 2])
    oracle = Oracle(config, steps[0])
    weights = steps[0].before
    for number, step in enumerate(steps, start=1):
        assert step.number == number
        np.testing.assert_array_equal(step.before, weights)
        oracle.look_at(step)
        loss, found = oracle.gradient()
        np.testing.assert_allclose(step.loss, loss, TOLERANCE, TOLERANCE)  # NaN is NaN there, too
        assert_close(step.gradient, flat(found))
        oracle.apply(found)
        assert_close(step.after, oracle.weights)
        weights = step.after


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "Nadam", "learning_rate_schedule": "ExponentialDecay"},
        {"optimizer": "SGD with momentum", "dropout": 0.4, "l1": 0.01},
        {"shuffle": False, "batch_size": 51, "l2": 0.1},
        {"validation_split": 0.3, "validation_rows": "random", "hidden_units": (), "patience": 9},
        {"dataset": "car_crashes_terciles", "loss": "categorical_crossentropy", "batch_size": 1},
    ],
    ids=str,
)
def test_the_steps_of_an_epoch_end_at_the_recorded_weights(changes):
    config = replace(SMALL, **changes)
    history = train(config, dataset_of(config))
    batches = config.batches(len(prepare(config, dataset_of(config)).training_rows))
    steps = steps_of(config, 3, [0, batches - 1])
    np.testing.assert_array_equal(steps[0].before, history.parameters[3])
    np.testing.assert_array_equal(steps[-1].after, history.parameters[4])
    assert {step.batches for step in steps} == {batches}


def test_the_batches_of_an_epoch_hold_every_training_row_once():
    config = replace(SMALL, validation_split=0.2, dropout=0.1)
    steps = steps_of(config, 2, range(3))
    assert [len(step.rows) for step in steps] == [16, 16, 8]
    rows = np.concatenate([step.rows for step in steps])
    assert sorted(rows) == list(range(40))


def test_training_towards_an_epoch_in_parts_is_training_in_one_go(dataset, monkeypatch):
    config = replace(SMALL, epochs=30, dropout=0.2)
    once = train_to(config, dataset, 30, None)
    monkeypatch.setattr("nnplay.training.step.CHUNK_SECONDS", 0.001)
    parts, checkpoint = 0, None
    while checkpoint is None or checkpoint.epoch < 30:
        checkpoint = train_to(config, dataset, 30, checkpoint)
        parts += 1
    assert parts > 1
    np.testing.assert_array_equal(checkpoint.weights, once.weights)


@pytest.mark.parametrize("changes", [{}, {"l1": 0.1, "l2": 0.2, "dropout": 0.5}], ids=str)
def test_the_loss_changes_by_gradient_times_nudge(changes):
    config = replace(SMALL, **changes)
    (step,) = steps_of(config, 2, [1])
    weights = step.before + 1e-5 * np.eye(len(step.before))
    weights = np.vstack([step.before.astype(float), weights])
    first, *others = batch_losses(config, dataset_of(config), step.rows, step.factors, weights)
    assert first == pytest.approx(step.loss, rel=1e-5)
    assert_close((np.array(others) - first) / 1e-5, step.gradient.astype(float))


def test_gradients_of_many_weights_are_those_of_each(dataset, monkeypatch):
    config = replace(SMALL, batch_size=51, l2=0.1)
    history = train(config, dataset)
    together = gradients(config, dataset, history.parameters)
    for epoch in range(3):
        (step,) = steps_of(config, epoch, [0])
        assert_close(together[epoch], step.gradient)
    monkeypatch.setattr("nnplay.training.losses.MOST_VALUES", 1)
    assert_close(gradients(config, dataset, history.parameters), together)
    rows = np.array([3, 5])
    one = gradients(config, dataset, history.parameters[:1], rows)
    oracle = Oracle(config, replace(step, before=history.parameters[0], rows=rows))
    assert_close(one[0], flat(oracle.gradient()[1]))


def test_a_run_that_broke_has_steps_too():
    config = replace(SMALL, optimizer="SGD", learning_rate=10.0, activation="relu", epochs=20)
    (step,) = steps_of(config, 20, [0])
    assert not np.isfinite(step.before).all()
    assert not np.isfinite(step.gradient).all()
