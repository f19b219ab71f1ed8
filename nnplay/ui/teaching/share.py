"""The dialog with the link to exactly this page, and its QR code."""

import ipaddress
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import segno
import streamlit as st

from nnplay.ui.own_table.draft import Draft
from nnplay.ui.own_table.link import own_query
from nnplay.ui.own_table.session import used
from nnplay.ui.runs import Run
from nnplay.ui.state import page
from nnplay.ui.state.page_state import PageState, is_own
from nnplay.ui.state.url import write_query

# Up to here a code has at most 97 squares on each side, which a phone can read across a room.
MOST_LETTERS = 858
QUIET_ZONE = 4  # white squares around the code, as its standard asks


@st.dialog("Share this page", width="large", icon=":material/share:")
def draw_share(run: Run, epoch: int) -> None:
    """Draw the link to the page as it is, what else it may hold, and its QR code."""
    table = used()
    picture, words = st.columns([4, 5])  # so that the code is as high as a screen
    with words:
        link = link_to(st.context.url or "", _chosen(run, epoch), table)
        st.code(link, language=None, wrap_lines=True)
        st.caption("The link opens this page: its settings, the open panel and what is hidden.")
        if table:
            st.info(
                "The link holds the names of your columns and what is asked of them, but none of "
                "your data: whoever opens it chooses the table, or one with the same columns.",
                icon=":material/lock:",
            )
    with picture:
        _draw_code(link)


def link_to(url: str, state: PageState, table: Draft | None = None) -> str:
    """Return the link to a page with this state, on the same server.

    It does not hold the session's search.

    Args:
        table: The learner's own table, if the page is about that.
    """
    scheme, place, path, *_ = urlsplit(url)
    state = replace(state, search=None)
    query = own_query(state, table) if table else write_query(state)
    return urlunsplit((scheme, place, path or "/", query, ""))


def qr_code(text: str) -> str | None:
    """Draw a text as a QR code in SVG, black on white; None if it is too long."""
    if len(text.encode()) > MOST_LETTERS:
        return None
    code = segno.make(text, error="l", micro=False)
    return code.svg_inline(scale=8, border=QUIET_ZONE, dark="#000000", light="#ffffff")


def is_local(address: str) -> bool:
    """Tell whether only the computer itself can open an address."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _chosen(run: Run, epoch: int) -> PageState:
    """Ask what else the link is to hold, beside the settings, the panel and what is hidden."""
    state = page()
    at_epoch = epoch != run.history.epochs_recorded[-1] and _asks(
        f"At epoch {epoch:,}", "epoch", "The film rests there instead of playing.", on=True
    )
    with_saved = not all(is_own(each.config) for each in state.saved) and _asks(
        "With the saved runs", "saved", "They make the link long.", on=True
    )
    locked = state.locked or (
        bool(state.hidden or state.lesson)
        and _asks(
            "Lock what is hidden",
            "lock",
            "Whoever opens the link can't show it; in a lesson they can neither skip the question "
            "nor see a solution.",
            on=False,
        )
    )
    projector = _asks("In projector mode", "projector", "Large text and marks.", on=state.projector)
    return replace(
        state,
        epoch=epoch if at_epoch else None,
        saved=state.saved if with_saved else (),
        locked=locked,
        projector=projector,
    )


def _asks(label: str, name: str, explanation: str, *, on: bool) -> bool:
    return st.checkbox(label, value=on, key=f"share_{name}", help=explanation)


def _draw_code(link: str) -> None:
    if is_local(link):
        st.info(
            "Only this computer can open this link. For a link and a QR code for others, open the "
            "page under this computer's name or address in the network.",
            icon=":material/computer:",
        )
        return
    code = qr_code(link)
    if code is None:
        st.info(
            f"The link has {len(link):,} letters, too many for a QR code that can be read from a "
            "distance; leave the saved runs out or copy it.",
            icon=":material/qr_code:",
        )
        return
    st.image(code, width="stretch", alt="QR code of the link")
