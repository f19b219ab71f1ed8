"""Buttons that download a file, which is made only when it is asked for."""

from collections.abc import Callable

import streamlit as st


def draw_download(
    label: str,
    make: Callable[[], str | bytes],
    file_name: str,
    *,
    key: str,
    icon: str = "download",
    help: str | None = None,  # noqa: A002  as Streamlit calls it
) -> None:
    """Draw the button.

    Args:
        make: Returns the content; called in another thread, without access to state and widgets.
    """
    st.download_button(
        label,
        make,
        file_name=file_name,
        icon=f":material/{icon}:",
        key=key,
        on_click="ignore",
        help=help,
    )
