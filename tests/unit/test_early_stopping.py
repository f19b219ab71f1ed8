"""Early stopping against Keras's own callback, which is given made-up losses."""

import keras
import numpy as np
import pytest

from nnplay.early_stopping import Stopping, Watch

NAN = float("nan")


class Model:
    """What the callback needs of a model: weights, here the number of the epoch."""

    def __init__(self):
        self.epoch, self.stop_training = 0, False
        self.metrics = []

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        self.epoch = weights


def stopped_by_keras(val_losses, patience):
    """Return the best epoch, the one after which Keras stopped, if it did, and the restored one."""
    model = Model()
    callback = keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=patience, restore_best_weights=True, mode="min"
    )
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, loss in enumerate(val_losses):
        model.epoch = epoch + 1
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            break
    callback.on_train_end()
    stopped = callback.stopped_epoch + 1 if model.stop_training else None
    return callback.best_epoch + 1, stopped, model.epoch


def made_up(seed):
    """Draw losses that fall and rise, some of them equal, some not numbers."""
    draw = np.random.default_rng(seed)
    losses = np.round(np.abs(draw.normal(size=30).cumsum()) + draw.random(30), 1)
    losses[draw.random(30) < 0.1] = NAN
    return losses.tolist()


@pytest.mark.parametrize(
    "losses",
    [*map(made_up, range(20)), [3.0] * 9, [NAN] * 9, [NAN, 2.0, 1.0, 0.5, 0.1], [2.0], [1.0, NAN]],
)
@pytest.mark.parametrize("patience", [1, 2, 5])
def test_it_stops_when_keras_stops_and_restores_what_keras_restores(losses, patience):
    watch = Watch().follow(losses, 0, patience)
    best, stopped, restored = stopped_by_keras(losses, patience)
    assert (watch.best, watch.stopped) == (best, stopped)
    assert watch.best == restored


@pytest.mark.parametrize("cut", [1, 7, 15, 29])
def test_in_parts_it_sees_the_same(cut):
    for losses in map(made_up, range(20)):
        first = Watch().follow(losses[:cut], 0, 3)
        # NumPy's, as a NaN is not equal to itself
        whole = Watch().follow(losses, 0, 3)
        np.testing.assert_equal(vars(first.follow(losses[cut:], cut, 3)), vars(whole))


@pytest.mark.parametrize("restores", [False, True])
def test_side_by_side_every_run_ends_with_its_own_weights(restores):
    losses = np.array([[5, 5, 5], [4, 6, 4], [6, 7, 3], [7, 8, 2], [8, 9, 1]], float)
    weights = np.arange(15.0).reshape(5, 3, 1)
    stopping = Stopping(2, restores, (Watch(),) * 3, np.full((3, 1), -1.0))
    for epoch in range(5):
        rows = slice(epoch, epoch + 1)
        stopping = stopping.follow(losses[rows], weights[rows], epoch)
    assert [watch.stopped for watch in stopping.watches] == [4, 3, None]
    assert [watch.best for watch in stopping.watches] == [2, 1, 5]
    ends = [2, 1, 5] if restores else [4, 3, 5]
    assert stopping.weights[:, 0].tolist() == [weights[e - 1, i, 0] for i, e in enumerate(ends)]
    assert not stopping.stopped
