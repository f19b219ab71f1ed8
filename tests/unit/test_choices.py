import math

import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS
from nnplay.choices.activations import erf

LARGE = [1e2, 1e3, 1e5, 1e10, 1e30]
INPUTS = np.array(
    [*np.linspace(-30, 30, 1201), *LARGE, *(-x for x in LARGE), 1e-8, -1e-8, 0.0, -0.0], "float32"
)


def of_keras(name: str, x: np.ndarray) -> np.ndarray:
    import keras

    return keras.ops.convert_to_numpy(keras.activations.get(name)(keras.ops.convert_to_tensor(x)))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_it_is_what_keras_computes(name):
    x = INPUTS[None] if name != "softmax" else INPUTS.reshape(-1, 5)
    with np.errstate(over="ignore"):  # of exp, infinite in Keras as well
        ours = ACTIVATIONS[name].function(x)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, of_keras(name, x), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_what_is_no_number_becomes_what_it_becomes_in_keras(name):
    x = np.float32([[np.nan, np.inf, -np.inf]])
    with np.errstate(all="ignore"):
        ours = ACTIVATIONS[name].function(x)
    np.testing.assert_allclose(ours, of_keras(name, x), rtol=1e-5, atol=1e-6)


def test_softmax_of_a_single_unit_is_always_1():
    x = np.float32([[-1e30], [0], [1e30]])
    np.testing.assert_array_equal(ACTIVATIONS["softmax"].function(x), np.ones((3, 1)))


def test_softmax_shares_1_between_the_units():
    ours = ACTIVATIONS["softmax"].function(np.log(np.float32([[1, 2, 5], [4, 4, 8]])))
    np.testing.assert_allclose(ours, [[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]], rtol=1e-6)


def test_the_error_function_is_as_exact_as_its_formula_promises():
    x = np.linspace(-6, 6, 2401)
    exact = [math.erf(value) for value in x]
    np.testing.assert_allclose(erf(x), exact, rtol=0, atol=1.5e-7)


@pytest.mark.parametrize("each", ACTIVATIONS.values(), ids=lambda each: each.name)
def test_what_a_record_says_of_an_activation_is_so(each):
    sums = np.linspace(-60, 60, 200_001)
    values = each.function(np.column_stack([sums, np.zeros_like(sums)]))[:, 0]
    if not each.shared:
        values = each.function(sums[:, None])[:, 0]
    slopes = np.gradient(values, sums)
    assert values.min() >= each.low - 1e-4
    assert values.max() <= each.high + 1e-4
    if np.isfinite(each.low):
        assert values.min() == pytest.approx(each.low, abs=0.02)
    if each.bounded:
        assert values.max() == pytest.approx(each.high, abs=0.02)
        assert slopes.max() == pytest.approx(each.steepest, rel=0.01)
    if each.low == 0:
        assert each.flat_at_zero == (values[sums > -10].min() == 0)
    assert each.linear == np.array_equal(values, sums)
    assert each.never_flat == (np.abs(slopes).min() > 0.1)
    assert each.reach(1) == ((1.0, 1.0) if each.shared else each.reach(2))


def test_the_numbers_in_the_phrases_of_initializers_are_those_of_keras():
    import keras

    drawn = keras.initializers
    assert (drawn.RandomNormal().stddev, drawn.TruncatedNormal().stddev) == (0.05, 0.05)
    assert (drawn.RandomUniform().minval, drawn.RandomUniform().maxval) == (-0.05, 0.05)
    assert (drawn.HeUniform().scale, drawn.LecunUniform().scale) == (2.0, 1.0)
    assert (drawn.HeNormal().scale, drawn.LecunNormal().scale) == (2.0, 1.0)
