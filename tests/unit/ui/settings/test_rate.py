import pytest

from nnplay.ui.settings.training import read_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0,05", 0.05), ("1e-2", 0.01), (" 0.3 ", 0.3), ("default", None), (None, None), ("a", "a")],
)
def test_a_rate_may_be_typed_as_one_writes_it(text, rate):
    assert read_rate(text) == rate
