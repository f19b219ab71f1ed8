"""What all figures have in common: sizes, and names broken into lines."""

import textwrap
from collections.abc import Sequence

FONT_SIZE = 15  # px; readable from the back of a classroom
MARGIN = {"l": 10, "r": 10, "t": 40, "b": 10}
LEGEND = {"orientation": "h", "yanchor": "top", "y": -0.2}  # below, where no toolbar covers it
# The colour of validation rows: Streamlit replaces it by the ninth of the theme's chart colours,
# which they have on the stage, too (web/theme.js).
VALIDATION = "#000009"
MOST_LETTERS_A_LINE = 30  # of a name in a legend
MOST_LETTERS_BESIDE = 18  # of a name beside a heat map, on a line


def break_beside(names: Sequence[str]) -> list[str]:
    """Break the names beside a heat map into lines, to leave its cells room for numbers."""
    return ["<br>".join(textwrap.wrap(name, MOST_LETTERS_BESIDE)) or name for name in names]


def wrap(name: str) -> str:
    """Break a long name into lines, as Plotly writes them."""
    return "<br>".join(textwrap.wrap(name, MOST_LETTERS_A_LINE, break_long_words=False)) or name
