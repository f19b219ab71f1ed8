"""The gradients that colour the network's lines."""

import math

import pytest

from tests.javascript import call

INKED = """({ Gradients }, gradients, keyframes, key) => {
  const slopes = new Gradients({ gradients: new Float32Array(gradients), keyframes })
  slopes.goTo(key)
  return [[0, 1, 2].map((index) => slopes.inked(index)), slopes.largest]
}"""
ASKED = """({ askForGradients }, moments) => {
  const asked = []
  const player = { want: (isWanted) => asked.push(isWanted) }
  for (const [isSloped, gradients, offered] of moments)
    askForGradients(player, { isSloped, run: { gradients, offers_gradients: offered } })
  return asked
}"""


def test_each_keyframe_has_a_scale_of_its_own():
    values = [1, -4, 0, 0.5, 0.25, 0]
    first, largest = call("gradients", INKED, values, [0, 1], 0)
    assert (first, largest) == ([[1, 0.25], [-4, 1], [0, 0]], "4.00")
    second, largest = call("gradients", INKED, values, [0, 1], 1)
    assert (second, largest) == ([[0.5, 1], [0.25, 0.5], [0, 0]], "0.500")


def test_no_gradient_has_no_colour_and_what_is_no_number_is_told():
    still, largest = call("gradients", INKED, [0, 0, 0], [0], 0)
    assert (still, largest) == ([[0, 0]] * 3, "0")
    broken, largest = call("gradients", INKED, ["NaN", 2, 1], [0], 0)
    assert math.isnan(broken[0][0])
    assert (broken[0][1], broken[1], largest) == (0.6, [2, 1], "NaN")


@pytest.mark.parametrize(
    ("moments", "asked"),
    [
        ([(False, None, True)], []),
        ([(True, None, True), (True, None, True), (True, [1], True)], [True]),
        ([(True, None, True), (True, [1], True), (False, [1], True)], [True, False]),
        ([(True, None, False)], []),
    ],
    ids=["not wanted", "asked once", "taken back", "not offered"],
)
def test_python_is_asked_once_for_what_is_wanted(moments, asked):
    assert call("gradients", ASKED, moments) == asked
