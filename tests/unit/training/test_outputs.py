"""The output layer: every activation with every optimizer and loss, against `keras.Model.fit`."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from nnplay import choices
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.model import build_model
from nnplay.training import train

# Small, and with all rows in a batch, as hundreds are trained by Keras step by step.
CURVED = TrainingConfig(
    hidden_units=(3,),
    activation="tanh",
    standardize=True,
    learning_rate=0.01,
    epochs=2,
    batch_size=51,
    shuffle=False,
)
AMOUNT, YES_OR_NO, CLASSES = "car_crashes", "car_crashes_median", "car_crashes_terciles"
TOLERANCE = 1e-4
# These change a weight also where the loss has no slope: AdamW shrinks every weight a little, and
# Ftrl computes the weights from the slopes alone, whatever they began with.
WITHOUT_SLOPE = {"AdamW", "Ftrl"}
SAMPLE = [
    (AMOUNT, "softmax", "RMSprop", "mean_squared_error"),
    (AMOUNT, "softmax", "Ftrl", "mean_squared_error"),
    (CLASSES, "softmax", "Lion", "mean_squared_error"),
    (CLASSES, "sigmoid", "Adam", "categorical_crossentropy"),
    (YES_OR_NO, "softmax", "Adam", "binary_crossentropy"),
    (AMOUNT, "exponential", "SGD", "mean_squared_error"),  # out of the range of numbers
]


def assert_same_as_fit(config):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "You are using a softmax|In loss categorical_crosse")
        dataset = load_dataset(config.dataset)
        examples, model = prepare(config, dataset), build_model(config, dataset)
        # each is trained so briefly that to make a graph first would take four times as long
        model.run_eagerly = True
        # Without oneDNN, as workers and tests run, TensorFlow's kernel rounds: a single softmax is
        # not quite 1 and its slope not quite 0. A learner's Keras has oneDNN; XLA is as exact.
        if dataset.outputs == 1 and config.output_activation == "softmax":
            model.run_eagerly, model.jit_compile = False, True
        fitted = model.fit(
            *(examples.x, examples.targets),
            batch_size=config.batch_size,
            epochs=config.epochs,
            shuffle=False,
            verbose=0,
        )
        history = train(config, dataset)
    weights = np.concatenate([each.ravel() for each in model.get_weights()])
    about = f"{config.dataset}, {config.output_activation}, {config.optimizer}, {config.loss}"
    # 1e-7 is the rounding of a float32 next to 1
    atol = max(TOLERANCE * np.abs(weights[np.isfinite(weights)]).max(initial=0), 1e-7)
    np.testing.assert_allclose(history.parameters[-1], weights, TOLERANCE, atol, err_msg=about)
    np.testing.assert_allclose(history.loss, fitted.history["loss"], TOLERANCE, 1e-6, err_msg=about)


def configured(dataset, activation, optimizer, loss):
    return replace(
        CURVED, dataset=dataset, output_activation=activation, optimizer=optimizer, loss=loss
    )


@pytest.mark.parametrize("case", SAMPLE, ids=" ".join)
def test_an_output_layer_trains_as_fit_does(case):
    assert_same_as_fit(configured(*case))


@pytest.mark.full
@pytest.mark.parametrize("activation", choices.ACTIVATIONS)
@pytest.mark.parametrize("dataset", [AMOUNT, CLASSES])
def test_every_output_activation_trains_as_fit_does_with_every_optimizer(dataset, activation):
    for optimizer in choices.OPTIMIZERS:
        assert_same_as_fit(configured(dataset, activation, optimizer, "mean_squared_error"))


@pytest.mark.full
@pytest.mark.parametrize("activation", choices.ACTIVATIONS)
def test_every_output_activation_trains_as_fit_does_with_a_third_of_the_losses(activation):
    optimizers, datasets = list(choices.OPTIMIZERS), (YES_OR_NO, CLASSES)
    first = list(choices.ACTIVATIONS).index(activation)
    # in turn with all optimizers; every loss with the usual outputs is in the record
    for number, loss in enumerate(list(choices.LOSSES)[first % 3 :: 3], start=first):
        dataset = CLASSES if loss.startswith("sparse_") else datasets[number % 2]
        optimizer = optimizers[number % len(optimizers)]
        assert_same_as_fit(configured(dataset, activation, optimizer, loss))


@pytest.mark.filterwarnings("ignore:You are using a softmax")
@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize(
    "optimizer", [name for name in choices.OPTIMIZERS if name not in WITHOUT_SLOPE]
)
def test_one_softmax_output_changes_no_weight(optimizer, standardize, dataset):
    config = configured(AMOUNT, "softmax", optimizer, "mean_squared_error")
    history = train(replace(config, standardize=standardize, learning_rate=None), dataset)
    assert len(np.unique(history.predict(prepare(config, dataset).x))) == 1
    np.testing.assert_array_equal(history.parameters[-1], history.parameters[0])
