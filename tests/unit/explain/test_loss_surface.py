"""The grid of losses around paths, and which runs have one surface."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.explain import loss_surface
from nnplay.explain.loss_surface import (
    ASPECT,
    COARSE_SIDE,
    CURVE_PLACES,
    SIDE,
    difference,
    most_moved,
    survey,
)
from nnplay.explain.weight_space import NoSurfaceError
from nnplay.training import train
from nnplay.training.losses import losses_of
from tests.unit.histories import make_history

BOWL = np.arange(25)


def height(weights):
    """Return a loss that is 1 at the place where all weights are BOWL."""
    return (1 + ((weights - BOWL) ** 2).sum(axis=1)).astype("float32")


def surface_of(config, *others, chosen=()):
    dataset = dataset_of(config)
    histories = [train(each, dataset) for each in (config, *others)]
    rows = len(prepare(config, dataset).training_rows)
    return survey(histories, rows, chosen, partial(losses_of, config, dataset)), histories


def axes_of(surface):
    return [axis for axis in (surface.x, surface.y) if len(axis)]


def test_the_grid_takes_in_the_path_with_a_margin_and_one_step_is_as_long_up_as_across():
    surface, _ = surface_of(TrainingConfig(epochs=30))
    places = surface.traces[0].places
    assert surface.losses.shape == (SIDE, SIDE)
    for axis, spread in zip((surface.x, surface.y), places.T, strict=True):
        assert axis[0] < spread.min()
        assert spread.max() < axis[-1]
    assert np.ptp(surface.x) == pytest.approx(ASPECT * np.ptp(surface.y))


@pytest.mark.parametrize("chosen", [(), (3, 22), (3,)])
def test_the_lowest_end_is_a_place_of_the_grid_with_its_own_loss(chosen):
    surface, _ = surface_of(TrainingConfig(epochs=30), chosen=chosen)
    (trace,) = surface.traces
    found = [
        np.abs(axis - at).argmin()
        for axis, at in zip(axes_of(surface), trace.places[-1], strict=True)
    ]
    for axis, at, number in zip(axes_of(surface), trace.places[-1], found, strict=True):
        assert axis[number] == pytest.approx(at, abs=1e-9)
    assert surface.losses[tuple(found[::-1])] == pytest.approx(trace.losses[-1], rel=1e-4)


def test_losses_stand_at_their_places():
    history = make_history()
    surface = survey([history], 51, (4, 20), height)
    for row, column in ((0, 0), (0, SIDE - 1), (30, 7)):
        weights = history.parameters[-1].astype(float)
        weights[[4, 20]] = surface.x[column], surface.y[row]
        assert surface.losses[row, column] == pytest.approx(height(weights[None])[0], rel=1e-5)


def test_one_weight_is_a_curve():
    surface = survey([make_history()], 51, (4,), height)
    assert surface.losses.shape == surface.x.shape == (CURVE_PLACES,)
    assert surface.y.size == 0


def test_a_straight_path_is_a_curve_on_which_it_lies(dataset):
    zeros = {"kernel_initializer": "zeros", "output_kernel_initializer": "zeros"}
    surface, _ = surface_of(TrainingConfig(epochs=30, standardize=True, **zeros))
    assert surface.shares == (pytest.approx(1),)
    (trace,) = surface.traces
    on_curve = np.interp(trace.places[:, 0], surface.x, surface.losses)
    np.testing.assert_allclose(trace.losses, on_curve, rtol=1e-3)


def test_weights_that_do_not_move_are_looked_at_around_their_value():
    history = make_history()
    history.parameters[:] = history.parameters[0]
    surface = survey([history], 51, (4, 20), height)
    assert np.ptp(surface.y) > 1
    assert surface.x.mean() == pytest.approx(history.parameters[0, 4], rel=1e-5)
    with pytest.raises(NoSurfaceError):
        survey([history], 51, (), height)


def test_runs_share_a_surface_and_begin_at_one_place():
    config = TrainingConfig(epochs=20, standardize=True, optimizer="SGD")
    surface, histories = surface_of(config, replace(config, optimizer="Adam"))
    first, second = surface.traces
    np.testing.assert_allclose(first.places[0], second.places[0])
    assert len(second.epochs) == len(histories[1].epochs_recorded)
    assert surface.lowest == int(np.argmin([trace.losses[-1] for trace in surface.traces]))


def test_calls_are_short_and_a_large_network_has_a_coarse_grid(monkeypatch):
    lengths = []

    def evaluate(weights):
        lengths.append(len(weights))
        return height(weights)

    cost = 51 * (6 * 3 + 3 + 50 * 4)
    monkeypatch.setattr(loss_surface, "COST_OF_CALL", 10 * cost)
    monkeypatch.setattr(loss_surface, "COST_OF_GRID", SIDE**2 * cost - 1)
    surface = survey([make_history()], 51, (), evaluate)
    assert max(lengths) == 10
    assert surface.losses.shape == (COARSE_SIDE, COARSE_SIDE)


def test_the_weights_that_moved_most_are_found_where_some_are_no_number():
    history = make_history()
    history.parameters[:] = 0
    history.parameters[1, [7, 3]] = 5, -9
    history.parameters[2] = np.nan
    assert most_moved(history, 2) == (3, 7)
    assert most_moved(history, 1) == (3,)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"optimizer": "Adam", "learning_rate": 0.1, "seed": 3, "epochs": 7}, None),
        ({"kernel_initializer": "zeros", "batch_size": 5, "dropout": 0.5}, None),
        ({"dataset": "circle"}, "other data"),
        ({"features": ("speeding",)}, "other features"),
        ({"standardize": True}, "scaled differently"),
        ({"validation_split": 0.2}, "other training rows"),
        ({"hidden_units": (4,)}, "another network"),
        ({"activation": "tanh"}, "another network"),
        ({"output_activation": "relu"}, "another network"),
        ({"loss": "huber"}, "another loss"),
        ({"l2": 0.1}, "another loss"),
    ],
)
def test_it_is_said_why_runs_have_no_surface_in_common(changes, why):
    assert difference(TrainingConfig(), replace(TrainingConfig(), **changes)) == why


def test_seeds_that_draw_the_rows_held_out_have_no_surface_in_common():
    config = TrainingConfig(validation_split=0.2, validation_rows="random")
    assert difference(config, replace(config, seed=1)) == "other training rows"
    last = replace(config, validation_rows="last")
    assert difference(last, replace(last, seed=1)) is None
