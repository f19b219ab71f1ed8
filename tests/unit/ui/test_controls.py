import pytest

from nnplay.config import TrainingConfig
from nnplay.lessons import LESSONS
from nnplay.ui.panels import PANELS
from nnplay.ui.state.controls import GROUPS, NAMES, PANEL, SETTINGS, SPOILERS, hidden_by


def test_every_setting_and_every_panel_can_be_hidden():
    settings = {name for group in SETTINGS for name in GROUPS[group]}
    assert set(TrainingConfig.__dataclass_fields__) <= settings
    assert GROUPS["Panels"] == {PANEL + panel.name: panel.label for panel in PANELS}


def test_every_name_is_there_once():
    assert len(NAMES) == len(set(NAMES)) == sum(map(len, GROUPS.values()))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_hides_all_settings_but_its_own_and_what_would_give_it_away(name):
    shown = LESSONS[name].shows
    hidden = hidden_by(name)
    if shown is None:
        assert not hidden
    else:
        assert not hidden & set(shown)
        assert set(SPOILERS) <= hidden <= set(NAMES)
