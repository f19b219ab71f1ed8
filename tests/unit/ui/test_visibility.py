import pytest

from nnplay.config import TrainingConfig
from nnplay.ui.teaching.visibility import GROUPS, NAMES, PANEL, hidden_text, parse_hidden


def test_every_setting_and_every_panel_can_be_hidden():
    settings = {name for group in ("Data", "Network", "Training") for name in GROUPS[group]}
    assert set(TrainingConfig.__dataclass_fields__) <= settings
    assert all(name.startswith(PANEL) for name in GROUPS["Panels"])


def test_every_name_is_there_once():
    assert len(NAMES) == len(set(NAMES)) == sum(map(len, GROUPS.values()))


@pytest.mark.parametrize(
    ("text", "hidden", "unknown"),
    [
        ("", set(), []),
        ("none", set(), []),
        ("loss", {"loss"}, []),
        ("loss,panel_loss", {"loss", "panel_loss"}, []),
        ("loss,foo,,LOSS", {"loss"}, ["foo", "LOSS"]),
        ("x" * 10_000, set(), ["x" * 10_000]),
    ],
)
def test_the_address_says_what_is_hidden(text, hidden, unknown):
    assert parse_hidden(text) == (hidden, unknown)


@pytest.mark.parametrize(
    ("hidden", "default", "text"),
    [
        ((), (), None),
        (("seed", "loss"), (), "loss,seed"),
        (("seed", "loss"), ("loss", "seed"), None),
        ((), ("loss",), "none"),
        (("seed",), ("loss",), "seed"),
    ],
)
def test_the_default_is_left_out_of_the_address(hidden, default, text):
    assert hidden_text(hidden, default) == text


@pytest.mark.parametrize("hidden", [(), NAMES[:1], NAMES[3:9], NAMES])
def test_what_is_written_is_read_back(hidden):
    assert parse_hidden(hidden_text(hidden, ("epochs", "loss")) or "") == (set(hidden), [])
