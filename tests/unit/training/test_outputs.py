"""The output layer: every activation with every optimizer and loss, against `keras.Model.fit`."""

import warnings
from dataclasses import replace
from itertools import groupby

import keras
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
WITHOUT_SLOPE = ("AdamW", "Ftrl")
SAMPLE = [
    (AMOUNT, "softmax", "Ftrl", "mean_squared_error"),
    (CLASSES, "softmax", "Lion", "mean_squared_error"),
    (CLASSES, "sigmoid", "Adam", "categorical_crossentropy"),
    (YES_OR_NO, "softmax", "Adam", "binary_crossentropy"),
    (AMOUNT, "exponential", "SGD", "mean_squared_error"),  # out of the range of numbers
]


def is_alone(config):
    return config.output_activation == "softmax" and load_dataset(config.dataset).outputs == 1


def assert_same_as_fit(configs):
    """Compare those of one optimizer, which updates each weight by itself.

    So they are layers side by side of one model, as every call of `fit` takes a tenth of a second.
    """
    data = {each.dataset: load_dataset(each.dataset) for each in configs}
    examples = [prepare(each, data[each.dataset]) for each in configs]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "You are using a softmax|In loss categorical_crosse")
        models = [build_model(each, data[each.dataset]) for each in configs]
        names = [f"{each.dataset}-{each.output_activation}-{each.loss}" for each in configs]
        for model, name in zip(models, names, strict=True):
            model.name = name
        rows = [keras.Input((len(each.features),)) for each in examples]
        together = keras.Model(rows, [model(x) for model, x in zip(models, rows, strict=True)])
        # Without oneDNN, as workers and tests run, TensorFlow's kernel rounds: a single softmax is
        # not quite 1 and its slope not quite 0. A learner's Keras has oneDNN; XLA is as exact.
        alone = is_alone(configs[0])
        # trained so briefly that to make a graph first would take four times as long
        how = {"run_eagerly": not alone, "jit_compile": alone}
        losses = [model.loss for model in models]
        together.compile(optimizer=models[0].optimizer, loss=losses, **how)
        fitted = together.fit(
            [each.x for each in examples],
            [each.targets for each in examples],
            batch_size=CURVED.batch_size,
            epochs=CURVED.epochs,
            shuffle=False,
            verbose=0,
        ).history
        histories = [train(each, data[each.dataset]) for each in configs]
    for name, model, history in zip(names, models, histories, strict=True):
        loss = fitted[f"{name}_loss" if len(models) > 1 else "loss"]
        weights = np.concatenate([each.ravel() for each in model.get_weights()])
        about = f"{configs[0].optimizer}, {name}"
        # 1e-7 is the rounding of a float32 next to 1
        atol = max(TOLERANCE * np.abs(weights[np.isfinite(weights)]).max(initial=0), 1e-7)
        np.testing.assert_allclose(history.parameters[-1], weights, TOLERANCE, atol, err_msg=about)
        np.testing.assert_allclose(history.loss, loss, TOLERANCE, 1e-6, err_msg=about)


def configured(dataset, activation, optimizer, loss="mean_squared_error"):
    return replace(
        CURVED, dataset=dataset, output_activation=activation, optimizer=optimizer, loss=loss
    )


@pytest.mark.parametrize("case", SAMPLE, ids=" ".join)
def test_an_output_layer_trains_as_fit_does(case):
    assert_same_as_fit([configured(*case)])


def with_a_third_of_the_losses():
    """Yield every activation, in turn with all optimizers, and with two or three outputs."""
    optimizers, datasets = list(choices.OPTIMIZERS), (YES_OR_NO, CLASSES)
    for first, activation in enumerate(choices.ACTIVATIONS):
        # every loss with the usual outputs is in the record
        for number, loss in enumerate(list(choices.LOSSES)[first % 3 :: 3], start=first):
            dataset = CLASSES if loss.startswith("sparse_") else datasets[number % 2]
            optimizer = optimizers[number % len(optimizers)]
            yield configured(dataset, activation, optimizer, loss)


@pytest.mark.full
@pytest.mark.parametrize("optimizer", choices.OPTIMIZERS)
def test_every_output_activation_trains_as_fit_does_with_every_optimizer(optimizer, untraced):
    configs = [
        configured(dataset, activation, optimizer)
        for dataset in (AMOUNT, CLASSES)
        for activation in choices.ACTIVATIONS
        # a single softmax never changes a weight, see below; but for these
        if (dataset, activation) != (AMOUNT, "softmax") or optimizer in WITHOUT_SLOPE
    ]
    configs += [each for each in with_a_third_of_the_losses() if each.optimizer == optimizer]
    for _, together in groupby(sorted(dict.fromkeys(configs), key=is_alone), is_alone):
        assert_same_as_fit(list(together))


@pytest.mark.filterwarnings("ignore:You are using a softmax")
@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize(
    "optimizer", [name for name in choices.OPTIMIZERS if name not in WITHOUT_SLOPE]
)
def test_one_softmax_output_changes_no_weight(optimizer, standardize, dataset):
    config = configured(AMOUNT, "softmax", optimizer)
    history = train(replace(config, standardize=standardize, learning_rate=None), dataset)
    assert len(np.unique(history.predict(prepare(config, dataset).x))) == 1
    np.testing.assert_array_equal(history.parameters[-1], history.parameters[0])
