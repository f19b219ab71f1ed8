"""The losses of the stage are those that Keras computes."""

import numpy as np
import pytest
import tensorflow as tf

from nnplay.choices import LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.training import train
from nnplay.training.network import activation_function, sample_losses
from nnplay.ui.stage.payload import stage_payload
from nnplay.ui.stage.stage import WEB as FOLDER
from tests.javascript import call
from tests.unit.ui.stage.test_payload import decode

ROWS = 8
OF_ALL = """(stage, runs) => runs.map(({ values, sums, ...run }) => {
    const rows = Array.from(run.actual.keys())
    return stage.meanLoss(run, rows, values, stage.takesSums(run) ? sums : undefined)
})"""
AT_THE_END = """async (stage, header, arrays) => {
    const run = { ...header }
    for (const [name, values] of Object.entries(arrays)) run[name] = Float32Array.from(values)
    const { Forward } = await import(FORWARD)
    run.rows = new Forward(run, run.inputs)
    run.hand = new stage.Hand(run)
    run.hand.take(run.keyframes.length - 1)
    run.hand.set(0, run.hand.weights[0])
    const asTrained = run.hand.losses()
    run.hand.set(1, 0.25)
    return [asTrained, run.hand.losses(), run.hand.changes()]
}"""


def test_every_loss_has_a_function():
    assert call("losses", "(stage) => Object.keys(stage.LOSSES)") == list(LOSSES)


def by_unit(values):
    return values.numpy().T.ravel().tolist()


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize("outputs", [1, 3])
def test_the_losses_are_those_of_keras(outputs):
    draw = np.random.default_rng(0)
    sums = draw.normal(size=(ROWS, outputs)).astype("float32") * 4
    sums[0] = [40, -40, 1][:outputs]  # beyond what float32 tells from 1
    classes = draw.integers(0, max(2, outputs), (ROWS, 1)).astype("float32")
    quantities = draw.uniform(0, 20, (ROWS, 1)).astype("float32")
    runs, expected = [], []
    for name, loss in LOSSES.items():
        for activation in ("linear", "sigmoid", "softmax", "relu"):
            for y in (classes, quantities) if outputs == 1 else (classes,):
                if loss.targets == "index" and outputs == 1:
                    continue  # which Keras refuses
                several = outputs > 1 and loss.targets != "index"
                targets = (y == np.arange(outputs)).astype("float32") if several else y
                before = tf.constant(sums)
                values = activation_function(activation)(before)
                expected.append(float(tf.reduce_mean(sample_losses(name, targets, values))))
                runs.append(
                    {
                        "loss_name": name,
                        "activations": ["tanh", activation],
                        "outputs": [""] * outputs,
                        "actual": y[:, 0].tolist(),
                        "values": by_unit(values),
                        "sums": by_unit(before),
                    }
                )
    found = call("losses", OF_ALL, runs)
    for run, result, right in zip(runs, found, expected, strict=True):
        told = (run["loss_name"], run["activations"][-1])
        np.testing.assert_allclose(result, right, rtol=2e-5, atol=1e-6, err_msg=str(told))


@pytest.mark.parametrize(
    "settings",
    [
        {"l1": 0.01, "l2": 0.1},
        {
            "dataset": "car_crashes_terciles",
            "output_activation": "softmax",
            "loss": "categorical_crossentropy",
        },
    ],
)
def test_weights_as_they_were_trained_lose_what_keras_says_at_the_epochs_end(settings):
    config = TrainingConfig(
        **settings, hidden_units=(4,), validation_split=0.3, standardize=True, epochs=5
    )
    dataset = load_dataset(config.dataset)
    examples, history = prepare(config, dataset), train(config, dataset)
    header, arrays = decode(stage_payload("a run", config, dataset, examples, history))
    sent = {name: array.tolist() for name, array in arrays.items()}
    forward = (FOLDER / "forward.js").as_uri()
    as_trained, changed, changes = call(
        "hand", AT_THE_END.replace("FORWARD", f'"{forward}"'), header, sent
    )
    np.testing.assert_allclose(as_trained["val_loss"], history.val_loss[-1], rtol=1e-5)
    assert changes == 1
    assert changed["loss"] != as_trained["loss"]
