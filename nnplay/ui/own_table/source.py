"""The choice of a learner's table: a file, or pasted cells."""

import streamlit as st

from nnplay.ui.drawing.markdown import plain
from nnplay.ui.own_table.link import columns_of
from nnplay.ui.own_table.session import take

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]
PASTED = "Pasted cells"


def draw_source() -> None:
    """Draw the choice of a file, the box for cells, and why the last choice can't be read."""
    columns = columns_of(st.session_state.own_awaited)
    if columns:
        listed = f"{', '.join(columns[1:])} and {columns[0]}"
        st.info(plain(f"The link is about a table with {listed}."), icon=":material/link:")
    st.file_uploader(
        "A file of at most 5 MB: CSV or text, Excel, or LibreOffice",
        type=TYPES,
        key="own_file",
        on_change=_take_file,
        help="It stays in this browser's session, is written nowhere, and is never part of a link.",
    )
    st.text_area(
        "Or cells, as copied from a spreadsheet, with the names of the columns in the first row",
        key="own_cells",
        height=120,
    )
    st.button("Read these cells", key="own_read_cells", on_click=_take_cells)
    if st.session_state.own_error:
        st.error(st.session_state.own_error, icon=":material/error:")


def _take_file() -> None:
    file = st.session_state.own_file
    if file is not None:
        take(file.name, file.getvalue())


def _take_cells() -> None:
    take(PASTED, st.session_state.own_cells.encode())
