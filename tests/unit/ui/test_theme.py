"""The theme's colours in the texts on the stage's canvases, where axe-core can't see them."""

import tomllib

import pytest

from tests.serving import ROOT

THEMES = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]


def luminance(color):
    """Return the relative luminance of a colour such as #1d5fc4, as WCAG 2 defines it."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_as_wcag_defines_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_written_in_a_colour_of_the_charts_can_be_read(name):
    theme = THEMES[name]
    poor = {
        color: round(ratio, 2)
        for color in [theme["textColor"], theme["primaryColor"], *theme["chartCategoricalColors"]]
        if (ratio := contrast(color, theme["backgroundColor"])) < 4.5
    }
    assert not poor
