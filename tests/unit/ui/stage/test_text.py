"""Names that are shortened on the stage can be told apart."""

import pytest

from tests.javascript import call

HOURS = [f"Average hours a week that you {verb}" for verb in ("work", "read", "rest")]


@pytest.mark.parametrize(
    ("names", "letters", "shortened"),
    [
        (["speeding", "alcohol"], 8, ["speeding", "alcohol"]),
        (["not_distracted", "speeding"], 8, ["not_dis…", "speeding"]),
        (["strongly agree", "strongly disagree"], 10, ["str… agree", "s… disagr…"]),
        (["strongly agree", "strongly disagree"], 6, ["s… ag…", "s… di…"]),
        (["neither of both", "neither", "none"], 9, ["neither…", "neither", "none"]),
        (["measurement_1", "measurement_12"], 9, ["measure…1", "measur…12"]),
        (HOURS, 17, ["Average hou… work", "Average hou… read", "Average hou… rest"]),
        (["a" * 30 + "xyz", "a" * 30 + "zyx"], 9, ["aaa…aaxyz", "aaa…aazyx"]),
        (["ab", "cd"], 1, ["a…", "c…"]),
        (["𝄞" * 9, "b"], 4, ["𝄞𝄞𝄞…", "b"]),
        ([], 4, []),
    ],
)
def test_shortened_names_can_be_told_apart(names, letters, shortened):
    fits = f"(text) => [...text].length <= {letters}"
    assert call("text", f"(stage, names) => stage.shortened(names, {fits})", names) == shortened
