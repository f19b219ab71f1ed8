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
        np.testing.assert_allclose(results, INPUTS[name](points), rtol=1e-12, err_msg=name)


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
        "(stage, run, x1, x2) => { const forward = new stage.Forward(run, x1, x2);"
        " forward.goTo(1); return [...forward.values.at(-1)] }"
    )
    by_unit = call("forward", for_keyframe_1, run, *points)
    found = np.reshape(by_unit, (3, len(examples.x))).T
    np.testing.assert_allclose(found, history.predict(examples.x, 1), rtol=1e-3, atol=1e-6)
