"""The dialog in which a teacher chooses what students see."""

import streamlit as st

from nnplay.ui.state import change, page
from nnplay.ui.state.controls import GROUPS, NAMES


def prepare_visibility() -> None:
    """Set the dialog to what is visible now; for a callback, before it is drawn."""
    hidden = page().hidden
    for group, names in GROUPS.items():
        st.session_state[_key(group)] = [name for name in names if name not in hidden]


@st.dialog("Visible to students", width="medium", icon=":material/visibility:")
def draw_visibility() -> None:
    """Draw the names of all controls and panels; those marked are visible."""
    st.markdown("What is marked is visible. Hidden settings keep their values, also in the link.")
    for group, names in GROUPS.items():
        _draw_group(group, names)
    st.caption("The link of the page holds this choice; *Share* can lock it.")
    if st.button(
        "Apply",
        key="apply_visibility",
        type="primary",
        icon=":material/check:",
        on_click=_choose,
    ):
        st.rerun()  # of the whole page, which also closes the dialog


def _choose() -> None:
    shown = {name for group in GROUPS for name in st.session_state[_key(group)]}
    st.session_state.all_shown = False
    change(hidden=frozenset(NAMES) - shown)


def _draw_group(group: str, names: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{group}**")
        for label, marked in (("All", list(names)), ("None", [])):
            st.button(
                label,
                key=f"{label.lower()}_of_{group}",
                type="tertiary",
                on_click=_mark,
                args=(group, marked),
            )
    st.pills(
        group,
        list(names),
        format_func=names.__getitem__,
        selection_mode="multi",
        key=_key(group),
        label_visibility="collapsed",
    )


def _mark(group: str, names: list[str]) -> None:
    st.session_state[_key(group)] = names


def _key(group: str) -> str:
    return f"shown_of_{group}"
