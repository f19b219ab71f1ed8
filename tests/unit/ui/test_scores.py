"""How the numbers on top of the page are written."""

import pytest

from nnplay.ui.runs.scores import seconds


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "less than 0.01 s"), (0.004, "less than 0.01 s"), (0.006, "0.01 s"), (12.3, "12 s")],
)
def test_no_training_takes_0_seconds(value, written):
    assert seconds(value) == written
