import pytest

from nnplay.ui.settings.training import DEFAULT_RATE, LEARNING_RATES, offered_rates, read_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0,05", 0.05), ("1e-2", 0.01), (" 0.3 ", 0.3), ("default", None), (None, None), ("a", "a")],
)
def test_a_rate_may_be_typed_as_one_writes_it(text, rate):
    assert read_rate(text) == rate


def test_the_list_holds_a_typed_rate_at_its_place():
    assert offered_rates(DEFAULT_RATE) == offered_rates("0.1") == (DEFAULT_RATE, *LEARNING_RATES)
    rates = offered_rates("0.35")
    assert rates[rates.index("0.3") + 1] == "0.35"
    assert len(rates) == len(LEARNING_RATES) + 2
