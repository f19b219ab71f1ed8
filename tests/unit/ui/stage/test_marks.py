"""What tells curves apart without their colours: the pairs of a dash and a mark."""

import numpy as np

from nnplay.figures.curves import DASHES, MARKS, loss_figure
from tests.javascript import call

# The corners of each mark, in place of the canvas's own paths.
LOOKS = """({ dashOf, markOf }, most) => {
  globalThis.Path2D = class {
    corners = 0
    arc() {}
    closePath() {}
    lineTo() {
      this.corners++
    }
  }
  const numbers = Array.from({ length: most }, (_, number) => number)
  return numbers.map((number) => [dashOf(number, 1).length, markOf(number, 0, 0, 1).corners])
}"""


def test_the_stage_marks_eight_runs_as_the_figures_do():
    drawn = [(str(run), np.arange(9), np.ones(9)) for run in range(8)]
    figure = loss_figure(drawn, "epoch", "loss", logarithmic=False)
    looks = call("marks", LOOKS, 8)
    corners = [(0, 4, 3, 4)[MARKS.index(trace.marker.symbol)] for trace in figure.data]
    lengths = [(0, 2, 2, 4)[DASHES.index(trace.line.dash)] for trace in figure.data]
    assert looks == [list(each) for each in zip(lengths, corners, strict=True)]
