"""What the stage's colours say."""

STYLE = {"positive": "blue", "negative": "orange", "grey": "grey", "warning": "red"}


def test_a_weight_of_0_has_the_colour_of_neither_sign(module):
    values = "[1e-9, -1e-9, 0, -0, NaN, Infinity].map((value) => stage.signColor(value, style))"
    found = module(f"(stage, style) => {values}", STYLE)
    assert found == ["blue", "orange", "grey", "grey", "red", "red"]
