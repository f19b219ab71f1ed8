import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.explain.formula import names_of
from nnplay.explain.forward_pass import predict, trace_row
from tests.covering import cover
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


def predictions(config, weights, examples, dataset):
    sizes = (len(examples.features), *config.hidden_units, 1)
    outputs = [f"y{unit}" for unit in range(weights[-1].size)]
    names = names_of(examples.features, sizes, outputs)
    passes = [trace_row(weights, config.activations, names, row) for row in examples.x]
    return [layers[-1][0].after for layers in passes]


@pytest.mark.filterwarnings("ignore:[^$]*softmax over axis:UserWarning")  # for one unit, on purpose
@pytest.mark.parametrize("network", cover(NETWORKS), ids=str)
def test_the_forward_pass_of_every_state_ends_at_what_keras_predicts(dataset, network):
    config, model, weights, examples = make_network(dataset, standardize=True, **network)
    expected = np.asarray(model(examples.x))
    traced = predictions(config, weights, examples, dataset)
    assert len(traced) == 51
    np.testing.assert_allclose(traced, expected[:, 0], rtol=1e-5, atol=EPS)


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
def test_raw_features_end_at_what_keras_predicts_even_out_of_range(dataset, activation):
    config, model, weights, examples = make_network(
        dataset, hidden_units=(5, 4), activation=activation
    )
    expected = np.asarray(model(examples.x))
    traced = predictions(config, weights, examples, dataset)
    np.testing.assert_allclose(traced, expected[:, 0], rtol=1e-5, atol=EPS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_step_follows_from_the_one_before(activation):
    history = make_history((6, 4, 3, 2), activations=("tanh", activation, activation))
    names = names_of(tuple("abcdef"), history.sizes, ("y1", "y2"))
    row = np.random.default_rng(3).normal(size=6)
    values = row.astype("float32").astype(float)
    layers = trace_row(history.weights_at(2), history.activations, names, row)
    for activation_of_layer, layer, inputs, units in zip(
        history.activations, layers, names, names[1:], strict=False
    ):
        assert [unit.name for unit in layer] == list(units)
        for unit in layer:
            assert unit.inputs == inputs
            assert unit.activation == activation_of_layer
            np.testing.assert_array_equal(unit.values, values)
            np.testing.assert_array_equal(unit.products, unit.values * unit.weights)
            assert unit.total == pytest.approx(sum(unit.products))
            assert unit.before == pytest.approx(unit.total + unit.bias, rel=1e-6, abs=1e-7)
        values = np.array([unit.after for unit in layer])
    expected = history.predict(row[None])[0]
    np.testing.assert_allclose(values, expected, rtol=1e-5, atol=EPS)


def test_predicting_with_the_recorded_weights_is_predicting_with_the_run():
    history = make_history((6, 4, 2, 1))
    x = np.random.default_rng(5).normal(size=(7, 6))
    ours = predict(history.weights_at(1), history.activations, x)
    np.testing.assert_array_equal(ours, history.predict(x, 1))


def test_diverged_weights_are_traced_without_a_warning():
    history = make_history(parameters=np.full((3, 25), np.nan, "float32"))
    names = names_of(tuple("abcdef"), history.sizes, ("y",))
    layers = trace_row(history.weights_at(2), history.activations, names, np.ones(6))
    assert np.isnan(layers[-1][0].after)
    assert np.isnan(layers[0][0].products).all()
