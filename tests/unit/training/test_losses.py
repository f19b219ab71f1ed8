"""The loss with any weights against `keras.Model.evaluate`."""

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.history import split_parameters
from nnplay.model import build_model
from nnplay.training import train
from nnplay.training.losses import losses_of
from tests import record
from tests.covering import in_full

FEW = [
    TrainingConfig(epochs=3, l1=0.01, l2=0.1, dropout=0.5, validation_split=0.2),
    TrainingConfig(
        dataset="circle",
        features=("x1", "x2"),
        activation="tanh",
        output_activation="sigmoid",
        loss="binary_crossentropy",
        epochs=3,
    ),
]


def evaluate(config, parameters):
    """Return Keras's losses over all training rows at once."""
    dataset = dataset_of(config)
    examples, model = prepare(config, dataset), build_model(config, dataset)
    model.run_eagerly = True  # so few rows need no graph
    rows, sizes = examples.training_rows, [len(examples.features), *config.hidden_units]
    losses = []
    for each in parameters:
        model.set_weights(split_parameters(each, (*sizes, examples.outputs)))
        rows_and_targets = examples.x[rows], examples.targets[rows]
        losses.append(model.evaluate(*rows_and_targets, batch_size=len(rows), verbose=0))
    return losses


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize(
    "config",
    [*FEW, *in_full({each.loss: each for each in record.CONFIGS}.values(), but=())],
    ids=lambda config: record.describe(config),
)
def test_the_loss_with_recorded_weights_is_that_of_keras(config):
    history = train(config, dataset_of(config))
    recorded = history.parameters[[0, -1]]
    ours = losses_of(config, dataset_of(config), recorded)
    np.testing.assert_allclose(ours, evaluate(config, recorded), rtol=1e-4, atol=1e-6)


def test_many_weights_are_taken_in_blocks(monkeypatch, dataset):
    weights = np.random.default_rng(0).normal(size=(7, 25)).astype("float32")
    whole = losses_of(TrainingConfig(), dataset, weights)
    monkeypatch.setattr("nnplay.training.losses.BLOCK_VALUES", 2 * 51 * 6)
    np.testing.assert_allclose(losses_of(TrainingConfig(), dataset, weights), whole, rtol=1e-6)


def test_what_is_no_number_stays_so(dataset):
    weights = np.zeros((3, 25), "float32")
    weights[1], weights[2] = np.nan, 1e30
    zero, *others = losses_of(TrainingConfig(), dataset, weights)
    assert np.isfinite(zero)
    assert not np.isfinite(others).any()


def test_no_weights_have_no_losses(dataset):
    assert losses_of(TrainingConfig(), dataset, np.zeros((0, 25), "float32")).shape == (0,)
