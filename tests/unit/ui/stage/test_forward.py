"""The stage's arithmetic is that of Python."""

import numpy as np
import pytest

from nnplay.choices.activations import ACTIVATIONS, softmax
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.datasets.patterns import INPUTS
from tests.javascript import call
from tests.unit.histories import make_history


def test_the_activations_are_those_of_python():
    sums = np.concatenate([np.linspace(-30, 30, 241), [1e-9, -1e-9, 1e3, -1e3]])
    wild = np.array([np.inf, -np.inf, np.nan])
    values = np.concatenate([sums, wild])
    found = call(
        "forward",
        "(stage, sums) => Object.fromEntries(Object.entries(stage.ACTIVATIONS)"
        ".map(([name, activation]) => [name, sums.map((s) => activation(s))]))",
        values.tolist(),
    )
    assert {*found, "softmax"} == set(ACTIVATIONS)
    for name, results in found.items():
        with np.errstate(all="ignore"):
            expected = ACTIVATIONS[name].function(values)
        np.testing.assert_allclose(results, expected, rtol=1e-9, atol=1e-12, err_msg=name)


def test_softmax_is_that_of_python():
    sums = np.random.default_rng(0).normal(size=(7, 3)) * 20
    by_unit = call(
        "forward",
        "(stage, sums) => { const values = Float64Array.from(sums);"
        " stage.softmax(values, 7); return [...values] }",
        sums.T.ravel().tolist(),
    )
    np.testing.assert_allclose(np.reshape(by_unit, (3, 7)).T, softmax(sums), rtol=1e-12)


def test_the_inputs_are_those_of_python():
    points = np.random.default_rng(0).uniform(-6, 6, (50, 2))
    found = call(
        "forward",
        "(stage, points) => Object.fromEntries(Object.entries(stage.INPUTS)"
        ".map(([name, input]) => [name, points.map(([x1, x2]) => input(x1, x2))]))",
        points.tolist(),
    )
    assert list(found) == list(INPUTS)
    for name, results in found.items():
        np.testing.assert_allclose(results, INPUTS[name].of(points), rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("hidden_units", [(), (1,), (4, 2), (8, 8, 8), (5, 9)])
def test_the_network_says_what_it_says_in_python(hidden_units, activation):
    config = TrainingConfig(dataset="xor", features=tuple(INPUTS), standardize=True)
    dataset = load_dataset("xor")
    examples = prepare(config, dataset)
    sizes = (7, *hidden_units, 3)
    activations = (activation,) * len(hidden_units) + ("softmax",)
    history = make_history(sizes, activations=activations)
    run = {
        "sizes": sizes,
        "activations": activations,
        "features": examples.features,
        "offset": examples.offset.tolist(),
        "scale": examples.scale.tolist(),
        "weights": history.parameters.ravel().tolist(),
    }
    points = (dataset.frame[name].tolist() for name in ("x1", "x2"))
    for_keyframe_1 = (
        "(stage, run, x1, x2) => { const inputs = stage.planeInputs(run, x1, x2);"
        " run.weights = Float32Array.from(run.weights);"
        " const forward = new stage.Forward(run, inputs);"
        " forward.goTo(1); return [...forward.values.at(-1)] }"
    )
    by_unit = call("forward", for_keyframe_1, run, *points)
    found = np.reshape(by_unit, (3, len(examples.x))).T
    np.testing.assert_allclose(found, history.predict(examples.x, 1), rtol=1e-3, atol=1e-6)


IN_EVERY_FRAME = """(stage, run, frames) => {
    run.weights = Float32Array.from(run.weights)
    run.rows = new stage.Forward(run, Float32Array.from(run.inputs))
    const predictionsAt = stage.predictionsOf(run)
    return Array.from({ length: frames }, (_, frame) => [...predictionsAt(frame)])
}"""


def predictions_of(history, x):
    """Let the stage predict for rows at every recorded epoch, shape (epochs, rows, outputs)."""
    frames, outputs = len(history.epochs_recorded), history.sizes[-1]
    run = {
        "sizes": history.sizes,
        "activations": history.activations,
        "outputs": [""] * outputs,
        "actual": [0] * len(x),
        "inputs": x.T.ravel().tolist(),
        "weights": history.parameters.ravel().tolist(),
    }
    found = call("forward", IN_EVERY_FRAME, run, frames)
    return np.reshape(found, (frames, outputs, len(x))).transpose(0, 2, 1)


def test_the_rows_of_a_table_are_predicted_as_in_python():
    config = TrainingConfig(dataset="car_crashes_terciles")
    x = prepare(config, load_dataset(config.dataset)).x
    history = make_history((6, 5, 3), range(4), activations=("tanh", "softmax"))
    expected = history.predict_at(x, range(4))
    np.testing.assert_allclose(predictions_of(history, x), expected, rtol=1e-3, atol=1e-6)


def test_what_is_too_large_for_float32_breaks_as_in_python():
    weights = np.float32([[3e38, -3e38, 1, 1, 1, 0], [3e38, 0, 1, 1, 1, 0], [3, -2, 1, 1, 1, 0]])
    history = make_history((5, 1), range(3), parameters=weights, activations=("linear",))
    x = np.full((2, 5), 10, "float32")
    found, expected = predictions_of(history, x), history.predict_at(x, range(3))
    np.testing.assert_array_equal(found, expected)
    assert [str(each) for each in expected[:, 0, 0]] == ["nan", "inf", "40.0"]
