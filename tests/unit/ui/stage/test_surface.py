"""What the stage is sent of a loss surface."""

import numpy as np
import pytest

from nnplay.explain.loss_surface import Surface, Trace
from nnplay.ui.stage.race import MOST_FRAMES
from nnplay.ui.stage.surface import LEVELS, Trail, contour_levels, surface_payload
from tests.unit.ui.stage.test_payload import decode

X, Y = np.linspace(-1, 2, 5), np.linspace(0, 3, 4)


def make_trace(epochs=(0, 1, 2), breaks=None, leaves=None, last=None):
    count = len(epochs)
    places = np.random.default_rng(0).normal(size=(count, 2))
    losses = np.linspace(9, 1, count)
    ends = {"breaks": breaks, "leaves": leaves, "diverges": breaks is not None}
    return Trace(np.array(epochs), places, losses, **ends, last=last or epochs[-1])


def pack(*traces, losses=None, trails=None, y=Y):
    losses = np.arange(20.0).reshape(4, 5) if losses is None else losses
    surface = Surface((0.9, 0.05), X, y, losses, traces or (make_trace(),), 0)
    trails = trails or [Trail(f"run {i}", i) for i in range(len(surface.traces))]
    labels = ["first", "second"] if len(y) else ["first"]
    return surface_payload(surface, trails, "huber", labels)


def test_the_rows_of_the_losses_come_from_the_top_down():
    header, arrays = decode(pack())
    assert header["kind"] == "surface"
    assert arrays["losses"].reshape(4, 5)[0].tolist() == [15, 16, 17, 18, 19]
    assert header["axes"] == [
        {"label": "first", "low": -1, "high": 2},
        {"label": "second", "low": 0, "high": 3},
    ]


def test_every_path_brings_its_places_its_losses_and_where_it_ends():
    second = make_trace((0, 2), breaks=4, leaves=2)
    header, arrays = decode(pack(make_trace(), second))
    assert header["paths"][1] == {"name": "run 1", "color": 1, "breaks": 4, "leaves": 2}
    np.testing.assert_allclose(arrays["across1"], second.places[:, 0], rtol=1e-6)
    np.testing.assert_allclose(arrays["up1"], second.places[:, 1], rtol=1e-6)
    assert arrays["moments1"].tolist() == [0, 2]
    assert arrays["path_losses0"].tolist() == [9, 5, 1]


def test_the_film_has_every_recorded_epoch_and_lasts_until_the_longest_run_has_ended():
    header, _ = decode(pack(make_trace(), make_trace((0, 4), breaks=9, last=9)))
    assert header["epochs"] == [0, 1, 2, 4, 9]
    assert header["total"] == 9
    header, _ = decode(pack(make_trace(range(5_000))))
    assert len(header["epochs"]) == MOST_FRAMES + 1
    assert header["epochs"][-1] == 4_999


def test_a_line_is_a_profile():
    losses = np.array([3.0, 2, 1, 2, 3])
    header, arrays = decode(pack(losses=losses, y=Y[:0]))
    assert header["kind"] == "profile"
    assert len(header["axes"]) == 1
    assert arrays["places"].tolist() == X.tolist()
    assert arrays["losses"].tolist() == losses.tolist()
    assert header["loss_axis"]["high"] > 9  # the path's start is above the curve


def test_levels_go_from_the_lowest_to_the_highest_and_are_logarithmic_where_these_are_far_apart():
    levels, log = contour_levels(np.array([[1.0, 5.0], [20.0, np.inf]]))
    assert (levels[0], levels[-1], log) == (1, 20, False)
    assert len(levels) == LEVELS
    assert np.diff(levels) == pytest.approx([19 / 14] * 14)
    levels, log = contour_levels(np.array([0.5, 5e6, np.nan]))
    assert (levels[0], levels[-1], log) == (pytest.approx(0.5), pytest.approx(5e6), True)
    assert np.diff(np.log(levels)) == pytest.approx([np.log(1e7) / 14] * 14)


@pytest.mark.parametrize(
    ("losses", "lowest", "log"),
    [
        ([0.0, 0.1, 50.0], 0.1, True),  # a hinge reaches 0, which has no logarithm
        ([-3.0, 100.0], -3.0, False),  # poisson goes below 0
        ([1e-30, 1.0, 100.0], 1.0, True),
        ([0.0, 2.0], 0.0, False),
    ],
)
def test_losses_at_or_below_0_have_levels_too(losses, lowest, log):
    levels, is_log = contour_levels(np.array(losses))
    assert (levels[0], is_log) == (pytest.approx(lowest), log)
    assert np.isfinite(levels).all()


@pytest.mark.parametrize("losses", [[np.nan, np.inf], [7.0, 7.0], [1e6, 1e6 + 1]])
def test_where_no_difference_can_be_told_there_are_no_levels(losses):
    assert len(contour_levels(np.array(losses))[0]) == 0


def test_what_is_no_number_can_be_read_in_the_browser():
    header, _ = decode(pack(losses=np.full((4, 5), np.nan)))
    assert header["levels"] == []


def test_the_same_surface_has_the_same_id_and_another_has_another():
    def ident(*traces, **changes):
        return decode(pack(*traces, **changes))[0]["id"]

    assert ident() == ident()
    others = [ident(make_trace((0, 1))), ident(losses=np.ones((4, 5)))]
    others.append(ident(trails=[Trail("x", 0)]))
    assert len({ident(), *others}) == 4
