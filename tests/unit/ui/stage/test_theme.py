"""What the stage's colours say."""

from tests.javascript import call

STYLE = {"positive": "blue", "negative": "orange", "grey": "grey", "warning": "red"}


def test_a_weight_of_0_has_the_colour_of_neither_sign():
    values = "[1e-9, -1e-9, 0, -0, NaN, Infinity].map((value) => stage.signColor(value, style))"
    found = call("theme", f"(stage, style) => {values}", STYLE)
    assert found == ["blue", "orange", "grey", "grey", "red", "red"]
