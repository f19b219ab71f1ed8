import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.explain.formula import names_of
from nnplay.explain.forward_pass import UnitWalk, predict, shown_sum, walk
from tests.covering import cover
from tests.numerals import read_number
from tests.unit.histories import make_history

NETWORKS = {
    "hidden_units": [(5, 4, 6, 3, 2)[:layers] for layers in range(6)],
    "activation": HIDDEN_ACTIVATIONS,
    "output_activation": list(ACTIVATIONS),
}
EPS = 1e-6  # as in test_history: sigmoids near 0 are only exact to float32's rounding near 1


def make_network(dataset, **changes):
    """Build the Keras model of a configuration, its biases drawn too, and the inputs."""
    from nnplay.model import build_model

    config = TrainingConfig(**changes)
    model = build_model(config, dataset)
    draw = np.random.default_rng(4)
    # A large exponential of exponentials multiplies float32's own rounding beyond 1e-5.
    size = 0.25 if changes["activation"] == "exponential" else 1.0
    weights = [
        size * array
        if array.ndim == 2
        else draw.normal(scale=0.5, size=array.shape).astype("float32")
        for array in model.get_weights()
    ]
    model.set_weights(weights)
    return config, model, weights, prepare(config, dataset)


def walks(config, weights, examples, dataset):
    sizes = (len(examples.features), *config.hidden_units, 1)
    outputs = [f"y{unit}" for unit in range(weights[-1].size)]
    names = names_of(examples.features, sizes, outputs)
    return [walk(weights, config.activations, names, row) for row in examples.x]


@pytest.mark.filterwarnings("ignore:[^$]*softmax over axis:UserWarning")  # of one unit: meant
@pytest.mark.parametrize("network", cover(NETWORKS), ids=str)
def test_every_state_walks_to_what_keras_predicts(dataset, network):
    config, model, weights, examples = make_network(dataset, standardize=True, **network)
    expected = model.predict(examples.x, verbose=0, batch_size=51)
    walked = [each.prediction for each in walks(config, weights, examples, dataset)]
    assert len(walked) == 51
    np.testing.assert_allclose(walked, expected[:, 0], rtol=1e-5, atol=EPS)


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
def test_raw_features_walk_to_what_keras_predicts_even_out_of_range(dataset, activation):
    config, model, weights, examples = make_network(
        dataset, hidden_units=(5, 4), activation=activation
    )
    expected = model.predict(examples.x, verbose=0, batch_size=51)
    walked = [each.prediction for each in walks(config, weights, examples, dataset)]
    np.testing.assert_allclose(walked, expected[:, 0], rtol=1e-5, atol=EPS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_step_follows_from_the_one_before(activation):
    history = make_history((6, 4, 3, 2), activations=("tanh", activation, activation))
    names = names_of(tuple("abcdef"), history.sizes, ("y1", "y2"))
    row = np.random.default_rng(3).normal(size=6)
    values = row.astype("float32").astype(float)
    steps = walk(history.weights_at(2), history.activations, names, row)
    for layer, inputs, units in zip(steps.layers, names, names[1:], strict=False):
        assert [unit.name for unit in layer.units] == list(units)
        for unit in layer.units:
            assert unit.inputs == inputs
            assert unit.activation == layer.activation
            np.testing.assert_array_equal(unit.values, values)
            np.testing.assert_array_equal(unit.products, unit.values * unit.weights)
            assert unit.total == pytest.approx(sum(unit.products))
            assert unit.before == pytest.approx(unit.total + unit.bias, rel=1e-6, abs=1e-7)
        values = np.array([unit.after for unit in layer.units])
    expected = history.predict(row[None])[0]
    np.testing.assert_allclose(values, expected, rtol=1e-5, atol=EPS)
    assert steps.prediction == values[0]


def test_predicting_with_the_recorded_weights_is_predicting_with_the_run():
    history = make_history((6, 4, 2, 1))
    x = np.random.default_rng(5).normal(size=(7, 6))
    ours = predict(history.weights_at(1), history.activations, x)
    np.testing.assert_array_equal(ours, history.predict(x, 1))


def assert_adds_up(unit):
    shown = shown_sum(unit)
    products, bias = map(read_number, shown.products), read_number(shown.bias)
    assert sum(products) == read_number(shown.total)
    assert read_number(shown.total) + bias == read_number(shown.before)
    step = max(abs(unit.before) * 1e-5, 1.5e-5 * np.abs([*unit.products, unit.bias]).max())
    for text, value in zip(shown.products, unit.products, strict=True):
        assert float(read_number(text)) == pytest.approx(value, abs=step)
    assert float(read_number(shown.before)) == pytest.approx(unit.before, abs=step)
    assert float(read_number(shown.after)) == pytest.approx(unit.after, rel=1e-5, abs=1e-30)


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("activation", ["linear", "relu", "sigmoid", "mish", "softmax"])
def test_what_is_shown_adds_up_to_the_last_digit(dataset, standardize, activation):
    examples = prepare(TrainingConfig(standardize=standardize), dataset)
    history = make_history((6, 20, 4, 1), activations=("tanh", "gelu", activation))
    names = names_of(examples.features, history.sizes, ("accidents",))
    for row in examples.x:
        for layer in walk(history.weights_at(2), history.activations, names, row).layers:
            for unit in layer.units:
                assert_adds_up(unit)


def make_unit(products, bias, activation="linear"):
    values = np.array(products, float)
    before = float(np.float32(values.sum() + bias))
    return UnitWalk(
        name="h1",
        inputs=tuple("abcdefgh"[: len(values)]),
        values=values,
        weights=np.ones(len(values)),
        bias=bias,
        activation=activation,
        before=before,
        after=before,
    )


def test_thirds_are_rounded_to_a_sum_of_one():
    shown = shown_sum(make_unit([1 / 3, 1 / 3, 1 / 3], 0.0))
    assert sorted(shown.products) == ["0.333333", "0.333333", "0.333334"]
    assert (shown.total, shown.bias, shown.before, shown.after) == (
        "1.000000",
        "0",
        *["1.000000"] * 2,
    )


def test_nothing_adds_up_to_nothing():
    shown = shown_sum(make_unit([0, 0], 0.0))
    assert (*shown.products, shown.total, shown.bias, shown.before) == ("0",) * 5


def test_a_sum_of_large_products_that_cancel_keeps_its_digits():
    shown = shown_sum(make_unit([300.0, -299.987654321], 0.0))
    assert shown.products == ("300.000000", "−299.987654")
    assert shown.before == "0.012346"


@pytest.mark.parametrize("size", [1e-30, 1e-12, 1e-3, 1.0, 1e5, 1e12, 1e30])
def test_sums_of_every_size_add_up(size):
    draw = np.random.default_rng(6)
    for _ in range(50):
        assert_adds_up(make_unit(draw.normal(size=7) * size, float(draw.normal() * size)))


def test_numbers_very_large_or_small_are_short():
    for size in (1e-30, 1e30):
        shown = shown_sum(make_unit([size / 7, size / 3], -size))
        assert max(map(len, (*shown.products, shown.total, shown.before))) <= 14


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_shown_as_such(value):
    shown = shown_sum(make_unit([1.5, value], 0.5))
    expected = {"nan": "NaN", "inf": "∞", "-inf": "−∞"}[str(value)]
    assert shown.products == ("1.5", expected)
    assert {shown.total, shown.before, shown.after} == {expected}
    assert shown.bias == "0.5"


def test_broken_weights_walk_without_a_warning():
    history = make_history(parameters=np.full((3, 25), np.nan, "float32"))
    names = names_of(tuple("abcdef"), history.sizes, ("y",))
    steps = walk(history.weights_at(2), history.activations, names, np.ones(6))
    assert np.isnan(steps.prediction)
    assert set(shown_sum(steps.layers[0].units[0]).products) == {"NaN"}
