"""What the stage says of a surface and of the runs on it, called without a canvas."""

import numpy as np
import pytest

from tests.javascript import call

# A view without its canvas: a picture of 100 by 60 px, of which each run's places are given.
VIEW = """(stage, name, values, method, ...options) => {
  const view = Object.create(stage[name].prototype)
  const finite = (all) => Float64Array.from(all, (each) => each ?? Infinity)
  Object.assign(view, {
    area: { left: 10, top: 20, width: 100, height: 60 },
    run: { ...values, losses: finite(values.losses ?? []), paths: [] },
  })
  if (values.losses) {
    view.canvas = { parentElement: { style: { setProperty() {} } } }
    view.prepare()
  }
  view.trails = values.trails
  return view[method](...options)
}"""
TRAIL = {
    "name": "Adam",
    "moments": [0, 2, 4],
    "losses": [9, 5, 1],
    "xs": [10, 30, 50],
    "ys": [20, 20, 20],
    "breaks": None,
    "leaves": None,
}


def told(method, *options, **values):
    name = "SurfaceView"
    return call("views/surface", VIEW, name, values, method, *options)


def test_the_loss_between_places_is_in_proportion():
    losses = (np.arange(3)[:, None] * 10.0 + np.arange(3)).ravel().tolist()
    assert told("lossAt", 10, 20, losses=losses) == 0
    assert told("lossAt", 110, 80, losses=losses) == pytest.approx(22)
    assert told("lossAt", 35, 35, losses=losses) == pytest.approx(5.5)


def test_where_the_contours_are_logarithmic_so_is_what_lies_between():
    losses = [1, 100, 1, 100]
    assert told("lossAt", 60, 50, losses=losses, log=True) == pytest.approx(10)
    assert told("lossAt", 60, 50, losses=losses, log=False) == pytest.approx(50.5)


def test_beside_what_is_no_number_the_loss_is_none_but_at_a_place_it_is_its_own():
    losses = [1, None, 3, 4]
    assert told("lossAt", 10, 20, losses=losses) == 1
    assert told("lossAt", 60, 20, losses=losses) == np.inf


@pytest.mark.parametrize(
    ("changes", "now", "state"),
    [
        ({}, 0, "loss 9.00"),
        ({}, 3, "loss 5.00"),
        ({}, 4, "loss 1.00"),
        ({"leaves": 4, "breaks": 9}, 3, "loss 5.00"),
        ({"leaves": 4, "breaks": 9}, 5, "loss over 100 times the first"),
        ({"leaves": 4, "breaks": 9}, 9, "diverged at epoch 9"),
        ({"moments": [], "breaks": 0}, 0, "diverged at epoch 0"),
    ],
)
def test_it_is_told_where_a_run_is(changes, now, state):
    assert told("stateOf", {**TRAIL, **changes}, now) == state


def test_a_record_near_the_pointer_is_told_once_the_film_has_shown_it():
    values = {"trails": [TRAIL], "epochs": [0, 2, 4]}
    assert told("recordAt", 31, 22, 1, **values) == "Adam, epoch 2\nloss 5.00"
    assert told("recordAt", 31, 22, 0, **values) is None
    assert told("recordAt", 31, 40, 2, **values) is None


def test_the_scale_has_its_ticks_at_their_height():
    ticks = told("levelTicks", levels=[1, 10, 100], log=True)
    assert ticks == [[0, "1"], [0.5, "10"], [1, "100"]]
    assert told("levelTicks", levels=[], log=False) == []
