"""Files to download, none of which is made before it is asked for."""

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
    """Draw the button of a file.

    Args:
        make: Called in a thread of its own, where neither state nor widgets can be asked.
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
