"""Where the plane lies above a level: its border, its region and its hatching."""

import numpy as np
import pytest

from tests.javascript import call

SIDE = 21
DRAW = """(stage, name, values, level, ...options) => {
  const steps = []
  globalThis.Path2D = class {
    moveTo(x, y) { steps.push(["move", x, y]) }
    lineTo(x, y) { steps.push(["line", x, y]) }
    closePath() { steps.push(["close", 0, 0]) }
  }
  const side = Math.sqrt(values.length)
  const plane = values.map((value) => value ?? NaN)
  stage[name]({ values: plane, side, level }, { left: 0, top: 0, width: side - 1 }, ...options)
  return steps
}"""


def draw(name, values, level=0.0, *options):
    """Return the path that is drawn, its points in steps of the grid."""
    flat = [None if np.isnan(value) else float(value) for value in values.ravel()]
    return call("contours", DRAW, name, flat, level, *options)


def parts_of(steps):
    """Return the points of each part of a path, shape (points, 2)."""
    parts = []
    for kind, *place in steps:
        if kind == "move":
            parts.append([])
        if kind != "close":
            parts[-1].append(place)
    return [np.array(part) for part in parts]


@pytest.fixture
def hill():
    """Give the height of a round hill, 0 at a distance of 6 from its middle."""
    y, x = np.mgrid[:SIDE, :SIDE]
    return 6.0 - np.hypot(x - 10, y - 10)


def test_the_border_is_where_the_level_is_met(hill):
    places = np.concatenate(parts_of(draw("contour", hill)))
    np.testing.assert_allclose(np.hypot(*(places - 10).T), 6, atol=0.05)


def test_the_region_is_as_large_as_what_lies_above(hill):
    def area(part):
        x, y = part.T
        return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2

    assert sum(map(area, parts_of(draw("regionAbove", hill)))) == pytest.approx(
        36 * np.pi, rel=0.02
    )


def test_a_picture_may_be_wider_than_high(hill):
    code = DRAW.replace("width: side - 1 }", "width: 2 * side - 2, height: side - 1 }")
    flat = [float(value) for value in hill.ravel()]
    places = np.concatenate(parts_of(call("contours", code, "contour", flat, 0.0)))
    np.testing.assert_allclose(np.hypot(*((places - [20, 10]) / [2, 1]).T), 6, atol=0.05)


def test_the_hatching_lies_on_what_does_not_and_ends_at_the_border(hill):
    lines = parts_of(draw("hatch", hill, 0.0, 2))
    assert all(len(line) == 2 for line in lines)
    along = np.linspace(0, 1, 9)[:, None]
    drawn = np.concatenate([(1 - along) * line[0] + along * line[1] for line in lines])
    assert np.hypot(*(drawn - 10).T).min() == pytest.approx(6, abs=0.1)
    # every second slanting line of the square, but for what is above
    length = sum(np.hypot(*(line[1] - line[0])) for line in lines)
    assert length == pytest.approx((400 - 36 * np.pi) / np.sqrt(2), rel=0.05)


def test_what_is_no_number_is_neither_hatched_nor_above():
    nothing = np.full((SIDE, SIDE), np.nan)
    assert [draw(name, nothing, 0.0, 2) for name in ("contour", "regionAbove", "hatch")] == [[]] * 3
