"""Plotly figures on the page, all with the same menu."""

from typing import Any

import streamlit as st

from nnplay.ui.state import is_projector

PROJECTED = 22  # px of a figure's text in projector mode


def draw_chart(figure: Any, name: str, alt: str, *, key: str | None = None) -> None:
    """Draw a figure; its menu can save it as a PNG of this name, sharp enough for a worksheet."""
    if is_projector():
        _enlarge(figure)
    config = {
        "displaylogo": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 3},
    }
    st.plotly_chart(figure, config=config, alt=alt, key=key)


def choose_scale(place: str, *, suits_log: bool) -> bool:
    """Ask for the scale of an axis; return whether it is logarithmic."""
    chosen = st.segmented_control(
        "Scale",
        ("linear", "logarithmic"),
        default="logarithmic" if suits_log else "linear",
        required=True,
        key=f"{place}_scale_{suits_log}",
        persist_state="session",
    )
    return chosen == "logarithmic"


def scheme() -> str:
    """Return "dark" or "light", which the browser was when it asked for what is drawn."""
    return "dark" if st.context.theme.type == "dark" else "light"


def theme_option(name: str) -> Any:
    """Return an option of the page's theme, the light or the dark one."""
    return st.get_option(f"theme.{scheme()}.{name}")


def _enlarge(figure: Any) -> None:
    """Give a figure larger text for a projector, not in grey, and the room for it."""
    font = {"size": PROJECTED, "color": theme_option("textColor")}
    scale = PROJECTED / figure.layout.font.size
    height = round(figure.layout.height * scale)
    if figure.layout.legend.entrywidth:
        figure.update_layout(legend_entrywidth=round(figure.layout.legend.entrywidth * scale))
    # each of these has its own size and colour in the page's theme
    figure.update_xaxes(tickfont=font, title_font=font)
    figure.update_yaxes(tickfont=font, title_font=font)
    figure.update_coloraxes(colorbar_tickfont=font)
    figure.update_layout(height=height, font=font, legend_font=font)
