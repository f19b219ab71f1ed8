"""Where the stage's ticks are, and their labels."""

import numpy as np
import pytest

from nnplay.ui.stage.axes import axis_of
from tests.javascript import call

LOWEST = [0, 1e-38, 1e-9, 0.013, 1, 7, 999, 1e20]
RATIOS = [1.5, 3, 29, 31, 50, 99, 1e4, 1e9, 1e17]
WRITTEN = """(stage, axes) => axes.map((axis) => {
    const ticks = stage.axisTicks(axis)
    return [ticks, stage.tickTexts(ticks, axis.log)]
})"""


def test_ticks_are_few_and_round_and_on_the_axis():
    curves = [[low * ratio if low else ratio, low] for low in LOWEST for ratio in RATIOS]
    axes = [axis_of([np.float32(curve)]) for curve in curves]
    for axis, (ticks, texts) in zip(axes, call("ticks", WRITTEN, axes), strict=True):
        assert 2 <= len(ticks) <= 6
        assert ticks == sorted(set(ticks))
        assert axis["low"] <= ticks[0]
        assert ticks[-1] <= axis["high"] * (1 + 1e-9)
        digits = [f"{tick:.6e}".split("e")[0].rstrip("0.").replace(".", "") for tick in ticks]
        assert all(len(each) <= 2 for each in digits)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("low", "high", "log", "texts"),
    [
        (0, 30, False, ["0", "10", "20", "30"]),
        (0, 1, False, ["0", "0.5", "1.0"]),
        (0, 0.0014, False, ["0", "0.0005", "0.0010"]),
        (0, 280_000, False, ["0", "100,000", "200,000"]),
        (-4, 4, False, ["−4", "−2", "0", "2", "4"]),
        (0.7 / 1.2, 266 * 1.2, True, ["1", "10", "100"]),
        (2e-6, 3e8, True, ["0.001", "1", "1,000", "1,000,000"]),
        (1.5, 70, True, ["2", "5", "10", "20", "50"]),
    ],
)
def test_what_the_ticks_of_an_axis_say(low, high, log, texts):
    [[_, written]] = call("ticks", WRITTEN, [{"low": low, "high": high, "log": log}])
    assert written == texts
