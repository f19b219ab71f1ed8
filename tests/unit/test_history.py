import numpy as np
import pytest

from tests.unit.histories import make_history

NETWORKS = [
    ((6, 1), ("linear",)),
    ((6, 3, 1), ("relu", "linear")),
    ((4, 5, 2, 1), ("tanh", "tanh", "sigmoid")),
    ((2, 3, 4, 5, 2), ("gelu", "selu", "softplus", "softmax")),
]


def keras_network(sizes, activations):
    import keras

    layers = [
        keras.layers.Dense(units, activation=activation)
        for units, activation in zip(sizes[1:], activations, strict=True)
    ]
    return keras.Sequential([keras.Input((sizes[0],)), *layers])


def inputs(columns):
    return np.random.default_rng(2).normal(scale=2, size=(9, columns)).astype("float32")


@pytest.mark.parametrize(("sizes", "activations"), NETWORKS)
def test_it_predicts_what_keras_predicts_with_the_same_weights(sizes, activations):
    history = make_history(sizes, (0, 10, 20), activations=activations)
    network, x = keras_network(sizes, activations), inputs(sizes[0])
    for epoch in (0, 10, 20):
        network.set_weights(history.weights_at(epoch))
        expected = np.asarray(network(x))
        np.testing.assert_allclose(history.predict(x, epoch), expected, rtol=1e-5, atol=1e-6)


def test_a_network_small_enough_for_pencil_and_paper():
    # 2 inputs, 2 relu units, 1 output: relu([1, 2] @ [[1, -1], [1, -1]] + [0, 1]) = [3, 0]
    parameters = np.float32([[1, -1, 1, -1, 0, 1, 2, 5, -1]])
    history = make_history(
        (2, 2, 1), (0,), parameters=parameters, activations=("relu", "linear"), loss=np.zeros(0)
    )
    np.testing.assert_array_equal(history.predict(np.array([[1, 2]])), [[3 * 2 + 0 * 5 - 1]])


def test_the_last_epoch_predicts_unless_another_is_given():
    history, x = make_history(), inputs(6)
    np.testing.assert_array_equal(history.predict(x), history.predict(x, 2))
    assert not np.allclose(history.predict(x), history.predict(x, 0))


@pytest.mark.parametrize(("sizes", "activations"), NETWORKS)
def test_many_epochs_at_once_are_each_epoch_by_itself(sizes, activations):
    history = make_history(sizes, (0, 1, 5, 9), activations=activations)
    x = inputs(sizes[0])
    together = history.predict_at(x, [9, 0, 5])
    assert together.shape == (3, 9, sizes[-1])
    for epoch, predictions in zip([9, 0, 5], together, strict=True):
        np.testing.assert_allclose(predictions, history.predict(x, epoch), rtol=1e-5, atol=1e-6)


def test_broken_weights_predict_nan_without_a_warning():
    history = make_history(parameters=np.full((3, 25), np.nan, "float32"))
    assert np.isnan(history.predict(inputs(6))).all()


@pytest.mark.parametrize(
    ("epoch", "nearest"), [(-1, 0), (4, 0), (6, 10), (14, 10), (16, 20), (21, 20), (5000, 20)]
)
def test_weights_that_were_not_recorded_are_refused_with_the_nearest(epoch, nearest):
    history = make_history(epochs_recorded=(0, 10, 20))
    message = f"^Epoch {epoch} was not recorded; the nearest that was is {nearest}\\.$"
    with pytest.raises(ValueError, match=message):
        history.weights_at(epoch)
    with pytest.raises(ValueError, match=message):
        history.predict(inputs(6), epoch)
    with pytest.raises(ValueError, match=message):
        history.predict_at(inputs(6), [0, epoch])


@pytest.mark.parametrize(
    ("epoch", "nearest"), [(-7, 0), (0, 0), (3, 1), (6, 10), (9.9, 10), (14, 10), (16, 20)]
)
def test_the_nearest_recorded_epoch(epoch, nearest):
    found = make_history(epochs_recorded=(0, 1, 10, 20)).nearest_recorded(epoch)
    assert found == nearest
    assert type(found) is int


def test_epochs_are_those_trained_not_those_recorded():
    assert make_history(epochs_recorded=(0, 10, 20)).epochs == 20


def test_nbytes_counts_every_array():
    # float32: 3 x 25 weights and 20 losses; int64: 3 epochs
    without = make_history(epochs_recorded=(0, 10, 20))
    assert without.nbytes == 4 * 75 + 4 * 20 + 8 * 3
    with_validation = make_history(
        epochs_recorded=(0, 10, 20), val_loss=np.zeros(20, dtype="float32")
    )
    assert with_validation.nbytes == without.nbytes + 4 * 20
