"""Plotly figures on the page, all with the same menu."""

from typing import Any

import streamlit as st

from nnplay.ui.projector import is_projector

PROJECTED = 22  # px of a figure's text in projector mode


def draw_chart(figure: Any, name: str, alt: str, *, key: str | None = None) -> None:
    """Draw a figure; its menu saves it as a PNG of this name, sharp enough for a worksheet."""
    if is_projector():
        _enlarge(figure)
    config = {
        "displaylogo": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 3},
    }
    st.plotly_chart(figure, config=config, alt=alt, key=key)


def _enlarge(figure: Any) -> None:
    """Give a figure the projector's text, and the room for it."""
    height = round(figure.layout.height * PROJECTED / figure.layout.font.size)
    # the page's theme has sizes of its own for each of these
    figure.update_xaxes(tickfont_size=PROJECTED, title_font_size=PROJECTED)
    figure.update_yaxes(tickfont_size=PROJECTED, title_font_size=PROJECTED)
    figure.update_layout(height=height, font_size=PROJECTED, legend_font_size=PROJECTED)
    figure.update_coloraxes(colorbar_tickfont_size=PROJECTED)
