"""Paths through weight space and their principal directions, against scikit-learn."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from nnplay.explain import weight_space
from nnplay.explain.weight_space import (
    FAR,
    NoSurfaceError,
    Path,
    path_of,
    principal_plane,
    weights_plane,
)
from tests.unit.histories import make_history


def make_path(weights, losses=None, breaks=None):
    weights = np.asarray(weights, "float32")
    losses = np.linspace(9, 1, len(weights)) if losses is None else np.array(losses)
    return Path(np.arange(len(weights)), weights, losses, breaks, None)


def walk(records, parameters, seed=0):
    steps = np.random.default_rng(seed).normal(size=(records, parameters))
    return make_path(np.cumsum(steps * np.linspace(3, 0.1, parameters), axis=0))


@pytest.mark.parametrize(("records", "parameters"), [(40, 6), (20, 300)])
def test_the_plane_is_that_of_the_principal_components(records, parameters):
    paths = [walk(records, parameters, seed) for seed in (0, 1)]
    plane = principal_plane(paths)
    expected = PCA(2).fit(np.concatenate([path.weights for path in paths]).astype(float))
    np.testing.assert_allclose(plane.shares, expected.explained_variance_ratio_, rtol=1e-6)
    np.testing.assert_allclose(
        np.abs(plane.directions), np.abs(expected.components_), rtol=1e-4, atol=1e-6
    )


def test_the_plane_goes_through_the_lowest_end_and_the_path_leads_to_the_right_and_down():
    high, low = walk(30, 8), walk(30, 8, seed=1)
    low.losses[-1] = 0.1
    plane = principal_plane([high, low])
    np.testing.assert_allclose(plane.places_of(low.weights[-1:]), 0, atol=1e-5)
    np.testing.assert_allclose(plane.weights_at(np.zeros((1, 2)))[0], low.weights[-1], rtol=1e-6)
    across, up = plane.places_of(high.weights[:1])[0]
    assert across <= 0 <= up


def test_directions_of_a_large_network_tell_how_many_records_they_are_found_from(monkeypatch):
    paths = [walk(30, 8), walk(20, 8, seed=1)]
    assert principal_plane(paths).thinned is None
    monkeypatch.setattr(weight_space, "MOST_NUMBERS", 8 * 24 * 2)
    plane = principal_plane(paths)
    assert plane.thinned == (44, 50)
    taken = paths[0].weights[np.linspace(0, 29, 24).round().astype(int)]
    expected = PCA(2).fit(np.concatenate([taken, paths[1].weights]).astype(float))
    np.testing.assert_allclose(plane.shares, expected.explained_variance_ratio_, rtol=1e-6)


def test_places_on_the_plane_are_found_again():
    plane = principal_plane([walk(30, 8)])
    places = np.random.default_rng(3).normal(size=(5, 2))
    np.testing.assert_allclose(plane.places_of(plane.weights_at(places)), places, atol=1e-5)


def test_a_straight_path_has_one_direction_that_explains_all():
    along = np.outer(np.linspace(0, 2, 12), [3.0, 0, 4.0])
    plane = principal_plane([make_path(along)])
    assert plane.shares == (pytest.approx(1),)
    np.testing.assert_allclose(plane.directions, [[0.6, 0, 0.8]], atol=1e-6)


def test_a_path_that_does_not_move_has_no_plane_and_an_error_says_why():
    with pytest.raises(NoSurfaceError, match="have not moved"):
        principal_plane([make_path(np.full((5, 4), 0.3))])
    with pytest.raises(NoSurfaceError, match="At epoch 1 the weights or the loss are no longer"):
        principal_plane([make_path([[1, 2]], breaks=1)])
    with pytest.raises(NoSurfaceError, match="not a number from the start"):
        principal_plane([make_path(np.zeros((0, 2)))])


def test_a_small_path_far_from_zero_has_directions_all_the_same():
    path = walk(30, 4)
    moved = make_path(100 + 1e-3 * path.weights)
    assert sum(principal_plane([moved]).shares) == pytest.approx(
        sum(principal_plane([path]).shares), abs=0.01
    )


def test_chosen_weights_are_the_places_and_the_others_as_at_the_end():
    path = walk(10, 5)
    plane = weights_plane([path], (3, 1))
    np.testing.assert_array_equal(plane.places_of(path.weights), path.weights[:, [3, 1]])
    np.testing.assert_array_equal(plane.weights_at(np.array([[7, 8]]))[0, [3, 1]], [7, 8])
    np.testing.assert_array_equal(
        plane.weights_at(np.zeros((1, 2)))[0, [0, 2, 4]], path.weights[-1, [0, 2, 4]]
    )
    assert plane.shares == ()


@pytest.mark.parametrize("what", ["weights", "losses"])
def test_a_path_ends_at_the_last_record_that_is_a_number(what):
    history = make_history(epochs_recorded=(0, 2, 4, 6))
    losses = np.array([4.0, 3, 2, 1], "float32")
    if what == "weights":
        history.parameters[2, 5] = np.nan
    else:
        losses[2] = np.inf
    path = path_of(history, losses)
    assert path.epochs.tolist() == [0, 2]
    assert path.breaks == 4
    assert path.diverges


def test_a_path_ends_where_the_loss_is_far_above_the_start_but_for_a_few_records():
    history = make_history(epochs_recorded=range(6))
    beyond = 1.01 * FAR
    early = path_of(history, np.array([1, beyond, 1e5, 1e6, 1e7, np.nan], "float32"))
    assert early.epochs.tolist() == [0, 1, 2]
    assert (early.leaves, early.breaks) == (1, 5)
    late = path_of(history, np.array([1, 2, 3, 4, beyond, beyond], "float32"))
    assert late.epochs.tolist() == [0, 1, 2, 3]
    assert (late.leaves, late.breaks) == (4, None)
    for highest in (0.98 * FAR, 1e6):  # it comes back
        high = path_of(history, np.array([1, 2, 3, highest, 2, 1], "float32"))
        assert len(high.epochs) == 6
        assert not high.diverges


def test_a_run_that_diverges_leaves_the_picture_to_the_others():
    sound, gone = walk(20, 6), make_path(1e6 * np.eye(3, 6), breaks=3)
    alone, both = principal_plane([sound]), principal_plane([sound, gone])
    np.testing.assert_allclose(both.directions, alone.directions)
    assert principal_plane([gone]).shares[0] == pytest.approx(0.5)
