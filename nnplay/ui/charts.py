"""Plotly figures on the page, all with the same menu."""

from typing import Any

import streamlit as st


def draw_chart(figure: Any, name: str, alt: str, *, key: str | None = None) -> None:
    """Draw a figure; its menu saves it as a PNG of this name, sharp enough for a worksheet."""
    config = {
        "displaylogo": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 3},
    }
    st.plotly_chart(figure, config=config, alt=alt, key=key)
