import json
import struct
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.evaluation.metrics import classes_of
from nnplay.ui.stage.axes import loss_axis, other_axis, output_axis, prediction_axis
from nnplay.ui.stage.packing import answering, starting_at, with_gradients
from nnplay.ui.stage.payload import (
    MAX_WEIGHTS,
    MIN_KEYFRAMES,
    broken_note,
    shown_weights,
    stage_payload,
)
from tests.unit.histories import make_history

CONFIG = TrainingConfig(validation_split=0.2, epochs=2)
LARGEST = (6, 64, 64, 64, 64, 64, 1)


def decode(payload: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Read the format that the docstring of `pack` describes, as strictly as a browser."""
    (length,) = struct.unpack_from("<i", payload)
    header = json.loads(payload[4 : 4 + length], parse_constant=pytest.fail)
    arrays, start = {}, 4 + length
    for name, size in header["arrays"]:
        arrays[name] = np.array(struct.unpack_from(f"<{size}f", payload, start), "float32")
        start += 4 * size
    assert start == len(payload)
    return header, arrays


def pack(dataset, history, run_id="a run", config=CONFIG) -> bytes:
    return stage_payload(run_id, config, dataset, prepare(config, dataset), history)


def history_of(loss, val_loss=None):
    return make_history(loss=np.float32(loss), val_loss=val_loss)


def test_the_header_says_what_the_stage_needs(dataset):
    history = make_history(val_loss=np.float32([9, 8]))
    header, _ = decode(pack(dataset, history))
    assert header["id"] == "a run"
    assert header["target"] == "accidents"
    assert header["measured"] == "drivers in fatal collisions per billion miles"
    assert header["features"] == list(dataset.features)
    assert header["sizes"] == [6, 3, 1]
    assert header["activations"] == ["tanh", "linear"]
    assert header["names"][:2] == ["Alabama (AL)", "Alaska (AK)"]
    assert len(header["names"]) == 51
    assert header["penalty"] == [0.0, 0.0]
    assert header["validation_rows"] == list(range(40, 51))
    assert header["epochs"] == header["keyframes"] == [0, 1, 2]
    assert header["total"] == 2
    assert header["loss_name"] == "mean_squared_error"
    assert header["loss_axis"] == loss_axis(history)
    assert header["note"] == ""


def test_the_arrays_are_those_of_the_history(dataset):
    history = make_history(epochs_recorded=(0, 10, 20), val_loss=np.float32(range(20)))
    _, arrays = decode(pack(dataset, history))
    np.testing.assert_array_equal(arrays["loss"], history.loss)
    np.testing.assert_array_equal(arrays["val_loss"], history.val_loss)
    np.testing.assert_array_equal(arrays["actual"], dataset.frame["total"].astype("float32"))
    np.testing.assert_array_equal(arrays["weights"].reshape(3, 25), history.parameters)
    x = dataset.frame[list(dataset.features)].to_numpy("float32")
    np.testing.assert_array_equal(arrays["inputs"].reshape(6, 51), x.T)
    assert "predictions" not in arrays


def test_without_validation_val_loss_is_empty(dataset):
    _, arrays = decode(pack(dataset, make_history(), config=TrainingConfig()))
    assert arrays["val_loss"].size == 0


def test_a_broken_run_is_packed_with_its_nan(dataset):
    parameters = np.full((3, 25), np.nan, "float32")
    header, arrays = decode(pack(dataset, make_history(loss=np.float32([7, np.nan]))))
    assert header["note"].startswith("The loss was no longer a number")
    np.testing.assert_array_equal(arrays["loss"], np.float32([7, np.nan]))
    _, arrays = decode(pack(dataset, make_history(parameters=parameters)))
    assert np.isnan(arrays["weights"]).all()


def test_a_run_refused_at_once_is_packed_with_its_initial_weights(dataset):
    history = make_history(
        epochs_recorded=(0,), loss=np.zeros(0), refusal="Keras can't train with these labels."
    )
    header, arrays = decode(pack(dataset, history))
    assert header["note"] == "Keras can't train with these labels."
    assert header["epochs"] == header["keyframes"] == [0]
    assert arrays["loss"].size == 0
    assert arrays["weights"].size == 25


def test_a_film_told_to_rest_at_an_epoch_is_otherwise_the_same(dataset):
    payload = pack(dataset, make_history())
    (header, arrays), (start, same) = decode(payload), decode(starting_at(payload, 1))
    assert start == {**header, "start": 1}
    assert all(np.array_equal(arrays[name], same[name]) for name in arrays)


def test_what_a_press_does_is_added_and_all_else_is_the_same(dataset):
    payload = starting_at(pack(dataset, make_history()), 1)
    answers = {
        "opens": False,
        "asks": True,
        "more_epochs": {"step": 500, "most": 5000},
        "resizes": {"layers": 5, "units": 64},
        "offers_gradients": True,
    }
    (header, arrays), (told, same) = decode(payload), decode(answering(payload, **answers))
    assert told == {**header, **answers}
    assert all(np.array_equal(arrays[name], same[name]) for name in arrays)


@pytest.mark.parametrize("epochs", [range(3), range(0, 5001, 10)], ids=len)
def test_gradients_belong_to_the_weights_that_are_sent(dataset, epochs):
    history = make_history(LARGEST, epochs)
    payload, weights = pack(dataset, history), shown_weights(dataset, history)
    header, arrays = decode(payload)
    np.testing.assert_array_equal(weights.ravel(), arrays["weights"])
    told, more = decode(with_gradients(payload, 2 * weights))
    np.testing.assert_array_equal(more.pop("gradients"), 2 * arrays["weights"])
    assert {**told, "arrays": told["arrays"][:-1]} == header
    assert all(np.array_equal(arrays[name], more[name]) for name in arrays)


def test_runs_have_one_base_if_they_differ_in_the_number_of_epochs_alone(dataset):
    longer, other = replace(CONFIG, epochs=9), replace(CONFIG, seed=1)
    bases = [
        decode(pack(dataset, make_history(), config=config))[0]["base"]
        for config in (CONFIG, longer, other)
    ]
    assert bases[0] == bases[1] != bases[2]


@pytest.mark.parametrize("run_id", ["", "1", "12", "123", "1234"])
def test_the_arrays_begin_at_a_multiple_of_four(dataset, run_id):
    payload = pack(dataset, make_history(), run_id)
    (length,) = struct.unpack_from("<i", payload)
    assert length % 4 == 0
    assert decode(payload)[0]["id"] == run_id


@pytest.mark.parametrize(
    ("y", "axis"),
    [
        ([5.9, 23.9], (0, 27)),  # 23.9 + 2.39 = 26.29
        ([0.0004, 0.00127], (0, 0.0014)),
        ([248_000, 251_000], (0, 280_000)),
        ([-10, 30], (-10, 34)),
        ([-10, -5], (-10, 1)),
        ([100, 100], (0, 110)),
    ],
)
def test_the_axis_of_predictions_takes_in_0_and_a_tenth_beyond_the_targets(y, axis):
    assert prediction_axis(np.array(y)[:, None]) == pytest.approx(axis)


def test_the_axis_of_predictions_comes_from_the_targets(dataset):
    header, _ = decode(pack(dataset, make_history()))
    assert (dataset.frame["total"].min(), dataset.frame["total"].max()) == (5.9, 23.9)
    assert header["axis"] == [0, 27]


# ---- classes and patterns

MEDIAN = TrainingConfig(dataset="car_crashes_median", output_activation="sigmoid", epochs=2)
TERCILES = TrainingConfig(dataset="car_crashes_terciles", output_activation="softmax", epochs=2)
CIRCLE = TrainingConfig(dataset="circle", features=("x1", "sin x2"), standardize=True, epochs=2)


def pack_of(config, sizes, **changes):
    dataset = dataset_of(config)
    history = make_history(sizes, **changes)
    return *decode(pack(dataset, history, config=config)), history, prepare(config, dataset)


@pytest.mark.parametrize(
    ("config", "view", "classes", "outputs", "threshold"),
    [
        (CONFIG, "scatter", [], ["accidents"], None),
        (MEDIAN, "classes", ["few", "many"], ["many"], 0.5),
        (TERCILES, "classes", ["low", "medium", "high"], ["low", "medium", "high"], None),
    ],
)
def test_classes_have_an_output_each_or_two_one_with_a_threshold(
    config, view, classes, outputs, threshold
):
    header, arrays, *_ = pack_of(config, (6, 5, len(outputs)))
    assert (header["view"], header["classes"]) == (view, classes)
    assert (header["outputs"], header["threshold"]) == (outputs, threshold)
    if classes:
        assert set(arrays["actual"]) == set(range(len(classes)))
    assert not {"limits", "offset", "scale"} & set(header)
    assert not {"x1", "x2"} & set(arrays)


def test_every_frame_of_a_large_network_has_its_predictions():
    frames, activations = 300, ("tanh", "softmax")
    _, arrays, history, examples = pack_of(
        TERCILES, (6, 64, 3), epochs_recorded=range(frames), activations=activations
    )
    assert len(arrays["weights"]) < frames * history.parameters.shape[1]
    assert len(arrays["inputs"]) == examples.x.size  # few, so that weights can be changed by hand
    predictions = arrays["predictions"].reshape(frames, 3, 51)
    for epoch in (0, 123, frames - 1):
        expected = history.predict(examples.x, epoch).T
        np.testing.assert_allclose(predictions[epoch], expected, rtol=1e-4, atol=1e-6)


def test_the_default_run_takes_60_kilobytes(dataset):
    payload = pack(dataset, make_history(epochs_recorded=range(501)), config=TrainingConfig())
    assert len(payload) < 65_000


def test_a_pattern_comes_with_what_its_inputs_are_computed_from():
    header, arrays, _, examples = pack_of(CIRCLE, (2, 4, 1))
    frame = dataset_of(CIRCLE).frame
    assert header["view"] == "plane"
    assert header["classes"] == ["orange", "blue"]
    assert header["features"] == ["x1", "sin x2"]
    assert header["limits"] == [-6, 6]
    assert not {"predictions", "inputs"} & set(arrays)
    for name in ("x1", "x2"):
        np.testing.assert_array_equal(arrays[name], frame[name].astype("float32"))
    inputs = np.column_stack([arrays["x1"], np.sin(arrays["x2"])])
    scaled = (inputs - header["offset"]) / header["scale"]
    np.testing.assert_allclose(scaled, examples.x, rtol=1e-4, atol=1e-6)


def test_the_payload_of_the_largest_pattern_is_bounded():
    config = TrainingConfig(dataset="moons", samples=1_000, epochs=500)
    history = make_history((2, 8, 8, 8, 1), tuple(range(501)))
    payload = pack(dataset_of(config), history, config=config)
    assert len(payload) < 500_000


@pytest.mark.parametrize("loss", ["binary_crossentropy", "mean_squared_error", "hinge"])
def test_the_threshold_is_that_of_the_metrics(loss):
    config = TrainingConfig(dataset="car_crashes_median", loss=loss, epochs=2)
    header, _, history, examples = pack_of(config, (6, 3, 1))
    predictions = np.append(history.predict(examples.x), np.float32([0, 0.5]))
    by_threshold = predictions > header["threshold"]
    np.testing.assert_array_equal(by_threshold, classes_of(predictions[:, None], loss))


@pytest.mark.parametrize(
    ("dataset_name", "loss", "output_activation", "axis"),
    [
        ("car_crashes_median", "binary_crossentropy", "sigmoid", (0, 1)),
        ("car_crashes_median", "mean_squared_error", "tanh", (-1, 1)),
        ("car_crashes_median", "mean_squared_error", "linear", (-0.5, 1.5)),
        ("car_crashes_median", "hinge", "tanh", (-1, 1)),
        ("car_crashes_median", "hinge", "sigmoid", (-1, 1)),
        ("car_crashes_median", "squared_hinge", "linear", (-2, 2)),
        ("car_crashes_terciles", "categorical_hinge", "softmax", (0, 1)),
        ("circle", "binary_crossentropy", "sigmoid", (0, 1)),
        ("circle", "mean_squared_error", "linear", (0, 1)),
        ("circle", "hinge", "tanh", (-1, 1)),
    ],
)
def test_the_axis_of_classes_fits_loss_and_activation(dataset_name, loss, output_activation, axis):
    config = TrainingConfig(dataset=dataset_name, loss=loss, output_activation=output_activation)
    dataset = dataset_of(config)
    assert output_axis(config, dataset, prepare(config, dataset)) == axis


@pytest.mark.parametrize("name", ["plane", "bumps"])
def test_the_colours_of_heights_have_0_in_the_middle(name):
    config = TrainingConfig(dataset=name, noise=0.3)
    dataset = dataset_of(config)
    low, high = output_axis(config, dataset, prepare(config, dataset))
    assert low == -high
    assert 0 <= high - dataset.frame["height"].abs().max() < 0.1


@pytest.mark.parametrize(
    ("losses", "val_losses", "axis"),
    [
        ([30, 2, 1], None, (0, 30, False)),  # within a factor of 30
        ([266, 20, 0.7], None, (0.7 / 1.2, 266 * 1.2, True)),
        ([1000, 0], None, (0, 1000, False)),
        ([1000, -50], None, (-50, 1000, False)),
        ([3, 2], [8, 7], (0, 8, False)),
        ([5, 3, np.nan, np.inf], [4, np.inf, np.nan, 2], (0, 5, False)),
        ([], None, (0, 1, False)),
        ([np.inf, np.nan], None, (0, 1, False)),
        ([5, 5], None, (0, 5, False)),
        ([0, 0], None, (0, 1, False)),
        ([-3, -3], None, (-3, 0, False)),
        ([1e-30, 1e-30], None, (0, 1e-30, False)),
    ],
)
def test_the_axis_takes_in_all_losses_that_are_numbers(losses, val_losses, axis):
    found = loss_axis(history_of(losses, val_losses and np.float32(val_losses)))
    assert list(found) == ["low", "high", "log"]
    assert tuple(found.values()) == pytest.approx(axis, rel=1e-6)


@pytest.mark.parametrize(
    ("losses", "axis"),
    [
        ([30, 2, 1], (1 / 1.2, 30 * 1.2, True)),
        ([266, 20, 0.5, np.nan], (0, 266, False)),
        ([7, 7], (7 / 1.2, 7 * 1.2, True)),
        ([3, 0], None),
        ([3, -1], None),
        ([np.nan], None),
    ],
)
def test_the_other_scale_is_offered_where_all_losses_are_positive(losses, axis):
    found = other_axis([np.float32(losses)])
    assert (found and tuple(found.values())) == (axis and pytest.approx(axis))


@pytest.mark.parametrize(
    ("loss", "note"),
    [
        ([3, 2], ""),
        ([], ""),
        (
            [3, np.nan, np.nan],
            "The loss was no longer a number (NaN) in epoch 2, and nothing was learned after that.",
        ),
        ([np.inf, 3, 2], "The loss became infinite in epoch 1."),
        ([3, np.inf, np.inf], "The loss became infinite in epoch 2."),
        (
            [3, 2, np.inf, np.nan],
            "The loss became infinite in epoch 3, and nothing was learned after that.",
        ),
        (
            [1] * 1233 + [np.nan],
            "The loss was no longer a number (NaN) in epoch 1,234, and nothing was learned after "
            "that.",
        ),
    ],
)
def test_a_note_says_when_the_loss_broke(loss, note):
    history = history_of(loss)
    if np.isnan(loss[-1:]).any():
        history.parameters[-1] = np.nan
    assert broken_note(history) == note


def test_a_note_does_not_say_that_sound_weights_learn_nothing():
    history = history_of([3, np.nan, np.nan])  # poisson of an output below 0 has a gradient
    assert broken_note(history) == "The loss was no longer a number (NaN) in epoch 2."


def test_a_refusal_is_the_note_whatever_the_loss():
    history = make_history(loss=np.float32([np.nan]), refusal="Keras refuses.")
    assert broken_note(history) == "Keras refuses."


@pytest.mark.parametrize(
    ("sizes", "frames", "expected"),
    [
        ((6, 3, 1), 1, 1),
        ((6, 3, 1), 2, 2),
        ((6, 3, 1), 501, 501),  # 25 weights: all of them fit
        ((6, 64, 1), 194, 194),
        ((6, 64, 1), 501, MAX_WEIGHTS // 513),
        (LARGEST, 11, 11),
        (LARGEST, 100, MIN_KEYFRAMES),  # 17,153 weights: five would fit
    ],
)
def test_a_large_network_shows_fewer_of_its_weights(dataset, sizes, frames, expected):
    history = make_history(sizes, tuple(range(frames)))
    header, arrays = decode(pack(dataset, history))
    keyframes = header["keyframes"]
    assert len(keyframes) == expected
    assert keyframes[0] == 0
    assert keyframes[-1] == frames - 1
    gaps = np.diff(keyframes)
    assert gaps.min(initial=1) >= 1
    assert gaps.max(initial=1) - gaps.min(initial=gaps.max(initial=1)) <= 1
    weights = arrays["weights"].reshape(expected, -1)
    np.testing.assert_array_equal(weights, history.parameters[keyframes])
    assert weights.size <= max(MAX_WEIGHTS, MIN_KEYFRAMES * weights.shape[1])
    if expected < frames:
        assert len(arrays["predictions"]) == frames * 51
    else:
        assert len(arrays["inputs"]) == 6 * 51


def test_a_film_of_very_many_rows_has_fewer_frames_if_they_hold_predictions(dataset):
    frame = pd.concat([dataset.frame] * 98, ignore_index=True).rename(index=str)
    many = replace(dataset, frame=frame, row_labels=frame.index.to_series())
    small = make_history(epochs_recorded=range(501))
    header, _ = decode(pack(many, small, config=TrainingConfig()))
    assert len(header["epochs"]) == 501
    history = make_history((6, 64, 1), epochs_recorded=range(501))
    header, arrays = decode(pack(many, history, config=TrainingConfig()))
    assert 60 <= len(header["epochs"]) < 100
    assert header["epochs"][0] == 0
    assert header["epochs"][-1] == 500
    assert len(arrays["inputs"]) == 6 * 4998  # the weights of so few frames fit
    weights = arrays["weights"].reshape(len(header["keyframes"]), -1)
    for row, frame in enumerate(header["keyframes"]):
        expected = history.parameters[header["epochs"][frame]]
        np.testing.assert_array_equal(weights[row], expected)
