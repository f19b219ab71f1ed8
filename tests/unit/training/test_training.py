"""The engine against its oracle, `keras.Model.fit`."""

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from nnplay import choices
from nnplay.chunks import RefusedError
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset, prepare
from nnplay.evaluation.metrics import mean_squared_error
from nnplay.model import build_model
from nnplay.training import MAX_RECORDED_BYTES, MAX_RECORDED_EPOCHS, advance_seeds, train
from nnplay.training.cache import LoopCache
from nnplay.training.network import Structure
from nnplay.training.segments import initial_weights
from tests import record
from tests.covering import cover, in_full
from tests.record import CURVED
from tests.unit.side_by_side import train_seeds

REQUIREMENTS = Path(__file__).parents[3] / "requirements.txt"
TOLERANCE = 1e-4
BESIDE: dict[str, list[Any]] = {
    "optimizer": list(choices.OPTIMIZERS),
    "shuffle": [False, True],
    "validation_split": [0.0, 0.3],
    "validation_rows": ["last", "random"],
    "batch_size": [32, 7],
    "hidden_units": [(4, 3), ()],
    "loss": ["mean_squared_error", "huber"],
    "l2": [0.0, 0.1],
}


def with_news(configs):
    """Keep changes in which a setting has a new value, or a loss a new number of outputs."""
    known, kept = set(), []
    for config in configs:
        has = {*vars(config).items(), (config.loss, load_dataset(config.dataset).outputs)}
        if not has <= known:
            kept.append(config)
        known |= has
    return kept


@pytest.fixture(scope="module")
def recorded():
    return record.read()[0]


def assert_close(ours, expected):
    np.testing.assert_allclose(ours.loss, expected.loss, rtol=TOLERANCE, atol=1e-6)
    np.testing.assert_allclose(ours.val_loss, expected.val_loss, rtol=TOLERANCE, atol=1e-6)
    size = np.abs(expected.weights).max() if np.isfinite(expected.weights).any() else 1.0
    # 1e-7 is the rounding of a float32 next to 1
    atol = max(TOLERANCE * size, 1e-7)
    np.testing.assert_allclose(ours.weights, expected.weights, rtol=TOLERANCE, atol=atol)


def trained(config):
    """Train with the engine; return what `fit` gives."""
    history = train(config, dataset_of(config))
    val_loss = np.array([]) if history.val_loss is None else history.all_val_losses
    return record.Fit(history.all_losses, val_loss, history.parameters[-1])


@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize(
    "config", in_full(record.CONFIGS, but=with_news(record.CONFIGS)), ids=record.describe
)
def test_training_gives_what_fit_gave(config, recorded):
    assert_close(trained(config), recorded[record.describe(config)])


@pytest.mark.full
@pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy")
@pytest.mark.parametrize("config", record.CONFIGS[6::30], ids=record.describe)  # a second each
def test_fit_gives_what_it_gave(config, recorded):
    assert_close(record.fit(config), recorded[record.describe(config)])


def test_the_record_was_made_with_what_is_required_and_holds_nothing_else(recorded):
    required = re.findall(r"^(\w+)(?:-cpu)?==([\d.]+)", REQUIREMENTS.read_text("utf-8"), re.M)
    pins = {(name, number) for name, number in required if name in record.PACKAGES}
    again = "run `python -m tests.record`"
    assert pins == set(record.read()[1].items()), again
    assert recorded.keys() == {record.describe(config) for config in record.CONFIGS}, again


@pytest.mark.parametrize("name", choices.INITIALIZERS)
@pytest.mark.parametrize("seed", [0, 7])
def test_every_initializer_draws_the_weights_of_keras(name, seed, dataset):
    config = replace(CURVED, kernel_initializer=name, output_kernel_initializer=name, seed=seed)
    expected = np.concatenate([w.ravel() for w in build_model(config, dataset).get_weights()])
    np.testing.assert_array_equal(initial_weights(config, (6, 4, 3, 1)), expected)


@pytest.mark.full
def test_dropout_gives_losses_distributed_as_those_of_keras(dataset):
    # With a rate too small to learn anything, an epoch's loss is that of one draw of the dropped
    # values: our draws are others than Keras's, of the same distribution.
    config = replace(CURVED, dropout=0.4, learning_rate=1e-6, optimizer="SGD", epochs=400)
    config = replace(config, batch_size=51, kernel_initializer="ones")
    ours = train(config, dataset).loss
    examples = prepare(config, dataset)
    model = build_model(config, dataset)
    often = np.tile(examples.x, (400, 1))
    predicted = np.reshape(model(often, training=True), (400, len(examples.x), 1))
    keras_losses = np.mean((predicted - examples.y) ** 2, axis=(1, 2))
    assert np.mean(ours) == pytest.approx(np.mean(keras_losses), rel=0.02)
    assert np.std(ours) == pytest.approx(np.std(keras_losses), rel=0.25)


def test_dropout_comes_from_the_seed_alone_and_ends_with_the_training(dataset):
    config = replace(CURVED, dropout=0.5, epochs=30, validation_split=0.2)
    first, again = train(config, dataset), train(config, dataset)
    np.testing.assert_array_equal(first.loss, again.loss)
    assert (train(replace(config, seed=1), dataset).loss != first.loss).all()
    assert (train(replace(config, dropout=0.0), dataset).loss != first.loss).any()
    held_out = prepare(config, dataset).validation_rows
    examples = prepare(config, dataset)
    error = mean_squared_error(examples.y[held_out], first.predict(examples.x[held_out]))
    assert first.val_loss[-1] == pytest.approx(error, rel=1e-5)  # nothing is dropped any more


def test_dropout_in_chunks_is_that_in_one_go(dataset, monkeypatch):
    config = replace(CURVED, dropout=0.3, epochs=200)
    whole = train(config, dataset)
    monkeypatch.setattr("nnplay.training.CHUNK_SECONDS", 0.0)
    monkeypatch.setattr("nnplay.training.segments.STEPS_BEFORE_MEASURING", 50)
    np.testing.assert_array_equal(train(config, dataset).parameters, whole.parameters)


@pytest.mark.full
def test_split_rows_are_those_of_validation_split(dataset):
    config = replace(CURVED, validation_split=0.2)
    examples = prepare(replace(config, standardize=False), dataset)
    # Keras splits by itself here; scaled by hand with the rows that it learns from
    x = (examples.x - examples.x[:40].mean(0)) / examples.x[:40].std(0)
    model = build_model(config, dataset)
    result = model.fit(x, examples.y, validation_split=0.2, epochs=5, shuffle=False, verbose=0)
    history = train(config, dataset)
    np.testing.assert_allclose(history.val_loss, result.history["val_loss"], rtol=TOLERANCE)


def test_shuffled_runs_repeat_and_begin_alike(dataset):
    short, long = (
        train(TrainingConfig(epochs=30), dataset),
        train(TrainingConfig(epochs=90), dataset),
    )
    np.testing.assert_array_equal(train(TrainingConfig(epochs=30), dataset).loss, short.loss)
    np.testing.assert_array_equal(long.loss[:30], short.loss)
    np.testing.assert_array_equal(long.weights_at(30)[0], short.weights_at(30)[0])
    assert not np.array_equal(train(TrainingConfig(epochs=30, seed=1), dataset).loss, short.loss)


def test_shuffling_uses_every_row_once_an_epoch(dataset):
    # With nothing to learn from, the loss of an epoch is the mean over all rows in any order.
    config = TrainingConfig(learning_rate=1e-6, optimizer="Adagrad", epochs=3, batch_size=8)
    expected = train(replace(config, shuffle=False), dataset).loss[0]
    np.testing.assert_allclose(train(config, dataset).loss[0], expected, rtol=1e-3)


def test_chunks_give_what_training_in_one_go_gives(dataset, monkeypatch):
    config = TrainingConfig(epochs=400, optimizer="Nadam", validation_split=0.2)
    whole = train(config, dataset)
    monkeypatch.setattr("nnplay.training.CHUNK_SECONDS", 0.0)
    monkeypatch.setattr("nnplay.training.segments.STEPS_BEFORE_MEASURING", 50)
    seen = []
    parts = train(config, dataset, lambda history: seen.append(history.epochs))
    assert len(seen) > 5
    assert seen == sorted(set(seen))
    np.testing.assert_array_equal(parts.loss, whole.loss)
    np.testing.assert_array_equal(parts.val_loss, whole.val_loss)
    np.testing.assert_array_equal(parts.parameters, whole.parameters)
    np.testing.assert_array_equal(parts.epochs_recorded, whole.epochs_recorded)


@pytest.mark.parametrize(
    "change", cover(BESIDE, [("hidden_units", each) for each in list(BESIDE)[1:5]]), ids=str
)
def test_seeds_side_by_side_end_where_each_ends_alone(change, dataset):
    config = replace(CURVED, epochs=20, learning_rate=0.01, **change)
    seeds = (0, 3, 5)
    for weights, seed in zip(train_seeds(config, dataset, seeds).weights, seeds, strict=True):
        alone = train(replace(config, seed=seed), dataset).parameters[-1]
        np.testing.assert_allclose(weights, alone, rtol=TOLERANCE, atol=1e-5)


def test_a_seed_that_breaks_leaves_the_others_alone(dataset):
    # Large inputs in an exponential: a seed overflows at once or, with negative weights, never.
    config = TrainingConfig(
        optimizer="SGD", hidden_units=(2,), activation="exponential", epochs=60, shuffle=False
    )
    seeds = range(12)
    together = np.isfinite(train_seeds(config, dataset, seeds).weights).all(axis=1)
    alone = [
        np.isfinite(train(replace(config, seed=seed), dataset).parameters[-1]).all()
        for seed in seeds
    ]
    assert together.tolist() == alone
    assert 0 < sum(alone) < len(alone)


def test_seeds_side_by_side_in_chunks_end_as_in_one_go(dataset, monkeypatch):
    config = TrainingConfig(epochs=100, optimizer="Adam")
    whole = train_seeds(config, dataset, range(5)).weights
    monkeypatch.setattr("nnplay.training.SEEDS_SECONDS", 0.0)
    np.testing.assert_array_equal(train_seeds(config, dataset, range(5)).weights, whole)


def test_seeds_side_by_side_advance_also_one_row_at_a_time(dataset, monkeypatch):
    monkeypatch.setattr("nnplay.training.SEEDS_SECONDS", 0.0)
    config = TrainingConfig(batch_size=1, epochs=3)
    assert advance_seeds(config, dataset, range(20), None).epoch == 1


def test_a_refusal_of_many_seeds_is_an_error_with_its_reason(dataset):
    config = TrainingConfig(loss="sparse_categorical_crossentropy")
    with pytest.raises(RefusedError, match="expects class numbers"):
        advance_seeds(config, dataset, range(3), None)


def test_nan_is_recorded_not_raised(dataset):
    history = train(TrainingConfig(optimizer="SGD"), dataset)
    assert history.epochs == 500
    assert np.isnan(history.loss[-1])
    assert np.isnan(history.predict(prepare(TrainingConfig(), dataset).x)).all()


@pytest.mark.parametrize("seed", range(5))
def test_zeros_initializer_scores_as_in_the_notebook(seed, dataset):
    config = TrainingConfig(kernel_initializer="zeros", seed=seed)
    examples = prepare(config, dataset)
    predictions = train(config, dataset).predict(examples.x)
    assert 1 < mean_squared_error(examples.y, predictions) < 8


def test_sigmoid_output_is_stuck_at_0_or_1(dataset):
    seen = set()
    for seed in range(6):
        config = TrainingConfig(output_activation="sigmoid", seed=seed)
        examples = prepare(config, dataset)
        error = mean_squared_error(examples.y, train(config, dataset).predict(examples.x))
        seen.add(round(error, 3))
    assert seen == {265.988, 235.408}


def test_what_keras_refuses_ends_with_a_reason(dataset):
    config = TrainingConfig(loss="sparse_categorical_crossentropy")
    with pytest.raises(Exception, match="outside the valid range"):
        record.fit(replace(config, epochs=1))
    history = train(config, dataset)
    assert history.epochs == 0
    assert history.epochs_recorded.tolist() == [0]
    assert "sparse_categorical_crossentropy" in history.refusal
    assert "23.9" in history.refusal
    assert history.refusal.count(". ") == 0


def test_memory_of_the_largest_run_is_bounded(dataset):
    config = TrainingConfig(hidden_units=(64,) * 5, epochs=5_000, batch_size=51)
    history = train(config, dataset)
    assert history.nbytes < MAX_RECORDED_BYTES + 100_000
    assert history.epochs_recorded[[0, -1]].tolist() == [0, 5_000]
    assert len(set(np.diff(history.epochs_recorded)[:-1])) == 1


@pytest.mark.parametrize("epochs", [1, 499, 500, 501, 1_234])
def test_recorded_epochs_are_evenly_thinned(epochs, dataset):
    recorded = train(TrainingConfig(epochs=epochs), dataset).epochs_recorded
    assert recorded[[0, -1]].tolist() == [0, epochs]
    assert len(recorded) <= MAX_RECORDED_EPOCHS + 2
    assert len(set(np.diff(recorded)[:-1])) <= 1


@pytest.mark.parametrize(
    "loss", in_full(["mean_squared_error", "hinge", "squared_hinge"], but=["hinge"])
)
def test_threads_do_not_disturb_each_other(loss, dataset):
    configs = [
        TrainingConfig(seed=seed, hidden_units=(2 + seed % 3,), loss=loss) for seed in range(8)
    ]
    alone = [train(config, dataset).loss for config in configs]
    together = {}

    def work(number):
        together[number] = train(configs[number], dataset).loss

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, loss in enumerate(alone):
        np.testing.assert_array_equal(together[number], loss)


def test_the_loop_cache_is_bounded_and_keeps_what_was_used_last():
    cache = LoopCache(bound=2)

    def structure(units):
        return Structure((6, units, 1), ("linear",) * 2, "mean_squared_error", "SGD", 8, False)

    first = cache.get(structure(1))
    cache.get(structure(2))
    assert cache.get(structure(1)) is first
    cache.get(structure(3))
    assert cache.get(structure(1)) is first
    assert len(cache._loops) == 2


def test_the_model_is_what_a_learner_would_write(dataset):
    model = build_model(TrainingConfig(hidden_units=(3,), activation="relu"), dataset)
    assert isinstance(model, keras.Sequential)
    assert [layer.units for layer in model.layers] == [3, 1]
    assert [layer.activation.__name__ for layer in model.layers] == ["relu", "linear"]
    assert model.loss == "mean_squared_error"
    assert isinstance(model.optimizer, keras.optimizers.RMSprop)


def test_momentum_is_not_plain_sgd(dataset):
    optimizer = build_model(TrainingConfig(optimizer="SGD with momentum"), dataset).optimizer
    assert optimizer.momentum == 0.9
