"""What the stage's colours say."""

from nnplay.figures.style import VALIDATION
from tests.javascript import call

STYLE = {"positive": "blue", "negative": "orange", "grey": "grey", "warning": "red"}


def test_a_weight_of_0_has_the_colour_of_neither_sign():
    values = "[1e-9, -1e-9, 0, -0, NaN, Infinity].map((value) => stage.signColor(value, style))"
    found = call("theme", f"(stage, style) => {values}", STYLE)
    assert found == ["blue", "orange", "grey", "grey", "red", "red"]


def test_validation_rows_have_one_colour_on_the_stage_and_in_figures():
    number = call("theme", "(stage) => stage.VALIDATION")
    assert f"#{number + 1:06d}" == VALIDATION  # which Streamlit replaces by the theme's
